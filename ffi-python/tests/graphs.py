"""Random graphs over both heaps, and a model that says what must be freed: nothing that a root can reach, and everything else.

A node is an object of either language. An edge goes through a *carrier* of either language: an attribute, a closure, a map, a generator, a promise, ...
A root of Python is in a list, a root of JavaScript in a global array. After a collection the nodes that are alive must be those that
the model reaches, and every one of them is used: each edge is followed to the very node that it leads to.
"""

from __future__ import annotations

import functools
import gc
import random
import types
import weakref
from collections.abc import Callable, Iterator
from typing import Any

from sigbind._host_native import run_js


class Node:
    def __init__(self, number: int) -> None:
        self.number = number
        self.edges: list[tuple[str, Any]] = []

    def itself(self) -> Node:
        return self


def _closure(target: Any) -> Callable[[], Any]:
    return lambda: target


def _generator(target: Any) -> Iterator[Any]:
    try:
        while True:
            yield target
    finally:
        # Runs when the generator is closed by a collection: what it holds must be whole even then.
        assert target is not None and str(target)


class _Callable:
    def __init__(self, target: Any) -> None:
        self.target = target

    def __call__(self) -> Any:
        return self.target


class _Slots:
    __slots__ = ("target",)

    def __init__(self, target: Any) -> None:
        self.target = target


def _class(target: Any) -> type:
    return type("Made", (), {"target": [target]})


def _exception(target: Any) -> Exception:
    try:
        raise ValueError(target)
    except ValueError as error:
        error.held = target  # type: ignore[attr-defined]
        # The frames of the traceback would keep the whole graph.
        return error.with_traceback(None)


async def _coroutine(target: Any) -> Any:
    return target


def _started(target: Any) -> Iterator[Any]:
    generator = _generator(target)
    next(generator)
    return generator


# How a carrier is made from what it holds, and how it is opened again; `None` for one that cannot be opened without using it up.
PYTHON: dict[str, tuple[Callable[[Any], Any], Callable[[Any], Any] | None]] = {
    "itself": (lambda target: target, lambda carrier: carrier),
    "list": (lambda target: [target], lambda carrier: carrier[0]),
    "tuple": (lambda target: (target,), lambda carrier: carrier[0]),
    "dict": (lambda target: {"key": target}, lambda carrier: carrier["key"]),
    "closure": (_closure, lambda carrier: carrier()),
    "generator": (_started, next),
    "method": (lambda target: types.MethodType(lambda held: held, target), lambda carrier: carrier()),
    "partial": (lambda target: functools.partial(_closure, target), lambda carrier: carrier()()),
    "callable": (_Callable, lambda carrier: carrier()),
    "slots": (_Slots, lambda carrier: carrier.target),
    "class": (_class, lambda carrier: carrier.target[0]),
    "exception": (_exception, lambda carrier: carrier.held),
    "default": (lambda target: lambda held=target: held, lambda carrier: carrier()),
}

JAVASCRIPT = run_js(
    r"""({
    itself: [t => t, c => c],
    object: [t => ({t}), c => c.t],
    array: [t => [t], c => c[0]],
    closure: [t => () => t, c => c()],
    nested: [t => { const inner = () => t; return () => inner }, c => c()()],
    map: [t => new Map([[1, t]]), c => c.get(1)],
    mapKey: [t => new Map([[t, 1]]), c => [...c.keys()][0]],
    set: [t => new Set([t]), c => [...c][0]],
    generator: [t => { const g = (function* () { while (true) yield t })(); g.next(); return g }, c => c.next().value],
    iterator: [t => [t].values(), null],
    promise: [t => { const p = Promise.resolve([t]); return p }, null],
    pending: [t => { const p = new Promise(() => {}); p.then(() => t); return p }, null],
    resolver: [t => { let r; new Promise(resolve => { r = resolve }).then(() => t); return r }, null],
    asynchronous: [t => { let r; const gate = new Promise(resolve => { r = resolve }); (async () => { await gate; return t })(); return r }, null],
    bound: [t => (function () { return this.t }).bind({t}), c => c()],
    field: [t => { class Box { #t; constructor(t) { this.#t = t } get() { return this.#t } } return new Box(t) }, c => c.get()],
    getter: [t => ({get t() { return t }}), c => c.t],
    weakMap: [t => { const key = {}; return [key, new WeakMap([[key, t]])] }, c => c[1].get(c[0])],
    prototype: [t => Object.create({t}), c => c.t],
    symbol: [t => ({[Symbol.for('held')]: t}), c => c[Symbol.for('held')]],
    error: [t => { const e = new Error('held'); e.t = t; return e }, c => c.t],
    proxy: [t => new Proxy({}, {get: () => t}), c => c.anything],
    registry: [t => { const r = new FinalizationRegistry(() => {}); r.register({}, 1); r.t = t; return r }, c => c.t],
})"""
).as_object_map()
_JS = {name: (JAVASCRIPT[name][0], JAVASCRIPT[name][1]) for name in JAVASCRIPT}
_make_node = run_js("(number) => ({number, edges: []})")
_add_edge = run_js("(node, kind, carrier) => { node.edges.push([kind, carrier]) }")
_drop_edge = run_js("(node, index) => { node.edges.splice(index, 1) }")
_watch = run_js("globalThis.watched = new Map(); (number, node) => { watched.set(number, new WeakRef(node)) }")
_living = run_js("() => [...watched].filter(([, ref]) => ref.deref() !== undefined).map(([number]) => number)")
_reset = run_js("() => { watched.clear(); globalThis.roots = new Map() }")
_add_root = run_js("(number, node) => { roots.set(number, node) }")
_drop_root = run_js("(number) => { roots.delete(number) }")
_get_root = run_js("(number) => roots.get(number)")
_edges = run_js("(node) => node.edges.map(([kind]) => kind)")
_open = run_js("(node, index, open) => open(node.edges[index][1])")
_call = run_js("(f) => f()")


MOST_LAYERS = 12


class Graph:
    """A random graph and its model."""

    def __init__(self, seed: int, size: int) -> None:
        self.random = random.Random(seed)
        _reset()
        self.is_python: list[bool] = []
        self.links: dict[int, list[tuple[int, str, str]]] = {}
        self.roots: dict[int, Any] = {}
        self.js_roots: set[int] = set()
        self.weak: dict[int, weakref.ref[Node]] = {}
        self.grow(size)

    def grow(self, size: int) -> None:
        """Adds nodes, edges and roots; while it runs, a local list keeps all nodes."""
        choose = self.random
        first = len(self.is_python)
        nodes: dict[int, Any] = {number: self.find(number) for number in sorted(self.reachable())}
        for number in range(first, first + size):
            is_python = choose.random() < 0.5
            self.is_python.append(is_python)
            nodes[number] = node = Node(number) if is_python else _make_node(number)
            if is_python:
                self.weak[number] = weakref.ref(node)
            else:
                _watch(number, node)
            self.links[number] = []
        numbers = list(nodes)
        for _ in range(int(size * choose.choice([0.8, 1.2, 2.0]))):
            source, target = choose.choice(numbers), choose.choice(numbers)
            self.connect(nodes, source, target)
        for number in choose.sample(numbers, min(len(numbers), choose.randint(0, 3))):
            if choose.random() < 0.5:
                self.roots[number] = nodes[number]
            else:
                _add_root(number, nodes[number])
                self.js_roots.add(number)

    def connect(self, nodes: dict[int, Any], source: int, target: int) -> None:
        choose = self.random
        if choose.random() < 0.5:
            side, kind = "py", choose.choice(list(PYTHON))
            carrier = PYTHON[kind][0](nodes[target])
        else:
            side, kind = "js", choose.choice(list(_JS))
            if kind == "weakMap" and not self.is_python[source]:
                kind = "map"
            carrier = _JS[kind][0](nodes[target])
        if self.is_python[source]:
            nodes[source].edges.append((kind, carrier))
        else:
            _add_edge(nodes[source], kind, carrier)
        self.links[source].append((target, side, kind))

    def reachable(self) -> set[int]:
        found: set[int] = set()
        waiting = [*self.roots, *self.js_roots]
        while waiting:
            number = waiting.pop()
            if number not in found:
                found.add(number)
                waiting += [target for target, _, _ in self.links[number]]
        return found

    def paths(self) -> dict[int, tuple[int, int] | None]:
        """How each node that can be opened is found: from a root, or by an edge of another."""
        found: dict[int, tuple[int, int] | None] = dict.fromkeys([*self.roots, *self.js_roots])
        waiting = list(found)
        while waiting:
            number = waiting.pop()
            for index, (target, side, kind) in enumerate(self.links[number]):
                if target not in found and (PYTHON if side == "py" else _JS)[kind][1]:
                    found[target] = (number, index)
                    waiting.append(target)
        return found

    def follow(self, node: Any, number: int, index: int) -> Any:
        _, side, kind = self.links[number][index]
        opener = (PYTHON if side == "py" else _JS)[kind][1]
        if self.is_python[number]:
            assert node.edges[index][0] == kind
            return opener(node.edges[index][1])
        return _open(node, index, opener)

    def find(self, number: int) -> Any:
        """The node, by opening carriers from a root on; a node behind carriers that cannot be opened is not asked for."""
        if number in self.roots:
            return self.roots[number]
        if number in self.js_roots:
            return _get_root(number)
        if self.is_python[number]:
            return self.weak[number]()
        return run_js("(number) => watched.get(number).deref()")(number)

    def shrink(self) -> None:
        """Takes away some roots and edges."""
        choose = self.random
        for number in list(self.roots):
            if choose.random() < 0.4:
                del self.roots[number]
        for number in list(self.js_roots):
            if choose.random() < 0.4:
                _drop_root(number)
                self.js_roots.discard(number)
        nodes = {number: self.find(number) for number in sorted(self.reachable())}
        for number, node in nodes.items():
            links = self.links[number]
            if links and choose.random() < 0.3:
                index = choose.randrange(len(links))
                del links[index]
                if self.is_python[number]:
                    del node.edges[index]
                else:
                    _drop_edge(node, index)

    def living(self) -> set[int]:
        return {number for number, ref in self.weak.items() if ref() is not None} | {int(n) for n in _living()}

    def check(self) -> None:
        """Collects, compares with the model, uses every survivor."""
        expected = self.reachable()
        # Garbage of one heap alone that holds garbage of the other is found when its turn comes: one collection frees one such layer.
        for _ in range(MOST_LAYERS):
            if self.random.random() < 0.3:
                # The same with frames of both languages on the stack.
                _call(gc.collect)
            else:
                gc.collect()
            living = self.living()
            assert not expected - living, f"freed while reachable: {sorted(expected - living)}"
            if living == expected:
                break
        assert not living - expected, f"still alive: {[(n, self.is_python[n], self.links[n]) for n in sorted(living - expected)]}"
        nodes: dict[int, Any] = {}
        for number, path in self.paths().items():
            if path is None:
                nodes[number] = self.find(number)
            else:
                source, index = path
                nodes[number] = self.follow(nodes[source], source, index)
            assert nodes[number].number == number
        for number, node in nodes.items():
            kinds = [kind for kind, _ in node.edges] if self.is_python[number] else list(_edges(node))
            assert kinds == [kind for _, _, kind in self.links[number]]
            for index, (target, side, kind) in enumerate(self.links[number]):
                if target in nodes and (PYTHON if side == "py" else _JS)[kind][1]:
                    assert self.follow(node, number, index) is nodes[target]


def run(seed: int, size: int = 24, steps: int = 4) -> int:
    """One random program; gives how many nodes it made."""
    graph = Graph(seed, size)
    graph.check()
    for _ in range(steps):
        if graph.random.random() < 0.5:
            graph.shrink()
        else:
            graph.grow(graph.random.randint(1, size // 2))
        graph.check()
    graph.roots.clear()
    graph.js_roots.clear()
    run_js("roots.clear()")
    graph.check()
    return len(graph.is_python)
