"""`pyodide.http`: fetching over JavaScript's `fetch`."""

from __future__ import annotations

import io
from types import ModuleType

from .. import _core

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import Any

__all__ = ["AbortError", "BodyUsedError", "FetchResponse", "HttpStatusError", "open_url", "pyfetch", "pyxhr"]


class HttpStatusError(OSError):
    """The status of a response says that the request failed."""

    def __init__(self, status: int, status_text: str, url: str) -> None:
        self.status, self.status_text, self.url = status, status_text, url
        kind = {4: "Client Error", 5: "Server Error"}.get(status // 100, "Invalid error code not between 400 and 599")
        super().__init__(f"{status} {kind}: {status_text} for url: {url}")

    def __reduce__(self) -> Any:
        return type(self), (self.status, self.status_text, self.url), self.__dict__


class BodyUsedError(OSError):
    """The body of a response was read before."""

    def __init__(self, *_: Any) -> None:
        super().__init__("Response body is already used")


class AbortError(OSError):
    """A request was aborted, or failed."""

    def __init__(self, reason: Any) -> None:
        super().__init__(getattr(reason, "message", None) or str(reason))


for _class in (HttpStatusError, BodyUsedError, AbortError):
    _class.__module__ = "pyodide.http"


def _reason(reason: Any) -> Any:
    """The JavaScript error that an abort is given."""
    return None if reason is None else _core.JsException("AbortError", str(reason))


def _ending(read: Callable[..., Awaitable[Any]]) -> Any:
    """A method that reads the body: what goes wrong is an `AbortError`, and being cancelled aborts the request."""

    async def method(self: FetchResponse, *given: Any, **named: Any) -> Any:
        from asyncio import CancelledError

        self._check()
        try:
            return await read(self, *given, **named)
        except _core.JsException as error:
            signal = self.abort_signal
            raise AbortError(signal.reason if signal is not None and signal.aborted else error) from None
        except CancelledError as error:
            if self.abort_controller is not None:
                self.abort_controller.abort(_reason("\n".join(map(str, error.args)) or None))
            raise

    method.__name__, method.__qualname__, method.__doc__ = read.__name__, f"FetchResponse.{read.__name__}", read.__doc__
    return method


class FetchResponse:
    """A response of `pyfetch`."""

    __module__ = "pyodide.http"

    def __init__(self, request: Any, js_response: Any, abort_controller: Any = None, abort_signal: Any = None) -> None:
        self.js_request = request if not isinstance(request, str) else _core.global_object().Request.new(request) if request else None
        self._url = request if self.js_request is None else self.js_request.url
        self.js_response = js_response
        self.abort_controller = abort_controller
        self.abort_signal = abort_signal

    @property
    def body_used(self) -> bool:
        """Whether the body was read."""
        return self.js_response.bodyUsed

    @property
    def ok(self) -> bool:
        """Whether the status is a success."""
        return self.js_response.ok

    @property
    def redirected(self) -> bool:
        """Whether the response came from elsewhere."""
        return self.js_response.redirected

    @property
    def status(self) -> int:
        """The status."""
        return self.js_response.status

    @property
    def status_text(self) -> str:
        """The status in words."""
        return self.js_response.statusText

    @property
    def type(self) -> str:
        """What sort of response it is, as JavaScript calls it."""
        return self.js_response.type

    @property
    def url(self) -> str:
        """Where the response came from; empty for one that was made by hand."""
        return self.js_response.url

    @property
    def headers(self) -> dict[str, str]:
        """The headers."""
        return dict([*pair] for pair in self.js_response.headers.entries())

    def raise_for_status(self) -> None:
        """Raises when the status says that the request failed."""
        if 400 <= self.status < 600:
            raise HttpStatusError(self.status, self.status_text, self.url)

    def clone(self) -> FetchResponse:
        """A second response over the same body."""
        if self.js_response.bodyUsed:
            raise BodyUsedError
        return FetchResponse(self.js_request or self._url, self.js_response.clone(), self.abort_controller, self.abort_signal)

    def abort(self, reason: Any = None) -> None:
        """Aborts the request."""
        if self.abort_controller is None:
            raise ValueError("abort_controller is not set")
        self.abort_controller.abort(_reason(reason))

    def _check(self) -> None:
        if self.abort_signal is not None and self.abort_signal.aborted:
            raise AbortError(self.abort_signal.reason)
        if self.js_response.bodyUsed:
            raise BodyUsedError

    @_ending
    async def text(self) -> str:
        """The body as text."""
        return await self.js_response.text()

    @_ending
    async def string(self) -> str:
        """The body as text: an older name."""
        return await self.js_response.text()

    @_ending
    async def json(self, **options: Any) -> Any:
        """The body read as JSON, by Python."""
        import json

        return json.loads(await self.js_response.text(), **options)

    @_ending
    async def bytes(self) -> bytes:
        """The body."""
        return (await self.js_response.arrayBuffer()).to_bytes()

    @_ending
    async def memoryview(self) -> memoryview:
        """The body, without a copy."""
        return (await self.js_response.arrayBuffer()).to_memoryview()

    @_ending
    async def buffer(self) -> Any:
        """The body as an array buffer."""
        return await self.js_response.arrayBuffer()

    @_ending
    async def _into_file(self, file: Any) -> None:
        """Writes the body into a file."""
        (await self.js_response.arrayBuffer()).to_file(file)

    @_ending
    async def _create_file(self, path: str) -> None:
        """Writes the body into a new file."""
        with open(path, "xb") as file:
            (await self.js_response.arrayBuffer()).to_file(file)

    @_ending
    async def unpack_archive(self, *, extract_dir: str | None = None, format: str | None = None) -> None:
        """Unpacks the body as an archive of a format that `shutil` knows; without one the name in the URL tells it."""
        import shutil
        import tempfile

        name = self._url.split("?")[0].rsplit("/", 1)[-1]
        formats = {"tar.gz": "gztar", "tgz": "gztar", "tar.bz2": "bztar", "tbz2": "bztar", "tar.xz": "xztar", "whl": "zip", "wheel": "zip"}
        suffix = format or next((suffix for suffix in (*formats, "zip", "tar") if name.endswith(f".{suffix}")), None)
        if suffix is None:
            raise shutil.ReadError(f"Unknown archive format {name!r}")
        body = (await self.js_response.arrayBuffer()).to_bytes()
        with tempfile.NamedTemporaryFile() as file:
            file.write(body)
            file.flush()
            shutil.unpack_archive(file.name, extract_dir, formats.get(suffix, suffix))


async def pyfetch(request: Any, /, *, signal: Any = None, fetcher: Any = None, **options: Any) -> FetchResponse:
    """Fetches a URL or a `Request`; the keywords are the options of JavaScript's `fetch`."""
    from asyncio import CancelledError

    js = _core.global_object()
    controller = js.AbortController.new()
    signal = js.AbortSignal.any(_core.to_js([signal, controller.signal])) if signal else controller.signal
    converted = _core.to_js({**options, "signal": signal}, dict_converter=js.Object.fromEntries)
    try:
        if isinstance(request, str):
            request = js.Request.new(request, converted)
        return FetchResponse(request, await (fetcher or js.fetch)(request, converted), controller, signal)
    except CancelledError as error:
        controller.abort(_reason("\n".join(map(str, error.args)) or None))
        raise
    except _core.JsException as error:
        raise AbortError(error) from None


def open_url(url: str) -> io.StringIO:
    """Fetches text and waits for it."""

    async def read() -> str:
        return await (await pyfetch(url)).text()

    return io.StringIO(_core.run_sync(read()))


class _Late(ModuleType):
    """`pyodide.http.pyxhr`, read when it is used."""

    def __getattr__(self, name: str) -> Any:
        from . import xhr

        if name not in xhr.__all__:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        return getattr(xhr, name)

    def __dir__(self) -> list[str]:
        from . import xhr

        return list(xhr.__all__)


pyxhr = _Late("pyodide.http.pyxhr", "Requests that wait for their response.")


def module() -> ModuleType:
    """The module `pyodide.http`."""
    made = ModuleType("pyodide.http", __doc__)
    for name in __all__:
        setattr(made, name, globals()[name])
    made.__all__ = __all__  # type: ignore[attr-defined]
    made.__path__ = []  # type: ignore[attr-defined]
    return made
