"""Wrong calls. Every marked line is an error, and no other."""

from __future__ import annotations

from web import URL, Body, Event, EventTarget, Headers, Response, fetch


def two(first: Event, second: Event) -> None: ...


def wrong(event: int) -> None: ...


async def main(u: str) -> None:
    Response("", stauts=404)  # error
    fetch(1)  # error
    Response("", headers={"x": 1})  # error
    await fetch(u, {"methd": "POST"})  # error
    await fetch(u, {"method": 1})  # error
    await fetch(u, {"method": "POST"}, method="POST")  # error
    await fetch(u, headers="x: y")  # error
    await fetch(u, mode="nonsense")  # error
    await fetch(input=u)  # error
    Response("", status="404")  # error
    Response.json()  # error
    Response("").json({"a": 1})  # error
    r = Response("")
    r.ok = True  # error
    r.stauts  # error
    print(r.headers.get("a").upper())  # error
    Headers(1)  # error
    URL()  # error
    Body()  # error
    target = EventTarget()
    target.addEventListener("ping")  # error
    target.addEventListener("ping", 1)  # error
    target.addEventListener("ping", two)  # error
    target.addEventListener("ping", wrong)  # error
    target.addEventListener("ping", lambda: None, onec=True)  # error
    target.dispatchEvent("ping")  # error
