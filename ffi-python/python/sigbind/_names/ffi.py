"""`pyodide.ffi`: proxies, their kinds, and conversions.

The native proxy types say less than Pyodide's classes, which overlap: an array is a `JsArray` and a `JsIterable`. So the classes
here are virtual: `isinstance` asks what the proxy can do.
"""

from __future__ import annotations

from collections.abc import Callable
from types import GenericAlias, ModuleType

from .. import _core, _host_native
from . import modules as js_modules

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_is_element = _core.helper("value => typeof Node === 'function' && value instanceof Node")
_is_response = _core.helper("value => typeof Response === 'function' && value instanceof Response")
_is_weak = _core.helper("value => typeof value.deref === 'function'")


def _any_proxy(value: Any) -> bool:
    return isinstance(value, (_core.JsProxy, _core.JsException))


def _number(names: str) -> int:
    number = 0
    for name in names.split():
        number |= _core.js_flags[name]
    return number


class _Kind(type):
    """Classes whose instances are the proxies of objects with certain abilities, or that pass a test beside those."""

    _js_type_flags: tuple[int, ...]
    _test: Callable[[Any], bool] | None

    def __getattr__(cls, name: str) -> Any:
        # What the native types have: `JsArray.append`, `JsProxy.to_py`.
        for kind in cls.__mro__:
            native = getattr(_core, kind.__name__, None)
            if isinstance(native, type) and hasattr(native, name) and not name.startswith("__"):
                return getattr(native, name)
        raise AttributeError(f"type object {cls.__name__!r} has no attribute {name!r}")

    def __instancecheck__(cls, instance: Any) -> bool:
        if cls._test is not None and not (_any_proxy(instance) and cls._test(instance)):
            return False
        return cls.__subclasscheck__(type(instance))

    def __subclasscheck__(cls, subclass: type) -> bool:
        if type.__subclasscheck__(cls, subclass):
            return True
        if isinstance(subclass, _Kind):
            wanted = subclass._js_type_flags
            return cls._test is None and bool(wanted) and all(cls._covers(flags) for flags in wanted)
        return issubclass(subclass, (_core.JsProxy, _core.JsException)) and cls._covers(subclass._js_type_flags)

    def _covers(cls, flags: int) -> bool:
        return any(flags & needed == needed for needed in cls._js_type_flags)

    def __call__(cls, *_: Any, **__: Any) -> Any:
        raise TypeError(f"{cls.__name__} cannot be instantiated.")


def _kind(name: str, flags: str, *bases: type, parameters: int = 0, test: Callable[[Any], bool] | None = None, doc: str = "") -> Any:
    """A class: its name, the abilities of its instances (one combination of several), its bases, how many type parameters it has."""
    numbers = tuple(_number(part) for part in flags.split("|"))
    members: dict[str, Any] = {"_js_type_flags": numbers, "_test": staticmethod(test) if test else None, "__doc__": doc, "__module__": "pyodide.ffi"}
    if parameters:
        members["__class_getitem__"] = classmethod(GenericAlias)
    return _Kind(name, bases, members)


_MAP = "HAS_GET HAS_LENGTH IS_ITERABLE"
_VIEWS = "IS_OBJECT_MAP | IS_PY_JSON_DICT"

JsProxy = _kind("JsProxy", "", doc="A JavaScript object.")
JsIterable = _kind("JsIterable", "IS_ITERABLE", JsProxy, parameters=1, doc="What can be iterated.")
JsArray = _kind("JsArray", "IS_ARRAY | IS_TYPEDARRAY | IS_ARRAY_LIKE", JsIterable, parameters=1, doc="An array, or what behaves as one.")
JsBuffer = _kind("JsBuffer", "IS_BUFFER", JsProxy, doc="A typed array or array buffer.")
JsTypedArray = _kind("JsTypedArray", "IS_TYPEDARRAY", JsBuffer, JsArray, doc="A typed array.")
JsCallable = _kind("JsCallable", "IS_CALLABLE", JsProxy, parameters=2, doc="A function or class.")
JsPromise = _kind("JsPromise", "IS_AWAITABLE", JsProxy, parameters=1, doc="A promise or thenable.")
JsMap = _kind("JsMap", f"{_MAP} | {_VIEWS}", JsIterable, parameters=2, doc="A map, or what has its methods.")
JsMutableMap = _kind("JsMutableMap", f"{_MAP} HAS_SET | {_VIEWS}", JsMap, parameters=2, doc="A map that can change.")
JsIterator = _kind("JsIterator", "IS_ITERATOR", JsProxy, parameters=1, doc="What has `next`.")
JsGenerator = _kind("JsGenerator", "IS_GENERATOR", JsIterable, parameters=3, doc="A generator.")
JsAsyncIterable = _kind("JsAsyncIterable", "IS_ASYNC_ITERABLE", JsProxy, parameters=1, doc="What can be iterated asynchronously.")
JsAsyncIterator = _kind("JsAsyncIterator", "IS_ASYNC_ITERATOR", JsProxy, parameters=1, doc="What has an asynchronous `next`.")
JsAsyncGenerator = _kind("JsAsyncGenerator", "IS_ASYNC_GENERATOR", JsAsyncIterable, parameters=2, doc="An asynchronous generator.")
JsDoubleProxy = _kind("JsDoubleProxy", "", JsProxy, parameters=1, test=_core.is_double_proxy, doc="A proxy of a proxy of a Python object.")
JsCallableDoubleProxy = _kind(
    "JsCallableDoubleProxy", "IS_CALLABLE", JsDoubleProxy, JsCallable, parameters=2, test=_core.is_double_proxy
)
JsOnceCallable = _kind("JsOnceCallable", "IS_CALLABLE", JsCallable, parameters=2, doc="What `create_once_callable` gives.")
JsDomElement = _kind("JsDomElement", "", JsProxy, test=_is_element, doc="A node of a document.")
JsFetchResponse = _kind("JsFetchResponse", "", JsProxy, test=_is_response, doc="A response of `fetch`.")
JsWeakRef = _kind("JsWeakRef", "", JsProxy, parameters=1, test=_is_weak)


class ToJsConverter:
    """What `to_js` takes as `default_converter` or `eager_converter`: a function of a value, of the conversion itself, and of a function that
    remembers what became of a value."""

    def __call__(self, value: Any, converter: Callable[[Any], Any], cache: Callable[[Any, Any], None], /) -> Any:
        raise NotImplementedError


class InternalError(Exception):
    """An error of the bridge itself."""

    __module__ = "pyodide.ffi"


EXPORTS: dict[str, Any] = {
    **{name: value for name, value in globals().items() if isinstance(value, _Kind)},
    "ConversionError": _core.ConversionError,
    "IN_PYODIDE": True,
    "InternalError": InternalError,
    "JsBigInt": _core.JsBigInt,
    "JsException": _core.JsException,
    "JsNull": _core.JsNull,
    "ToJsConverter": ToJsConverter,
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
