"""The hand-written signature class of the project's first page, and the calls that started it."""

import gc
from typing import Any

from sigbind.signatures import BindClass

from . import Refused

JAVASCRIPT = "({})"


class Response_sig(BindClass):
    status: int
    statusText: str

    def __init__(self, body: str | None = None, /, *, status: int = 200, statusText: str = "") -> None: ...
    @staticmethod
    def json(data: Any, /, *, status: int = 200, statusText: str = "") -> "Response_sig": ...
    async def text(self, /) -> str: ...
    async def json_(self, /) -> Any: ...
    def clone(self, /) -> "Response_sig": ...


def bind(sigbind, made):
    js = sigbind.js
    return {
        "Response": sigbind.bind(js.Response, Response_sig),
        "bind_class": sigbind.bind_class(js.Response, Response_sig),
        "EventTarget": js.EventTarget,
        "Event": js.Event,
    }


def first(e):
    r = e["Response"]("", status=404, statusText="Not found")
    return r.status, r.statusText


async def second(e):
    r = e["Response"].json({"a": [1, 2, 3]}, status=201, statusText="Success")
    return r.status, r.statusText, await r.text()


async def clone(e):
    r = e["Response"]("hello")
    copy = r.clone().clone()
    gc.collect()
    return copy.status, await copy.text(), await r.text()


CASES = [
    ("keywords construct", first, (404, "Not found")),
    ("static with data", second, (201, "Success", '{"a":[1,2,3]}')),
    ("results stay bound", clone, (200, "hello", "hello")),
    ("bind_class", lambda e: e["bind_class"]("", status=418).status, 418),
    ("the wrong keyword", lambda e: e["Response"]("", stauts=404), Refused("Response() got an unexpected keyword argument 'stauts'. Did you mean 'status'?")),
    ("the wrong type", lambda e: e["Response"]("", status="x"), Refused("Response(): status must be float, not str")),
    ("isinstance", lambda e: isinstance(e["Response"](""), e["Response"]), True),
]
