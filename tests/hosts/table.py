"""The calls of the example through signatures loaded from JSON, with no generated Python: on every host.

    python tests/hosts/table.py        `table/signatures.json` is found on the path
"""

import asyncio
import os
import sys

import sigbind


def refused(call, *arguments, **keywords):
    try:
        call(*arguments, **keywords)
    except TypeError as error:
        return str(error)
    return "accepted"


async def main() -> None:
    path = next(path for folder in sys.path if os.path.exists(path := os.path.join(folder, "table", "signatures.json")))
    web = sigbind.load_signatures(path)
    r = web.Response("", status=404, statusText="Not found")
    assert (r.status, r.statusText, r.body is None) == (404, "Not found", False), (r.status, r.statusText, r.body)
    r = web.Response.json({"a": [1, 2, 3]}, status=200)
    assert list((await r.json())["a"]) == [1, 2, 3]
    message = "Response() got an unexpected keyword argument 'stauts'. Did you mean 'status'?"
    assert refused(web.Response, "", stauts=404) == message
    assert refused(web.Response, "", headers={"x": 1}) == 'Response(): headers["x"] must be str, not int'
    assert refused(web.fetch, 1).startswith("fetch(): input must be "), refused(web.fetch, 1)
    assert [tuple(entry) for entry in web.Headers({"a": "1"})] == [("a", "1")]
    assert web.URL("/b?c=d", "http://a.example").search == "?c=d"
    assert web.Headers().get("none") is None
    heard = []
    target = web.EventTarget()
    target.addEventListener("ping", lambda event: heard.append(event.type))
    target.dispatchEvent(web.Event("ping"))
    assert heard == ["ping"]
    try:
        sigbind.load_signatures({"schema_version": 99, "items": []})
    except ValueError as error:
        assert "99" in str(error)
    else:
        raise AssertionError("a foreign schema version was accepted")
    print("signatures from JSON:", len(dir(web)), "classes and functions")


asyncio.run(main())
