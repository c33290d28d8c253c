"""`pyodide.webloop`: asyncio's own loop, whose tasks and futures have the methods of a promise."""

from __future__ import annotations

import asyncio
import inspect
import sys
from collections.abc import Callable
from typing import Any

__all__ = ["PyodideFuture", "PyodideTask", "WebLoop", "WebLoopPolicy"]

_following: set[asyncio.Task[Any]] = set()


class PyodideFuture(asyncio.Future):  # type: ignore[type-arg]
    """A future with the methods of a promise."""

    def then(self, onfulfilled: Callable[[Any], Any] | None, onrejected: Callable[[BaseException], Any] | None = None) -> PyodideFuture:
        """A future of what a callback makes of the result, or of the exception. What it gives is awaited for as long as it can be."""

        def answer() -> Any:
            error = self.exception()
            if error is None:
                return self.result() if onfulfilled is None else onfulfilled(self.result())
            if onrejected is None:
                raise error
            return onrejected(error)

        return self._when_done(answer)

    def catch(self, onrejected: Callable[[BaseException], Any]) -> PyodideFuture:
        """A future of what a callback makes of an exception."""
        return self.then(None, onrejected)

    def finally_(self, onfinally: Callable[[], Any]) -> PyodideFuture:
        """A future with the same outcome, after a callback has run and what it gave is done."""

        async def answer() -> Any:
            given = onfinally()
            while inspect.isawaitable(given):
                given = await given
            return self.result()

        return self._when_done(answer, even_cancelled=True)

    def _when_done(self, answer: Callable[[], Any], even_cancelled: bool = False) -> PyodideFuture:
        loop = self.get_loop()
        result = PyodideFuture(loop=loop)

        async def follow() -> None:
            try:
                given = answer()
                while inspect.isawaitable(given):
                    given = await given
            except asyncio.CancelledError:
                result.cancel()
            except Exception as error:
                if not result.done():
                    result.set_exception(error)
            else:
                if not result.done():
                    result.set_result(given)

        def start(_: asyncio.Future[Any]) -> None:
            if self.cancelled() and not even_cancelled:
                result.cancel()
                return
            task = asyncio.ensure_future(follow(), loop=loop)
            _following.add(task)
            task.add_done_callback(_following.discard)

        self.add_done_callback(start)
        return result

    def syncify(self) -> Any:
        """Waits for the result without `await`."""
        from .._core import run_sync

        return run_sync(self)


class PyodideTask(asyncio.Task, PyodideFuture):  # type: ignore[type-arg]
    """A task with the methods of a promise."""


class WebLoop(asyncio.ProactorEventLoop if sys.platform == "win32" else asyncio.SelectorEventLoop):  # type: ignore[misc,name-defined,unused-ignore]
    """The loop that asyncio would make, with tasks and futures of this module."""

    _in_progress = 0
    """How many tasks and futures are not done, counted while there is a handler to be told of the last one."""
    _no_in_progress_handler: Callable[[], Any] | None = None

    def create_future(self) -> PyodideFuture:
        """A future of this loop."""
        future = PyodideFuture(loop=self)
        self._count(future)
        return future

    def create_task(self, coro: Any, **options: Any) -> asyncio.Task[Any]:
        """A task that runs a coroutine."""
        if self.get_task_factory() is not None:
            task = super().create_task(coro, **options)
        else:
            self._check_closed()
            task = PyodideTask(coro, loop=self, **{name: value for name, value in options.items() if value is not None})
        self._count(task)
        return task

    def run_until_complete(self, future: Any) -> Any:
        """Runs until a future is done; inside of the running loop, too."""
        if self.is_running() and asyncio._get_running_loop() is self:
            from .._native_loop import run_nested

            return run_nested(future)
        return super().run_until_complete(future)

    def _count(self, future: asyncio.Future[Any]) -> None:
        if self._no_in_progress_handler is not None:
            self._in_progress += 1
            future.add_done_callback(self._decrement_in_progress)

    def _decrement_in_progress(self, _: Any = None) -> None:
        self._in_progress -= 1
        if self._in_progress == 0 and self._no_in_progress_handler is not None:
            self._no_in_progress_handler()


def _default_policy() -> Any:
    """The class of asyncio's own policy; from 3.14 on its public name warns."""
    import importlib

    platform = importlib.import_module("asyncio.windows_events" if sys.platform == "win32" else "asyncio.unix_events")
    return getattr(platform, "_DefaultEventLoopPolicy", None) or platform.DefaultEventLoopPolicy


class WebLoopPolicy(_default_policy()):  # type: ignore[misc]
    """The policy of asyncio whose loops are `WebLoop`s."""

    _loop_factory = WebLoop


def use() -> None:
    """Lets asyncio make loops of this module, unless a program has a policy of its own."""
    from asyncio import events

    current = getattr(events, "_event_loop_policy", None)
    if current is None or type(current) is _default_policy():
        set_policy = getattr(events, "_set_event_loop_policy", None) or events.set_event_loop_policy
        set_policy(WebLoopPolicy())
