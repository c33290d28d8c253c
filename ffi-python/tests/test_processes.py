"""Threads, forks, subinterpreters, the end of the process: what is defined, and what is refused clearly."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap

import pytest


def _run(program: str) -> tuple[int, str, str]:
    source = "import sigbind\nfrom sigbind import js\nfrom sigbind._host_native import run_js\n" + textwrap.dedent(program)
    done = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, timeout=120)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.skipif(not hasattr(__import__("os"), "fork"), reason="no fork on this system")
def test_a_forked_process_has_a_runtime_of_its_own():
    status, out, error = _run("""
    import gc, os
    class Thing: pass
    thing = Thing(); thing.kept = run_js("x => () => x")(thing)
    run_js("globalThis.n = 1")
    child = os.fork()
    run_js("n += 1")
    if child == 0:
        assert thing.kept() is thing and run_js("n") == 2
        del thing
        gc.collect()
        os._exit(0 if run_js("[1, 2].length") == 2 else 1)
    _, status = os.waitpid(child, 0)
    print(status, run_js("n"), thing.kept() is thing)
    """)
    assert (status, out, error) == (0, "0 2 True\n", "")


def test_another_interpreter_is_refused():
    status, out, error = _run("""
    try:
        import _xxsubinterpreters as interpreters
    except ImportError:
        import _interpreters as interpreters
    made = interpreters.create()
    source = '''
    try:
        import sigbind
        sigbind.js
    except ImportError as error:
        outcome = "refused"
    else:
        outcome = "imported"
    import os
    os.write(1, outcome.encode())
    '''
    import textwrap
    interpreters.run_string(made, textwrap.dedent(source))
    interpreters.destroy(made)
    assert run_js("1 + 1") == 2
    """)
    assert (status, out, error) == (0, "refused", "")


def test_another_thread_is_refused_and_may_drop_what_it_holds():
    status, out, error = _run("""
    import gc, threading
    held = [run_js("globalThis.made = {}; new WeakRef(made); made")]
    run_js("globalThis.weak = new WeakRef(made); delete globalThis.made")
    def work():
        for program in (lambda: js.Math, lambda: held[0].x, lambda: held[0].object_keys(), lambda: run_js("1"), lambda: held[0].as_py_json()):
            try:
                program()
            except RuntimeError as error:
                assert "another thread" in str(error)
            else:
                print("not refused")
        held.clear()
        gc.collect()
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    sigbind._host_native._core.drain()
    print(run_js("weak.deref() === undefined"))
    """)
    assert (status, out, error) == (0, "True\n", "")


def test_many_threads_collect_while_javascript_runs():
    status, out, error = _run("""
    import gc, sys, threading
    sys.setswitchinterval(1e-5)
    stop = []
    def work():
        while not stop:
            gc.collect()
    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads: thread.start()
    class Thing: pass
    hold = run_js("x => { let n = 0; for (let i = 0; i < 2000; i++) n += i; return () => [x, n] }")
    for _ in range(2000):
        thing = Thing()
        thing.kept = hold(thing)
    stop.append(1)
    for thread in threads: thread.join()
    assert thing.kept()[0] is thing
    del thing
    gc.collect()
    print(sum(type(found) is Thing for found in gc.get_objects()))
    """)
    assert (status, out, error) == (0, "0\n", "")


@pytest.mark.parametrize(
    "program",
    [
        "import threading; threading.Thread(target=lambda: __import__('time').sleep(0.2), daemon=True).start(); run_js('setTimeout(() => {}, 50)')",
        "import atexit; atexit.register(lambda: run_js('1 + 1')); js.f = lambda: 1",
        "class Final:\n    def __del__(self):\n        try: js.Math.max(1)\n        except Exception: pass\nkept = Final(); js.kept = kept; kept.js = js",
        "run_js('const r = new FinalizationRegistry(() => {}); r.register({}, 1)')",
        "import asyncio\nasync def main():\n    run_js('setInterval(() => {}, 1)')\n    await asyncio.sleep(0.01)\nasyncio.run(main())",
    ],
)
def test_the_end_of_the_process_is_quiet(program):
    assert _run(program) == (0, "", "")


def test_waiting_takes_no_processor_time():
    status, out, error = _run("""
    import asyncio, time
    async def main():
        before = time.process_time()
        await run_js("new Promise(r => setTimeout(r, 600))")
        return time.process_time() - before
    print(asyncio.run(main()) < 0.06)
    before = time.process_time()
    sigbind.run_sync(run_js("new Promise(r => setTimeout(r, 600))"))
    print(time.process_time() - before < 0.06)
    """)
    assert (status, out, error) == (0, "True\nTrue\n", "")


@pytest.mark.skipif(os.name != "posix", reason="no such signals")
@pytest.mark.parametrize("handler", [signal.SIG_IGN, signal.SIG_DFL])
def test_an_interrupt_buffer_works_in_the_background(handler):
    """A shell starts what runs in the background with the signal ignored."""
    program = """
import sigbind; sigbind.install()
import js, pyodide_js
buffer = js.Int32Array.new(1)
pyodide_js.setInterruptBuffer(buffer)
try:
    buffer[0] = 2
    for _ in range(100):
        js.Math.abs(1)
except KeyboardInterrupt:
    print("interrupted", buffer[0])
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        preexec_fn=lambda: signal.signal(signal.SIGINT, handler),
        capture_output=True,
        text=True,
    )
    assert (done.stdout, done.stderr) == ("interrupted 0\n", "")
