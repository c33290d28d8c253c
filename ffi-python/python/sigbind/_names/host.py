"""`pyodide_js`: the object that a page with Pyodide has, as far as it makes sense in one native process.

Its functions are JavaScript's, so that JavaScript and Python call them in the same way, over the Python functions of this module.
"""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]  # the module without its enumerations is there from the start
import builtins
import sys
from collections.abc import Callable

from .. import _core, _host_native
from . import modules as js_modules

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# Each kind of proxies by the bits of its abilities, of which one is enough. The numbers are those of the runtime.
_KINDS = {
    "PyCallable": 1, "PyProxyWithLength": 1 << 1, "PyProxyWithGet": 1 << 2, "PyProxyWithSet": 1 << 3, "PyProxyWithHas": 1 << 4,
    "PyIterable": 1 << 5 | 1 << 6, "PyIterator": 1 << 6, "PyGenerator": 1 << 7, "PyAsyncIterable": 1 << 8 | 1 << 9, "PyAsyncIterator": 1 << 9,
    "PyAsyncGenerator": 1 << 10, "PyAwaitable": 1 << 11, "PyBuffer": 1 << 12, "PySequence": 1 << 13, "PyMutableSequence": 1 << 14, "PyDict": 1 << 15,
}

_make = _core.run_js(
    r"""(py, kinds, PyProxy, PyBufferView) => {
  const abilities = Symbol.for("sigbind.abilities");
  const ffi = {PyProxy, PyBufferView};
  for (const [name, bits] of Object.entries(kinds)) {
    ffi[name] = {[name]: class extends PyProxy {
      static [Symbol.hasInstance](object) { return object != null && (object[abilities] & bits) !== 0 }
    }}[name];
  }
  // An error is made when the class is asked for: its text takes the import of `traceback`.
  const late = (object, name, make) => Object.defineProperty(object, name, {
    get() { const value = make(); Object.defineProperty(object, name, {value, enumerable: true, writable: true}); return value },
    enumerable: true, configurable: true,
  });
  late(ffi, "PythonError", () => py.error().constructor);

  const scope = ({globals, locals, filename} = {}) => [globals, locals, filename];
  const isPrimitive = (value) => value === null || (typeof value !== "object" && typeof value !== "function");
  const one = (options, names, shown) => {
    const given = names.filter((name) => options[name] !== undefined && options[name] !== false);
    if (given.length > 1) throw new TypeError(shown);
    for (const name of given) {
      if (name !== "error" && typeof options[name] !== "function") throw new TypeError(`${name} is not a function`);
    }
    return given[0];
  };
  const output = (name) => (options = {}) => {
    const given = one(options, ["raw", "batched", "write"], "At most one of 'raw', 'batched', and 'write' must be passed");
    if (options.isatty && given !== "raw" && given !== "write") {
      throw new TypeError("Cannot set 'isatty' to true unless 'raw' or 'write' is provided");
    }
    py.stream(name, options);
  };
  const functions = {
    runPython(code, options) { return py.run(code, ...scope(options)) },
    async runPythonAsync(code, options) { return await py.runAsync(code, ...scope(options)) },
    toPy(object, {depth = -1, defaultConverter} = {}) {
      return isPrimitive(object) || object instanceof PyProxy ? object : py.toPy(object, depth, defaultConverter);
    },
    pyimport(name) { return py.import(name) },
    registerJsModule(name, module) { py.register(name, module) },
    unregisterJsModule(name) { py.unregister(name) },
    // Packages are what Python imports here: there is nothing to load.
    async loadPackage() { return [] },
    async loadPackagesFromImports() { return [] },
    registerComlink() {},
    unpackArchive(buffer, format, {extractDir} = {}) {
      if (!(buffer instanceof ArrayBuffer) && !ArrayBuffer.isView(buffer)) {
        throw new TypeError("Expected argument 'buffer' to be an ArrayBuffer or an ArrayBuffer view");
      }
      const bytes = buffer instanceof ArrayBuffer ? new Uint8Array(buffer) : new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
      py.unpack(bytes, format, extractDir);
    },
    setInterruptBuffer(buffer) { py.watch(buffer) },
    checkInterrupt() { py.interrupt() },
    setStdin(options = {}) {
      one(options, ["stdin", "read", "error"], "At most one of stdin, read, and error must be provided.");
      py.stream("stdin", options);
    },
    setStdout: output("stdout"),
    setStderr: output("stderr"),
    setDebug(debug) { return py.debug(debug) },
    isPyProxy(object) { return object instanceof PyProxy },
  };
  const made = {ffi, ...functions, loadedPackages: {}, globals: py.globals, _api: {}};
  // What `globals` lacks is a name of the builtins. An item of the dict comes first.
  const {get, has} = Object.getPrototypeOf(py.globals);
  const fallback = {
    get(key) { const found = get.call(this, key); return found === undefined && !has.call(this, key) ? get.call(py.builtins, key) : found },
    has(key) { return has.call(this, key) || has.call(py.builtins, key) },
  };
  for (const [name, value] of Object.entries(fallback)) {
    Object.defineProperty(py.globals, name, {value, writable: true, configurable: true});
  }
  late(made, "pyodide_py", () => py.package());
  late(made, "FS", () => py.files());
  late(made, "ERRNO_CODES", () => py.codes());
  return made;
}"""
)


def _main() -> dict[str, Any]:
    return sys.modules["__main__"].__dict__


def _options(globals: Any, locals: Any, filename: str | None) -> dict[str, Any]:
    given: dict[str, Any] = {"globals": _main() if globals is None else globals, "locals": locals}
    return given if filename is None else {**given, "filename": filename}


def _keep(error: BaseException) -> None:
    """Lets a debugger find what went wrong, as an interpreter's prompt does."""
    sys.last_type, sys.last_value, sys.last_traceback = type(error), error, error.__traceback__
    sys.last_exc = error  # type: ignore[attr-defined,unused-ignore]


def _run_python(source: str, globals: Any = None, locals: Any = None, filename: str | None = None) -> Any:
    code = sys.modules["pyodide.code"]
    try:
        return code.eval_code(source, **_options(globals, locals, filename))
    except BaseException as error:
        _keep(error)
        raise


async def _run_python_async(source: str, globals: Any = None, locals: Any = None, filename: str | None = None) -> Any:
    code = sys.modules["pyodide.code"]
    try:
        return await code.eval_code_async(source, **_options(globals, locals, filename))
    except BaseException as error:
        _keep(error)
        raise


def _to_py(value: Any, depth: int, default_converter: Any) -> Any:
    convert = getattr(value, "to_py", None)
    return value if convert is None else convert(depth=depth, default_converter=default_converter)


def _import(path: str) -> Any:
    """A module, or an attribute of one."""
    import importlib

    package, _, last = path.rpartition(".")
    if not package:
        return importlib.import_module(path)
    found = importlib.import_module(package)
    return getattr(found, last) if hasattr(found, last) else importlib.import_module(path)


def _unpack(data: Any, format: str, folder: str | None) -> None:
    """Unpacks an archive into a folder, or the working directory."""
    import os
    import shutil
    import tempfile

    names = {name: extensions for name, extensions, _ in shutil.get_unpack_formats()}
    found = next((name for name, given in names.items() if format == name or format.lstrip(".") in [one.lstrip(".") for one in given]), None)
    if format in ("wheel", "whl", ".whl"):
        found = "zip"
    if found is None:
        raise ValueError(f"Unrecognized format {format}")
    with tempfile.TemporaryDirectory() as place:
        archive = os.path.join(place, "archive")
        with open(archive, "wb") as file:
            file.write(data.to_bytes())
        shutil.unpack_archive(archive, folder or os.getcwd(), found)


def _watch(buffer: Any = None) -> None:
    """Whoever writes a 2 into the buffer interrupts Python as the signal does, where JavaScript next returns to it."""
    _core.watch_interrupts(None if buffer is None else memoryview(buffer))


# A process in the background is started with the signal ignored: that is not the program's wish.
_starts_ignoring = _signal.getsignal(_signal.SIGINT) == _signal.SIG_IGN


def is_signal_handled() -> bool:
    """Whether a program handles the signal of an interrupt. What asyncio's runner does with it, to cancel its task, is not that."""
    import signal

    handler = signal.getsignal(signal.SIGINT)
    if handler == signal.SIG_IGN:
        return not _starts_ignoring
    is_runner = getattr(getattr(handler, "func", None), "__module__", None) == "asyncio.runners"
    return not is_runner and handler not in (signal.default_int_handler, signal.SIG_DFL, None)


def _interrupt() -> None:
    """Entering Python looks into the buffer; running Python code raises or handles what is there."""
    for _ in range(2):
        pass


def _stream(name: str, options: Any) -> None:
    from .streams import set_stream

    set_stream(name, options)


def _files() -> Any:
    from .files import file_system

    return file_system()


def _error_codes() -> Any:
    from .files import error_codes

    return error_codes()


def _package() -> Any:
    return sys.modules["pyodide"]


def namespace(version: str) -> Any:
    """The object."""
    functions: dict[str, Callable[..., Any]] = {
        "run": _run_python, "runAsync": _run_python_async, "toPy": _to_py, "import": _import, "register": js_modules.register,
        "unregister": js_modules.unregister, "unpack": _unpack, "watch": _watch, "interrupt": _interrupt, "stream": _stream,
        "debug": _core.tell_destroyed, "package": _package, "files": _files, "codes": _error_codes, "error": lambda: _core.error_of(ValueError()),
    }
    python = _core.run_js("({})")
    for name, function in {**functions, "globals": _main(), "builtins": vars(builtins)}.items():
        setattr(python, name, function)
    proxy_class = _core.run_js("python => python.globals.constructor")(python)
    made = _make(python, _core.to_js(_KINDS), proxy_class, _host_native.buffer_view)
    made.version = version
    return made
