"""Arbitrary arguments to arbitrary signatures: they are converted, or refused by an exception that says where; nothing else happens."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Literal, Optional, TypedDict, Union

from hypothesis import given
from hypothesis import strategies as st

import sigbind
import sigbind.signatures
from sigbind import JsException, js, jsnull


class Inner(TypedDict, total=False):
    name: str
    size: int


class Needed(TypedDict):
    inner: Inner


class Outer(Needed, total=False):
    flags: list[bool]
    call: Callable[[int], str]


NAMES = {
    "Awaitable": Awaitable, "Callable": Callable, "Mapping": Mapping, "Sequence": Sequence, "Any": Any, "Literal": Literal, "Optional": Optional,
    "Union": Union, "Inner": Inner, "Outer": Outer, "Uint8Array": sigbind.signatures.Uint8Array,
}
SIMPLE = ["int", "float", "str", "bool", "None", "Any", "object", "bytes", "Inner", "Outer", "Callable[[int], str]", "Literal['a', 'b', 1]", "Uint8Array"]
FORMS = [
    "list[{}]", "Sequence[{}]", "dict[str, {}]", "Mapping[str, {}]", "set[{}]", "Optional[{}]", "Awaitable[{}]", "tuple[{}, int]", "Union[{}, str]",
    "Union[None, Inner, {}]",
]
TYPE = st.recursive(st.sampled_from(SIMPLE), lambda part: st.builds(str.format, st.sampled_from(FORMS), part), max_leaves=4)


class Unreadable:
    def __getattr__(self, name: str) -> Any:
        raise ZeroDivisionError(name)


class Hostile(dict):
    def keys(self) -> Any:
        raise ZeroDivisionError

    items = __iter__ = keys


SCALAR = st.one_of(
    st.integers(), st.sampled_from([-(2**63), 2**63, 2**53]), st.floats(), st.text(st.characters(), max_size=4), st.booleans(), st.none(), st.just(jsnull)
)
OBJECT = st.one_of(
    st.binary(max_size=4),
    st.builds(bytearray, st.integers(0, 3)),
    st.builds(memoryview, st.binary(max_size=3)),
    st.just(lambda value: "text"),
    st.builds(Unreadable),
    st.builds(Hostile, st.just({"name": 1})),
    st.builds(lambda: js.Object.new()),
    st.builds(lambda: js.Array.of(1, "a")),
    st.builds(lambda: js.Map.new()),
    st.builds(range, st.integers(0, 3)),
    st.builds(lambda: iter([1])),
)
KEY = st.sampled_from(["name", "size", "inner", "flags", "call", "other", ""]) | st.integers(0, 2)
VALUE = st.recursive(
    SCALAR | OBJECT,
    lambda part: st.lists(part, max_size=3)
    | st.dictionaries(KEY, part, max_size=3)
    | st.tuples(part, part)
    | st.frozensets(st.integers(), max_size=2),
    max_leaves=6,
)
FUNCTION = js.Function.new("value", "options", "return options && 'keyword' in options ? options.keyword : value")


@given(TYPE, TYPE, TYPE, VALUE, VALUE, st.booleans())
def test_an_argument_is_converted_or_refused(positional, named, result, value, keyword, is_given):
    names: dict[str, Any] = dict(NAMES)
    exec(f"def function_sig(value: {positional}, /, *, keyword: {named} = None) -> {result}: ...", names)
    bound = sigbind.bind(FUNCTION, names["function_sig"])
    try:
        bound(value, keyword=keyword) if is_given else bound(value)
    except (TypeError, ValueError, OverflowError, JsException, ZeroDivisionError) as error:
        assert error.args or isinstance(error, ZeroDivisionError), error
