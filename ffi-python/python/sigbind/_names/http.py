"""`pyodide.http`: fetching over JavaScript's `fetch`."""

from __future__ import annotations

import io
from types import ModuleType

from .. import _core

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["AbortError", "BodyUsedError", "FetchResponse", "HttpStatusError", "open_url", "pyfetch"]


class HttpStatusError(OSError):
    """The status of a response says that the request failed."""

    def __init__(self, status: int, status_text: str, url: str) -> None:
        self.status, self.status_text, self.url = status, status_text, url
        kind = "Client" if status < 500 else "Server"
        super().__init__(f"{status} {kind} Error: {status_text} for url: {url}")


class BodyUsedError(OSError):
    """The body of a response was read before."""


class AbortError(OSError):
    """A request was aborted."""


class FetchResponse:
    """A response of `pyfetch`."""

    def __init__(self, url: str, js_response: Any) -> None:
        self._url = url
        self.js_response = js_response

    def __getattr__(self, name: str) -> Any:
        names = {"ok": "ok", "redirected": "redirected", "status": "status", "status_text": "statusText", "type": "type", "body_used": "bodyUsed"}
        if name not in names:
            raise AttributeError(name)
        return getattr(self.js_response, names[name])

    @property
    def url(self) -> str:
        """Where the response came from, or else what was asked for."""
        return self.js_response.url or self._url

    @property
    def headers(self) -> dict[str, str]:
        """The headers."""
        return dict([*pair] for pair in self.js_response.headers.entries())

    def raise_for_status(self) -> None:
        """Raises when the status says that the request failed."""
        if self.status >= 400:
            raise HttpStatusError(self.status, self.status_text, self.url)

    def clone(self) -> FetchResponse:
        """A second response over the same body."""
        return FetchResponse(self._url, self.js_response.clone())

    def _unread(self) -> None:
        if self.js_response.bodyUsed:
            raise BodyUsedError("Response body is already used")

    async def text(self) -> str:
        """The body as text."""
        self._unread()
        return await self.js_response.text()

    string = text

    async def bytes(self) -> bytes:
        """The body."""
        self._unread()
        return (await self.js_response.arrayBuffer()).to_bytes()

    async def memoryview(self) -> memoryview:
        """The body, without a copy."""
        return (await self.js_response.arrayBuffer()).to_memoryview()

    async def buffer(self) -> Any:
        """The body as an array buffer."""
        return await self.js_response.arrayBuffer()

    async def json(self, **options: Any) -> Any:
        """The body read as JSON."""
        import json

        return json.loads(await self.text(), **options)


async def pyfetch(url: str, /, **options: Any) -> FetchResponse:
    """Fetches; the keywords are the options of JavaScript's `fetch`."""
    converted = _core.to_js(options, dict_converter=_core.global_object().Object.fromEntries)
    return FetchResponse(url, await _core.global_object().fetch(url, converted))


def open_url(url: str) -> io.StringIO:
    """Fetches text and waits for it."""

    async def read() -> str:
        return await (await pyfetch(url)).text()

    return io.StringIO(_core.run_sync(read()))


def module() -> ModuleType:
    """The module `pyodide.http`."""
    made = ModuleType("pyodide.http", __doc__)
    for name in __all__:
        setattr(made, name, globals()[name])
    made.__all__ = __all__  # type: ignore[attr-defined]
    return made
