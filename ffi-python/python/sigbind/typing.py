"""The types that generated stubs are written with, importable for annotations at run time.

Type checkers read `typing.pyi`, which says what each type offers. At run time the values are proxies that know nothing of these
classes, so all that they can do is to stand in an annotation, with or without type arguments.
"""

from __future__ import annotations

from types import GenericAlias

_NAMES = (
    "ArrayBuffer", "ArrayBufferView", "BigInt64Array", "BigUint64Array", "Callback1", "Callback2", "Callback3",
    "Callback4", "Callback5", "DataView", "Float16Array", "Float32Array", "Float64Array", "Int16Array", "Int32Array",
    "Int8Array", "JsArray", "JsAsyncIterable", "JsAsyncIterator", "JsBuffer", "JsDate", "JsIterable", "JsIterator",
    "JsMap", "JsPromise", "JsSet", "JsTypedArray", "SharedArrayBuffer", "StaticAndInstance", "Uint16Array",
    "Uint32Array", "Uint8Array", "Uint8ClampedArray",
)

__all__ = [*_NAMES, "JsProxy"]


def __getattr__(name: str) -> type:
    if name == "JsProxy":
        from sigbind import JsProxy

        return JsProxy
    if name not in _NAMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    placeholder = type(name, (), {"__module__": __name__, "__class_getitem__": classmethod(GenericAlias)})
    globals()[name] = placeholder
    return placeholder


def __dir__() -> list[str]:
    return __all__
