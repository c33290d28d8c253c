"""What mini-racer's border costs, under the names of `border.py`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from measure import FIBONACCI, LIST, RECORD, RECORDS, Figures, clock, since_start

started = clock()
from py_mini_racer import MiniRacer

context = MiniRacer()
context.eval("1")
imported, begun = clock() - started, since_start()

found = Figures(100)
found.measure("call", "f(1, 2)", 1, 5, f=context.eval("(a, b) => a"))
found.measure("property read", "o['n']", 1, 5, o=context.eval("({n: 1})"))
found.measure("string of 10 there and back", "f('0123456789')", 1, 5, f=context.eval("x => x"))
context.eval("globalThis.take = text => { globalThis.taken = JSON.parse(text); return 1 }")
take = context.eval("take")
for name, value in (("dict of 1,000", RECORD), ("list of 1,000", LIST), ("1,000 records", RECORDS)):
    found.measure(f"{name} to JavaScript", "f(d(v))", 100, 5, f=take, d=json.dumps, v=value)
    take(json.dumps(value))
    give = context.eval("() => JSON.stringify(taken)")
    found.measure(f"{name} to Python", "l(f())", 100, 5, l=json.loads, f=give)
found.measure("fib(30)", "f(30)", 100, 3, f=context.eval(FIBONACCI))
found["import"] = imported
found["start of the process to the first evaluation"] = begun
found.print()
