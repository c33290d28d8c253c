"""What the border of PyPI's quickjs costs, under the names of `border.py`. It has no proxies: what is no primitive crosses as JSON."""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from measure import FIBONACCI, LIST, RECORD, RECORDS, Figures, clock, python_function, since_start

started = clock()
import quickjs

context = quickjs.Context()
context.eval("1")
imported, begun = clock() - started, since_start()

found = Figures(2_000)
found.measure("call", "f(1, 2)", f=context.eval("(a, b) => a"))
context.add_callable("python_function", python_function)
loop = context.eval("n => { for (let i = 0; i < n; i++) python_function(1, 2) }")
found.loop("call from JavaScript", lambda n: loop(n))
found.measure("string of 10 there and back", "f('0123456789')", f=context.eval("x => x"))
context.add_callable("back", lambda value: value)
found.measure("call that calls back a global function", "f()", f=context.eval("() => back(1)"))
parse = context.parse_json
for name, value in (("dict of 1,000", RECORD), ("list of 1,000", LIST), ("1,000 records", RECORDS)):
    found.measure(f"{name} to JavaScript", "p(d(v))", 1000, 10, p=parse, d=json.dumps, v=value)
    found.measure(f"{name} to Python", "l(o.json())", 1000, 10, l=json.loads, o=parse(json.dumps(value)))
found.measure("fib(30)", "f(30)", 1000, 3, f=context.eval(FIBONACCI))
found["import"] = imported
found["start of the process to the first evaluation"] = begun
found.print()
