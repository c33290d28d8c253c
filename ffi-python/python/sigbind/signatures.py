"""The names that signature modules are written with.

A signature module declares what JavaScript offers: classes derived from `BindClass`, functions, records derived from
`TypedDict`, aliases and enums. Nothing in it runs; `sigbind` reads the declarations. Type checkers see `signatures.pyi`
instead of this file, so what stands here only has to be cheap to import, to be importable on Python 3.10, and to be told
apart by the reader.
"""

from __future__ import annotations

import sys
from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from enum import Enum, IntEnum
from typing import Annotated, Any, ClassVar, Generic, Literal, NoReturn, Optional, TypeVar, Union

__all__ = [
    "Annotated", "Any", "ArrayBuffer", "ArrayBufferView", "AsyncIterable", "AsyncIterator", "Awaitable", "BigInt",
    "BigInt64Array", "BigUint64Array", "BindClass", "Callable", "ClassVar", "Converter", "DataView", "Date", "Enum",
    "Float16Array", "Float32Array", "Float64Array", "Generic", "IntEnum", "Int16Array", "Int32Array", "Int8Array",
    "Interface", "Iterable", "Iterator", "JsName", "JsNull", "Literal", "Map", "Mapping", "Namespace", "Never",
    "NotRequired", "Optional", "Required", "Self", "Sequence", "Set", "SharedArrayBuffer", "StrEnum", "Symbol",
    "TypeAlias", "TypeVar", "TypedDict", "Uint16Array", "Uint32Array", "Uint8Array", "Uint8ClampedArray", "Union",
    "js_name", "options", "overload",
]

if sys.version_info >= (3, 11):
    from enum import StrEnum
    from typing import Never, Self
else:

    class StrEnum(str, Enum):
        """An enum of strings, as in Python 3.11."""

        def __str__(self):
            return str(self.value)

    class Self:
        """The type of the object itself."""

    Never = NoReturn

TypeAlias = "TypeAlias"
"""Marks `Name: TypeAlias = "..."`. A plain object, because the reader only looks at the value."""

try:
    from _pyodide.jsbind import BindClass
except ImportError:

    class BindClass:
        """The base of signature classes."""


class Interface(BindClass):
    """The base of signature classes of which nothing exists at run time: TypeScript interfaces."""


class Namespace(BindClass):
    """The base of signature classes that describe a namespace object: every member belongs to the object itself."""


class _Kind:
    """A type with a meaning of its own at the border, named as in JavaScript."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return self.name

    def __getitem__(self, arguments: object) -> _KindOf:
        return _KindOf(self, arguments if isinstance(arguments, tuple) else (arguments,))

    def __or__(self, other: object) -> object:
        return Union[Annotated[Any, self], other]

    def __ror__(self, other: object) -> object:
        return Union[other, Annotated[Any, self]]

    def __call__(self, *_arguments: object) -> None:
        # `typing` accepts only callables inside of `Optional[...]` and the like.
        raise TypeError(f"{self.name} is a type of signatures and cannot be called")


class _KindOf:
    """A `_Kind` with type arguments."""

    __slots__ = ("arguments", "kind")

    def __init__(self, kind: _Kind, arguments: tuple[object, ...]) -> None:
        self.kind = kind
        self.arguments = arguments

    __or__ = _Kind.__or__
    __ror__ = _Kind.__ror__

    def __call__(self, *_arguments: object) -> None:
        raise TypeError("a type of signatures cannot be called")


JsNull = _Kind("JsNull")
"""`null`. (Pyodide's `JsNull` is understood too.)"""
BigInt = _Kind("BigInt")
Symbol = _Kind("Symbol")
Date = _Kind("Date")
Map = _Kind("Map")
Set = _Kind("Set")
ArrayBuffer = _Kind("ArrayBuffer")
ArrayBufferView = _Kind("ArrayBufferView")
SharedArrayBuffer = _Kind("SharedArrayBuffer")
DataView = _Kind("DataView")
Int8Array = _Kind("Int8Array")
Uint8Array = _Kind("Uint8Array")
Uint8ClampedArray = _Kind("Uint8ClampedArray")
Int16Array = _Kind("Int16Array")
Uint16Array = _Kind("Uint16Array")
Int32Array = _Kind("Int32Array")
Uint32Array = _Kind("Uint32Array")
Float16Array = _Kind("Float16Array")
Float32Array = _Kind("Float32Array")
Float64Array = _Kind("Float64Array")
BigInt64Array = _Kind("BigInt64Array")
BigUint64Array = _Kind("BigUint64Array")
Required = _Kind("Required")
NotRequired = _Kind("NotRequired")


class JsName:
    """`Annotated[T, JsName("from")]`: the JavaScript spelling of a parameter, keyword or attribute."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return f"JsName({self.name!r})"


class Converter:
    """`Annotated[T, Converter(to_js="package.module:function", to_python="package.module:function")]`: Python functions that make
    of what Python gives a value of `T`, and of a value of `T` what Python gets."""

    __slots__ = ("origin", "python", "to_js", "to_python")

    def __init__(
        self, *, to_js: str | None = None, to_python: str | None = None, python: str | None = None, origin: str = ""
    ) -> None:
        self.to_js = to_js
        self.to_python = to_python
        self.python = python
        self.origin = origin or "a signature"


def js_name(name: str) -> Callable[[Any], Any]:
    """Gives a method, function or class its JavaScript spelling."""

    def mark(declared: Any) -> Any:
        target = declared.__func__ if isinstance(declared, (staticmethod, classmethod)) else declared
        target.__js_name__ = name
        return declared

    return mark


def options(*, position: int | None = None, other: str | None = None) -> Callable[[Any], Any]:
    """Says where the options object stands among the JavaScript arguments when it is not the last one, and what else
    than the object may be given at its place (`other="bool"`)."""

    def mark(declared: Any) -> Any:
        target = declared.__func__ if isinstance(declared, (staticmethod, classmethod)) else declared
        target.__options_position__ = position
        target.__options_other__ = other
        return declared

    return mark


class Overloads:
    """A function with several signatures, collected by `overload` in declaration order."""

    __slots__ = ("functions", "is_static")

    def __init__(self, functions: list[Callable[..., Any]], is_static: bool) -> None:
        self.functions = functions
        self.is_static = is_static

    def __call__(self, *_arguments: object, **_keywords: object) -> None:
        raise TypeError("a signature cannot be called: bind it to a JavaScript function")


def overload(declared: Any) -> Overloads:
    """Collects the overloads of one name: each `@overload def f` joins the one before it in the same class or module."""
    is_static = isinstance(declared, (staticmethod, classmethod))
    function = declared.__func__ if is_static else declared
    before = sys._getframe(1).f_locals.get(function.__name__)
    if isinstance(before, (staticmethod, classmethod)):
        before = before.__func__
    if isinstance(before, Overloads):
        last = before.functions[-1]
        if last.__qualname__ == function.__qualname__ and last.__module__ == function.__module__:
            return Overloads([*before.functions, function], is_static)
    return Overloads([function], is_static)


class _RecordMeta(type):
    """Makes records: a record class is declared like a `TypedDict`, and calling it gives a plain dict."""

    def __new__(
        metaclass, name: str, bases: tuple[type, ...], namespace: dict[str, Any], total: bool = True, **keywords: Any
    ) -> Any:
        record = super().__new__(metaclass, name, bases, namespace, **keywords)
        record.__total__ = total
        return record

    def __init__(record, name: str, bases: tuple[type, ...], namespace: dict[str, Any], **_keywords: Any) -> None:
        super().__init__(name, bases, namespace)

    def __call__(record, *arguments: Any, **fields: Any) -> Any:
        if record is TypedDict:
            return _functional_record(*arguments, **fields)
        return dict(*arguments, **fields)


def _functional_record(name: str, fields: dict[str, Any], /, *, total: bool = True) -> Any:
    caller = sys._getframe(2).f_globals.get("__name__", "__main__")
    return _RecordMeta(name, (TypedDict,), {"__annotations__": dict(fields), "__module__": caller}, total=total)


class TypedDict(metaclass=_RecordMeta):
    """The base of records. Understood like `typing.TypedDict` (also in its functional form), on every Python version."""
