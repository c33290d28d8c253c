"""What stops a wait: cancelled tasks abort the calls that they await, limits of time hold inside of `run_sync`, and a wait costs no processor."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable
from typing import Any

import pytest

import sigbind
from sigbind import BindClass, Runtime

# Records its arguments and never settles; an aborted signal is written down.
SOURCE = """(...given) => {
  globalThis.given = given;
  globalThis.aborted = "no";
  given.at(-1)?.signal?.addEventListener("abort", event => { aborted = event.target.reason.name });
  return new Promise(() => {});
}"""


class AbortSignal_sig(BindClass):
    aborted: bool


def load_sig(url: str, /, *, size: int = None, signal: AbortSignal_sig = None) -> Awaitable[str]: ...


def other_sig(url: str, /, *, size: int = None) -> Awaitable[str]: ...


def plain_sig(url: str, /, *, size: int = None, signal: AbortSignal_sig = None) -> None: ...


async def cancelled(start: Any) -> None:
    """Awaits a call in a task, and cancels that."""
    task = asyncio.ensure_future(start())
    await asyncio.sleep(0.005)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await asyncio.sleep(0)


@pytest.mark.parametrize("keywords", [{}, {"size": 1}])
def test_cancelling_a_task_aborts_its_call(run_js: Any, keywords: dict[str, Any]) -> None:
    load = sigbind.bind(run_js(SOURCE), load_sig)

    async def wait() -> None:
        await load("u", **keywords)

    asyncio.run(cancelled(wait))
    assert sigbind.js.aborted == "AbortError"
    assert sorted(sigbind.js.given[1].object_keys()) == sorted([*keywords, "signal"])


def test_a_timeout_aborts(run_js: Any) -> None:
    load = sigbind.bind(run_js(SOURCE), load_sig)

    async def main() -> None:
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(load("u"), 0.005)
        await asyncio.sleep(0)

    asyncio.run(main())
    assert sigbind.js.aborted == "AbortError"


def test_a_signal_of_the_callers_own_is_left_alone(run_js: Any) -> None:
    load = sigbind.bind(run_js(SOURCE), load_sig)
    controller = sigbind.js.AbortController.new()

    async def wait() -> None:
        await load("u", signal=controller.signal)

    asyncio.run(cancelled(wait))
    assert sigbind.js.given[1].signal is controller.signal
    assert (sigbind.js.aborted, controller.signal.aborted) == ("no", False)


def test_whole_options_are_left_alone(run_js: Any) -> None:
    load = sigbind.bind(run_js(SOURCE), load_sig)

    async def wait() -> None:
        await load("u", {"size": 1})

    asyncio.run(cancelled(wait))
    assert list(sigbind.js.given[1].object_keys()) == ["size"]


@pytest.mark.parametrize("signature", [other_sig, plain_sig])
def test_without_a_signal_or_a_promise_nothing_is_sent(run_js: Any, signature: Any) -> None:
    load = sigbind.bind(run_js("(...given) => { globalThis.given = given; return Promise.resolve() }"), signature)

    async def main() -> None:
        load("u")

    asyncio.run(main())
    assert sigbind.js.given.length == 1


def test_outside_of_a_loop_nothing_is_sent(run_js: Any) -> None:
    load = sigbind.bind(run_js("(...given) => { globalThis.given = given; return Promise.resolve('') }"), load_sig)
    load("u")
    assert sigbind.js.given.length == 1


def test_a_finished_call_is_not_aborted(run_js: Any) -> None:
    source = "(url, options) => { globalThis.signal = options.signal; return new Promise(done => setTimeout(() => done('x'), 2)) }"
    load = sigbind.bind(run_js(source), load_sig)

    async def main() -> str:
        return await load("u")

    assert asyncio.run(main()) == "x"
    assert sigbind.js.signal.aborted is False


def test_a_cancelled_fetch_ends(run_js: Any) -> None:
    server = None

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.readuntil(b"\r\n\r\n")
            ended.set_result((await reader.read(1)) == b"")
        finally:
            writer.close()

    async def main() -> bool:
        nonlocal server, ended
        ended = asyncio.get_running_loop().create_future()
        server = await asyncio.start_server(silent, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        fetch = sigbind.bind(sigbind.js.fetch, load_sig)
        task = asyncio.ensure_future(fetch(f"http://127.0.0.1:{port}/"))
        await asyncio.sleep(0.1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        closed = await asyncio.wait_for(ended, 5)
        server.close()
        return closed

    ended: Any = None
    assert asyncio.run(main()) is True


@pytest.mark.parametrize(
    "source",
    [
        "new Promise(done => setTimeout(() => { for (;;) {} }, 1))",
        "Promise.resolve().then(() => { for (;;) {} })",
        "(async () => { await null; await new Promise(done => setTimeout(done, 1)); for (;;) {} })()",
    ],
)
def test_the_limit_of_time_holds_inside_of_run_sync(source: str) -> None:
    with Runtime(seconds=0.1) as own:
        with pytest.raises(TimeoutError):
            own.run_sync(own.run_js(source))
        assert own.run_js("1") == 1


WAIT = "new Promise(done => setTimeout(() => done(1), 400))"


def used_while(wait: Any) -> float:
    """Seconds of processor time of this process."""
    before = time.process_time()
    assert wait() == 1
    return time.process_time() - before


def test_waiting_costs_no_processor_in_run_sync(run_js: Any) -> None:
    assert used_while(lambda: sigbind.run_sync(run_js(WAIT))) < 0.02


def test_waiting_costs_no_processor_in_a_loop(run_js: Any) -> None:
    async def main() -> Any:
        return await run_js(WAIT)

    assert used_while(lambda: asyncio.run(main())) < 0.02
