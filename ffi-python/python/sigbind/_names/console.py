"""`pyodide.console`: a prompt for Python, line by line, whose results are awaited."""

from __future__ import annotations

import ast
import asyncio
import codeop
import contextlib
import io
import platform
import rlcompleter
import sys
import traceback
from collections.abc import Callable, Iterator
from typing import Any

from .code import CodeRunner

__all__ = ["BANNER", "Console", "ConsoleFuture", "PyodideConsole", "repr_shorten"]

BANNER = (
    f"Python {platform.python_version()} ({', '.join(platform.python_build())}) on {sys.platform}\n"
    'Type "help", "copyright", "credits" or "license" for more information.'
)


class _Output(io.TextIOBase):
    def __init__(self, name: str, take: Callable[[str], Any]) -> None:
        self.name = name
        self._take = take

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return "utf-8"

    def isatty(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    def write(self, text: str, /) -> int:
        self._take(text)
        return len(text)


class _Input(io.TextIOBase):
    name = "<stdin>"

    def __init__(self, ask: Callable[[int], str]) -> None:
        self._ask = ask
        self._rest = ""

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return "utf-8"

    def isatty(self) -> bool:
        return True

    def readable(self) -> bool:
        return True

    def _take(self, count: int) -> str:
        taken, self._rest = self._rest[:count], self._rest[count:]
        return taken

    def read(self, size: int | None = -1, /) -> str:
        wanted = -1 if size is None else size
        while (wanted < 0 or len(self._rest) < wanted) and (more := self._ask(wanted)):
            self._rest += more
        return self._take(len(self._rest) if wanted < 0 else wanted)

    def readline(self, size: int | None = -1, /) -> str:  # type: ignore[override]
        wanted = -1 if size is None else size
        while "\n" not in self._rest and (wanted < 0 or len(self._rest) < wanted) and (more := self._ask(wanted)):
            self._rest += more
        end = self._rest.find("\n") + 1 or len(self._rest)
        return self._take(end if wanted < 0 else min(end, wanted))


class ConsoleFuture(asyncio.Future):  # type: ignore[type-arg]
    """What comes of some source. `syntax_check` says at once whether it is complete; `formatted_error` tells later what went wrong."""

    syntax_check: str
    formatted_error: str | None

    def __init__(self, syntax_check: str) -> None:
        super().__init__()
        self.syntax_check = syntax_check
        self.formatted_error = None


class Console:
    """A prompt: lines are collected until they are a statement, which then runs in the console's namespace."""

    completer_word_break_characters = " \t\n`~!@#$%^&*()-=+[{]}\\|;:'\",<>/?"

    def __init__(
        self,
        globals: dict[str, Any] | None = None,
        *,
        stdin_callback: Callable[[int], str] | None = None,
        stdout_callback: Callable[[str], None] | None = None,
        stderr_callback: Callable[[str], None] | None = None,
        persistent_stream_redirection: bool = False,
        filename: str = "<console>",
        dont_inherit: bool = False,
        optimize: int = -1,
    ) -> None:
        self.globals = {"__name__": "__console__", "__doc__": None} if globals is None else globals
        self.stdin_callback = stdin_callback
        self.stdout_callback = stdout_callback
        self.stderr_callback = stderr_callback
        self.filename = filename
        self.buffer: list[str] = []
        self._optimize = optimize
        self._dont_inherit = dont_inherit
        self._compile = codeop.CommandCompiler()
        self._compile.compiler.flags |= ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
        self._completer = rlcompleter.Completer(self.globals)
        self._lock = asyncio.Lock()
        self._persistent: contextlib.ExitStack | None = None
        if persistent_stream_redirection:
            self.persistent_redirect_streams()

    def persistent_redirect_streams(self) -> None:
        """Gives the standard streams to the callbacks for good."""
        if self._persistent is None:
            self._persistent = contextlib.ExitStack()
            self._persistent.enter_context(self._redirected())

    def persistent_restore_streams(self) -> None:
        """Takes them back."""
        if self._persistent is not None:
            self._persistent.close()
            self._persistent = None

    @contextlib.contextmanager
    def redirect_streams(self) -> Iterator[None]:
        """Gives the standard streams to the callbacks for a while."""
        if self._persistent is not None:
            yield
            return
        with self._redirected():
            yield

    @contextlib.contextmanager
    def _redirected(self) -> Iterator[None]:
        streams: dict[str, Any] = {}
        if self.stdin_callback is not None:
            streams["stdin"] = _Input(self.stdin_callback)
        if self.stdout_callback is not None:
            streams["stdout"] = _Output("<stdout>", self.stdout_callback)
        if self.stderr_callback is not None:
            streams["stderr"] = _Output("<stderr>", self.stderr_callback)
        before = {name: getattr(sys, name) for name in streams}
        for name, stream in streams.items():
            setattr(sys, name, stream)
        try:
            yield
        finally:
            for name, stream in before.items():
                setattr(sys, name, stream)

    def push(self, line: str) -> ConsoleFuture:
        """Adds a line, and runs what is collected if it is a statement."""
        self.buffer.append(line)
        result = self.runsource("\n".join(self.buffer), self.filename)
        if result.syntax_check != "incomplete":
            self.buffer.clear()
        return result

    def runsource(self, source: str, filename: str = "<console>") -> ConsoleFuture:
        """Runs source, unless more is to come."""
        try:
            code = self._compile(source, filename, "single")
            if code is None:
                result = ConsoleFuture("incomplete")
                result.set_result(None)
                return result
            runner = CodeRunner(
                source,
                filename=filename,
                flags=self._compile.compiler.flags & ~(codeop.PyCF_DONT_IMPLY_DEDENT | getattr(codeop, "PyCF_ALLOW_INCOMPLETE_INPUT", 0)),  # type: ignore[attr-defined]
                dont_inherit=self._dont_inherit,
                optimize=self._optimize,
                dedent=False,
            ).compile()
        except (OverflowError, SyntaxError, ValueError) as error:
            result = ConsoleFuture("syntax-error")
            result.formatted_error = self.formatsyntaxerror(error)
            result.set_exception(error)
            result.exception()  # It is told in `formatted_error` to who does not await it.
            return result
        result = ConsoleFuture("complete")
        task = asyncio.ensure_future(self._run_in_turn(source, runner))

        def end(_: Any) -> None:
            if task.cancelled():
                result.cancel()
            elif (error := task.exception()) is not None:
                result.formatted_error = self.formattraceback(error)
                result.set_exception(error)
                result.exception()
            else:
                result.set_result(task.result())

        task.add_done_callback(end)
        return result

    async def _run_in_turn(self, source: str, code: CodeRunner) -> Any:
        async with self._lock:
            return await self.runcode(source, code)

    async def runcode(self, source: str, code: CodeRunner) -> Any:
        """Runs compiled source with the streams of the console."""
        with self.redirect_streams():
            try:
                return await code.run_async(self.globals)
            finally:
                sys.stdout.flush()
                sys.stderr.flush()

    def formatsyntaxerror(self, e: BaseException) -> str:
        """An error in the source as a prompt shows it."""
        sys.last_type, sys.last_value, sys.last_traceback = type(e), e, None
        return "".join(traceback.format_exception_only(type(e), e))

    def formattraceback(self, e: BaseException) -> str:
        """An exception as a prompt shows it: from the source of the console on."""
        sys.last_type, sys.last_value, sys.last_traceback = type(e), e, e.__traceback__
        start = e.__traceback__
        while start is not None and start.tb_frame.f_code.co_filename != self.filename:
            start = start.tb_next
        return "".join(traceback.format_exception(type(e), e, start or e.__traceback__))

    def complete(self, source: str) -> tuple[list[str], int]:
        """What the last word of source may become, and where that word starts."""
        start = max(map(source.rfind, self.completer_word_break_characters)) + 1
        word = source[start:]
        found = self._completer.attr_matches(word) if "." in word else self._completer.global_matches(word)  # type: ignore[attr-defined]
        return list(found), start


class PyodideConsole(Console):
    """A console that would load the packages that its source imports: here they are what Python imports anyway."""


def shorten(text: str, limit: int = 1000, split: int | None = None, separator: str = "...") -> str:
    """A text of more than `limit` characters by its two ends of `split` characters."""
    if limit < 2:
        raise ValueError("limit must be greater than or equal to 2.")
    split = limit // 2 if split is None else split
    return text if len(text) <= limit else f"{text[:split]}{separator}{text[-split:]}"


def repr_shorten(value: Any, limit: int = 1000, split: int | None = None, separator: str = "...") -> str:
    """The `repr` of a value, shortened."""
    if limit < 4:
        raise ValueError("limit must be greater than or equal to 4.")
    return shorten(repr(value), limit=limit, split=split, separator=separator)
