"""The calls that sigbind exists for: one file, unchanged on plain CPython and in stock Pyodide.

`cargo xtask demo` generates the package `web` from TypeScript's own declarations, starts an HTTP server on the loopback
interface that answers with what it was sent, and runs this file on each host. To run it by hand:

    PYTHONPATH=target/demo python examples/response.py http://127.0.0.1:PORT/echo
"""

from __future__ import annotations

import asyncio
import gc
import sys

from web import AbortController, Event, EventTarget, Headers, Response, URL, fetch


def refused(error: TypeError) -> None:
    print("   refused:", error)


async def main(url: str) -> None:
    print("1. keywords are the options object, and calling a class constructs it")
    r = Response("", status=404, statusText="Not found")
    print("  ", r.status, r.statusText)

    print("2. static methods of the same object; Python data is sent as JSON and read back")
    r = Response.json({"a": [1, 2, 3]}, status=200, statusText="Success")
    print("  ", r.status, r.statusText, list((await r.json())["a"]))

    print("3. a dict where JavaScript wants headers")
    r = await fetch(url, method="POST", headers={"x-a": "b"}, body="hi")
    echo = await r.json()
    print("  ", r.status, echo["method"], echo["headers"]["x-a"], echo["body"])

    print("4. a keyword that does not exist (a type checker refuses this line, too)")
    try:
        Response("", stauts=404)  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue]
    except TypeError as error:
        refused(error)

    print("5. a value of the wrong type, deep inside an argument")
    try:
        Response("", headers={"x": 1})  # type: ignore[dict-item]  # pyright: ignore[reportArgumentType]
    except TypeError as error:
        refused(error)

    print("6. a callback lives as long as JavaScript holds it")
    heard: list[str] = []

    def handler(event: Event) -> None:
        heard.append(event.type)

    target = EventTarget()
    target.addEventListener("ping", handler)
    del handler
    gc.collect()
    target.dispatchEvent(Event("ping"))
    target.dispatchEvent(Event("ping", cancelable=True))
    print("  ", heard)

    print("7. the whole options object, positionally, also works")
    r = await fetch(url, {"method": "POST", "body": "whole"})
    echo = await r.json()
    print("  ", echo["method"], echo["body"])

    print("8. results are bound to their classes, everywhere")
    headers = Headers([("b", "2"), ("a", "1")])
    headers.append("a", "3")
    print("  ", [tuple(entry) for entry in headers], URL("/b?c=d", "http://a.example").searchParams.get("c"), headers.get("none"))

    print("9. a request that is aborted raises the reason")
    controller = AbortController()
    controller.abort()
    try:
        await fetch(url, signal=controller.signal)
    except Exception as error:
        print("  ", getattr(error, "name", type(error).__name__))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
