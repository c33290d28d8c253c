"""Promises and asyncio, in both directions."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time

import pytest

from sigbind import JsException, js, run_sync


def run(coroutine):
    return asyncio.run(coroutine)


def test_promises_are_awaited(run_js):
    async def main():
        assert await run_js("Promise.resolve(1)") == 1
        assert await run_js("new Promise(resolve => setTimeout(() => resolve('late'), 5))") == "late"
        assert await run_js("({then(resolve) { resolve(3) }})") == 3
        assert await run_js("(async () => { await null; return [1] })()") == [1]
        with pytest.raises(JsException, match="RangeError: no"):
            await run_js("Promise.reject(new RangeError('no'))")
        with pytest.raises(JsException, match="late"):
            await run_js("new Promise((_, reject) => setTimeout(() => reject(new Error('late')), 5))")

    run(main())


def test_many_at_once(run_js):
    async def main():
        start = time.monotonic()
        make = run_js("n => new Promise(resolve => setTimeout(() => resolve(n), 30))")
        assert await asyncio.gather(*(make(n) for n in range(50))) == list(range(50))
        assert time.monotonic() - start < 2

    run(main())


def test_coroutines_become_promises(run_js):
    async def double(x):
        await asyncio.sleep(0.001)
        return x * 2

    async def fail():
        await asyncio.sleep(0)
        raise KeyError("async")

    async def main():
        assert await run_js("async f => (await f(4)) + 1")(double) == 9
        assert await run_js("async f => { try { await f() } catch (e) { return e.type } }")(fail) == "KeyError"
        with pytest.raises(KeyError):
            await run_js("f => f()")(fail)
        future = asyncio.get_running_loop().create_future()
        asyncio.get_running_loop().call_later(0.001, future.set_result, "done")
        assert await run_js("async f => await f")(future) == "done"

    run(main())


def test_timers_fire_while_the_loop_runs(run_js):
    async def main():
        seen = []
        js.setTimeout(lambda: seen.append(1), 1)
        for _ in range(100):
            await asyncio.sleep(0.005)
            if seen:
                break
        assert seen == [1]

    run(main())


def test_a_cancelled_await_leaves_the_promise_alone(run_js):
    async def main():
        promise = run_js("globalThis.count = 0; new Promise(resolve => setTimeout(() => { count++; resolve() }, 500))")
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(_await(promise), 0.001)
        await promise
        assert js.count == 1

    async def _await(promise):
        return await promise

    run(main())


def test_async_iteration(run_js):
    async def main():
        seen = [value async for value in run_js("(async function* () { yield 1; await null; yield 2 })()")]
        assert seen == [1, 2]

    run(main())


def test_run_sync(run_js):
    assert run_sync(run_js("Promise.resolve(1)")) == 1
    assert run_sync(run_js("new Promise(resolve => setTimeout(() => resolve(2), 100))")) == 2

    async def coroutine():
        return await run_js("new Promise(resolve => setTimeout(() => resolve(3), 5))")

    assert run_sync(coroutine()) == 3

    async def inner():
        await asyncio.sleep(0.001)
        return 4

    assert run_sync(run_js("async f => await f()")(inner)) == 4
    with pytest.raises(JsException):
        run_sync(run_js("Promise.reject(new Error('x'))"))
    with pytest.raises(RuntimeError, match="never settle"):
        run_sync(run_js("new Promise(() => {})"))


def test_run_sync_waits_inside_of_a_loop(run_js):
    async def main():
        assert run_sync(run_js("Promise.resolve(1)")) == 1
        assert run_sync(run_js("new Promise(resolve => setTimeout(() => resolve(2), 5))")) == 2
        seen = []
        made = run_js("Promise.withResolvers()")

        async def beside():
            for n in range(3):
                seen.append(n)
                await asyncio.sleep(0)
            made.resolve("there")

        task = asyncio.create_task(beside())
        assert run_sync(made.promise) == "there"
        assert seen == [0, 1, 2] and task.done()
        # Under several callbacks of one turn, and under JavaScript.
        wait = run_js("async f => (await f.callPromising()) + 1")
        results = await asyncio.gather(*(wait(lambda n=n: run_sync(asyncio.sleep(0.001 * n, n))) for n in range(4)))
        assert results == [1, 2, 3, 4]

    run(main())


def test_run_sync_refuses_to_block_a_loop_that_is_not_asyncios(run_js):
    import types

    async def main():
        loop = asyncio.get_running_loop()
        asyncio._set_running_loop(types.SimpleNamespace(call_soon_threadsafe=loop.call_soon_threadsafe, call_soon=loop.call_soon))
        try:
            with pytest.raises(RuntimeError, match="use await"):
                run_sync(run_js("new Promise(() => {})"))
        finally:
            asyncio._set_running_loop(loop)

    run(main())


def test_several_loops_one_after_another(run_js):
    for n in range(3):
        assert run(_value(run_js, n)) == n


async def _value(run_js, n):
    return await run_js("n => new Promise(resolve => setTimeout(() => resolve(n), 2))")(n)


def test_microtasks_run_after_each_entry(run_js):
    run_js("globalThis.done = false; Promise.resolve().then(() => { done = true })")
    assert js.done is True


def test_unhandled_rejections_are_reported(run_js, monkeypatch):
    import sys

    seen = []
    monkeypatch.setattr(sys, "unraisablehook", lambda report: seen.append(str(report.exc_value)))
    run_js("Promise.reject(new Error('lost')); 0")
    run_js("0")
    assert seen == ["Error: lost"]
    held = run_js("Promise.reject(new Error('held'))")
    run_js("0")
    assert seen == ["Error: lost"]
    del held
    run_js("0")
    assert seen == ["Error: lost", "Error: held"]


def test_rejections_are_reported_by_the_loop_and_at_the_end():
    program = """
import asyncio, sys
from sigbind._host_native import run_js
sys.unraisablehook = lambda report: print(report.exc_value)
async def main():
    run_js("Promise.reject(new Error('first')); 0")
    held = run_js("Promise.reject(new Error('held'))")
    await asyncio.sleep(0.01)
    print("slept")
    del held
    await asyncio.sleep(0)
    run_js("0")
    print("let go")
asyncio.run(main())
kept = run_js("Promise.reject(new Error('last'))")
handled = run_js("Promise.reject(new Error('handled'))").catch(lambda error: None)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert (done.stdout.split("\n"), done.stderr) == (["Error: first", "slept", "Error: held", "let go", "Error: last", ""], "")


def test_then_from_python(run_js):
    seen = []
    run_js("Promise.resolve(5)").then(seen.append)
    assert seen == [5]
    run_js("Promise.reject(new Error('e'))").catch(lambda error: seen.append(error.message))
    assert seen == [5, "e"]
    run_js("Promise.resolve(1)").finally_(lambda: seen.append("finally"))
    assert seen == [5, "e", "finally"]
