"""A fetch client with retries and an abort: what a program that talks to a service does.

    python fetch_client.py URL          a server that answers with what it was sent
"""

import asyncio
import sys

from sigbind import JsException
from web import AbortController, Headers, Request, fetch

URL = sys.argv[1]
# Nothing listens there.
CLOSED = "http://127.0.0.1:9/"


class Client:
    def __init__(self, *addresses: str, retries: int) -> None:
        self.addresses = addresses
        self.retries = retries
        self.attempts: list[str] = []

    async def post(self, body: str, **headers: str):
        """Goes from address to address; the last failure is the caller's."""
        failure: Exception | None = None
        for attempt in range(self.retries + 1):
            address = self.addresses[min(attempt, len(self.addresses) - 1)]
            self.attempts.append(address)
            try:
                response = await fetch(address, method="POST", headers=headers, body=body)
                if response.ok:
                    return await response.json()
                failure = RuntimeError(f"status {response.status}")
            except JsException as error:
                failure = error
        raise failure or RuntimeError("no attempt")


async def main() -> None:
    client = Client(CLOSED, CLOSED, URL, retries=3)
    answer = await client.post("hello", **{"x-request": "7"})
    assert (answer["method"], answer["body"], answer["headers"]["x-request"]) == ("POST", "hello", "7"), answer
    assert client.attempts == [CLOSED, CLOSED, URL], client.attempts

    gives_up = Client(CLOSED, retries=1)
    try:
        await gives_up.post("x")
    except JsException as error:
        # Deno, browsers and Node.js say different things, and all of them a TypeError.
        assert error.name == "TypeError", error.name
    else:
        raise AssertionError("nothing listens there")
    assert len(gives_up.attempts) == 2

    # A request object, headers as pairs, and the whole of them read back.
    request = Request(URL, method="PUT", headers=[("x-a", "1"), ("x-b", "2")], body="data")
    assert (request.method, request.headers.get("x-b"), request.headers.get("none")) == ("PUT", "2", None)
    answer = await (await fetch(request)).json()
    assert (answer["method"], answer["headers"]["x-a"], answer["body"]) == ("PUT", "1", "data"), answer
    assert [tuple(pair) for pair in Headers({"b": "2", "a": "1"})] == [("a", "1"), ("b", "2")]

    # Aborted before and while it is under way.
    for early in (True, False):
        controller = AbortController()
        if early:
            controller.abort()
        pending = fetch(URL, signal=controller.signal)
        if not early:
            controller.abort()
        try:
            await pending
        except JsException as error:
            assert error.name == "AbortError", error.name
        else:
            raise AssertionError("the request was aborted")
        assert controller.signal.aborted
    print("fetch client: retries, headers, abort")


asyncio.run(main())
