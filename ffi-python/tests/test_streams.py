"""Standard streams that a program keeps in JavaScript. Those that give are judged by Pyodide (`tests/hosts/surface`)."""

from __future__ import annotations

import sys

import pytest
import sigbind

sigbind.install()

import pyodide_js  # noqa: E402
from pyodide.code import run_js  # noqa: E402

KEEP = run_js(
    """({
  batched: () => { const all = []; return {all, batched: (line) => all.push(line)} },
  raw: () => { const all = []; return {all, raw: (byte) => all.push(byte)} },
  write: () => { const all = []; return {all, write: (bytes) => all.push(...bytes) && bytes.length} },
})"""
)


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
@pytest.mark.parametrize(("handler", "first", "last"), [
    ("batched", ["one", "two"], ["one", "two", "three and"]),
    ("raw", list(b"one\ntwo\n"), list(b"one\ntwo\nthree and\n")),
    ("write", list(b"one\ntwo\n"), list(b"one\ntwo\nthree and\n")),
])
def test_output_goes_to_handlers(stream: str, handler: str, first: list[object], last: list[object]) -> None:
    before = getattr(sys, stream)
    kept = getattr(KEEP, handler)()
    set_stream = {"stdout": pyodide_js.setStdout, "stderr": pyodide_js.setStderr}[stream]
    set_stream(kept)
    try:
        print("one\ntwo", file=getattr(sys, stream))
        print("three", end=" ", file=getattr(sys, stream))
        assert kept.all.to_py() == first
        print("and", file=getattr(sys, stream))
        assert kept.all.to_py() == last
    finally:
        set_stream()
    assert getattr(sys, stream) is before


@pytest.mark.parametrize("terminal", [True, False])
def test_a_stream_says_whether_it_is_a_terminal(terminal: bool) -> None:
    pyodide_js.setStdout(raw=lambda byte: None, isatty=terminal)
    try:
        assert sys.stdout.isatty() is terminal and sys.stdout.fileno() == 1
    finally:
        pyodide_js.setStdout()


def test_a_handler_that_does_not_count_fails(capfd: pytest.CaptureFixture[str]) -> None:
    pyodide_js.setStdout(write=lambda data: None)
    try:
        with pytest.raises(OSError, match="I/O error"):
            print("lost")
    finally:
        pyodide_js.setStdout()
