"""Keywords, the options object, and everything that is refused before a value is looked at."""

from __future__ import annotations

from sigbind.signatures import Annotated, Any, Callable, JsName, JsNull, Literal, TypedDict, options, overload

from . import Refused

JAVASCRIPT = "({ f() { return arguments_of(arguments); } })"


class Init(TypedDict, total=False):
    status: float
    statusText: str


def plain_sig(a: str, b: str = None, /) -> str: ...
def three_sig(a: str, b: str, c: str, /) -> str: ...
def last_sig(body: str = None, /, *, status: float = None, statusText: str = None, from_: Annotated[str, JsName("from")] = None,
             nothing: str | JsNull = None, any: Any = None) -> str: ...
def required_sig(a: str, /, *, x: str, y: str, z: str = None) -> str: ...
def defaults_sig(body: str = None, /, *, status: int = 200, statusText: str = "") -> str: ...
@options(position=1)
def middle_sig(path: str, callback: Callable[[str], None], /, *, flag: str = None) -> str: ...
@options(position=1)
def optional_middle_sig(path: str, callback: Callable[[str], None] = None, /, *, flag: str = None) -> str: ...
@options(other="bool")
def other_sig(name: str, /, *, once: bool = None) -> str: ...
def rest_sig(first: str, /, *others: float) -> str: ...
def open_sig(a: str, /, **others: float) -> str: ...
@overload
def several_sig(url: str, /, *, method: str = None) -> str: ...
@overload
def several_sig(count: float, flag: bool, /) -> str: ...
@overload
def moved_sig(*, url: str = None, method: str = None) -> str: ...
@overload
def moved_sig(url: str, /, *, method: str = None) -> str: ...
def literal_sig(mode: Literal["a", "b", 3], /) -> str: ...


def bind(sigbind, made):
    return {name[:-4]: sigbind.bind(made.f, sig) for name, sig in globals().items() if name.endswith("_sig")}


CASES = [
    ("nothing given, nothing sent", lambda e: e["last"](), ""),
    ("trailing omitted are not sent", lambda e: e["plain"]("a"), '"a"'),
    ("keywords make an object", lambda e: e["last"]("x", status=404, statusText="no"), '"x", {status: 404, statusText: "no"}'),
    ("omitted before the object", lambda e: e["last"](status=1), "undefined, {status: 1}"),
    ("keyword None is undefined", lambda e: e["last"]("x", status=None), '"x", {status: undefined}'),
    ("keyword None is null where only null is admitted", lambda e: e["last"]("x", nothing=None), '"x", {nothing: null}'),
    ("renamed keyword", lambda e: e["last"](from_="a"), 'undefined, {from: "a"}'),
    ("keyword of any, deep", lambda e: e["last"](any={"a": [1, {"b": 2}]}), "undefined, {any: {a: [1, {b: 2}]}}"),
    ("whole object as dict", lambda e: e["last"]("x", {"status": 3, "other": [1]}), '"x", {status: 3, other: [1]}'),
    ("whole object by JavaScript name", lambda e: e["last"]("x", {"from": "a"}), '"x", {from: "a"}'),
    ("whole object from JavaScript", lambda e: e["last"]("x", e["js"].Object.fromEntries(e["js"].Object.entries(e["js"].Object()))), '"x", {}'),
    ("both", lambda e: e["last"]("x", {}, status=3), Refused("last() got both an options object and keyword arguments: 'status'")),
    ("unknown keyword, near", lambda e: e["last"]("x", stauts=3), Refused("last() got an unexpected keyword argument 'stauts'. Did you mean 'status'?")),
    ("unknown keyword, case", lambda e: e["last"]("x", statustext=""), Refused("last() got an unexpected keyword argument 'statustext'. Did you mean 'statusText'?")),
    ("unknown keyword, far", lambda e: e["last"]("x", zebra=3), Refused("last() got an unexpected keyword argument 'zebra'")),
    ("keyword where there are none", lambda e: e["plain"]("x", b=3), Refused("plain() got an unexpected keyword argument 'b'")),
    ("too many, fixed", lambda e: e["three"]("a", "b", "c", "d"), Refused("three() takes 3 positional arguments but 4 were given")),
    ("too many, range", lambda e: e["plain"]("a", "b", "c"), Refused("plain() takes from 1 to 2 positional arguments but 3 were given")),
    ("too many with options", lambda e: e["last"]("a", {}, 3), Refused("last() takes from 0 to 2 positional arguments but 3 were given")),
    ("missing one", lambda e: e["plain"](), Refused("plain() missing 1 required positional argument: 'a'")),
    ("missing two", lambda e: e["three"]("a"), Refused("three() missing 2 required positional arguments: 'b' and 'c'")),
    ("missing three", lambda e: e["three"](), Refused("three() missing 3 required positional arguments: 'a', 'b', and 'c'")),
    ("missing keyword", lambda e: e["required"]("a", x="1"), Refused("required() missing 1 required keyword-only argument: 'y'")),
    ("missing keywords", lambda e: e["required"]("a"), Refused("required() missing 2 required keyword-only arguments: 'x' and 'y'")),
    ("required keywords", lambda e: e["required"]("a", y="2", x="1"), '"a", {y: "2", x: "1"}'),
    ("required keywords, whole object", lambda e: e["required"]("a", {"x": "1", "y": "2"}), '"a", {x: "1", y: "2"}'),
    ("defaults of a hand-written signature are sent", lambda e: e["defaults"]("a"), '"a", {status: 200, statusText: ""}'),
    ("given beats default", lambda e: e["defaults"](status=404), 'undefined, {status: 404, statusText: ""}'),
    ("options in the middle, left out", lambda e: e["middle"]("p", print), '"p", undefined, function'),
    ("options in the middle, keyword", lambda e: e["middle"]("p", print, flag="r"), '"p", {flag: "r"}, function'),
    ("options in the middle, whole", lambda e: e["middle"]("p", {"flag": "r"}, print), '"p", {flag: "r"}, function'),
    ("options in the middle, both", lambda e: e["middle"]("p", {}, print, flag="r"), Refused("middle() got both an options object and keyword arguments: 'flag'")),
    ("options in the middle, missing callback", lambda e: e["middle"]("p"), Refused("middle() missing 1 required positional argument: 'callback'")),
    ("optional callback, left out options", lambda e: e["optional_middle"]("p", print), '"p", undefined, function'),
    ("optional callback, whole options", lambda e: e["optional_middle"]("p", {"flag": "r"}), '"p", {flag: "r"}'),
    ("optional callback, keyword", lambda e: e["optional_middle"]("p", flag="r"), '"p", {flag: "r"}'),
    ("something else than the object", lambda e: e["other"]("a", True), '"a", true'),
    ("something else, object", lambda e: e["other"]("a", {"once": True}), '"a", {once: true}'),
    ("something else, keyword", lambda e: e["other"]("a", once=False), '"a", {once: false}'),
    ("rest", lambda e: e["rest"]("a", 1, 2, 3), '"a", 1, 2, 3'),
    ("rest, wrong", lambda e: e["rest"]("a", 1, "x"), Refused("rest(): others[1] must be float, not str")),
    ("open keywords", lambda e: e["open"]("a", x=1, y=2), '"a", {x: 1, y: 2}'),
    ("open keywords, none", lambda e: e["open"]("a"), '"a"'),
    ("open keywords, wrong", lambda e: e["open"]("a", x="b"), Refused("open(): x must be float, not str")),
    ("overload 1", lambda e: e["several"]("u", method="GET"), '"u", {method: "GET"}'),
    ("overload 2", lambda e: e["several"](3, True), "3, true"),
    ("options at two places, first", lambda e: e["moved"](url="u"), '{url: "u"}'),
    ("options at two places, second", lambda e: e["moved"]("u", method="GET"), '"u", {method: "GET"}'),
    ("options at two places, object", lambda e: e["moved"]({"url": "u"}), '{url: "u"}'),
    ("options at two places, string", lambda e: e["moved"]("u"), '"u"'),
    ("literal", lambda e: e["literal"]("b"), '"b"'),
    ("literal number", lambda e: e["literal"](3), "3"),
    ("literal, wrong", lambda e: e["literal"]("c"), Refused("literal(): mode must be 'a', 'b' or 3, not str")),
]
