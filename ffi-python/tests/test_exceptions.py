"""Exceptions across the border, recursion, interrupts and threads."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
import traceback

import pytest

from sigbind import JsException, JsProxy, js


def fail():
    raise KeyError("mine")


def test_a_python_exception_through_javascript_is_the_same(run_js):
    error = ValueError("text")

    def throw():
        raise error

    with pytest.raises(ValueError) as caught:
        run_js("f => f()")(throw)
    assert caught.value is error
    assert any(frame.name == "throw" for frame in traceback.extract_tb(caught.value.__traceback__))


def test_javascript_catches_and_rethrows(run_js):
    name, kind, message, is_error = run_js(
        "f => { try { f() } catch (e) { return [e.name, e.type, e.message, e instanceof Error] } }"
    )(fail)
    assert (name, kind, is_error) == ("PythonError", "KeyError", True)
    # As in Pyodide, the message is the whole traceback.
    assert message.startswith("Traceback (most recent call last):") and ", in fail\n" in message
    assert message.endswith("\nKeyError: 'mine'\n")
    with pytest.raises(KeyError):
        run_js("f => { try { f() } catch (e) { throw e } }")(fail)
    with pytest.raises(KeyError):
        run_js("f => { try { f() } finally { } }")(fail)


def test_a_javascript_error_is_the_same_when_it_comes_back(run_js):
    run_js("globalThis.error = new RangeError('far')")

    def throw():
        run_js("throw error")

    assert run_js("f => { try { f() } catch (e) { return e === error } }")(throw)
    with pytest.raises(JsException) as caught:
        throw()
    assert caught.value.name == "RangeError" and caught.value.message == "far" and str(caught.value) == "RangeError: far"
    assert isinstance(caught.value, Exception)
    with pytest.raises(JsException) as again:
        throw()
    assert again.value is caught.value


def test_the_javascript_stack_is_in_the_traceback(run_js):
    with pytest.raises(JsException) as caught:
        run_js("function inner() { throw new Error('deep') }\nfunction outer() { inner() }\nouter()", "place.js")
    frames = [(frame.name, frame.filename, frame.lineno) for frame in traceback.extract_tb(caught.value.__traceback__)]
    assert frames[-2:] == [("outer", "place.js", 2), ("inner", "place.js", 1)]


@pytest.mark.parametrize("source", ["throw 1", "throw 'text'", "throw null", "throw undefined", "throw {a: 1}", "throw Symbol('s')"])
def test_any_value_can_be_thrown(run_js, source):
    with pytest.raises(JsException):
        run_js(source)


def test_attribute_errors_name_class_and_attribute(run_js):
    with pytest.raises(AttributeError, match="'Date' object has no attribute 'nothing'"):
        js.Date.new(0).nothing
    assert not hasattr(js, "nothing")
    assert getattr(js, "nothing", 1) == 1


def test_mixed_recursion_raises(run_js):
    call = run_js("(f, n) => f(n + 1)")

    def again(n):
        return call(again, n)

    with pytest.raises(RecursionError):
        again(0)
    assert run_js("1 + 1") == 2


def test_recursion_through_a_high_limit_raises(run_js):
    call = run_js("(f, n) => f(n + 1)")

    def again(n):
        return call(again, n)

    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(1_000_000)
    try:
        with pytest.raises((RecursionError, JsException)):
            again(0)
    finally:
        sys.setrecursionlimit(limit)
    assert run_js("1 + 1") == 2


def test_javascript_recursion_raises(run_js):
    with pytest.raises(JsException, match="stack"):
        run_js("(function f() { return 1 + f() })()")


def test_python_calls_python_through_javascript(run_js):
    call = run_js("(f, ...rest) => f(...rest)")
    assert call(call, call, lambda a, b: a + b, 1, 2) == 3


def test_keyboard_interrupt_passes_through_catch(run_js):
    def interrupt():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_js("f => { try { f() } catch (e) { return 'caught' } }")(interrupt)


def test_a_signal_stops_a_loop(run_js):
    def send():
        os.kill(os.getpid(), signal.SIGINT)

    # A process that was started in the background may have inherited that the signal is ignored.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        timer = threading.Timer(0.2, send)
        timer.start()
        with pytest.raises(KeyboardInterrupt):
            run_js("for (;;) { }")
        timer.join()
    finally:
        signal.signal(signal.SIGINT, before)
    assert run_js("1 + 1") == 2


def test_other_threads_are_refused(run_js):
    proxy = run_js("({a: 1, f() {}})")
    outcomes = []

    def use():
        for operation in (lambda: proxy.a, lambda: proxy.f(), lambda: js.Object, lambda: repr(proxy), lambda: run_js("1"), lambda: proxy.object_keys()):
            try:
                operation()
                outcomes.append("worked")
            except RuntimeError as error:
                outcomes.append("thread" in str(error))

    thread = threading.Thread(target=use)
    thread.start()
    thread.join()
    assert outcomes == [True] * 6


def test_a_proxy_may_die_on_another_thread(run_js, settle):
    before = settle()
    box = [run_js("(() => { const made = {}; globalThis.weak = new WeakRef(made); return made })()")]
    thread = threading.Thread(target=box.clear)
    thread.start()
    thread.join()
    from sigbind import _core

    _core.drain()
    after = settle()
    assert after["js_proxies"] == before["js_proxies"]
    assert run_js("weak.deref() === undefined")


@pytest.mark.parametrize(
    "program",
    [
        "x = run_js('({})'); js.kept = x; x.y = lambda: x",
        "js.f = print; run_js('globalThis.p = new Promise(() => {})')",
        "run_js('setTimeout(() => {}, 10000)')",
        "import sys; sys.exit(0)",
        "view = memoryview(run_js('new Uint8Array(10)'))",
    ],
)
def test_the_process_ends_quietly(program):
    source = "from sigbind import js\nfrom sigbind._host_native import run_js\n" + textwrap.dedent(program)
    done = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_isinstance_with_javascript_classes(run_js):
    assert isinstance(run_js("new Date()"), js.Date)
    assert not isinstance(run_js("[]"), js.Date)
    assert not isinstance(1, js.Date)
    assert isinstance(js, JsProxy)
