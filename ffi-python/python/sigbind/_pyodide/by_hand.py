"""Results that Python functions convert, by hand: which of a type's members a value is of, and the function for that."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from .._annotations import Json, union
from .._converters import converter
from .._reader import resolve
from .helpers import BASE, JsNull, class_names, exists
from .to_js import members_in_js
from .to_py import Convert, result_converter

_CLASSES = {"date": "Date", "map": "Map", "set": "Set", "promise": "Promise", "array": "Array", "tuple": "Array"}
_PRIMITIVES = {"string": str, "boolean": bool, "number": (int, float), "big_int": int}
_ANYTHING = ("any", "unknown", "object", "iterable", "iterator", "async_iterable", "async_iterator", "intersection")


def choice(members: Sequence[Json]) -> Convert | None:
    """The conversion for members of which some are converted by hand."""
    rest: list[Json] = []
    by_hand: list[tuple[list[Json], Convert]] = []
    for each in members:
        if each["kind"] != "converted":
            rest.append(each)
        elif "to_python" in each["by"]:
            by_hand.append((members_in_js(each["value"]), _through(each)))
        else:
            rest.append(each["value"])
    otherwise = result_converter(union(rest)) if rest else None
    if not by_hand:
        return otherwise
    if len(by_hand) == 1 and all(each["kind"] in ("null", "undefined") for each in rest):
        only = by_hand[0][1]
        return lambda value: None if value is None or isinstance(value, JsNull) else only(value)

    def convert(value: Any) -> Any:
        if value is not None and not isinstance(value, JsNull):
            for kinds, through in by_hand:
                if any(_is_of(each, value) for each in kinds):
                    return through(value)
        return value if otherwise is None else otherwise(value)

    return convert


def _through(type: Json) -> Convert:
    function: Callable[[Any], Any] = converter(type["by"]["to_python"], type["by"]["origin"])
    inner = result_converter(type["value"])
    return function if inner is None else lambda value: function(inner(value))


def _is_of(type: Json, value: Any) -> bool:
    """Whether a value is of a type, as far as one look tells."""
    kind = type["kind"]
    if kind in ("any", "unknown"):
        return True
    if not isinstance(value, BASE):
        if kind == "literal":
            kind = {"bigint": "big_int", "big_int": "big_int"}.get(type["value"]["type"], type["value"]["type"])
        if kind == "reference":
            found = resolve(type.get("module") or "", type["name"])
            if found is None or found[0] != "enum":
                return False
            return any(each["value"].__class__ is value.__class__ for each in found[1]["members"])
        expected: Any = _PRIMITIVES.get(kind)
        return expected is not None and isinstance(value, expected) and (kind == "boolean") == isinstance(value, bool)
    if kind in _ANYTHING:
        return True
    names = class_names(value).split(" ")
    if kind in _CLASSES:
        return _CLASSES[kind] in names
    if kind == "buffer":
        return hasattr(value, "to_memoryview") if type["buffer"] == "ArrayBufferView" else type["buffer"] in names
    if kind in ("function", "class_object"):
        return callable(value)
    if kind == "reference":
        found = resolve(type.get("module") or "", type["name"])
        if found is not None and found[0] == "class":
            reader = found[1]
            if reader.kind == "class" or reader.kind == "unknown" and exists(reader.name):
                return reader.name in names
        return "Array" not in names and not callable(value)
    return kind in ("record", "mapping") and "Array" not in names and not callable(value)
