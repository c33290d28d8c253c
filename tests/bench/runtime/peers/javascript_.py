"""What JSPyBridge's border (PyPI's javascript, a Node.js process) costs, under the names of `border.py`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from measure import LIST, RECORD, RECORDS, Figures, Thing, clock, since_start

started = clock()
from javascript import connection, require

module = require(str(Path(__file__).with_name("functions.cjs")))
module.first(1, 2)
imported, begun = clock() - started, since_start()

found = Figures(100)
found.measure("call", "f(1, 2)", 1, 5, f=module.first)
found.measure("property read", "o.n", 1, 5, o=module.target)
found.measure("property write", "o.n = 2", 1, 5, o=module.target)
found.measure("method call", "o.method(1)", 1, 5, o=module.target)
found.measure("Python object there and back", "f(o)", 1, 5, f=module.identity, o=Thing())
found.measure("string of 10 there and back", "f('0123456789')", 1, 5, f=module.identity)
for name, value in (("dict of 1,000", RECORD), ("list of 1,000", LIST), ("1,000 records", RECORDS)):
    found.measure(f"{name} to JavaScript", "f(v)", 100, 3, f=module.size, v=value)
found.measure("dict of 1,000 to Python", "o.valueOf()", 100, 3, o=module.record)
found.measure("list of 1,000 to Python", "o.valueOf()", 100, 3, o=module.array)
found["import"] = imported
found["start of the process to the first evaluation"] = begun
found.print()
sys.stdout.flush()
# Its child process and its threads do not end by themselves.
connection.stop()
os._exit(0)
