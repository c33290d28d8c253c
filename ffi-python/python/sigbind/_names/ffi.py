"""`pyodide.ffi`: proxies, their kinds, and conversions.

The native proxy types say less than Pyodide's classes, which overlap: an array is a `JsArray` and a `JsIterable`. So the classes
here are virtual: `isinstance` asks what the proxy can do.
"""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

from .. import _core, _host_native
from . import modules as js_modules

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_has = _core.helper("(value, ...names) => value != null && names.every(name => typeof value[name] === 'function')")
_has_symbol = _core.helper("(value, name) => value != null && typeof value[Symbol[name]] === 'function'")
_is_element = _core.helper("value => typeof Node === 'function' && value instanceof Node")
_is_response = _core.helper("value => typeof Response === 'function' && value instanceof Response")


def _any_proxy(value: Any) -> bool:
    return isinstance(value, (_core.JsProxy, _core.JsException))


def _of(*types: type) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, types)


class _Kind(type):
    """Classes whose instances are the proxies that pass a test."""

    _test: Callable[[Any], bool]

    def __getattr__(cls, name: str) -> Any:
        # What the native types have: `JsArray.append`, `JsProxy.to_py`.
        for kind in cls.__mro__:
            native = getattr(_core, kind.__name__, None)
            if isinstance(native, type) and hasattr(native, name) and not name.startswith("__"):
                return getattr(native, name)
        raise AttributeError(f"type object {cls.__name__!r} has no attribute {name!r}")

    def __instancecheck__(cls, instance: Any) -> bool:
        return _any_proxy(instance) and cls._test(instance)

    def __call__(cls, *_: Any, **__: Any) -> Any:
        raise TypeError(f"{cls.__name__} cannot be instantiated.")


def _kind(name: str, test: Callable[[Any], bool], *bases: type, doc: str = "") -> Any:
    return _Kind(name, bases, {"_test": staticmethod(test), "__doc__": doc, "__module__": "pyodide.ffi"})


def _is_array(value: Any) -> bool:
    if isinstance(value, (_core.JsArray, _core.JsTypedArray)):
        return True
    return isinstance(value, _core.JsIterable) and isinstance(getattr(value, "length", None), int)


_ITERABLE = (_core.JsArray, _core.JsTypedArray, _core.JsMap, _core.JsSet, _core.JsIterable, _core.JsIterator)
_ASYNC = (_core.JsAsyncIterable, _core.JsAsyncIterator)

JsProxy = _kind("JsProxy", lambda value: True, doc="A JavaScript object.")
JsArray = _kind("JsArray", _is_array, JsProxy, doc="An array, or what behaves as one.")
JsTypedArray = _kind("JsTypedArray", _of(_core.JsTypedArray), JsArray, doc="A typed array.")
JsBuffer = _kind("JsBuffer", _of(_core.JsTypedArray, _core.JsBuffer), JsProxy, doc="A typed array or array buffer.")
JsCallable = _kind("JsCallable", callable, JsProxy, doc="A function or class.")
JsPromise = _kind("JsPromise", _of(_core.JsPromise), JsProxy, doc="A promise or thenable.")
JsMap = _kind("JsMap", lambda value: isinstance(value, _core.JsMap), JsProxy, doc="A map, or what has its methods.")
JsMutableMap = _kind(
    "JsMutableMap", lambda value: isinstance(value, _core.JsMap) and _has(value, "set", "delete"), JsMap, doc="A map that can change."
)
JsIterable = _kind("JsIterable", _of(*_ITERABLE), JsProxy, doc="What can be iterated.")
JsIterator = _kind("JsIterator", _of(_core.JsIterator), JsProxy, doc="What has `next`.")
JsGenerator = _kind(
    "JsGenerator",
    _of(_core.JsGenerator),
    JsIterable,
    doc="A generator.",
)
JsAsyncIterable = _kind("JsAsyncIterable", _of(*_ASYNC), JsProxy, doc="What can be iterated asynchronously.")
JsAsyncIterator = _kind("JsAsyncIterator", _of(_core.JsAsyncIterator), JsProxy, doc="What has an asynchronous `next`.")
JsAsyncGenerator = _kind(
    "JsAsyncGenerator",
    _of(_core.JsAsyncGenerator),
    JsAsyncIterable,
    doc="An asynchronous generator.",
)
JsDoubleProxy = _kind("JsDoubleProxy", _core.is_double_proxy, JsProxy, doc="A proxy of a proxy of a Python object.")
JsCallableDoubleProxy = _kind(
    "JsCallableDoubleProxy", lambda value: _core.is_double_proxy(value) and callable(value), JsDoubleProxy, JsCallable
)
JsOnceCallable = _kind("JsOnceCallable", _core.is_double_proxy, JsCallable, doc="What `create_once_callable` gives.")
JsDomElement = _kind("JsDomElement", _is_element, JsProxy, doc="A node of a document.")
JsFetchResponse = _kind("JsFetchResponse", _is_response, JsProxy, doc="A response of `fetch`.")
JsWeakRef = _kind("JsWeakRef", lambda value: _has(value, "deref"), JsProxy)



class InternalError(Exception):
    """An error of the bridge itself."""


EXPORTS: dict[str, Any] = {
    **{name: value for name, value in globals().items() if isinstance(value, _Kind)},
    "ConversionError": _core.ConversionError,
    "InternalError": InternalError,
    "JsBigInt": _core.JsBigInt,
    "JsException": _core.JsException,
    "JsNull": _core.JsNull,
    "can_run_sync": _host_native.can_run_sync,
    "create_once_callable": _core.create_once_callable,
    "create_proxy": _host_native.create_proxy,
    "destroy_proxies": _host_native.destroy_proxies,
    "jsnull": _core.jsnull,
    "register_js_module": js_modules.register,
    "run_sync": _core.run_sync,
    "to_js": _core.to_js,
    "unregister_js_module": js_modules.unregister,
}


def module() -> ModuleType:
    """The module `pyodide.ffi`."""
    made = ModuleType("pyodide.ffi", __doc__)
    for name, value in EXPORTS.items():
        setattr(made, name, value)
    made.__all__ = sorted(EXPORTS)  # type: ignore[attr-defined]
    made.__path__ = []  # type: ignore[attr-defined]
    return made
