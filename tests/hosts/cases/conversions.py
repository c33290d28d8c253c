"""Python to JavaScript by declared type, and the errors with their paths."""

from __future__ import annotations

import datetime

from sigbind.signatures import (
    Any, ArrayBuffer, BigInt, BindClass, Callable, Date, Float64Array, Interface, IntEnum, Iterable, JsNull, Map, Required,
    Set, StrEnum, TypeAlias, TypedDict, TypeVar, Uint8Array,
)

from . import Refused

JAVASCRIPT = """({
  f() { return arguments_of(arguments); },
  same: (value) => value,
  prototype: (value) => Object.getPrototypeOf(value) === Object.prototype && ({}).polluted === undefined,
  Thing: class Thing {},
})"""

T = TypeVar("T")


class Point(TypedDict, total=False):
    x: Required[float]
    y: float
    label: str | JsNull
    inner: Point
    tags: list[str]


class Colour(StrEnum):
    RED = "red"


class Level(IntEnum):
    HIGH = 3


class Thing_sig(BindClass):
    def __init__(self, /) -> None: ...


class Listener_sig(Interface):
    def handle(self, value: str, /) -> None: ...


HeadersInit: TypeAlias = "list[tuple[str, str]] | dict[str, str] | Thing_sig"
Json: TypeAlias = "str | float | bool | list[Json] | dict[str, Json] | JsNull"


def text_sig(a: str, /) -> str: ...
def number_sig(a: float, /) -> str: ...
def big_sig(a: BigInt, /) -> str: ...
def boolean_sig(a: bool, /) -> str: ...
def nullable_sig(a: str | JsNull, /) -> str: ...
def optional_sig(a: str | None, /) -> str: ...
def headers_sig(headers: HeadersInit, /) -> str: ...
def point_sig(point: Point, /) -> str: ...
def points_sig(points: list[Point], /) -> str: ...
def pair_sig(pair: tuple[str, float], /) -> str: ...
def mapping_sig(values: dict[str, list[float]], /) -> str: ...
def map_sig(values: Map[str, float], /) -> str: ...
def set_sig(values: Set[str], /) -> str: ...
def bytes_sig(data: Uint8Array, /) -> str: ...
def buffer_sig(data: ArrayBuffer, /) -> str: ...
def doubles_sig(data: Float64Array, /) -> str: ...
def body_sig(body: str | Uint8Array | Point, /) -> str: ...
def date_sig(moment: Date, /) -> str: ...
def callback_sig(callback: Callable[[str], None], /) -> str: ...
def thing_sig(thing: Thing_sig, /) -> str: ...
def listener_sig(listener: Listener_sig | JsNull, /) -> str: ...
def colour_sig(colour: Colour, /) -> str: ...
def level_sig(level: Level, /) -> str: ...
def iterable_sig(items: Iterable[float], /) -> str: ...
def anything_sig(value: Any, /) -> str: ...
def unknown_sig(value: object, /) -> str: ...
def json_sig(value: Json, /) -> str: ...
def same_sig(value: T, /) -> T: ...
def prototype_sig(point: Point, /) -> bool: ...


class Foreign:
    pass


def bind(sigbind, made):
    names = {name[:-4]: sig for name, sig in globals().items() if name.endswith("_sig") and not isinstance(sig, type)}
    own = {"same", "prototype"}
    bound = {name: sigbind.bind(getattr(made, name if name in own else "f"), sig) for name, sig in names.items()}
    bound["Thing"] = sigbind.bind(made.Thing, Thing_sig)
    return bound


def keeps_identity(e):
    value = Foreign()
    return e["same"](value) is value


CASES = [
    ("str", lambda e: e["text"]("ä€𝒳"), '"ä€𝒳"'),
    ("str enum for str", lambda e: e["text"](Colour.RED), '"red"'),
    ("int for str", lambda e: e["text"](1), Refused("text(): a must be str, not int")),
    ("None for str", lambda e: e["text"](None), Refused("text(): a must be str, not None")),
    ("bytes for str", lambda e: e["text"](b"x"), Refused("text(): a must be str, not bytes")),
    ("int for number", lambda e: e["number"](3), "3"),
    ("float for number", lambda e: e["number"](1.5), "1.5"),
    ("bool for number", lambda e: e["number"](True), "1"),
    ("exact limit", lambda e: e["number"](2**53), "9007199254740992"),
    ("too large", lambda e: e["number"](2**53 + 1), Refused("number(): a is too large to be an exact JavaScript number", OverflowError)),
    ("str for number", lambda e: e["number"]("1"), Refused("number(): a must be float, not str")),
    ("small bigint", lambda e: e["big"](5), "5n"),
    ("large bigint", lambda e: e["big"](-(2**70)), "-1180591620717411303424n"),
    ("bool", lambda e: e["boolean"](True), "true"),
    ("int for bool", lambda e: e["boolean"](1), Refused("boolean(): a must be bool, not int")),
    ("None for null", lambda e: e["nullable"](None), "null"),
    ("None for undefined", lambda e: e["optional"](None), "undefined"),
    ("nullable, wrong", lambda e: e["nullable"](1), Refused("nullable(): a must be str or None, not int")),
    ("dict for HeadersInit", lambda e: e["headers"]({"a": "b"}), '{a: "b"}'),
    ("pairs for HeadersInit", lambda e: e["headers"]([("a", "b"), ["c", "d"]]), '[["a", "b"], ["c", "d"]]'),
    ("path into a mapping", lambda e: e["headers"]({"x": 1}), Refused('headers(): headers["x"] must be str, not int')),
    ("path into pairs", lambda e: e["headers"]([("a", "b"), ("c", 1)]), Refused("headers(): headers[1][1] must be str, not int")),
    ("union, wrong", lambda e: e["headers"](1), Refused("headers(): headers must be list, dict or Thing, not int")),
    ("quoted key", lambda e: e["headers"]({'a"b': 1}), Refused('headers(): headers["a\\"b"] must be str, not int')),
    ("record", lambda e: e["point"]({"x": 1, "y": 2.5}), "{x: 1, y: 2.5}"),
    ("record, nested", lambda e: e["point"]({"x": 1, "inner": {"x": 2, "tags": ["a"]}}), '{x: 1, inner: {x: 2, tags: ["a"]}}'),
    ("record, None for null", lambda e: e["point"]({"x": 1, "label": None}), "{x: 1, label: null}"),
    ("record, None for optional", lambda e: e["point"]({"x": 1, "y": None}), "{x: 1, y: undefined}"),
    ("record, unknown key", lambda e: e["point"]({"x": 1, "z": {"a": (1, 2)}}), "{x: 1, z: {a: [1, 2]}}"),
    ("path into a record", lambda e: e["point"]({"x": 1, "inner": {"x": "a"}}), Refused("point(): point.inner.x must be float, not str")),
    ("path into a list of records", lambda e: e["points"]([{"x": 1}, {"x": 1, "tags": ["a", 2]}]), Refused("points(): points[1].tags[1] must be str, not int")),
    ("record, wrong", lambda e: e["point"]("x"), Refused("point(): point must be Point, not str")),
    ("__proto__ is data", lambda e: e["prototype"]({"x": 1, "__proto__": {"polluted": 1}}), True),
    ("tuple", lambda e: e["pair"](("a", 1)), '["a", 1]'),
    ("list for tuple", lambda e: e["pair"](["a", 1]), '["a", 1]'),
    ("mapping of lists", lambda e: e["mapping"]({"a": [1, 2], "b": []}), "{a: [1, 2], b: []}"),
    ("mapping of lists, wrong", lambda e: e["mapping"]({"a": [1, "2"]}), Refused('mapping(): values["a"][1] must be float, not str')),
    ("map", lambda e: e["map"]({"a": 1, "b": 2}), 'Map{"a": 1, "b": 2}'),
    ("set", lambda e: e["set"](["a", "b", "a"]), 'Set{"a", "b"}'),
    ("bytes", lambda e: e["bytes"](b"\x01\xff"), "Uint8Array(1,255)"),
    ("bytearray", lambda e: e["bytes"](bytearray(b"\x01")), "Uint8Array(1)"),
    ("memoryview", lambda e: e["bytes"](memoryview(b"abc")[1:]), "Uint8Array(98,99)"),
    ("ArrayBuffer", lambda e: e["buffer"](b"\x01\x02"), "ArrayBuffer(1,2)"),
    ("bytes, wrong", lambda e: e["bytes"]("x"), Refused("bytes(): data must be bytes-like, not str")),
    ("union of str, bytes and record: str", lambda e: e["body"]("x"), '"x"'),
    ("union of str, bytes and record: bytes", lambda e: e["body"](b"x"), "Uint8Array(120)"),
    ("union of str, bytes and record: dict", lambda e: e["body"]({"x": 1}), "{x: 1}"),
    ("union of str, bytes and record: wrong inside", lambda e: e["body"]({"x": "a"}), Refused("body(): body.x must be float, not str")),
    ("union of str, bytes and record: wrong", lambda e: e["body"](1.5), Refused("body(): body must be str, bytes-like or Point, not float")),
    ("datetime", lambda e: e["date"](datetime.datetime(1970, 1, 1, 0, 0, 1, tzinfo=datetime.timezone.utc)), "Date(1000)"),
    ("datetime, wrong", lambda e: e["date"](1.0), Refused("date(): moment must be datetime, not float")),
    ("callable", lambda e: e["callback"](lambda x: None), "function"),
    ("callable, wrong", lambda e: e["callback"]("x"), Refused("callback(): callback must be callable, not str")),
    ("instance", lambda e: e["thing"](e["Thing"]()), "Thing"),
    ("foreign object for a class", lambda e: e["thing"](Foreign()), Refused("thing(): thing must be Thing, not Foreign")),
    ("str enum", lambda e: e["colour"](Colour.RED), '"red"'),
    ("value of an enum", lambda e: e["colour"]("red"), '"red"'),
    ("int enum", lambda e: e["level"](Level.HIGH), "3"),
    ("enum, wrong", lambda e: e["level"]("x"), Refused("level(): level must be Level, not str")),
    ("list for iterable", lambda e: e["iterable"]([1, 2]), "[1, 2]"),
    ("any: deep data", lambda e: e["anything"]({"a": [1, (2, 3)], "b": {"c": "d"}}), '{a: [1, [2, 3]], b: {c: "d"}}'),
    ("any: set", lambda e: e["anything"]({1}), "Set{1}"),
    ("any: None", lambda e: e["anything"](None), "undefined"),
    ("unknown: deep data", lambda e: e["unknown"]([{"a": 1}]), "[{a: 1}]"),
    ("recursive alias", lambda e: e["json"]({"a": [1, "b", {"c": True}]}), '{a: [1, "b", {c: true}]}'),
    ("recursive alias, wrong", lambda e: e["json"]({"a": [1, b"x"]}), Refused('json(): value["a"][1] must be str, float, bool, list, dict or None, not bytes')),
    ("type parameter keeps identity", keeps_identity, True),
]
