"""Standard streams that a program keeps in JavaScript: what `setStdin`, `setStdout` and `setStderr` make of `sys`."""

from __future__ import annotations

import errno
import io
import sys
from typing import Any

from .. import _core

_view = _core.helper("(make, size) => new Uint8Array(size)")
_bytes_of = _core.helper(
    """value => value instanceof ArrayBuffer ? new Uint8Array(value) :
  ArrayBuffer.isView(value) ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength) : undefined"""
)
_before: dict[str, Any] = {}


def _count(given: Any, method: str, most: int) -> int:
    """The number of bytes that a handler says it has taken or given."""
    if not isinstance(given, int) or isinstance(given, bool):
        shown = "undefined" if given is None else str(given)
        print(f"{method} returned {shown}; a correct implementation must return a number", file=sys.__stderr__)
        raise OSError(errno.EIO, "I/O error")
    if not 0 <= given <= most:
        print(f"{method} returned {given}; a correct implementation must return a number between 0 and {most}", file=sys.__stderr__)
        raise OSError(errno.EIO, "I/O error")
    return given


class _Stream(io.RawIOBase):
    def __init__(self, file: int, is_terminal: bool) -> None:
        self._file = file
        self._is_terminal = is_terminal

    def isatty(self) -> bool:
        return self._is_terminal

    def fileno(self) -> int:
        return self._file


class _Output(_Stream):
    """Bytes for a handler: `write` takes a buffer, `raw` a byte, `batched` a line without its end."""

    def __init__(self, file: int, handlers: dict[str, Any]) -> None:
        super().__init__(file, bool(handlers.get("isatty", False)))
        self._handlers = handlers
        self._line = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        given = bytes(data)
        if (take := self._handlers.get("write")) is not None:
            return _count(take(_core.to_js(given)), "write", len(given))
        if (take := self._handlers.get("raw")) is not None:
            for byte in given:
                take(byte)
        elif (take := self._handlers.get("batched")) is not None:
            *lines, rest = given.split(b"\n")
            for line in lines:
                whole, self._line = bytes(self._line) + line, bytearray()
                take(whole.decode(errors="replace"))
            self._line += rest
        return len(given)


class _Input(_Stream):
    """Bytes from a handler: `read` fills a buffer, `stdin` gives a line, bytes, a byte, or nothing at the end."""

    def __init__(self, handlers: dict[str, Any]) -> None:
        super().__init__(0, bool(handlers.get("isatty", False)))
        self._handlers = handlers
        self._ends = handlers.get("autoEOF", True) is not False
        self._rest = b""
        self._is_at_end = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        if self._handlers.get("error"):
            raise OSError(errno.EIO, "I/O error")
        size = len(buffer)
        if (read := self._handlers.get("read")) is not None:
            array = _view(None, size)
            count = _count(read(array), "read", size)
            buffer[:count] = array.to_bytes()[:count]
            return count
        if not self._rest:
            if self._is_at_end:
                self._is_at_end = False
                return 0
            self._rest = self._ask()
        count = min(size, len(self._rest))
        buffer[:count], self._rest = self._rest[:count], self._rest[count:]
        return count

    def _ask(self) -> bytes:
        """What the handler gives at once: a line, the bytes of a buffer, or single bytes up to an end; without `autoEOF` all up to an end."""
        data = bytearray()
        while True:
            given = self._handlers["stdin"]() if "stdin" in self._handlers else None
            if isinstance(given, int):
                data.append(given)
                continue
            is_line = isinstance(given, str)
            if is_line:
                data += given.encode() + (b"" if given.endswith("\n") else b"\n")
            elif given is not None and given is not _core.jsnull:
                view = _bytes_of(given)
                if view is None:
                    raise TypeError("stdin must give a string, a number, a buffer, null or undefined")
                data += view.to_bytes()
            elif not self._ends:
                return bytes(data)
            if self._ends:
                # An end that is no line's is told once more.
                self._is_at_end = not is_line and len(data) > 0
                return bytes(data)


_HANDLERS = {"stdin": ("stdin", "read", "error"), "stdout": ("batched", "raw", "write"), "stderr": ("batched", "raw", "write")}


def set_stream(name: str, options: Any) -> None:
    """Gives a stream of `sys` to handlers; without any it is what it was before the first ones."""
    handlers: dict[str, Any] = {}
    for key in (*_HANDLERS[name], "isatty", "autoEOF"):
        value = getattr(options, key, None) if options is not None else None
        if value is not None:
            handlers[key] = value
    given = [key for key in _HANDLERS[name] if key in handlers]
    if len(given) > 1:
        raise TypeError(f"At most one of {', '.join(_HANDLERS[name][:-1])} and {_HANDLERS[name][-1]} can be given")
    if not given:
        if name in _before:
            setattr(sys, name, _before.pop(name))
        return
    current = getattr(sys, name)
    _before.setdefault(name, current)
    stream: io.RawIOBase
    if name == "stdin":
        stream = _Input(handlers)
        made = io.TextIOWrapper(io.BufferedReader(stream), encoding="utf-8")
    else:
        current.flush()
        stream = _Output(1 if name == "stdout" else 2, handlers)
        made = io.TextIOWrapper(io.BufferedWriter(stream), encoding="utf-8", line_buffering=True)
    setattr(sys, name, made)
