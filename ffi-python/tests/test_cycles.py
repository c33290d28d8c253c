"""Cycles through both heaps are collected by `gc.collect()`, and nothing that can be reached is."""

from __future__ import annotations

import asyncio
import functools
import gc
import subprocess
import sys
import textwrap
import threading
import types
import weakref
from collections.abc import Callable, Iterator
from typing import Any

import graphs
import pytest

from sigbind import JsException, _core, create_proxy, js


class Thing:
    kept: Any
    other: Any

    def method(self) -> Thing:
        return self


def _suspended(thing: Thing) -> Iterator[Thing]:
    yield thing
    yield thing


def _generator(thing: Thing) -> Iterator[Thing]:
    generator = _suspended(thing)
    next(generator)
    return generator


def _closure(thing: Thing) -> Callable[[], Thing]:
    return lambda: thing


def _class(thing: Thing) -> type:
    return type("Made", (), {"held": thing})


def _namespace(thing: Thing) -> Any:
    namespace = {"thing": thing}
    exec("def function(): return thing", namespace)
    return namespace["function"]


async def _coroutine(thing: Thing) -> Thing:
    return thing


PYTHON: dict[str, Callable[[Thing], Any]] = {
    "object": lambda thing: thing,
    "list": lambda thing: [thing],
    "closure": _closure,
    "bound method": lambda thing: thing.method,
    "partial": lambda thing: functools.partial(print, thing),
    "generator": _generator,
    "class": _class,
    "function of a namespace": _namespace,
    "proxy by hand": create_proxy,
    "callback": lambda thing: lambda *arguments: thing,
    "async function": lambda thing: functools.partial(_coroutine, thing),
}

JAVASCRIPT = {
    "property": "x => ({x})",
    "array": "x => [[x]]",
    "closure": "x => () => x",
    "closure in a closure": "x => () => () => x",
    "map": "x => new Map([[1, x]])",
    "map key": "x => new Map([[x, 1]])",
    "set": "x => new Set([x])",
    "weak map": "x => { const key = {}; return [key, new WeakMap([[key, x]])] }",
    "generator": "x => { const g = (function* () { yield 1; yield x })(); g.next(); return g }",
    "async generator": "x => { const g = (async function* () { yield x })(); return g }",
    "settled promise": "x => Promise.resolve([x])",
    "rejected promise": "x => { const p = Promise.reject([x]); p.catch(() => {}); return p }",
    "reaction": "x => { const p = new Promise(() => {}); p.then(() => x); return p }",
    "resolver": "x => { let r; new Promise(y => { r = y }).then(() => x); return r }",
    "suspended async function": "x => { let r; const p = new Promise(y => { r = y }); (async () => { await p; return x })(); return r }",
    "bound function": "x => (function () {}).bind(x)",
    "bound argument": "x => ((a, b) => a).bind(null, x)",
    "private field": "x => { class Box { #x; constructor(x) { this.#x = x } get() { return this.#x } } return new Box(x) }",
    "class": "x => class { static x = x }",
    "accessor": "x => ({get x() { return x }, set x(y) { x = y }})",
    "prototype": "x => Object.create({x})",
    "error": "x => Object.assign(new Error('e'), {x})",
    "trap": "x => new Proxy({}, {get: (t, k) => k === 'x' ? x : undefined})",
    "arguments": "function f(x) { return arguments }; f",
    "tagged template": "x => ((strings, ...values) => values)`a${x}`",
    "event listener": "x => { const t = new EventTarget(); t.addEventListener('e', x instanceof Function ? x : () => x); return t }",
    "abort reason": "x => { const c = new AbortController(); c.abort([x]); return c }",
}


@pytest.mark.parametrize("holds", JAVASCRIPT)
def test_a_cycle_is_collected(run_js, holds):
    hold = run_js(JAVASCRIPT[holds])
    references = []
    for held, make in PYTHON.items():
        thing, second, alone = Thing(), Thing(), Thing()
        alone.kept = hold(make(alone))
        # A longer one: two objects of each side.
        thing.kept, second.kept, thing.other = hold(make(thing)), hold(make(thing)), hold(make(second))
        references += [(held, weakref.ref(one)) for one in (thing, second, alone)]
    del thing, second, alone
    gc.collect()
    assert [held for held, reference in references if reference() is not None] == []


@pytest.mark.parametrize("holds", JAVASCRIPT)
def test_a_cycle_that_javascript_can_reach_stays(run_js, holds):
    thing = Thing()
    reference = weakref.ref(thing)
    thing.kept = run_js(f"globalThis.root = ({JAVASCRIPT[holds].replace('function f(x) { return arguments }; f', 'function (x) { return arguments }')}); root")(thing)
    run_js("x => { globalThis.root = x }")(thing.kept)
    kept = thing.kept
    del thing
    gc.collect()
    # Python's variable, then JavaScript's, is all that is left.
    assert reference() is not None and reference().kept is kept
    is_root = run_js("x => x === root")
    assert is_root(kept)
    del kept
    gc.collect()
    assert reference() is not None and is_root(reference().kept)
    run_js("delete globalThis.root")
    gc.collect()
    assert reference() is None


@pytest.mark.parametrize("seed", range(60))
def test_random_graphs(seed):
    assert graphs.run(seed, size=60 if seed % 5 == 0 else 24) >= 24


def test_a_cycle_through_an_await(run_js):
    """A task awaits a promise that only the task can settle: future, task, coroutine and promise are one cycle."""
    references = []

    async def wait(thing: Thing) -> None:
        pair = run_js("() => { let r; const p = new Promise(y => { r = y }); return [p, r] }")()
        thing.kept = pair[1]
        await pair[0]

    async def main() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda *_: None)
        for _ in range(5):
            thing = Thing()
            references.append(weakref.ref(thing))
            asyncio.ensure_future(wait(thing))
            del thing
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        for _ in range(3):
            gc.collect()
        assert [reference() for reference in references] == [None] * 5

    asyncio.run(main())


def test_an_await_that_can_be_settled_stays(run_js):
    async def wait(thing: Thing) -> Any:
        thing.kept = run_js("new Promise(y => { globalThis.resolve = y })")
        return await thing.kept

    async def main() -> None:
        thing = Thing()
        reference = weakref.ref(thing)
        task = asyncio.ensure_future(wait(thing))
        del thing
        await asyncio.sleep(0)
        gc.collect()
        assert reference() is not None
        js.resolve(5)
        assert await task == 5

    asyncio.run(main())
    run_js("delete globalThis.resolve")


def test_finalizers_see_everything_whole(run_js):
    log = []

    class Final(Thing):
        def __del__(self) -> None:
            log.append((self.kept.x is self, self.kept.call(), self.other.number))

    def work() -> None:
        thing = Final()
        thing.kept = run_js("x => ({x, call: () => x.number})")(thing)
        thing.other = run_js("x => ({x, number: 7})")(thing)
        thing.number = 5  # type: ignore[attr-defined]

    work()
    gc.collect()
    assert log == [(True, 5, 7)]


def test_a_finalizer_can_save_its_object(run_js):
    saved = []

    class Final(Thing):
        def __del__(self) -> None:
            saved.append(self)

    def work() -> None:
        thing = Final()
        thing.kept = run_js("x => ({x, call: () => x.method()})")(thing)

    work()
    gc.collect()
    gc.collect()
    (thing,) = saved
    assert thing.kept.x is thing and thing.kept.call() is thing
    reference = weakref.ref(thing)
    saved.clear()
    del thing
    gc.collect()
    assert reference() is None and saved == []


def test_a_generator_is_closed_with_its_javascript_alive(run_js):
    log = []

    def generate(thing: Thing) -> Iterator[int]:
        try:
            yield 1
        finally:
            log.append(thing.kept.call() is thing)

    def work() -> None:
        thing = Thing()
        thing.other = generate(thing)
        next(thing.other)
        thing.kept = run_js("x => ({call: () => x})")(thing)

    work()
    gc.collect()
    assert log == [True]


def test_callbacks_of_weak_references_run(run_js):
    log = []

    def work() -> Any:
        thing = Thing()
        thing.kept = run_js("x => () => x")(thing)
        return weakref.ref(thing, lambda _: log.append("gone"))

    reference = work()
    gc.collect()
    assert log == ["gone"] and reference() is None


def test_weak_references_of_javascript_are_cleared(run_js):
    def work() -> None:
        thing = Thing()
        thing.kept = run_js("x => { const o = {x}; globalThis.weak = new WeakRef(o); return o }")(thing)

    work()
    assert run_js("weak.deref() !== undefined")
    gc.collect()
    assert run_js("weak.deref() === undefined")


def test_a_collection_inside_of_calls(run_js):
    """What frames of either language hold is alive, whatever it is part of."""
    thing = Thing()
    thing.kept = run_js("x => f => { const inner = {x}; f(); return inner.x }")(thing)
    kept, reference = thing.kept, weakref.ref(thing)
    del thing
    assert kept(gc.collect) is reference()
    assert run_js("f => (f(), [1, 2].map(() => (f(), {f})).length)")(gc.collect) == 2
    assert next(run_js("function* g(f) { f(); yield f }; g")(gc.collect)) is gc.collect
    del kept
    gc.collect()
    assert reference() is None


def test_a_collection_during_iteration(run_js):
    def items() -> Iterator[Thing]:
        for _ in range(5):
            thing = Thing()
            thing.kept = run_js("x => ({x})")(thing)
            gc.collect()
            yield thing

    assert run_js("items => { let n = 0; for (const item of items) { if (item.kept.x === item) n++ } return n }")(items()) == 5


def test_a_collection_on_another_thread_waits_for_ours(run_js):
    def work() -> weakref.ref[Thing]:
        thing = Thing()
        thing.kept = run_js("x => () => x")(thing)
        return weakref.ref(thing)

    reference = work()
    thread = threading.Thread(target=gc.collect)
    thread.start()
    thread.join()
    assert reference() is not None
    gc.collect()
    assert reference() is None


def test_many_cycles_are_collected_without_being_asked(run_js, settle):
    hold = run_js("x => () => x")
    settle()
    for _ in range(20_000):
        thing = Thing()
        thing.kept = hold(thing)
    del thing
    living = sum(type(found) is Thing for found in gc.get_objects())
    assert living < 6_000


def test_large_cycles_are_collected_by_their_weight(run_js, settle):
    hold = run_js("(x, size) => { const data = new Uint8Array(size); return () => [x, data] }")
    settle()
    start, most = settle()["bytes"], 0
    for _ in range(100):
        thing = Thing()
        thing.kept = hold(thing, 8 << 20)
        most = max(most, _core.statistics()["bytes"])
    del thing
    assert most - start < 200 << 20
    assert settle()["bytes"] - start < 1 << 20


def test_a_cycle_with_an_error(run_js):
    def work() -> weakref.ref[Thing]:
        thing = Thing()
        try:
            run_js("x => { throw Object.assign(new Error('e'), {x}) }")(thing)
        except JsException as error:
            thing.kept = error
        return weakref.ref(thing)

    reference = work()
    gc.collect()
    gc.collect()
    assert reference() is None


def test_a_method_of_either_side(run_js):
    def work() -> list[weakref.ref[Thing]]:
        thing = Thing()
        record = run_js("x => ({x, get() { return this.x }})")(thing)
        thing.kept = record.get
        other = Thing()
        other.kept = types.MethodType(record.get, other)
        record.other = other.method
        return [weakref.ref(thing), weakref.ref(other)]

    references = work()
    gc.collect()
    assert [reference() for reference in references] == [None, None]


@pytest.mark.parametrize(
    "program",
    [
        "gc.disable(); thing.kept = run_js('x => () => x')(thing)",
        "thing.kept = run_js('x => { globalThis.root = x; return () => x }')(thing)",
        "gc.freeze(); thing.kept = run_js('x => () => x')(thing); gc.collect()",
        "class Final:\n    def __del__(self): gc.collect()\nthing.final = Final(); thing.kept = run_js('x => () => x')(thing); del thing; gc.collect()",
        "import threading\nthing.kept = run_js('x => () => x')(thing)\nthreading.Thread(target=gc.collect).start()",
    ],
)
def test_the_process_ends_quietly_with_cycles(program):
    source = "import gc\nfrom sigbind._host_native import run_js\nclass Thing: pass\nthing = Thing()\n" + textwrap.dedent(program)
    done = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
