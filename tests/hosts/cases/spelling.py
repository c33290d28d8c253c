"""Second spellings: what `--names snake` adds, and other names that a signature gives."""

from __future__ import annotations

from sigbind.signatures import BindClass, Namespace, js_name, overload

from . import Refused

__names__ = "snake"

JAVASCRIPT = """({
    Door: class {
        constructor(options) { this.made = show(options); this.lastError = "none"; this.plainText = { innerHTML: 1 }; }
        openWide(options) { return "wide " + show(options); }
        open_wide_now() { return "exact"; }
        openWideNow() { return "second"; }
        getUint8() { return 8; }
        otherDoor() { return new this.constructor(); }
        strange() { return "strange"; }
        static allDoors() { return 2; }
    },
    Derived: undefined,
    f() { return arguments_of(arguments); },
    space: { twoTimes(x) { return 2 * x; } },
})"""


class Door_sig(BindClass):
    lastError: str
    def __init__(self, /, *, doorHeight: float = None) -> None: ...
    def openWide(self, /, *, howFar: str, inHaste: bool = None) -> str: ...
    def open_wide_now(self, /) -> str: ...
    def openWideNow(self, /) -> str: ...
    def getUint8(self, /) -> float: ...
    def otherDoor(self, /) -> Door_sig: ...
    @js_name("strange")
    def renamed(self, /) -> str: ...
    @staticmethod
    def allDoors() -> float: ...


class space_sig(Namespace):
    def twoTimes(x: float, /) -> float: ...


def required_sig(a: str, /, *, maxLength: float, minLength: float = None) -> str: ...
@overload
def several_sig(a: str, /, *, maxLength: float = None) -> str: ...
@overload
def several_sig(a: float, /, *, minLength: float = None) -> str: ...


def bind(sigbind, made):
    bound = {name[:-4]: sigbind.bind(made.f, sig) for name, sig in globals().items() if name.endswith("_sig") and not isinstance(sig, type)}
    return {**bound, "Door": sigbind.bind(made.Door, Door_sig), "space": sigbind.bind(made.space, space_sig)}


def assigned(e):
    made = e["Door"]()
    made.last_error = "some"
    return made.lastError


def absent(e):
    return hasattr(e["Door"](), "no_such_name")


CASES = [
    ("keyword of a constructor", lambda e: e["Door"](door_height=2).made, "{doorHeight: 2}"),
    ("method, and its keywords", lambda e: e["Door"]().open_wide(how_far="x", in_haste=True), 'wide {howFar: "x", inHaste: true}'),
    ("both kinds of spelling in one call", lambda e: e["Door"]().openWide(how_far="x", inHaste=True), 'wide {howFar: "x", inHaste: true}'),
    ("JavaScript's spelling", lambda e: e["Door"]().openWide(howFar="x"), 'wide {howFar: "x"}'),
    ("attribute", lambda e: e["Door"]().last_error, "none"),
    ("assignment", assigned, "some"),
    ("what is declared so comes first", lambda e: e["Door"]().open_wide_now(), "exact"),
    ("digits", lambda e: e["Door"]().get_uint8(), 8),
    ("results are bound", lambda e: e["Door"]().other_door().other_door().last_error, "none"),
    ("static", lambda e: e["Door"].all_doors(), 2),
    ("function in a namespace", lambda e: e["space"].two_times(2), 4),
    ("any other name", lambda e: e["Door"]().renamed(), "strange"),
    ("an unknown name", absent, False),
    ("required keyword", lambda e: e["required"]("x", max_length=1), '"x", {maxLength: 1}'),
    ("required keyword, missing", lambda e: e["required"]("x", min_length=1), Refused("required() missing 1 required keyword-only argument: 'maxLength'")),
    ("one keyword twice", lambda e: e["required"]("x", maxLength=1, max_length=2), Refused("required() got both spellings of keyword argument 'maxLength'")),
    ("one keyword twice, optional", lambda e: e["several"]("x", maxLength=1, max_length=2), Refused("several() got both spellings of keyword argument 'maxLength'")),
    ("keywords of several overloads", lambda e: e["several"]("x", min_length=2), '"x", {minLength: 2}'),
    ("unknown keyword, near", lambda e: e["required"]("x", max_lenth=1), Refused("required() got an unexpected keyword argument 'max_lenth'. Did you mean 'max_length'?")),
]
