"""ES modules and CommonJS from disk and `node_modules`, for the embedded engine.

`import_module("marked")` gives a module's namespace, `require("lodash")` what a CommonJS module exports; in JavaScript `import` declarations, `import()`
and `require` work from there on. The native runtime asks `resolve_import` and `load_import` for what JavaScript imports.
"""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from .. import _core
from . import packages
from .packages import IMPORT, REQUIRE, NotFound

_COMMON_JS = """(host) => {
  const cache = Object.create(null);
  const process = { env: { NODE_ENV: "production" }, argv: [], platform: "sigbind", browser: true, versions: {}, cwd: host.cwd,
    nextTick: (task, ...given) => queueMicrotask(() => task(...given)) };
  // Packages ask for it without asking whether there is one.
  if (!("process" in globalThis)) Object.defineProperty(globalThis, "process", { value: process, writable: true, configurable: true });
  const fail = (specifier, base) => {
    throw Object.assign(new Error(`Cannot find module '${specifier}' from ${base}`), {code: "MODULE_NOT_FOUND"});
  };
  const find = (specifier, base) => host.resolve(String(specifier), base) ?? fail(specifier, base);
  const require_from = (base) => {
    const require = (specifier) => load(find(specifier, base));
    require.resolve = (specifier) => find(specifier, base);
    require.cache = cache;
    return require;
  };
  const create_require = (base) => require_from(base instanceof URL ? base.href : String(base));
  const builtins = {
    "node:module": { createRequire: create_require, builtinModules: ["module", "process"] },
    "node:process": process,
    "node:empty": {},
  };
  const load = (path) => {
    if (path in builtins) return builtins[path];
    if (path in cache) return cache[path].exports;
    const module = cache[path] = { exports: {}, id: path, filename: path, path: host.dirname(path), loaded: false, children: [], paths: [] };
    try {
      const format = host.format(path);
      if (format === "json") {
        module.exports = JSON.parse(host.read(path));
      } else if (format === "module") {
        const namespace = host.import_now(path);
        module.exports = "module.exports" in namespace ? namespace["module.exports"] : namespace;
      } else {
        const require = module.require = require_from(path);
        host.compile(path).call(module.exports, module.exports, require, module, path, module.path, process, globalThis);
      }
    } catch (error) {
      delete cache[path];
      throw error;
    }
    module.loaded = true;
    return module.exports;
  };
  const meta = (path) => {
    const url = host.url(path);
    return { url, filename: path, dirname: host.dirname(path), resolve: (specifier) => host.url(host.resolve_import(path, String(specifier))) };
  };
  return { load, meta, require_from, wrap: (path) => ({ value: load(path) }), names: (value) =>
    value !== null && (typeof value === "object" || typeof value === "function") ? Object.keys(value) : [] };
}"""

_make_common_js = _core.helper(_COMMON_JS)
_loaders: WeakKeyDictionary[Any, Any] = WeakKeyDictionary()


def _compile(path: str) -> Any:
    text = packages.read(path)
    if text.startswith("#!"):
        text = f"//{text}"
    return _core.run_js(f"(function (exports, require, module, __filename, __dirname, process, global) {{{text}\n}})", path)


def _compiles(path: str) -> bool:
    try:
        _compile(path)
    except _core.JsException as error:
        if error.name != "SyntaxError":
            raise
        return False
    return True


def format_of(path: str) -> str:
    """Which sort of module a file is."""
    return packages.format_of(path, _compiles)


def _resolve_or_none(specifier: str, base: str) -> str | None:
    try:
        return packages.resolve(specifier, base, REQUIRE)
    except NotFound:
        return None


def _url(path: str) -> str:
    return path if path.startswith("node:") else Path(path).as_uri()


def _import_now(path: str) -> Any:
    done = _core.result_now(_core.import_(path, path))
    if done is None:
        raise RuntimeError(f"{path} waits at its top level: require() cannot wait for it, import it")
    return done[0]


_HOST = {
    "resolve": _resolve_or_none, "resolve_import": lambda base, specifier: resolve_import(base, specifier), "format": format_of,
    "read": packages.read, "dirname": os.path.dirname, "compile": _compile, "url": _url, "import_now": _import_now, "cwd": os.getcwd,
}


def _loader() -> Any:
    """The CommonJS world of the runtime that is meant."""
    world = _core.global_object()
    loader = _loaders.get(world)
    if loader is None:
        host = _core.run_js("({})")
        for name, function in _HOST.items():
            setattr(host, name, function)
        loader = _loaders[world] = _make_common_js(host)
    return loader


def resolve_import(base: str, specifier: str) -> str:
    """The full name of what a module imports."""
    return packages.resolve(specifier, base, IMPORT)


_NAME = re.compile(r"[A-Za-z_$][\w$]*\Z")
_RESERVED = frozenset(
    "arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally for function if "
    "implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof "
    "var void while with yield".split()
)


def load_import(name: str) -> tuple[str, Any]:
    """The source of a module, and what `import.meta` has. What is no ES module gets one that exports its values."""
    loader = _loader()
    if not name.startswith("node:"):
        format = format_of(name)
        if format == "module":
            return packages.read(name), loader.meta(name)
        if format == "json":
            return f"export default JSON.parse({json.dumps(packages.read(name))});", loader.meta(name)
    wrapped = loader.wrap(name)
    names = [one for one in loader.names(wrapped.value) if _NAME.match(one) and one not in _RESERVED]
    lines = ["const value = import.meta.value;", "export default value;", 'export { value as "module.exports" };']
    lines += [f"const _{number} = value.{one}; export {{ _{number} as {one} }};" for number, one in enumerate(names)]
    return "\n".join(lines), wrapped


def base_of(from_: Any) -> str:
    """The file that a specifier is relative to: what was given, or the file of the caller."""
    if from_ is None:
        from_ = sys._getframe(2).f_globals.get("__file__") or os.getcwd()
    return os.path.abspath(os.fspath(from_))


def import_module(specifier: str, from_: Any = None) -> Any:
    """The namespace of a JavaScript module, as `await import(specifier)` gives it in JavaScript.

    `from_` is a file or folder that the specifier is relative to, the caller's by default. A module that waits at its top level is waited for, which
    works where no event loop runs; otherwise use `import_module_async`.
    """
    promise = _core.import_(base_of(from_), specifier)
    done = _core.result_now(promise)
    return _core.run_sync(promise) if done is None else done[0]


async def _wait(promise: Any) -> Any:
    return await promise


def import_module_async(specifier: str, from_: Any = None) -> Any:
    """As `import_module`, to be awaited."""
    return _wait(_core.import_(base_of(from_), specifier))


def require(specifier: str, from_: Any = None) -> Any:
    """What a CommonJS module exports, as `require(specifier)` gives it; of an ES module its namespace."""
    path = packages.resolve(specifier, base_of(from_), REQUIRE)
    return _loader().load(path)


__all__ = ["import_module", "import_module_async", "load_import", "require", "resolve_import"]
