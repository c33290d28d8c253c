"""Limits of memory, stack and time, interrupts, recursion, restricted mode: an exception, and a runtime that can be used afterwards."""

from __future__ import annotations

import signal
import subprocess
import sys
import textwrap
import threading
import time

import pytest

import sigbind
from sigbind import JsException


@pytest.fixture
def limits():
    yield sigbind.set_limits
    sigbind.set_limits()


def _check(run_js):
    assert run_js("[1, 2].map(x => x + 1).join()") == "2,3"
    assert run_js("f => f(1)")(lambda x: x + 1) == 2


@pytest.mark.parametrize(
    "program",
    [
        "const a = []; while (true) a.push(new Array(1000).fill(1))",
        "let s = 'x'; while (true) s += s",
        "new Uint8Array(200 << 20)",
        "'x'.repeat(200 << 20)",
        "const m = new Map(); for (let i = 0; ; i++) m.set(i, {i})",
        "JSON.parse('[' + '1,'.repeat(20000000) + '1]')",
    ],
)
def test_memory(run_js, limits, program):
    limits(memory=48 << 20)
    with pytest.raises(JsException, match="memory|too long|invalid|null"):
        run_js(f"(() => {{ {program} }})()")
    _check(run_js)


def test_memory_of_what_python_sends(run_js, limits):
    limits(memory=32 << 20)
    with pytest.raises(JsException, match="memory"):
        sigbind.to_js(list(range(5_000_000)))
    with pytest.raises(JsException, match="memory"):
        run_js("x => x.length")("x" * (64 << 20))
    _check(run_js)


@pytest.mark.parametrize(
    "program",
    [
        "(function f() { return f() })()",
        "(function f(n) { return [1].map(() => f(n + 1)) })(0)",
        "JSON.parse('['.repeat(500000))",
        "const a = []; a[0] = a; a.flat(Infinity)",
        "let o = {}; for (let i = 0; i < 100000; i++) o = {o}; JSON.stringify(o)",
        "new RegExp('('.repeat(100000) + ')'.repeat(100000))",
        "eval('('.repeat(100000) + '1' + ')'.repeat(100000))",
    ],
)
def test_stack(run_js, limits, program):
    limits(stack=256 << 10)
    with pytest.raises(JsException):
        run_js(f"(() => {{ {program} }})()")
    _check(run_js)


def test_recursion_through_both_languages(run_js):
    call = run_js("f => f()")

    def directly():
        return call(directly)

    class Attribute:
        def __getattr__(self, name):
            return run_js("x => x.deeper")(self)

    class Item:
        def __getitem__(self, key):
            return run_js("x => x.get(1)")(self)

        def __len__(self):
            return 1

    for program in (directly, lambda: run_js("x => x.deep")(Attribute()), lambda: Item()[1]):
        with pytest.raises(RecursionError):
            program()
        _check(run_js)


@pytest.mark.parametrize(
    "program",
    [
        "while (true);",
        "for (;;) { try { while (true); } catch (e) {} finally { } }",
        "(function f() { Promise.resolve().then(f) })()",
        "(async () => { while (true) await null })()",
        "{ const f = () => { Promise.resolve().then(f) }, g = async () => { while (true) await null }; f(); g(); f(); g() }",
        "[...(function* () { while (true) yield 1 })()].length",
        "new Array(1e9).fill(0).sort(() => 1)",
    ],
)
def test_time(run_js, limits, program):
    limits(seconds=0.2, memory=1 << 30)
    started = time.monotonic()
    with pytest.raises((TimeoutError, JsException)) as caught:
        run_js(program)
    assert time.monotonic() - started < 20
    assert caught.type is TimeoutError or "memory" in str(caught.value)
    limits()
    _check(run_js)


def test_time_is_counted_for_each_call(run_js, limits):
    limits(seconds=0.5)
    spin = run_js("n => { for (let i = 0; i < n; i++); return n }")
    for _ in range(40):
        assert spin(100_000) == 100_000


def test_an_interrupt_from_another_thread(run_js):
    assert sigbind.interrupt() is False
    stopped = []

    def stop():
        while not stopped:
            time.sleep(0.01)
            if sigbind.interrupt():
                stopped.append(True)

    thread = threading.Thread(target=stop)
    thread.start()
    with pytest.raises(InterruptedError):
        run_js("try { while (true); } catch (e) { 'caught' } finally { }")
    thread.join()
    _check(run_js)


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no timer signals on this system")
def test_a_signal_in_a_job(run_js):
    def alarm(*_):
        raise ZeroDivisionError("alarm")

    old = signal.signal(signal.SIGALRM, alarm)
    signal.setitimer(signal.ITIMER_REAL, 0.1)
    try:
        with pytest.raises(ZeroDivisionError):
            run_js("(function f() { Promise.resolve().then(f) })(); 1")
    finally:
        signal.signal(signal.SIGALRM, old)
    _check(run_js)


@pytest.mark.parametrize("kind", [KeyboardInterrupt, SystemExit])
def test_a_request_to_end_in_a_job(run_js, kind):
    def end():
        raise kind()

    with pytest.raises(kind):
        run_js("f => { Promise.resolve().then(() => { try { f() } catch (e) {} }) }")(end)
    _check(run_js)


PRELUDE = """
import sigbind, sys
from sigbind import js
from sigbind._host_native import run_js
sigbind.restrict()
calls = []
def given(*arguments):
    calls.append(arguments)
    return {"a": [1, {"b": 2}], "f": given_too}
def given_too():
    raise ValueError("secret " + str(1))
class Secret:
    x = "secret"
    def __call__(self): return 1
js.given = given
js.called = Secret()
"""

ATTEMPTS = {
    "attributes": "[given.__globals__, given.__class__, given.__code__, given.func_globals, given.__self__, called.x, called.__dict__].every(x => x === undefined)",
    "own keys": "Reflect.ownKeys(given).length + Reflect.ownKeys(called).length === 0",
    "for in": "(() => { const found = []; for (const key in given) found.push(key); return found.length === 0 })()",
    "in": "!('__globals__' in given) && !('x' in called)",
    "assignment": "(() => { try { given.x = 1; called.x = 2 } catch {} return given.x === undefined && called.x === undefined })()",
    "definition": "(() => { try { Object.defineProperty(called, 'x', {value: 5}) } catch {} return called.x === undefined })()",
    "deletion": "(() => { try { delete called.x } catch {} return true })()",
    "constructor chain": "given.constructor === Function && given.constructor.constructor === Function",
    "prototype": "Object.getPrototypeOf(given) === Function.prototype && Object.getPrototypeOf(called) === Function.prototype",
    "methods of proxies": "['toJs', 'getBuffer', 'asJsJson', 'callKwargs', 'copy', 'destroy', 'type', 'get', 'captureThis', 'then'].every(name => given[name] === undefined)",
    "result is data": "(() => { const r = given(); return r.constructor === Object && Array.isArray(r.a) && r.a[1].b === 2 && typeof r.f === 'function' && r.f.__globals__ === undefined })()",
    "data is a copy": "(() => { given().a.push(5); return given().a.length === 2 })()",
    "an exception": "(() => { try { given().f() } catch (e) { for (const s of [...Object.getOwnPropertySymbols(e), ...Object.getOwnPropertyNames(e)]) "
    "{ const v = e[s]; if (typeof v === 'object' && v !== null && (v.args !== undefined || v.__traceback__ !== undefined)) return false } return e instanceof Error } })()",
    "a hostile key": "(() => { given({['__proto__']: {polluted: 1}, ['constructor']: 2}); return ({}).polluted === undefined })()",
    "a hostile trap": "(() => { given(new Proxy({}, {get() { throw new Error('trap') }, ownKeys() { throw new Error('trap') }, getPrototypeOf() { throw new Error('trap') }})); return true })()",
    "a getter that throws": "(() => { given({get then() { throw new Error('x') }, get length() { throw 5 }}); return true })()",
    "toPrimitive": "(() => { try { return typeof `${given}` === 'string' } catch { return true } })()",
    "reflection": "Object.getOwnPropertyDescriptor(given, '__globals__') === undefined && Object.keys(given).length === 0",
    "new": "(() => { const r = new given(); return r.constructor === Object || typeof r === 'function' })()",
    "apply with this": "given.apply({__class__: 1}, []).a.length === 2",
    "subclass": "(() => { try { class Mine extends given {} ; return new Mine().a.length === 2 } catch { return true } })()",
    "symbols": "Object.getOwnPropertySymbols(given).length === 0 && given[Symbol.iterator] === undefined && given[Symbol.asyncIterator] === undefined",
    "json": "JSON.stringify({given}) === '{}'",
    "clone": "(() => { try { structuredClone(given); return false } catch { return true } })()",
}


@pytest.mark.parametrize("name", ATTEMPTS)
def test_restricted(name):
    program = PRELUDE + f"print(run_js({ATTEMPTS[name]!r}))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.stderr) == ("True\n", "")


@pytest.mark.parametrize(
    ("value", "outcome"),
    [
        ("[1, {'a': (2,)}]", "[1,{\"a\":[2]}]"), ("b'ab'", "{\"0\":97,\"1\":98}"), ("{1}", "{}"), ("None", "None"),
        ("object()", "ConversionError"), ("sys", "ConversionError"), ("Secret", "ConversionError"), ("[object()]", "ConversionError"),
        ("iter([1])", "ConversionError"),
    ],
)  # fmt: skip
def test_restricted_arguments(value, outcome):
    program = PRELUDE + textwrap.dedent(f"""
    try:
        print(run_js("x => JSON.stringify(x)")({value}))
    except Exception as error:
        print(type(error).__name__)
    """)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.stderr) == (outcome + "\n", "")
