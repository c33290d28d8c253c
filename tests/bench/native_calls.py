"""What one crossing of the border costs, in nanoseconds: the same file on plain CPython and in Pyodide.

Prints one JSON object {operation: ns}. Each figure is the least of several repeated runs. Operations that are not possible on a
host are left out.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time

NATIVE = sys.platform != "emscripten"

if NATIVE:
    import sigbind

    sigbind.install()

import js
from pyodide.code import run_js
from pyodide.ffi import to_js

clock = time.perf_counter_ns


def least(operation, count: int, repeats: int = 50) -> float:
    """The least time of one operation; `operation(n)` runs it n times. Many short runs: some of them are undisturbed."""
    operation(max(count // 10, 1))
    best = None
    for _ in range(repeats):
        start = clock()
        operation(count)
        taken = (clock() - start) / count
        best = taken if best is None else min(best, taken)
    return best


def repeated(body: str, **names):
    """A function that runs `body` n times, without the cost of a call for each."""
    space = dict(names)
    exec(f"def run(n):\n    for _ in range(n):\n        {body}", space)
    return space["run"]


def figures() -> dict[str, float]:
    count = 5_000 if NATIVE else 1_000
    found: dict[str, float] = {}

    def python_function(a, b):
        return a

    empty = least(repeated("pass"), count)

    def measure(name: str, body: str, scale: int = 1, **names) -> None:
        found[name] = least(repeated(body, **names), max(count // scale, 3)) - empty

    measure("python calls python", "f(1, 2)", f=python_function)
    function = run_js("(a, b) => a")
    measure("call", "f(1, 2)", f=function)
    target = run_js("({n: 1, method(a) { return a }, with_options(a, options) { return options.x }})")
    measure("property read", "o.n", o=target)
    measure("property write", "o.n = 2", o=target)
    measure("method call", "o.method(1)", o=target)
    measure("call with two keywords, no signature", "f(1, x=2, y=3)", f=target.with_options)

    class Thing:
        def __init__(self):
            self.value = 1

    loop = run_js("(f, n) => { for (let i = 0; i < n; i++) f(1, 2) }")
    found["call from JavaScript"] = least(lambda n: loop(python_function, n), count)
    read = run_js("(o, n) => { for (let i = 0; i < n; i++) o.value }")
    thing = Thing()
    found["Python attribute from JavaScript"] = least(lambda n: read(thing, n), count)
    javascript = run_js("(f, n) => { for (let i = 0; i < n; i++) f(1, 2) }")
    found["JavaScript calls JavaScript"] = least(lambda n: javascript(function, n), count)

    data = {f"key{number}": number for number in range(1000)}
    items = list(range(1000))
    from_entries = js.Object.fromEntries
    if NATIVE:
        measure("dict of 1,000 to JavaScript", "f(d)", 1000, f=to_js, d=data)
    else:
        measure("dict of 1,000 to JavaScript", "f(d, dict_converter=c)", 1000, f=to_js, d=data, c=from_entries)
    measure("list of 1,000 to JavaScript", "f(d)", 1000, f=to_js, d=items)
    record = run_js("Object.fromEntries(Array.from({length: 1000}, (_, i) => ['key' + i, i]))")
    array = run_js("Array.from({length: 1000}, (_, i) => i)")
    measure("dict of 1,000 to Python", "o.to_py()", 1000, o=record)
    measure("list of 1,000 to Python", "o.to_py()", 1000, o=array)

    identity = run_js("x => x")
    measure("Python object there and back", "f(o)", f=identity, o=thing)
    measure("string of 10 there and back", "f('0123456789')", f=identity)
    found.update(with_signature(count, empty))
    return found


def with_signature(count: int, empty: float) -> dict[str, float]:
    """Calls through a signature: ours natively, and on Pyodide ours (when `sigbind` is there) beside the stock binder's."""
    found: dict[str, float] = {}
    source = "(a, options) => a"

    def measure(name: str, bound) -> None:
        for what, body in (
            ("two keywords", "f('a', x=1, y=2)"),
            ("one positional", "f('a')"),
        ):
            found[f"{name}, {what}"] = least(repeated(body, f=bound), count) - empty

    try:
        import sigbind
        from sigbind import BindClass
    except ImportError:
        sigbind = None

    if sigbind is not None:

        def with_options_sig(a: str, /, *, x: int = None, y: int = None) -> str: ...

        measure("call with a signature", sigbind.bind(run_js(source), with_options_sig))

        class Point_sig(BindClass):
            def __init__(self, a: str, /, *, x: int = None, y: int = None) -> None: ...

        made = run_js("globalThis.Point = class Point { constructor(a, options) { this.a = a } }; Point")
        bound = sigbind.bind(made, Point_sig)
        found["construct with a signature, two keywords"] = (
            least(repeated("f('a', x=1, y=2)", f=bound), count) - empty
        )
    if not NATIVE:
        from _pyodide.jsbind import BindClass as StockClass  # noqa: F401

        def stock(a: str, /, *, x: int = None, y: int = None) -> str: ...

        try:
            measure("call with Pyodide's own signature", run_js(source).bind_sig(stock))
        except Exception:
            # The stock binder refuses some forms in some versions.
            pass
    return found


async def awaiting() -> dict[str, float]:
    promise = js.Promise.resolve(1)

    async def run(n: int) -> None:
        for _ in range(n):
            await promise

    count = 2_000 if NATIVE else 200
    await run(10)
    best = None
    for _ in range(30):
        start = clock()
        await run(count)
        taken = (clock() - start) / count
        best = taken if best is None else min(best, taken)
    return {"await a resolved promise": best}


async def main() -> None:
    result = figures()
    result.update(await awaiting())
    print(json.dumps({name: round(value, 1) for name, value in result.items()}))


# In Pyodide the value of the last expression is a coroutine, which whoever awaits `runPythonAsync` awaits too.
asyncio.run(main()) if NATIVE else main()
