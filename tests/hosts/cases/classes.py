"""Signature classes: inheritance, statics beside members, renamed members, assignment, namespaces."""

from __future__ import annotations

from typing import Any

from sigbind.signatures import (
    Annotated, Awaitable, BindClass, ClassVar, JsName, JsNull, Literal, Namespace, Self, TypedDict, js_name,
)

from . import Refused

JAVASCRIPT = """(() => {
  class Base {
    constructor(options) { this.made = show(options); this.value = 1; }
    hello(options) { return "base " + show(options); }
    describe() { return show(this.value); }
    static create(options) { return new this(options); }
    static hello() { return "static"; }
    static LIMIT = 3;
  }
  class Derived extends Base {
    hello(options) { return "derived " + show(options); }
    import(options) { return "import " + show(options); }
    get class() { return "klass"; }
  }
  class Both {
    constructor(size) { this.size = size; this.length = "own"; }
    contains(options) { return "instance " + show(options); }
    static contains(point, options) { return "class " + show(point) + " " + show(options); }
    size() { return "hidden"; }
    static size = { from: "class" };
    static length(text) { return text.length; }
    static made(size) { return new this(size); }
  }
  class Further extends Both {
    contains(options) { return "further " + show(options); }
  }
  class Handle {
    constructor() { this.log = []; }
    get told() { return this.log.join(" "); }
    [Symbol.dispose]() { this.log.push("closed"); }
    async [Symbol.asyncDispose]() { await null; this.log.push("closed later"); }
  }
  const Inner = { Deep: class Deep { constructor(options) { this.made = show(options); } }, twice: (options) => show(options) };
  return { Base, Derived, Both, Further, Handle, Inner };
})()"""


class Settings(TypedDict, total=False):
    a: str


class Base_sig(BindClass):
    def __init__(self, /, *, x: str = None) -> None: ...
    LIMIT: ClassVar[Literal[3]]
    made: str
    value: float | str | Settings | list[float] | JsNull
    def hello(self, /, *, a: str = None) -> str: ...
    def describe(self, /) -> str: ...
    @staticmethod
    def create(*, x: str = None) -> Base_sig: ...
    @staticmethod
    def hello(*, never: str = None) -> str: ...  # noqa: F811


class Plain_sig(BindClass):
    def __init__(self, /, *, x: str = None) -> None: ...
    made: str
    def hello(self, /, *, a: str = None) -> str: ...


class Derived_sig(Plain_sig):
    def __init__(self, /, *, x: str = None, y: str = None) -> None: ...
    def hello(self, /, *, b: str = None) -> str: ...
    @js_name("import")
    def import_(self, /, *, c: str = None) -> str: ...
    class_: Annotated[str, JsName("class")]


class Both_sig(BindClass):
    def __init__(self, size: float, /) -> None: ...
    @staticmethod
    @js_name("contains")
    def contains__static(point: float, /, *, exactly: bool = None) -> str: ...
    @staticmethod
    def made(size: float, /) -> Both_sig: ...
    size__static: ClassVar[Annotated[Settings, JsName("size")]]
    @staticmethod
    @js_name("length")
    def length__static(text: str, /) -> float: ...
    def contains(self, /, *, within: float = None) -> str: ...
    size: float
    length: str


class Further_sig(Both_sig):
    def __init__(self, size: float, /) -> None: ...
    def contains(self, /, *, deep: float = None) -> str: ...


class Handle_sig(BindClass):
    def __init__(self) -> None: ...
    def __enter__(self) -> Self: ...
    def __exit__(self, *error: Any) -> None: ...
    def __aenter__(self) -> Awaitable[Self]: ...
    def __aexit__(self, *error: Any) -> Awaitable[None]: ...
    told: str


class Inner_sig(Namespace):
    class Deep_sig(BindClass):
        def __init__(self, /, *, x: str = None) -> None: ...
        made: str

    @staticmethod
    def twice(*, x: str = None) -> str: ...


def bind(sigbind, made):
    return {
        "Base": sigbind.bind(made.Base, Base_sig),
        "Plain": sigbind.bind(made.Base, Plain_sig),
        "Derived": sigbind.bind(made.Derived, Derived_sig),
        "Inner": sigbind.bind(made.Inner, Inner_sig),
        "Handle": sigbind.bind(made.Handle, Handle_sig),
        "Both": sigbind.bind(made.Both, Both_sig),
        "Further": sigbind.bind(made.Further, Further_sig),
        "sigbind": sigbind,
        "made": made,
    }


def context(e):
    with e["Handle"]() as handle:
        before = handle.told
    return before, handle.told


def context_left_by_an_error(e):
    handle = e["Handle"]()
    try:
        with handle:
            raise LookupError("inside")
    except LookupError as error:
        return str(error), handle.told


async def context_later(e):
    async with e["Handle"]() as handle:
        before = handle.told
    return before, handle.told


def base_before_derived(e):
    base = e["Plain"]().hello(a="1")
    derived = e["Derived"](y="2")
    return base, derived.made, derived.hello(b="3")


def derived_checks(e):
    e["Plain"]().hello(a="1")
    return e["Derived"]().hello(a="1")


def assigned(value):
    def run(e):
        made = e["Base"]()
        made.value = value
        return made.describe()

    return run


CASES = [
    ("context", context, ("", "closed")),
    ("context left by an error", context_left_by_an_error, ("inside", "closed")),
    ("asynchronous context", context_later, ("", "closed later")),
    ("both: a method of the class", lambda e: e["Both"].contains(1, exactly=True), "class 1 {exactly: true}"),
    ("both: a method of an instance", lambda e: e["Both"](1).contains(within=2), "instance {within: 2}"),
    ("both: of a result", lambda e: e["Both"].made(1).contains(within=2), "instance {within: 2}"),
    ("both: keywords of the other", lambda e: e["Both"](1).contains(exactly=True), Refused("Both.contains() got an unexpected keyword argument 'exactly'")),
    ("both: an attribute of the class", lambda e: e["Both"].size["from"], "class"),
    ("both: an attribute of an instance", lambda e: e["Both"](7).size, 7),
    ("both: a method and an attribute", lambda e: (e["Both"].length("four"), e["Both"](7).length), (4, "own")),
    ("both: inherited by the class", lambda e: e["Further"].contains(1, exactly=True), "class 1 {exactly: true}"),
    ("both: beside an own one", lambda e: e["Further"](1).contains(deep=2), "further {deep: 2}"),
    ("base, then derived", base_before_derived, ('base {a: "1"}', '{y: "2"}', 'derived {b: "3"}')),
    ("derived replaces the base's keywords", derived_checks, Refused("Derived.hello() got an unexpected keyword argument 'a'. Did you mean 'b'?")),
    ("static", lambda e: e["Base"].create(x="1").made, '{x: "1"}'),
    ("static beside a member of its name", lambda e: e["Base"].hello(), "static"),
    ("static constant", lambda e: e["Base"].LIMIT, 3),
    ("renamed method", lambda e: e["Derived"]().import_(c="1"), 'import {c: "1"}'),
    ("renamed attribute", lambda e: e["Derived"]().class_, "klass"),
    ("function in a namespace", lambda e: e["Inner"].twice(x="1"), '{x: "1"}'),
    ("class in a namespace", lambda e: e["Inner"].Deep(x="1").made, '{x: "1"}'),
    ("assign a number", assigned(5), "5"),
    ("assign a string", assigned("x"), '"x"'),
    ("assign a dict", assigned({"a": "b"}), '{a: "b"}'),
    ("assign a list", assigned([1, 2]), "[1, 2]"),
    ("assign None", assigned(None), "null"),
    ("bind_class", lambda e: e["sigbind"].bind_class(e["made"].Base, Plain_sig)(x="1").made, '{x: "1"}'),
    ("bind_sig of an instance", lambda e: e["sigbind"].bind_sig(e["Plain"](), Plain_sig).hello(a="1"), 'base {a: "1"}'),
    ("bind refuses what is no signature", lambda e: e["sigbind"].bind(e["made"].Base, 3), Refused("a signature is a class or a function, not int")),
]
