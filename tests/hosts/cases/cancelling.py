"""What a task awaits is aborted when the task is cancelled, where the options take an `AbortSignal`."""

from __future__ import annotations

import asyncio

from sigbind.signatures import Any, Awaitable, BindClass, Interface, overload

JAVASCRIPT = """(() => {
  const loaded = { aborted: "no" };
  const load = function (...given) {
    loaded.given = given;
    loaded.aborted = "no";
    given.at(-1)?.signal?.addEventListener("abort", (event) => { loaded.aborted = event.target.reason.name; });
    return new Promise(() => {});
  };
  const done = function (...given) { loaded.given = given; return Promise.resolve("done"); };
  const later = function (...given) { loaded.given = given; return new Promise((done) => setTimeout(() => done("x"), 2)); };
  return { loaded, load, done, later, Loader: class Loader { load(...given) { return load(...given); } } };
})()"""


class AbortSignal_sig(BindClass):
    aborted: bool


def load_sig(url: str, /, *, size: float = None, signal: AbortSignal_sig | None = None) -> Awaitable[str]: ...
def middle_sig(url: str, more: str = None, /, *, signal: AbortSignal_sig = None) -> Awaitable[str]: ...
def other_sig(url: str, /, *, size: float = None) -> Awaitable[str]: ...
def plain_sig(url: str, /, *, signal: AbortSignal_sig = None) -> Any: ...


@overload
def several_sig(url: str, /) -> Awaitable[str]: ...
@overload
def several_sig(url: float, callback: Any, /, *, signal: AbortSignal_sig = None) -> Awaitable[str]: ...


class Loader_sig(Interface):
    def load(self, url: str, /, *, size: float = None, signal: AbortSignal_sig = None) -> Awaitable[str]: ...


def bind(sigbind, made):
    return {
        "loaded": made.loaded,
        "load": sigbind.bind(made.load, load_sig),
        "middle": sigbind.bind(made.load, middle_sig),
        "other": sigbind.bind(made.load, other_sig),
        "several": sigbind.bind(made.load, several_sig),
        "done": sigbind.bind(made.done, load_sig),
        "later": sigbind.bind(made.later, load_sig),
        "plain": sigbind.bind(made.load, plain_sig),
        "loader": sigbind.bind(made.Loader.new(), Loader_sig),
    }


def cancelled(start):
    """Awaits a call in a task, and cancels that: whether the call was aborted, and the keys of its options."""

    async def run(e):
        async def wait():
            await start(e)

        task = asyncio.ensure_future(wait())
        await asyncio.sleep(0.005)
        task.cancel()
        try:
            await task
        except asyncio.CancelledError:
            pass
        await asyncio.sleep(0.005)
        given = e["loaded"].given
        keys = sorted(given[1].object_keys()) if given.length > 1 and given[1] is not None else []
        return e["loaded"].aborted, keys

    return run


async def timeout(e):
    try:
        await asyncio.wait_for(e["load"]("u"), 0.005)
    except asyncio.TimeoutError:
        await asyncio.sleep(0.005)
        return e["loaded"].aborted


async def own_signal(e):
    controller = e["js"].AbortController.new()
    aborted, keys = await cancelled(lambda e: e["load"]("u", signal=controller.signal))(e)
    return aborted, keys, controller.signal.aborted


async def finished(e):
    result = await e["later"]("u")
    return result, e["loaded"].given[1].signal.aborted


async def without_a_promise(e):
    e["plain"]("u")
    return e["loaded"].given.length


CASES = [
    ("a cancelled task", cancelled(lambda e: e["load"]("u")), ("AbortError", ["signal"])),
    ("with keywords", cancelled(lambda e: e["load"]("u", size=1)), ("AbortError", ["signal", "size"])),
    ("a method", cancelled(lambda e: e["loader"].load("u", size=1)), ("AbortError", ["signal", "size"])),
    ("a timeout", timeout, "AbortError"),
    ("the caller's own signal", own_signal, ("no", ["signal"], False)),
    ("a whole options object", cancelled(lambda e: e["load"]("u", {"size": 1})), ("no", ["size"])),
    ("an argument before it left out", cancelled(lambda e: e["middle"]("u")), ("no", [])),
    ("no signal among the keywords", cancelled(lambda e: e["other"]("u")), ("no", [])),
    ("an overload without one", cancelled(lambda e: e["several"]("u")), ("no", [])),
    ("no promise", without_a_promise, 1),
    ("a finished call", finished, ("x", False)),
]
