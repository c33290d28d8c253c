"""`pyodide.webloop`: names of Pyodide's event loop. Here asyncio's own loop runs; its futures learn a promise's methods."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable
from typing import Any

__all__ = ["PyodideFuture", "PyodideTask", "WebLoop", "WebLoopPolicy"]


async def _follow(result: Any) -> Any:
    return await result if inspect.isawaitable(result) else result


class _Promising:
    """The methods of a promise, for a future."""

    def then(self, onfulfilled: Callable[[Any], Any] | None, onrejected: Callable[[BaseException], Any] | None = None) -> Any:
        """A future of what a callback makes of the result."""

        async def run() -> Any:
            try:
                result = await self  # type: ignore[misc]
            except Exception as error:
                if onrejected is None:
                    raise
                return await _follow(onrejected(error))
            return result if onfulfilled is None else await _follow(onfulfilled(result))

        return PyodideTask(run(), loop=self.get_loop())  # type: ignore[attr-defined]

    def catch(self, onrejected: Callable[[BaseException], Any]) -> Any:
        """A future of what a callback makes of an exception."""
        return self.then(None, onrejected)

    def finally_(self, onfinally: Callable[[], Any]) -> Any:
        """A future with the same outcome, after a callback has run."""

        async def run() -> Any:
            try:
                return await self  # type: ignore[misc]
            finally:
                await _follow(onfinally())

        return PyodideTask(run(), loop=self.get_loop())  # type: ignore[attr-defined]

    def syncify(self) -> Any:
        """Waits for the result without `await`."""
        from .._core import run_sync

        return run_sync(self)


class PyodideFuture(_Promising, asyncio.Future):  # type: ignore[type-arg]
    """A future with the methods of a promise."""


class PyodideTask(_Promising, asyncio.Task):  # type: ignore[type-arg]
    """A task with the methods of a promise."""


WebLoop = asyncio.SelectorEventLoop


class WebLoopPolicy(getattr(asyncio, "DefaultEventLoopPolicy", object)):  # type: ignore[misc]
    """The policy of asyncio's own loops."""
