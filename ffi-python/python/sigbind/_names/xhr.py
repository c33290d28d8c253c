"""`pyodide.http.pyxhr`: requests that wait for their response, over `fetch`."""

from __future__ import annotations

import base64
import json as _json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from .. import _core
from .http import HttpStatusError

__all__ = ["XHRError", "XHRNetworkError", "XHRResponse", "delete", "get", "head", "options", "patch", "post", "put"]


class XHRError(OSError):
    """A request went wrong."""


class XHRNetworkError(XHRError):
    """The other side was not reached."""

    def __init__(self, message: str = "Network error occurred") -> None:
        super().__init__(message)


class XHRResponse:
    """A response with its body."""

    def __init__(self, response: Any, content: bytes) -> None:
        self._response = response
        self.content = content

    @property
    def status_code(self) -> int:
        """The status."""
        return int(self._response.status)

    @property
    def text(self) -> str:
        """The body as text."""
        return self.content.decode("utf-8")

    @property
    def headers(self) -> dict[str, str]:
        """The headers."""
        return dict([*pair] for pair in self._response.headers.entries())

    @property
    def ok(self) -> bool:
        """Whether the status is below 400."""
        return 200 <= self.status_code < 400

    @property
    def url(self) -> str:
        """Where the response came from."""
        return str(self._response.url)

    def json(self, **options: Any) -> Any:
        """The body read as JSON."""
        return _json.loads(self.text, **options)

    def raise_for_status(self) -> None:
        """Raises when the status says that the request failed."""
        if 400 <= self.status_code < 600:
            raise HttpStatusError(self.status_code, self._response.statusText, self.url)


def _request(method: str, url: str, **given: Any) -> XHRResponse:
    if params := given.get("params"):
        url = f"{url}{'&' if '?' in url else '?'}{urlencode(params)}"
    headers = dict(given.get("headers") or {})
    if auth := given.get("auth"):
        name, password = auth
        headers["Authorization"] = "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()
    body = given.get("data")
    if given.get("json") is not None:
        body = _json.dumps(given["json"])
        headers["Content-Type"] = "application/json"
    js = _core.global_object()
    options = {"method": method, "headers": {name: str(value) for name, value in headers.items()}}
    if body is not None:
        options["body"] = body

    async def send() -> XHRResponse:
        response = await js.fetch(url, _core.to_js(options))
        return XHRResponse(response, (await response.arrayBuffer()).to_bytes())

    try:
        return _core.run_sync(send())  # type: ignore[no-any-return]
    except _core.JsException as error:
        raise XHRNetworkError(f"Network error for {method} {url}") from error


def _method(name: str) -> Callable[..., XHRResponse]:
    def method(url: str, **given: Any) -> XHRResponse:
        return _request(name.upper(), url, **given)

    method.__name__ = method.__qualname__ = name
    method.__doc__ = f"A request with the method {name.upper()}; keywords are `headers`, `params`, `data`, `json` and `auth`."
    return method


get, post, put, delete, head, patch, options = map(_method, ("get", "post", "put", "delete", "head", "patch", "options"))
