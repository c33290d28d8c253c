"""JavaScript to Python by declared type: bound instances everywhere, null as None, awaitables, views."""

from __future__ import annotations

from sigbind.signatures import Awaitable, BindClass, Callable, Iterator, JsNull, TypedDict, TypeVar

from . import Refused

JAVASCRIPT = """(() => {
  class Node {
    constructor(name) { this.name = name; this.children = []; this.parent = null; }
    add(name) { const child = new Node(name); child.parent = this; this.children.push(child); return child; }
    rename(options) { return "renamed " + show(options); }
    find(name) { return this.children.find((child) => child.name === name) ?? null; }
    missing() { return undefined; }
    later(value) { return Promise.resolve(value); }
    laterNode() { return Promise.resolve(this); }
    laterNull() { return Promise.resolve(null); }
    something(value) { return value ? 1 : null; }
    untyped() { return (...given) => arguments_of(given); }
    fails() { return Promise.reject(new TypeError("no")); }
    all() { return this.children; }
    either(leaf) { return leaf ? new Leaf() : this; }
    data() { return { a: 1, b: [1, 2], c: { d: "e" } }; }
    number(value) { return value; }
    *walk() { for (const child of this.children) yield child; }
    [Symbol.iterator]() { return this.walk(); }
    static make(name) { return new Node(name); }
    get root() { return this.parent ?? this; }
  }
  class Leaf { kind(options) { return "leaf " + show(options); } }
  return { Node, Leaf };
})()"""


T = TypeVar("T")


class Data(TypedDict):
    a: float
    b: list[float]


class Node_sig(BindClass):
    def __init__(self, name: str, /) -> None: ...
    name: str
    parent: Node_sig | JsNull
    root: Node_sig
    children: list[Node_sig]
    def add(self, name: str, /) -> Node_sig: ...
    def rename(self, /, *, to: str = None) -> str: ...
    def find(self, name: str, /) -> Node_sig | JsNull: ...
    def missing(self, /) -> Node_sig | None: ...
    def later(self, value: float, /) -> Awaitable[float]: ...
    def laterNode(self, /) -> Awaitable[Node_sig]: ...
    def laterNull(self, /) -> Awaitable[Node_sig | JsNull]: ...
    def something(self, value: T, /) -> T | JsNull: ...
    def untyped(self, /) -> Callable[..., str]: ...
    def fails(self, /) -> Awaitable[Node_sig]: ...
    def all(self, /) -> list[Node_sig]: ...
    def either(self, leaf: bool, /) -> Node_sig | Leaf_sig: ...
    def data(self, /) -> Data: ...
    def number(self, value: float, /) -> float: ...
    def walk(self, /) -> Iterator[Node_sig]: ...
    def __iter__(self, /) -> Iterator[Node_sig]: ...
    @staticmethod
    def make(name: str, /) -> Node_sig: ...


class Leaf_sig(BindClass):
    def __init__(self, /) -> None: ...
    def kind(self, /, *, to: str = None) -> str: ...


def bind(sigbind, made):
    return {"Node": sigbind.bind(made.Node, Node_sig), "Leaf": sigbind.bind(made.Leaf, Leaf_sig)}


def tree(e):
    root = e["Node"]("root")
    root.add("a")
    root.add("b")
    return root


async def later_node(e):
    return (await tree(e).laterNode()).rename(to="x")


async def later_null(e):
    return await tree(e).laterNull()


async def later_number(e):
    return await tree(e).later(2.0)


async def fails(e):
    try:
        await tree(e).fails()
    except Exception as error:
        return str(error)


CASES = [
    ("constructed is bound", lambda e: e["Node"]("n").rename(to="x"), 'renamed {to: "x"}'),
    ("static result is bound", lambda e: e["Node"].make("n").rename(to="x"), 'renamed {to: "x"}'),
    ("method result is bound", lambda e: tree(e).add("c").rename(to="x"), 'renamed {to: "x"}'),
    ("chain", lambda e: tree(e).add("c").add("d").name, "d"),
    ("nullable, there", lambda e: tree(e).find("a").rename(to="x"), 'renamed {to: "x"}'),
    ("nullable, null", lambda e: tree(e).find("z"), None),
    ("null beside a type parameter", lambda e: [tree(e).something(each) for each in (False, True)], [None, 1]),
    ("a function of unknown parameters takes keywords", lambda e: tree(e).untyped()(1, a="b"), '1, {a: "b"}'),
    ("undefined", lambda e: tree(e).missing(), None),
    ("property, null", lambda e: tree(e).parent, None),
    ("property, bound", lambda e: tree(e).find("a").parent.rename(to="x"), 'renamed {to: "x"}'),
    ("accessor, bound", lambda e: tree(e).find("a").root.name, "root"),
    ("array items are bound", lambda e: tree(e).all()[1].rename(to="x"), 'renamed {to: "x"}'),
    ("array iteration is bound", lambda e: [each.rename() for each in tree(e).all()], ["renamed undefined", "renamed undefined"]),
    ("array property", lambda e: [each.name for each in tree(e).children], ["a", "b"]),
    ("array from the end", lambda e: tree(e).all()[-1].name, "b"),
    ("array slice", lambda e: [each.rename(to="y") for each in tree(e).all()[1:]], ['renamed {to: "y"}']),
    ("array length", lambda e: len(tree(e).all()), 2),
    ("iterator of a class", lambda e: [each.rename(to="z") for each in tree(e).walk()], ['renamed {to: "z"}', 'renamed {to: "z"}']),
    ("iteration of an object", lambda e: [each.add("q").name for each in tree(e)], ["q", "q"]),
    ("promise of a class", later_node, 'renamed {to: "x"}'),
    ("promise of null", later_null, None),
    ("promise of a number", later_number, 2),
    ("rejected promise", fails, "TypeError: no"),
    ("union of classes, one", lambda e: tree(e).either(False).rename(to="x"), 'renamed {to: "x"}'),
    ("union of classes, other", lambda e: tree(e).either(True).kind(to="x"), 'leaf {to: "x"}'),
    ("record is a view", lambda e: (tree(e).data()["a"], list(tree(e).data()["b"]), sorted(tree(e).data())), (1, [1, 2], ["a", "b", "c"])),
    ("integral number", lambda e: repr(tree(e).number(2.0)), "2"),
    ("fraction", lambda e: repr(tree(e).number(2.5)), "2.5"),
    ("isinstance", lambda e: isinstance(e["Node"]("n"), e["Node"]), True),
    ("not isinstance", lambda e: isinstance(e["Node"]("n"), e["Leaf"]), False),
    ("unknown attribute", lambda e: e["Node"]("n").constructor.name, "Node"),
    ("absent attribute", lambda e: hasattr(e["Node"]("n"), "nothing"), False),
    ("method checks", lambda e: e["Node"]("n").rename(tto="x"), Refused("Node.rename() got an unexpected keyword argument 'tto'. Did you mean 'to'?")),
    ("method checks types", lambda e: e["Node"]("n").add(1), Refused("Node.add(): name must be str, not int")),
    ("method checks counts", lambda e: e["Node"]("n").add("a", "b"), Refused("Node.add() takes 1 positional argument but 2 were given")),
    ("method without parameters", lambda e: e["Node"]("n").all(1), Refused("Node.all() takes 0 positional arguments but 1 was given")),
    ("static checks", lambda e: e["Node"].make(), Refused("Node.make() missing 1 required positional argument: 'name'")),
    ("constructor checks", lambda e: e["Node"](1), Refused("Node(): name must be str, not int")),
]
