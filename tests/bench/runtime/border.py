"""What one crossing of the border costs, in nanoseconds: the same file on plain CPython and in Pyodide.

Prints one JSON object {operation: ns}. Operations that are not possible on a host are left out.
"""

from __future__ import annotations

import sys

from measure import FIBONACCI, FRAME, LIST, RECORD, RECORDS, Figures, Thing, clock, python_function, since_start

NATIVE = sys.platform != "emscripten"

started = clock()
if NATIVE:
    import sigbind

    sigbind.install()

import js
from pyodide.code import run_js
from pyodide.ffi import to_js

run_js("1")
imported, begun = clock() - started, since_start()

# What only the measuring needs.
import asyncio
import datetime
from typing import TypedDict


class Inner(TypedDict, total=False):
    name: str
    size: int


class Outer(TypedDict, total=False):
    inner: Inner
    flag: bool


def calls(found: Figures) -> None:
    """Calls and accesses, both ways."""
    measure = found.measure
    measure("Python calls Python", "f(1, 2)", f=python_function)
    measure("Python reads an attribute of a C type", "o.year", o=datetime.date(2020, 1, 1))
    function = run_js("(a, b) => a")
    measure("call", "f(1, 2)", f=function)
    target = run_js("({n: 1, method(a) { return a }, with_options(a, options) { return options.x }})")
    measure("property read", "o.n", o=target)
    measure("property write", "o.n = 2", o=target)
    measure("method call", "o.method(1)", o=target)
    measure("call with two keywords, no signature", "f(1, x=2, y=3)", f=target.with_options)
    loop = run_js("(f, n) => { for (let i = 0; i < n; i++) f(1, 2) }")
    javascript = run_js("(a, b) => a")
    found.loop("JavaScript calls JavaScript", lambda n: loop(javascript, n))
    found.loop("call from JavaScript", lambda n: loop(python_function, n))
    read = run_js("(o, n) => { for (let i = 0; i < n; i++) o.value }")
    thing = Thing()
    found.loop("Python attribute from JavaScript", lambda n: read(thing, n))
    identity = run_js("x => x")
    measure("Python object there and back", "f(o)", f=identity, o=thing)
    measure("string of 10 there and back", "f('0123456789')", f=identity)
    call_back = run_js("(f) => f(1)")
    measure("call that calls back", "f(g)", f=call_back, g=lambda value: value)
    js.back = lambda value: value
    measure("call that calls back a global function", "f()", f=run_js("() => back(1)"))
    measure("fib(30)", "f(30)", 10_000, 3, f=run_js(FIBONACCI))


def data(found: Figures) -> None:
    """Deep copies and buffers."""
    converter = {} if NATIVE else {"dict_converter": js.Object.fromEntries}
    measure = found.measure
    measure("dict of 1,000 to JavaScript", "f(d, **c)", 1000, f=to_js, d=RECORD, c=converter)
    measure("list of 1,000 to JavaScript", "f(d)", 1000, f=to_js, d=LIST)
    measure("1,000 records to JavaScript", "f(d, **c)", 1000, 10, f=to_js, d=RECORDS, c=converter)
    record = run_js("Object.fromEntries(Array.from({length: 1000}, (_, i) => ['key' + i, i]))")
    array = run_js("Array.from({length: 1000}, (_, i) => i)")
    records = run_js("Array.from({length: 1000}, (_, i) => ({id: i, name: 'name ' + i, tags: ['a', 'b']}))")
    measure("dict of 1,000 to Python", "o.to_py()", 1000, o=record)
    measure("Python makes a list of 1,000", "list(r)", 1000, r=range(1000))
    measure("list of 1,000 to Python", "o.to_py()", 1000, o=array)
    measure("1,000 records to Python", "o.to_py()", 1000, 10, o=records)
    lend = run_js("frame => { const view = frame.getBuffer(); const n = view.data.length; view.release(); return n }")
    measure("1 MB lent to JavaScript", "f(b)", 10, f=lend, b=bytearray(1 << 20))
    measure("8 MB frame lent to JavaScript", "f(b)", 10, f=lend, b=bytearray(FRAME))
    frame = run_js(f"new Uint8Array({FRAME})")
    if NATIVE:
        measure("8 MB frame viewed in Python", "m(o)", 10, m=memoryview, o=frame)
    measure("8 MB frame copied to Python", "o.to_py().nbytes" if not NATIVE else "o.to_bytes()", 1000, 5, o=frame)


def with_signature(found: Figures) -> None:
    """Calls through a signature: ours, and on Pyodide beside it the stock binder's."""
    source = "(a, options) => a"

    def measure(name: str, bound) -> None:
        found.measure(f"{name}, two keywords", "f('a', x=1, y=2)", f=bound)
        found.measure(f"{name}, one positional", "f('a')", f=bound)

    import sigbind
    import sigbind.signatures
    from sigbind import BindClass

    def with_options_sig(a: str, /, *, x: int = None, y: int = None) -> str: ...

    measure("call with a signature", sigbind.bind(run_js(source), with_options_sig))

    def nested_sig(a: str, /, *, first: Outer = None, rest: list[Inner] = None) -> str: ...

    nested = sigbind.bind(run_js(source), nested_sig)
    inner = {"name": "b", "size": 1}
    outer = {"inner": inner, "flag": True}
    found.measure(
        "call with a signature, nested options", "f('a', first=o, rest=r)", 4, f=nested, o=outer, r=[inner, inner]
    )

    def frame_sig(data: sigbind.signatures.Uint8Array, /) -> int: ...

    taken = sigbind.bind(run_js("data => data.length"), frame_sig)
    found.measure("1 MB through a signature", "f(b)", 10, f=taken, b=bytearray(1 << 20))

    class Point_sig(BindClass):
        def __init__(self, a: str, /, *, x: int = None, y: int = None) -> None: ...

    made = run_js("globalThis.Point = class Point { constructor(a, options) { this.a = a } }; Point")
    found.measure(
        "construct with a signature, two keywords", "f('a', x=1, y=2)", f=sigbind.bind(made, Point_sig)
    )
    if not NATIVE:

        def stock(a: str, /, *, x: int = None, y: int = None) -> str: ...

        measure("call with Pyodide's own signature", run_js(source).bind_sig(stock))


async def awaiting(found: Figures) -> None:
    promise = js.Promise.resolve(1)
    resolve = run_js("() => Promise.resolve(1)")
    make = run_js("async x => x")

    async def again(n: int) -> None:
        for _ in range(n):
            await promise

    async def resolved(n: int) -> None:
        for _ in range(n):
            await resolve()

    async def called(n: int) -> None:
        for _ in range(n):
            await make(1)

    for name, run in (
        ("await one resolved promise again", again),
        ("make and await a resolved promise", resolved),
        ("call and await an async function", called),
    ):
        count = 2_000 if NATIVE else 200
        await run(10)
        best = float("inf")
        for _ in range(30):
            start = clock()
            await run(count)
            best = min(best, (clock() - start) / count)
        found[name] = best


async def main() -> None:
    found = Figures(5_000 if NATIVE else 1_000)
    calls(found)
    data(found)
    with_signature(found)
    await awaiting(found)
    found["import"] = imported
    found["start of the process to the first evaluation"] = begun
    found.print()


# In Pyodide the value of the last expression is a coroutine, which whoever awaits `runPythonAsync` awaits too.
asyncio.run(main()) if NATIVE else main()
