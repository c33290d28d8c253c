"""What PythonMonkey's border costs, under the names of `border.py`."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from measure import FIBONACCI, LIST, RECORD, RECORDS, Figures, Thing, clock, python_function, since_start

started = clock()
import pythonmonkey

pythonmonkey.eval("1")
imported, begun = clock() - started, since_start()

run_js = pythonmonkey.eval
found = Figures(2_000)
found.measure("call", "f(1, 2)", f=run_js("(a, b) => a"))
target = run_js("({n: 1, method(a) { return a }})")
found.measure("property read", "o.n", o=target)
found.measure("property write", "o.n = 2", o=target)
found.measure("method call", "o.method(1)", o=target)
loop = run_js("(f, n) => { for (let i = 0; i < n; i++) f(1, 2) }")
found.loop("call from JavaScript", lambda n: loop(python_function, float(n)))
read = run_js("(o, n) => { for (let i = 0; i < n; i++) o.value }")
thing = Thing()
found.loop("Python attribute from JavaScript", lambda n: read(thing, float(n)))
identity = run_js("x => x")
found.measure("Python object there and back", "f(o)", f=identity, o=thing)
found.measure("string of 10 there and back", "f('0123456789')", f=identity)
found.measure("call that calls back", "f(g)", f=run_js("(f) => f(1)"), g=lambda value: value)
copy = run_js("x => { const copy = {}; for (const key in x) copy[key] = x[key]; }")
found.measure("dict of 1,000 to JavaScript", "f(d)", 1000, f=copy, d=RECORD)
found.measure("list of 1,000 to JavaScript", "f(d)", 1000, f=run_js("x => { Array.from(x) }"), d=LIST)
found.measure(
    "1,000 records to JavaScript",
    "f(d)",
    1000,
    3,
    f=run_js("x => { Array.from(x, ({id, name, tags}) => ({id, name, tags: Array.from(tags)})) }"),
    d=RECORDS,
)
record = run_js("Object.fromEntries(Array.from({length: 1000}, (_, i) => ['key' + i, i]))")
found.measure("dict of 1,000 to Python", "dict(o)", 1000, 5, o=record)
found.measure("list of 1,000 to Python", "list(o)", 1000, 5, o=run_js("Array.from({length: 1000}, (_, i) => i)"))
found.measure("fib(30)", "f(30.0)", 1000, 3, f=run_js(FIBONACCI))
found["import"] = imported
found["start of the process to the first evaluation"] = begun
found.print()
