"""The host API on Pyodide."""

from __future__ import annotations

import sys
from typing import Any

import js
from pyodide import code, ffi
from pyodide.ffi import JsException, JsProxy, create_once_callable, create_proxy, destroy_proxies, run_sync, to_js

from . import _jstypes
from . import _pyodide  # noqa: F401  (replaces the hooks)
from ._annotations import Json
from ._pyodide import proxies
from ._pyodide.helpers import BASE, is_bindable, type_of
from ._pyodide.to_py import result_converter
from ._reader import ClassReader, read

jsnull = getattr(ffi, "jsnull", None)


def bind(value: Any, sig: Any) -> Any:
    """Binds a JavaScript value to a signature class or function. A class object is bound so that calling it constructs and
    its attributes are the statics; an instance, so that its attributes are the members."""
    reader = read(sig)
    _check(value, sig)
    if not isinstance(reader, ClassReader):
        return proxies.bind_function(value, reader)
    is_type = getattr(sig, "__origin__", None) is type
    if reader.is_namespace or is_type or callable(value) and _describes_class_object(reader):
        return proxies.bind_class_object(value, proxies.class_binding(reader))
    return proxies.bind_instance(value, proxies.instance_binding(reader))


def bind_sig(value: Any, sig: Any) -> Any:
    """Binds an instance or a function (Pyodide's `bind_sig`); `type[C]` binds a class object."""
    reader = read(sig)
    if getattr(sig, "__origin__", None) is type or not isinstance(reader, ClassReader):
        return bind(value, sig)
    _check(value, sig)
    return proxies.bind_instance(value, proxies.instance_binding(reader))


def bind_class(value: Any, sig: Any) -> Any:
    """Binds a class object (Pyodide's `bind_class`)."""
    reader = read(sig)
    if not isinstance(reader, ClassReader):
        raise TypeError(f"bind_class() needs a signature class, not {type(sig).__name__}")
    _check(value, sig)
    return proxies.bind_class_object(value, proxies.class_binding(reader))


def _describes_class_object(reader: ClassReader) -> bool:
    return reader.constructor() is not None or reader.call() is None


def _check(value: Any, sig: Any) -> None:
    if not isinstance(value, BASE):
        raise TypeError(f"bind() needs a JsProxy, not {type(value).__name__}")
    if not is_bindable(type(value)):
        name = getattr(sig, "__name__", str(sig))
        raise TypeError(f"{name} cannot be bound: this kind of object ({type_of(value)}) carries no signature on Pyodide")


def convert_result(value: Any, type: Json) -> Any:
    """A value that comes from JavaScript, converted by its declared type."""
    convert = result_converter(type)
    return value if convert is None else convert(value)


def install() -> None:
    """Makes `jstypes` importable; `js` and `pyodide` are here already."""
    for name, module in _jstypes.modules(ffi, code, js).items():
        sys.modules.setdefault(name, module)


def _only_native(name: str) -> Any:
    def refuse(*_: Any, **__: Any) -> Any:
        raise RuntimeError(f"sigbind.{name}() is for plain CPython: here the JavaScript engine is the host's own")

    return refuse


interrupt = _only_native("interrupt")
restrict = _only_native("restrict")
set_limits = _only_native("set_limits")

__all__ = [
    "JsException", "JsProxy", "bind", "bind_class", "bind_sig", "create_once_callable", "create_proxy", "destroy_proxies",
    "install", "interrupt", "js", "jsnull", "restrict", "run_sync", "set_limits", "to_js",
]
