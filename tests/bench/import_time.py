"""Times the import of the generated package `web` and first uses of its names, once, in a fresh interpreter.

Prints one JSON object, name to milliseconds. The same file runs on CPython and in Pyodide.
"""

import json
import os
import sys
from time import perf_counter

figures: dict[str, float] = {}
last = perf_counter()


def lap(name: str) -> None:
    global last
    now = perf_counter()
    figures[name] = (now - last) * 1000.0
    last = perf_counter()


import sigbind  # noqa: E402, F401

lap("import sigbind")

import web  # noqa: E402

lap("import web (all of lib.dom and lib.es2022)")

Response = web.Response
lap("web.Response")

Response("", status=404, statusText="Not found")
lap("first Response(\"\", status=404, statusText=...)")

Response("", status=404, statusText="Not found")
lap("second call")

web.fetch, web.Headers, web.URL, web.Document, web.HTMLElement
lap("web.fetch, .Headers, .URL, .Document, .HTMLElement")

# Every other name of the package, the first time that it is asked for.
costs = []
for name in dir(web):
    started = perf_counter()
    used = getattr(web, name)
    cost = (perf_counter() - started) * 1000.0
    if isinstance(used, type) or hasattr(used, "new"):
        costs.append(cost)
costs.sort()
figures["a class, mean"] = sum(costs) / len(costs)
figures["a class, 99 of 100 below"] = costs[len(costs) * 99 // 100]

# The same signatures in the other form.
document = os.path.join(os.path.dirname(os.path.dirname(web.__file__)), "web_json", "signatures.json")
if os.path.exists(document):
    last = perf_counter()
    table = sigbind.load_signatures(document)
    table.Response
    lap("the same from JSON: load, and Response")

print(json.dumps(figures))
sys.stdout.flush()
