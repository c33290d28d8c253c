"""Construction, statics beside instance methods, options as keywords and as a whole."""

from __future__ import annotations

from web import Headers, Request, Response, ResponseInit, fetch


def handle(response: Response) -> int | float:
    return response.status


async def main(url: str) -> None:
    r = Response("", status=404, statusText="Not found")
    r2 = Response.json({"a": [1]}, status=200)
    data = (await r2.json())["a"]
    print(data, r.status, r.statusText, handle(r), r2.clone().ok)

    r = await fetch(url, method="POST", headers={"x-a": "b"}, body="hi")
    text: str = await r.text()
    r = await fetch(url, {"method": "POST"})
    r = await fetch(Request(url, method="POST", body=b"bytes", headers=[("a", "b"), ["c", "d"]]))
    r = await fetch(url, body=bytearray(3), headers=Headers({"a": "b"}), signal=None)
    print(text)

    init: ResponseInit = {"status": 201, "headers": r.headers}
    r = Response(None, init)
    body = r.body
    if body is not None:
        reader = body.getReader()
        result = await reader.read()
        print(result["done"])
    value: str | None = r.headers.get("content-type")
    for name, content in r.headers:
        print(name.lower(), content.lower())
    r.headers.forEach(lambda value, key: print(key, value))
    print(value)
