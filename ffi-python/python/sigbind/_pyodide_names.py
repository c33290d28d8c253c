"""Modules of Pyodide's names over the native runtime, for programs that were written for Pyodide."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from . import _core, _host_native


class _GlobalThis(ModuleType):
    """The module `js`: its attributes are the properties of JavaScript's global object."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(f"module 'js' has no attribute {name!r}")
        return getattr(_core.js, name)

    def __setattr__(self, name: str, value: Any) -> None:
        if name.startswith("__"):
            super().__setattr__(name, value)
        else:
            setattr(_core.js, name, value)

    def __delattr__(self, name: str) -> None:
        delattr(_core.js, name)

    def __dir__(self) -> list[str]:
        return dir(_core.js)


class ConversionError(Exception):
    """A value has no conversion."""


def modules() -> dict[str, ModuleType]:
    """The modules by name."""
    js = _GlobalThis("js", "JavaScript's global object.")
    pyodide = ModuleType("pyodide", "Pyodide's names over sigbind's native runtime.")
    ffi = ModuleType("pyodide.ffi", "Proxies and conversions.")
    code = ModuleType("pyodide.code", "Running JavaScript.")
    pyodide.__path__ = []  # type: ignore[attr-defined]
    exports = {
        "ConversionError": ConversionError,
        "JsNull": _core.JsNull,
        "JsDoubleProxy": _core.JsProxy,
        "JsMutableMap": _core.JsMap,
        "create_proxy": _host_native.create_proxy,
        "destroy_proxies": _host_native.destroy_proxies,
    }
    for name in (
        "JsArray", "JsAsyncIterable", "JsAsyncIterator", "JsBuffer", "JsCallable", "JsException", "JsIterable", "JsIterator",
        "JsMap", "JsPromise", "JsProxy", "JsTypedArray", "create_once_callable", "jsnull", "run_sync", "to_js",
    ):
        exports[name] = getattr(_core, name)
    for name, value in exports.items():
        setattr(ffi, name, value)
    ffi.__all__ = sorted(exports)  # type: ignore[attr-defined]
    code.run_js = _core.run_js  # type: ignore[attr-defined]
    code.__all__ = ["run_js"]  # type: ignore[attr-defined]
    pyodide.ffi, pyodide.code = ffi, code  # type: ignore[attr-defined]
    return {"js": js, "pyodide": pyodide, "pyodide.ffi": ffi, "pyodide.code": code}


__all__ = ["ConversionError", "modules"]
