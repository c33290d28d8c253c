"""`pyodide_js`: the object that a page with Pyodide has, as far as it makes sense in one native process."""

from __future__ import annotations

import builtins
import collections.abc as abc
import importlib
import sys
from collections.abc import Callable

from .. import _core
from . import modules as js_modules

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_KINDS = _core.run_js(
    """(ask) => {
  const names = ["PyProxy", "PyCallable", "PyDict", "PyIterable", "PyIterator", "PyGenerator", "PyAsyncIterable", "PyAsyncIterator",
    "PyAsyncGenerator", "PyAwaitable", "PyBuffer", "PySequence", "PyMutableSequence", "PyProxyWithLength", "PyProxyWithGet", "PyProxyWithSet",
    "PyProxyWithHas"];
  const kinds = {};
  for (const name of names) {
    kinds[name] = class { constructor() { throw new TypeError(`${name} is not a constructor`) } };
    Object.defineProperty(kinds[name], "name", {value: name});
    Object.defineProperty(kinds[name], Symbol.hasInstance, {value: (object) => ask(object, name)});
  }
  return kinds;
}"""
)


_PRIMITIVES = (bool, int, float, str, type(None), _core.JsNull, _core.JsProxy, _core.JsException)


def _is_foreign(value: Any) -> bool:
    """Whether JavaScript holds a value as a proxy of a Python object."""
    return not isinstance(value, _PRIMITIVES)


def _has(name: str) -> Callable[[Any], bool]:
    return lambda value: hasattr(type(value), name)


def _is_awaitable(value: Any) -> bool:
    import inspect

    return inspect.isawaitable(value)


def _is_buffer(value: Any) -> bool:
    try:
        memoryview(value)
    except TypeError:
        return False
    return True


# An error is made when the class is asked for: its text takes the import of `traceback`.
_add_python_error = _core.helper(
    """(ffi, error) => {
  let found;
  Object.defineProperty(ffi, "PythonError", { get: () => (found ??= error().constructor), enumerable: true, configurable: true });
}"""
)

_TESTS: dict[str, Callable[[Any], bool]] = {
    "PyProxy": lambda value: True, "PyCallable": callable, "PyDict": lambda value: isinstance(value, dict),
    "PyIterable": _has("__iter__"), "PyIterator": _has("__next__"), "PyGenerator": lambda value: isinstance(value, abc.Generator),
    "PyAsyncIterable": _has("__aiter__"), "PyAsyncIterator": _has("__anext__"),
    "PyAsyncGenerator": lambda value: isinstance(value, abc.AsyncGenerator), "PyAwaitable": _is_awaitable, "PyBuffer": _is_buffer,
    "PySequence": lambda value: isinstance(value, abc.Sequence) and not isinstance(value, (str, bytes, bytearray, memoryview)),
    "PyMutableSequence": lambda value: isinstance(value, abc.MutableSequence) and not isinstance(value, bytearray),
    "PyProxyWithLength": _has("__len__"), "PyProxyWithGet": _has("__getitem__"), "PyProxyWithSet": _has("__setitem__"),
    "PyProxyWithHas": _has("__contains__"),
}


def _is_kind(value: Any, name: str) -> bool:
    return _is_foreign(value) and _TESTS[name](value)


def _to_py(value: Any, options: Any = None) -> Any:
    given = options.to_py(depth=1) if options is not None and isinstance(options, _core.JsProxy) else {}
    keywords = {name: given[key] for key, name in (("depth", "depth"), ("defaultConverter", "default_converter")) if key in given}
    return value.to_py(**keywords) if isinstance(value, _core.JsProxy) else value


def _run_python(source: str, options: Any = None) -> Any:
    from . import code

    return code.eval_code(source, *_scopes(options))


async def _run_python_async(source: str, options: Any = None) -> Any:
    from . import code

    return await code.eval_code_async(source, *_scopes(options))


def _scopes(options: Any) -> tuple[dict[str, Any], Any]:
    main = sys.modules["__main__"].__dict__
    if options is None:
        return main, None
    return getattr(options, "globals", None) or main, getattr(options, "locals", None)


async def _load_nothing(*_: Any) -> Any:
    """Packages are what Python imports here: there is nothing to load."""
    return _core.js.Array.new()


def namespace(version: str) -> Any:
    """The object."""
    made = _core.run_js("({})")
    made.version = version
    made.ffi = _KINDS(_is_kind)
    _add_python_error(made.ffi, lambda: _core.error_of(ValueError()))
    made.registerJsModule = js_modules.register
    made.unregisterJsModule = js_modules.unregister
    made.toPy = _to_py
    made.runPython = _run_python
    made.runPythonAsync = _run_python_async
    made.pyimport = importlib.import_module
    made.isPyProxy = _is_foreign
    made.loadedPackages = _core.run_js("({})")
    made.loadPackage = made.loadPackagesFromImports = _load_nothing
    made.setDebug = lambda debug: False
    made.checkInterrupt = lambda: None
    made.globals = sys.modules["__main__"].__dict__
    made.builtins = builtins
    return made
