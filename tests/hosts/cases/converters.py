"""Converters by hand: Python functions between a value and its type, in signature classes and in the JSON form."""

from __future__ import annotations

import datetime
import pathlib
from typing import Annotated

from sigbind.signatures import Awaitable, BindClass, Callable, Converter, Date, JsNull, TypedDict

from . import Refused

JAVASCRIPT = """({
    Url: class Url { constructor(text) { this.text = text; } },
    Other: class Other {},
    Clock: class Clock {
        constructor(start) { this.start = start; }
        now() { return new Date(0); }
        async later(what) { return what === "null" ? null : new Date(1000); }
        all() { return [new Date(0), new Date(1000)]; }
        each(callback) { return show(callback(new Date(2000), 1)); }
        maybe(what) { return { date: new Date(0), text: "text", null: null, number: 3, undefined: undefined }[what]; }
        count() { return 7; }
        url() { return new Clock.Url("u"); }
        urlOrOther(other) { return other ? new Clock.Other() : new Clock.Url("u"); }
        none() { return null; }
        zone = "UTC";
    },
    show() { return arguments_of(arguments); },
})"""

UTC = datetime.timezone.utc


# The converters.
def to_datetime(value):
    return datetime.datetime.fromtimestamp(value.getTime() / 1000, UTC)


def from_text(value):
    if not isinstance(value, str):
        return value
    return datetime.datetime.fromisoformat(value)


def from_path(value):
    return "file:" + value.as_posix() if isinstance(value, pathlib.PurePath) else value


def double(value):
    return value * 2


def lowered(value):
    return value.lower()


def raising(value):
    raise LookupError("no such thing")


def caused(value):
    try:
        raise KeyError("inner")
    except KeyError as error:
        raise LookupError("outer") from error


class UrlText:
    """What stands for a Url in Python."""

    def __init__(self, url):
        self.url = url
        self.text = url.text


not_callable = 3

_HERE = "cases.converters"
_date = Converter(to_js=f"{_HERE}:from_text", to_python=f"{_HERE}:to_datetime", origin="Date (sig-gen.toml:3)")
_path = Converter(to_js=f"{_HERE}:from_path", python="pathlib.Path | str", origin="show(path) (sig-gen.toml:4)")
_double = Converter(to_python=f"{_HERE}:double", origin="Clock.count (sig-gen.toml:5)")
_zone = Converter(to_python=f"{_HERE}:lowered", to_js=f"{_HERE}:lowered", origin="Clock.zone (sig-gen.toml:6)")
_url = Converter(to_python=f"{_HERE}:UrlText", origin="Url (sig-gen.toml:7)")
_raising = Converter(to_js=f"{_HERE}:raising", to_python=f"{_HERE}:raising", origin="show(x) (sig-gen.toml:8)")
_caused = Converter(to_js=f"{_HERE}:caused", origin="show(x) (sig-gen.toml:9)")
_missing = Converter(to_js="no_such_module:f", to_python=f"{_HERE}:no_such_name", origin="show(y) (sig-gen.toml:10)")
_uncallable = Converter(to_js=f"{_HERE}:not_callable", origin="show(z) (sig-gen.toml:11)")


class Url_sig(BindClass):
    text: str
    def __init__(self, text: str, /) -> None: ...


class Other_sig(BindClass):
    def __init__(self) -> None: ...


class Clock_sig(BindClass):
    start: Annotated[Date, _date]
    zone: Annotated[str, _zone]
    def __init__(self, start: Annotated[Date, _date] = None, /) -> None: ...
    def now(self, /) -> Annotated[Date, _date]: ...
    def later(self, what: str = None, /) -> Awaitable[Annotated[Date, _date] | JsNull]: ...
    def all(self, /) -> list[Annotated[Date, _date]]: ...
    def each(self, callback: Callable[[Annotated[Date, _date], float], Annotated[Date, _date]], /) -> str: ...
    def maybe(self, what: str, /) -> Annotated[Date, _date] | str | float | JsNull | None: ...
    def count(self, /) -> Annotated[float, _double]: ...
    def url(self, /) -> Annotated[Url_sig, _url]: ...
    def urlOrOther(self, other: bool = None, /) -> Annotated[Url_sig, _url] | Other_sig: ...
    def none(self, /) -> Annotated[Url_sig, _url] | JsNull: ...


class Inner(TypedDict, total=False):
    at: Annotated[Date, _date]
    bad: Annotated[str, _raising]


def show_sig(path: Annotated[str, _path], /, *, at: Annotated[Date, _date] = None, inner: Inner = None) -> str: ...
def either_sig(when: Annotated[Date, _date] | float, /) -> str: ...
def several_sig(*paths: Annotated[str, _path]) -> str: ...
def raises_sig(x: Annotated[str, _raising], /) -> str: ...
def raises_result_sig(x: str, /) -> Annotated[str, _raising]: ...
def raises_inside_sig(x: list[Annotated[str, _raising]], /, *, inner: Inner = None) -> str: ...
def cause_sig(x: Annotated[str, _caused], /) -> str: ...
def missing_sig(y: Annotated[str, _missing], /) -> str: ...
def missing_result_sig(y: str, /) -> Annotated[str, _missing]: ...
def uncallable_sig(z: Annotated[str, _uncallable], /) -> str: ...


def conversion(**by):
    by = {name: f"{_HERE}:{function}" if name != "origin" else function for name, function in by.items()}
    return lambda value: {"kind": "converted", "value": value, "by": {"origin": "Date (sig-gen.toml:3)", **by}}


DOCUMENT = {
    "schema_version": 1,
    "name": "clock",
    "items": [
        {
            "item": "class", "kind": "class", "name": "Clock",
            "constructor": {"overloads": [{"parameters": [], "result": {"kind": "reference", "name": "Clock"}}]},
            "members": [
                {"name": "now", "member": "method", "overloads": [{"result": conversion(to_python="to_datetime")({"kind": "date"})}]},
                {"name": "start", "member": "property",
                 "type": conversion(to_js="from_text", to_python="to_datetime")({"kind": "date"})},
            ],
        },
    ],
}


def bind(sigbind, made):
    made.Clock.Url, made.Clock.Other = made.Url, made.Other
    bound = {name[:-4]: sigbind.bind(made.show, sig) for name, sig in globals().items()
             if name.endswith("_sig") and not isinstance(sig, type)}
    bound["TableClock"] = sigbind.load_signatures(DOCUMENT, made).Clock
    return {**bound, "Clock": sigbind.bind(made.Clock, Clock_sig)}


def notes(run):
    def call(e):
        try:
            run(e)
        except Exception as error:
            return [type(error).__name__, *getattr(error, "__notes__", [])]
        return "nothing raised"

    return call


def message(run):
    def call(e):
        try:
            run(e)
        except Exception as error:
            return f"{type(error).__name__}: {error}"
        return "nothing raised"

    return call


def assigned(e):
    clock = e["Clock"]()
    clock.start = "1970-01-01T00:00:05+00:00"
    clock.zone = "EUROPE"
    return clock.start.isoformat(), clock.zone


def assigned_in_table(e):
    clock = e["TableClock"]()
    clock.start = "1970-01-01T00:00:05+00:00"
    return clock.start.isoformat()


def bad_attribute(e):
    e["Clock"]().zone = 3


def cause_is_kept(e):
    try:
        e["cause"]("x")
    except LookupError as error:
        return repr(error.__cause__)


async def awaited(e):
    clock = e["Clock"]()
    return [(await clock.later()).isoformat(), await clock.later("null")]


def through_callback(e):
    seen = []

    def callback(moment, index):
        seen.append(moment.isoformat())
        return "1970-01-01T00:00:07+00:00"

    return [e["Clock"]().each(callback), *seen]


EPOCH = "1970-01-01T00:00:00+00:00"
MADE_AT = "1970-01-01T00:00:03+00:00"

CASES = [
    ("result", lambda e: e["Clock"]().now().isoformat(), EPOCH),
    ("argument of a constructor", lambda e: e["Clock"](MADE_AT).start.isoformat(), MADE_AT),
    ("what is awaited", awaited, ["1970-01-01T00:00:01+00:00", None]),
    ("elements", lambda e: [each.isoformat() for each in e["Clock"]().all()], [EPOCH, "1970-01-01T00:00:01+00:00"]),
    ("argument and result of a callback", through_callback, ["Date(7000)", "1970-01-01T00:00:02+00:00"]),
    ("assigned attributes", assigned, ("1970-01-01T00:00:05+00:00", "europe")),
    ("a primitive", lambda e: e["Clock"]().count(), 14),
    ("an instance of a class", lambda e: (type(e["Clock"]().url()).__name__, e["Clock"]().url().text), ("UrlText", "u")),
    ("one of several classes", lambda e: type(e["Clock"]().urlOrOther(False)).__name__, "UrlText"),
    ("another of several classes", lambda e: hasattr(e["Clock"]().urlOrOther(True), "js_id"), True),
    ("null", lambda e: e["Clock"]().none(), None),
    ("union: a date", lambda e: e["Clock"]().maybe("date").isoformat(), EPOCH),
    ("union: other values", lambda e: [e["Clock"]().maybe(each) for each in ("text", "null", "number", "undefined")],
     ["text", None, 3, None]),
    ("argument", lambda e: e["show"](pathlib.PurePosixPath("a/b")), '"file:a/b"'),
    ("keyword", lambda e: e["show"]("a", at=MADE_AT), '"a", {at: Date(3000)}'),
    ("keyword, not given", lambda e: e["show"]("a", at=None), '"a", {at: undefined}'),
    ("field", lambda e: e["show"]("a", inner={"at": MADE_AT}), '"a", {inner: {at: Date(3000)}}'),
    ("rest", lambda e: e["several"]("a", pathlib.PurePosixPath("b")), '"a", "file:b"'),
    ("union: what others take", lambda e: e["either"](3), "3"),
    ("union: the rest", lambda e: e["either"](MADE_AT), "Date(3000)"),
    ("a JavaScript object passes", lambda e: e["either"](e["js"].Date.new(5)), "Date(5)"),
    ("what a converter makes has to fit", lambda e: e["show"](3), Refused("show(): path must be str, not int")),
    ("JSON: result", lambda e: e["TableClock"]().now().isoformat(), EPOCH),
    ("JSON: attribute", assigned_in_table, "1970-01-01T00:00:05+00:00"),
    ("raises: argument", notes(lambda e: e["raises"]("x")),
     ["LookupError", "in the converter cases.converters:raising of show(x) (sig-gen.toml:8)", "raises(): x"]),
    ("raises: result", notes(lambda e: e["raises_result"]("x")),
     ["LookupError", "in the converter cases.converters:raising of show(x) (sig-gen.toml:8)"]),
    ("raises: element", notes(lambda e: e["raises_inside"](["x"])),
     ["LookupError", "in the converter cases.converters:raising of show(x) (sig-gen.toml:8)", "raises_inside(): x[0]"]),
    ("raises: field of a keyword", notes(lambda e: e["raises_inside"]([], inner={"bad": "x"})),
     ["LookupError", "in the converter cases.converters:raising of show(x) (sig-gen.toml:8)", "raises_inside(): inner.bad"]),
    ("raises: attribute", notes(bad_attribute),
     ["AttributeError", "in the converter cases.converters:lowered of Clock.zone (sig-gen.toml:6)", "Clock.zone"]),
    ("raises: its message stays", message(lambda e: e["raises"]("x")), "LookupError: no such thing"),
    ("raises: its cause stays", cause_is_kept, "KeyError('inner')"),
    ("no such module", message(lambda e: e["missing"]("x")),
     "ImportError: cannot import the converter no_such_module:f of show(y) (sig-gen.toml:10): No module named 'no_such_module'"),
    ("no such name", message(lambda e: e["missing_result"]("x")),
     "ImportError: cannot import the converter cases.converters:no_such_name of show(y) (sig-gen.toml:10):"
     " module 'cases.converters' has no attribute 'no_such_name'"),
    ("nothing to call", message(lambda e: e["uncallable"]("x")),
     "ImportError: the converter cases.converters:not_callable of show(z) (sig-gen.toml:11) cannot be called: it is int"),
]
