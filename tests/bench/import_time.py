"""Times the import of the generated package `web` and the first use of `Response`, once, in a fresh interpreter.

Prints one JSON object, name to milliseconds. The same file runs on CPython and in Pyodide.
"""

import json
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

print(json.dumps(figures))
sys.stdout.flush()
