"""Runtimes beside the first one: separate worlds, on one thread and on several."""

from __future__ import annotations

import asyncio
import gc
import os
import threading
import traceback
from typing import Any

import pytest

import sigbind
from sigbind import Runtime, _core


@pytest.fixture
def first():
    """Runs an expression in the first runtime, whichever is meant."""
    return lambda source: sigbind.js.eval(f"({source})")


def test_globals_are_separate(first):
    with Runtime() as one, Runtime() as two:
        one.run_js("globalThis.x = 1")
        two.run_js("globalThis.x = 2")
        assert (one.js.x, two.js.x) == (1, 2)
        assert first("typeof x") == "undefined"
        assert one.run_js("Array") is not two.run_js("Array")


def test_every_runtime_has_the_web_apis_and_the_methods_of_proxies():
    with Runtime() as own:
        assert own.run_js("new URL('http://a/b').pathname") == "/b"
        assert own.run_js("list => list.map(x => x + 1)")([1, 2]).to_py() == [2, 3]
        assert own.run_js("d => d.get('a')")({"a": 1}) == 1
        assert own.run_js("b => b.getBuffer().data.length")(b"abc") == 3
        view = own.run_js("({a: [1, {b: 2}]})").as_py_json()
        assert view["a"][1]["b"] == 2
        assert own.run_js("[3, 1, 2]").index(2) == 2
        assert list(own.run_js("new Map([['k', 'v']])").items()) == [("k", "v")]


def test_with_says_which_runtime_is_meant():
    with Runtime() as own:
        made = sigbind.to_js({"a": 1})
        assert own.run_js("(o) => o instanceof Object")(made)
        assert _core.run_js("globalThis") is own.js
    assert sigbind.to_js([1]).constructor is sigbind.js.Array


def test_a_callback_means_the_runtime_that_calls():
    with Runtime() as outer:
        inner = Runtime()
        call = inner.run_js("f => f()")
        found = call(lambda: _core.global_object() is inner.js)
        assert found is True
        assert _core.global_object() is outer.js
        inner.close()


def test_a_proxy_of_one_runtime_is_a_python_object_in_another(first):
    with Runtime() as own:
        theirs = own.run_js("({n: 1, f(x) { return x + this.n }})")
        assert first("o => o.n")(theirs) == 1
        assert first("o => o.f(2)")(theirs) == 3
        assert first("o => o")(theirs) is theirs
        kept = first("({})")
        kept.theirs = theirs
        assert kept.theirs is theirs


def test_python_objects_keep_their_identity_in_each(first):
    class Thing:
        pass

    thing = Thing()
    with Runtime() as own:
        assert own.run_js("x => x")(thing) is thing
        assert first("x => x")(thing) is thing


def test_signatures_are_bound_where_the_object_is():
    def options_sig(a: str, /, *, x: int = None) -> str: ...

    for _ in range(2):
        with Runtime() as own:
            bound = sigbind.bind(own.run_js("(a, o) => `${a} ${JSON.stringify(o)}`"), options_sig)
            assert bound("b", x=1) == 'b {"x":1}'
            assert bound("b") == "b undefined"


def test_errors_are_those_of_their_runtime():
    with Runtime() as own:
        with pytest.raises(sigbind.JsException) as caught:
            own.run_js("throw new TypeError('no')")
        assert caught.value.constructor is own.js.TypeError
        error = ValueError("back")

        def raises() -> None:
            raise error

        with pytest.raises(ValueError) as back:
            own.run_js("f => f()")(raises)
        assert back.value is error


def test_limits_are_its_own(first):
    with Runtime(memory=8 << 20, seconds=0.2) as small:
        with pytest.raises(sigbind.JsException):
            small.run_js("const all = []; for (;;) all.push(new Array(1000).fill(0))")
        with pytest.raises(TimeoutError):
            small.run_js("for (;;) {}")
        assert small.run_js("1 + 1") == 2
        assert first("new Array(4e6).fill(0).length") == 4e6


def test_a_restricted_one_beside_an_open_one(first):
    class Thing:
        value = 1

    with Runtime(restricted=True) as closed:
        with pytest.raises(sigbind._host_native._core.ConversionError):
            closed.run_js("x => x")(Thing())
        assert first("x => x.value")(Thing()) == 1


def test_interrupt_reaches_the_one_that_is_meant():
    own = Runtime()
    timer = threading.Timer(0.1, own.interrupt)
    timer.start()
    with pytest.raises(InterruptedError):
        own.run_js("for (;;) {}")
    timer.join()
    assert own.interrupt() is False
    own.close()


def test_use_after_close_raises():
    own = Runtime()
    function, thing, promise = own.run_js("() => 1"), own.run_js("({n: 1})"), own.run_js("Promise.resolve(1)")
    method = own.run_js("({m() { return 1 }})").m
    own.close()
    own.close()
    for use in (
        lambda: own.run_js("1"),
        lambda: function(),
        lambda: thing.n,
        lambda: setattr(thing, "n", 2),
        lambda: thing.object_keys(),
        lambda: method(),
        lambda: own.run_sync(promise),
        lambda: own.to_js([1]),
        lambda: own.__enter__(),
    ):
        with pytest.raises(RuntimeError, match="closed"):
            use()
    assert repr(thing) == "<JavaScript object of a closed runtime>"
    del function, thing, promise, method
    gc.collect()
    assert sigbind.js.eval("1 + 1") == 2


def test_it_cannot_be_closed_by_what_it_runs():
    own = Runtime()
    with pytest.raises(RuntimeError, match="cannot be closed"):
        own.run_js("f => f()")(own.close)
    assert own.run_js("1") == 1
    own.close()


def test_promises_of_several_on_one_loop(first):
    async def main() -> list[Any]:
        with Runtime() as one:
            two = Runtime()
            source = "n => new Promise(resolve => setTimeout(() => resolve(n), 5))"
            return await asyncio.gather(*(run(source)(n) for n, run in enumerate((one.run_js, two.run_js, first))))

    assert asyncio.run(main()) == [0, 1, 2]


def test_run_sync_waits_for_its_own():
    with Runtime() as own:
        assert own.run_sync(own.run_js("new Promise(resolve => setTimeout(() => resolve(7), 5))")) == 7
        assert own.run_sync(own.run_js("f => f()")(lambda: asyncio.sleep(0.001, 8))) == 8


def test_several_threads_each_with_its_own():
    results: dict[int, Any] = {}
    problems: list[BaseException] = []

    def work(number: int) -> None:
        try:
            with Runtime() as own:
                own.js.number = number
                call = own.run_js("(f, n) => { let sum = 0; for (let i = 0; i < n; i++) sum += f(i); return sum + number }")
                results[number] = call(lambda i: i, 2_000)
                assert own.run_js("x => x")(results) is results
                assert own.run_sync(own.run_js("new Promise(resolve => setTimeout(() => resolve(1), 2))")) == 1
                gc.collect()
        except BaseException as problem:
            problems.append(problem)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not problems, problems
    assert results == {number: 1_999_000 + number for number in range(6)}


def test_use_from_a_foreign_thread_raises():
    own = Runtime()
    function = own.run_js("() => 1")
    caught: list[str] = []

    def work() -> None:
        for use in (function, lambda: own.run_js("1"), lambda: function.name, own.close):
            try:
                use()
            except RuntimeError as error:
                caught.append(str(error))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert len(caught) == 4
    assert all("another thread" in text for text in caught)
    assert function() == 1
    own.close()


def test_a_proxy_may_die_on_another_thread():
    own = Runtime()
    kept = [own.run_js("({n})".replace("n}", f"n: {number}}}")) for number in range(50)]
    thread = threading.Thread(target=kept.clear)
    thread.start()
    thread.join()
    own.run_sync(own.run_js("new Promise(resolve => setTimeout(resolve, 1))"))
    assert own.statistics()["js_proxies"] <= 2
    own.close()


def counted():
    """A class that knows how many of its instances are alive."""

    class Thing:
        alive = 0

        def __init__(self) -> None:
            Thing.alive += 1

        def __del__(self) -> None:
            Thing.alive -= 1

    return Thing


def test_cycles_within_a_runtime_and_through_two_are_collected(first):
    Thing = counted()
    with Runtime() as own:
        for run in (own.run_js, first):
            for _ in range(20):
                thing = Thing()
                thing.kept = run("thing => () => thing")(thing)
        del thing
        for _ in range(3):
            gc.collect()
        assert Thing.alive == 0


def test_what_a_closed_one_held_is_freed():
    Thing = counted()
    own = Runtime()
    own.js.things = own.to_js([Thing() for _ in range(10)])
    assert Thing.alive == 10
    own.close()
    gc.collect()
    assert Thing.alive == 0


def resident() -> int:
    """Bytes of memory that the process has in use."""
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def closed(runtime: Runtime) -> None:
    runtime.close()


def left_alone(runtime: Runtime) -> None:
    del runtime


@pytest.mark.skipif(not os.path.exists("/proc/self/statm"), reason="there is no /proc")
@pytest.mark.parametrize("end", [closed, left_alone])
def test_the_memory_of_runtimes_is_freed(end):
    """One runtime has about 400 kB before the program makes anything in it."""

    def rounds(count: int) -> None:
        for _ in range(count):
            own = Runtime()
            own.run_js("globalThis.kept = Array.from({length: 1000}, (_, i) => ({i, url: new URL(`http://a/${i}`)}))")
            own.run_js("f => setTimeout(f, 1e6)")(lambda: None)
            end(own)
            del own

    rounds(20)
    before = resident()
    rounds(60)
    assert resident() - before < 8 << 20


def test_a_view_of_a_buffer_outlives_its_runtime():
    own = Runtime()
    view = memoryview(own.run_js("new Uint8Array([1, 2, 3])"))
    kept = own.run_js("new ArrayBuffer(1 << 20)")
    other = memoryview(kept)
    other[:] = b"x" * (1 << 20)
    own.close()
    Runtime().close()
    assert bytes(view) == b"\1\2\3" and bytes(other[-2:]) == b"xx"
    view.release()
    assert other[0] == ord("x")


def test_python_code_that_a_native_function_calls_can_close():
    """The function goes on in a runtime that is closed, and whose memory is freed behind it."""

    class Index:
        def __init__(self, runtime: Runtime) -> None:
            self.runtime = runtime

        def __index__(self) -> int:
            self.runtime.close()
            return 1

    uses = [
        lambda array, index: array[index],
        lambda array, index: array[index:],
        lambda array, index: array.insert(index, 1),
        lambda array, index: array.__setitem__(index, 1),
        lambda array, index: array.__delitem__(slice(index, None)),
    ]
    for use in uses:
        own = Runtime()
        array = own.run_js("[1, 2, 3]")
        try:
            use(array, Index(own))
        except Exception:
            pass
        with pytest.raises(RuntimeError, match="closed"):
            array.push(1)


def test_whoever_awaits_what_a_closed_one_promised_is_told():
    async def main() -> None:
        own = Runtime()

        async def wait() -> None:
            await own.run_js("new Promise(resolve => { globalThis.later = resolve })")

        waiting = asyncio.create_task(wait())
        await asyncio.sleep(0.01)
        own.close()
        with pytest.raises(RuntimeError, match="closed"):
            await asyncio.wait_for(waiting, 5)

    asyncio.run(main())


def test_a_finalizer_can_close():
    own = Runtime()

    class Last:
        def __del__(self) -> None:
            own.close()

    box = own.js.Object.new()
    box.last = Last()
    box.last = None
    gc.collect()
    with pytest.raises(RuntimeError, match="closed"):
        box.last


def test_what_refers_to_a_closed_one_can_be_dropped():
    own = Runtime()
    things: list[Any] = [own.run_js("[1]"), own.run_js("x => x"), own.run_js("new Map([[1, 2]])").items()]
    things.append(iter(own.run_js("[1, 2]")))
    things.append(own.run_js("(function* () { yield 1; yield 2 })()"))
    next(things[-1])
    things.append(own.run_js("Promise.resolve(1)"))
    with pytest.raises(sigbind.JsException) as caught:
        own.run_js("throw new TypeError('a')")
    things.append(caught.value)
    own.close()
    assert (str(things[-1]), repr(things[-1])) == ("TypeError: a", "JsException('TypeError: a')")
    assert "TypeError: a" in "".join(traceback.format_exception(things[-1]))
    for thing in things:
        assert repr(thing)
    del thing, caught
    things.clear()
    gc.collect()


def test_an_exception_is_shown_on_any_thread():
    with pytest.raises(sigbind.JsException) as caught:
        sigbind.js.eval("throw new TypeError('a')")
    shown: list[str] = []
    thread = threading.Thread(target=lambda: shown.extend(traceback.format_exception(caught.value)))
    thread.start()
    thread.join()
    assert shown[-1].endswith("TypeError: a\n")


def test_proxies_keep_a_runtime_that_is_left_alone():
    make = Runtime().run_js("n => Array(n).fill(n)")
    gc.collect()
    Runtime().close()
    assert make(3).to_py() == [3, 3, 3]


def test_threads_end_with_and_without_closing():
    def run(end: bool) -> None:
        own = Runtime()
        kept.append(own.run_js("({a: 1})"))
        if end:
            own.close()

    kept: list[Any] = []
    for end in (True, False) * 4:
        thread = threading.Thread(target=run, args=[end])
        thread.start()
        thread.join()
    for thing in kept:
        with pytest.raises(RuntimeError, match="closed|another thread"):
            thing.a
    kept.clear()
    gc.collect()
