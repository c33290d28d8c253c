"""What the native runtime needs of asyncio, in Python: it is called where the time it takes does not matter."""

from __future__ import annotations

import asyncio
import inspect
from asyncio import _get_running_loop as get_running_loop
from collections.abc import Awaitable, Callable
from typing import Any

from ._core import error_of

__all__ = ["abort_when_cancelled", "can_nest", "get_running_loop", "run", "run_nested", "to_promise", "waiting"]

waiting: list[tuple[Awaitable[Any], Callable[[Any], Any], Callable[[Any], Any]]] = []
"""Awaitables that JavaScript was given while no loop was running."""


async def _settle(
    awaitable: Awaitable[Any], resolve: Callable[[Any], Any], reject: Callable[[Any], Any]
) -> None:
    task = asyncio.current_task()
    try:
        result = await awaitable
    except (asyncio.CancelledError, KeyboardInterrupt, SystemExit) as error:
        reject(error_of(error))
        raise
    except GeneratorExit as error:
        # What is collected before it is done ends with this exception, too, but not in a turn of its task.
        if get_running_loop() is None or asyncio.current_task() is not task:
            raise
        reject(error_of(error))
    except BaseException as error:
        reject(error_of(error))
    else:
        resolve(result)


_tasks: set[asyncio.Task[None]] = set()


def to_promise(awaitable: Awaitable[Any], resolve: Callable[[Any], Any], reject: Callable[[Any], Any]) -> None:
    """Lets an awaitable settle a promise, now or when the next loop runs."""
    loop = get_running_loop()
    if loop is None:
        waiting.append((awaitable, resolve, reject))
        return
    task = loop.create_task(_settle(awaitable, resolve, reject))
    _tasks.add(task)
    task.add_done_callback(_tasks.discard)


def _expect_awaitable(awaitable: Any) -> None:
    if not inspect.isawaitable(awaitable):
        raise TypeError(f"object {type(awaitable).__name__} is not awaitable")


def run(awaitable: Awaitable[Any]) -> Any:
    """Runs an awaitable on a loop of its own, and what was waiting for a loop beside it."""
    _expect_awaitable(awaitable)

    async def main() -> Any:
        started, waiting[:] = waiting[:], []
        for entry in started:
            to_promise(*entry)
        return await awaitable

    return asyncio.run(main())


def can_nest(loop: Any) -> bool:
    """Whether a running loop can be run further by one of its callbacks."""
    return isinstance(loop, asyncio.BaseEventLoop) and hasattr(loop, "_run_once") and hasattr(loop, "_ready")


def run_nested(awaitable: Awaitable[Any]) -> Any:
    """Waits inside of a running loop: the loop goes on, under the callback that waits, until the awaitable is done. What waits in this way later has to be done first."""
    loop: Any = asyncio.get_running_loop()
    if not can_nest(loop):
        if asyncio.iscoroutine(awaitable):
            awaitable.close()
        raise RuntimeError("run_sync cannot block while an event loop is running that is not asyncio's own: use await")
    _expect_awaitable(awaitable)
    future = asyncio.ensure_future(awaitable, loop=loop)
    task = asyncio.current_task(loop)
    waiting = len(loop._ready)
    if task is not None:
        asyncio.tasks._leave_task(loop, task)
    try:
        while not future.done():
            loop._run_once()
    finally:
        if task is not None:
            asyncio.tasks._enter_task(loop, task)
        # The turn that waits may count on as many callbacks as there were.
        for _ in range(waiting - len(loop._ready)):
            handle = asyncio.Handle(_nothing, (), loop)
            handle.cancel()
            loop._ready.append(handle)
    return future.result()


def _nothing() -> None:
    pass


def abort_when_cancelled(future: asyncio.Future[Any], controller: Any) -> None:
    """Aborts a call when the future of its promise is cancelled."""
    future.add_done_callback(lambda done: controller.abort() if done.cancelled() else None)
