"""The names that signature modules are written with."""

import sys
from collections.abc import AsyncIterable as AsyncIterable
from collections.abc import AsyncIterator as AsyncIterator
from collections.abc import Awaitable as Awaitable
from collections.abc import Callable as Callable
from collections.abc import Iterable as Iterable
from collections.abc import Iterator as Iterator
from collections.abc import Mapping as Mapping
from collections.abc import Sequence as Sequence
from enum import Enum as Enum
from enum import IntEnum as IntEnum
from typing import Annotated as Annotated
from typing import Any as Any
from typing import ClassVar as ClassVar
from typing import Generic as Generic
from typing import Literal as Literal
from typing import Optional as Optional
from typing import TypeAlias as TypeAlias
from typing import TypeVar as TypeVar
from typing import Union as Union
from typing import overload as overload

from typing_extensions import Never as Never
from typing_extensions import NotRequired as NotRequired
from typing_extensions import Required as Required
from typing_extensions import Self as Self
from typing_extensions import TypedDict as TypedDict

from sigbind.typing import ArrayBuffer as ArrayBuffer
from sigbind.typing import ArrayBufferView as ArrayBufferView
from sigbind.typing import BigInt64Array as BigInt64Array
from sigbind.typing import BigUint64Array as BigUint64Array
from sigbind.typing import DataView as DataView
from sigbind.typing import Float16Array as Float16Array
from sigbind.typing import Float32Array as Float32Array
from sigbind.typing import Float64Array as Float64Array
from sigbind.typing import Int8Array as Int8Array
from sigbind.typing import Int16Array as Int16Array
from sigbind.typing import Int32Array as Int32Array
from sigbind.typing import JsDate, JsMap, JsProxy, JsSet
from sigbind.typing import SharedArrayBuffer as SharedArrayBuffer
from sigbind.typing import Uint8Array as Uint8Array
from sigbind.typing import Uint8ClampedArray as Uint8ClampedArray
from sigbind.typing import Uint16Array as Uint16Array
from sigbind.typing import Uint32Array as Uint32Array

_F = TypeVar("_F")

BigInt: TypeAlias = int
Symbol: TypeAlias = Any
JsNull: TypeAlias = None
Date: TypeAlias = JsDate
Map = JsMap
Set = JsSet

if sys.version_info >= (3, 11):
    from enum import StrEnum as StrEnum
else:
    class StrEnum(str, Enum):  # type: ignore[misc]
        """An enum of strings."""

        @property
        def value(self) -> str: ...

class BindClass(JsProxy):
    """The base of signature classes."""

class Interface(BindClass):
    """The base of signature classes of which nothing exists at run time: TypeScript interfaces."""

class Namespace(BindClass):
    """The base of signature classes that describe a namespace object."""

class JsName:
    """`Annotated[T, JsName("from")]`: the JavaScript spelling of a parameter, keyword or attribute."""

    name: str
    def __init__(self, name: str) -> None: ...

class Converter:
    """`Annotated[T, Converter(to_js="package.module:function", to_python="package.module:function")]`: Python functions that make
    of what Python gives a value of `T`, and of a value of `T` what Python gets."""

    to_js: str | None
    to_python: str | None
    python: str | None
    origin: str
    def __init__(
        self, *, to_js: str | None = ..., to_python: str | None = ..., python: str | None = ..., origin: str = ...
    ) -> None: ...

def js_name(name: str) -> Callable[[_F], _F]:
    """Gives a method, function or class its JavaScript spelling."""

def options(*, position: int | None = ..., other: str | None = ...) -> Callable[[_F], _F]:
    """Says where the options object stands among the JavaScript arguments when it is not the last one, and what else than the
    object may be given at its place."""
