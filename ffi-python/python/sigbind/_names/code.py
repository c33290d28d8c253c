"""`pyodide.code`: running Python source as an interpreter's prompt would, and calling a function with what it takes."""

from __future__ import annotations

import ast
import functools
import inspect
import io
import textwrap
import tokenize
from collections.abc import Callable
from types import CodeType
from typing import Any

__all__ = ["CodeRunner", "eval_code", "eval_code_async", "find_imports", "relaxed_call", "relaxed_wrap", "should_quiet"]

_RESULT = "__sigbind_result__"
_MODES = ("last_expr", "last_expr_or_assign", "none")


def should_quiet(source: str, /) -> bool:
    """Whether source ends with a semicolon, comments and white space left out."""
    last = ""
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type not in (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.ENDMARKER, tokenize.INDENT, tokenize.DEDENT):
                last = token.string
    except (tokenize.TokenError, SyntaxError):
        return False
    return last == ";"


def _store(target: ast.expr) -> ast.expr | None:
    """What reads a simple assigned name again."""
    return ast.Name(target.id, ast.Load()) if isinstance(target, ast.Name) else None


def _keep_last(tree: ast.Module, mode: str) -> None:
    """Keeps the value of the last expression under a name of its own."""
    if not tree.body:
        return
    last, value = tree.body[-1], None
    if isinstance(last, ast.Expr):
        value = last.value
        tree.body.pop()
    elif mode == "last_expr_or_assign":
        if isinstance(last, ast.Assign):
            value = _store(last.targets[0])
        elif isinstance(last, (ast.AugAssign, ast.AnnAssign)):
            value = _store(last.target)
    if value is not None:
        kept = ast.Assign([ast.Name(_RESULT, ast.Store())], value)
        tree.body.append(ast.copy_location(kept, last))
        ast.fix_missing_locations(tree)


class CodeRunner:
    """Python source in three steps: parsed (`ast`, which may be changed), compiled (`code`), run."""

    ast: ast.Module
    code: CodeType | None

    def __init__(
        self,
        source: str,
        *,
        return_mode: str = "last_expr",
        mode: str = "exec",
        quiet_trailing_semicolon: bool = True,
        filename: str = "<exec>",
        flags: int = 0,
        dont_inherit: bool = False,
        optimize: int = -1,
        dedent: bool = True,
    ) -> None:
        if not isinstance(source, str):
            raise TypeError(f"expected str object, not {type(source).__name__!r}")
        if return_mode not in _MODES:
            raise ValueError(f"Unrecognized return_mode {return_mode!r}. return_mode should be one of {', '.join(map(repr, _MODES))}.")
        self.quiet = return_mode == "none" or (quiet_trailing_semicolon and should_quiet(source))
        self.return_mode = return_mode
        self._options: dict[str, Any] = {"mode": mode, "flags": flags, "dont_inherit": dont_inherit, "optimize": optimize}
        self.filename = filename
        source = textwrap.dedent(source) if dedent else source
        self.ast = compile(source, filename, mode, flags | ast.PyCF_ONLY_AST, dont_inherit)
        self.code = None
        self._source = source

    def compile(self) -> CodeRunner:
        """Compiles what `ast` is now."""
        if self.code is not None:
            raise RuntimeError("Already compiled")
        tree = self.ast
        if not self.quiet and isinstance(tree, ast.Module):
            tree = ast.Module(list(tree.body), tree.type_ignores)
            _keep_last(tree, self.return_mode)
        self.code = compile(tree, self.filename, **self._options)
        return self

    def _start(self, globals: dict[str, Any] | None, locals: dict[str, Any] | None) -> tuple[dict[str, Any], dict[str, Any], CodeType]:
        if self.code is None:
            raise RuntimeError("Not yet compiled")
        globals = {} if globals is None else globals
        globals.setdefault("__builtins__", __builtins__)
        _remember_source(self.filename, self._source)
        return globals, globals if locals is None else locals, self.code

    def run(self, globals: dict[str, Any] | None = None, locals: dict[str, Any] | None = None) -> Any:
        """Runs the code and gives the value of its last expression."""
        globals, locals, code = self._start(globals, locals)
        try:
            result = eval(code, globals, locals)
            if inspect.iscoroutine(result):
                result.close()
                raise RuntimeError("Used eval_code with TOP_LEVEL_AWAIT. Use run_async for this instead.")
            return result if result is not None else locals.pop(_RESULT, None)
        finally:
            locals.pop(_RESULT, None)

    async def run_async(self, globals: dict[str, Any] | None = None, locals: dict[str, Any] | None = None) -> Any:
        """Runs the code, which may await at its top level."""
        globals, locals, code = self._start(globals, locals)
        try:
            coroutine = eval(code, globals, locals)
            if inspect.iscoroutine(coroutine):
                await coroutine
            return locals.pop(_RESULT, None)
        finally:
            locals.pop(_RESULT, None)


def _remember_source(filename: str, source: str) -> None:
    import linecache

    if not (filename.startswith("<") and filename.endswith(">")):
        linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)


def eval_code(
    source: str,
    globals: dict[str, Any] | None = None,
    locals: dict[str, Any] | None = None,
    *,
    return_mode: str = "last_expr",
    quiet_trailing_semicolon: bool = True,
    filename: str = "<exec>",
    flags: int = 0,
    dont_inherit: bool = False,
    optimize: int = -1,
    dedent: bool = True,
) -> Any:
    """Runs source and gives the value of its last expression."""
    runner = CodeRunner(
        source,
        return_mode=return_mode,
        quiet_trailing_semicolon=quiet_trailing_semicolon,
        filename=filename,
        flags=flags,
        dont_inherit=dont_inherit,
        optimize=optimize,
        dedent=dedent,
    )
    return runner.compile().run(globals, locals)


async def eval_code_async(
    source: str,
    globals: dict[str, Any] | None = None,
    locals: dict[str, Any] | None = None,
    *,
    return_mode: str = "last_expr",
    quiet_trailing_semicolon: bool = True,
    filename: str = "<exec>",
    flags: int = 0,
    dont_inherit: bool = False,
    optimize: int = -1,
    dedent: bool = True,
) -> Any:
    """Runs source, which may await at its top level, and gives the value of its last expression."""
    runner = CodeRunner(
        source,
        return_mode=return_mode,
        quiet_trailing_semicolon=quiet_trailing_semicolon,
        filename=filename,
        flags=flags | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT,
        dont_inherit=dont_inherit,
        optimize=optimize,
        dedent=dedent,
    )
    return await runner.compile().run_async(globals, locals)


def find_imports(source: str, /) -> list[str]:
    """The modules that source imports, each with the packages that it is in. None of source that cannot be parsed."""
    try:
        tree = ast.parse(textwrap.dedent(source))
    except SyntaxError:
        return []
    found: dict[str, None] = {}

    def add(name: str) -> None:
        parts = name.split(".")
        for count in range(1, len(parts) + 1):
            found[".".join(parts[:count])] = None

    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                add(alias.name)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            add(node.module)
    return sorted(found)


@functools.lru_cache(256)
def _signature(function: Callable[..., Any]) -> inspect.Signature:
    return inspect.signature(function)


def relaxed_call(function: Callable[..., Any], /, *arguments: Any, **keywords: Any) -> Any:
    """Calls a function without the arguments that it does not take."""
    try:
        signature = _signature(function)
    except TypeError:
        signature = inspect.signature(function)
    except ValueError:
        return function(*arguments, **keywords)
    kinds = {parameter.kind for parameter in signature.parameters.values()}
    if inspect.Parameter.VAR_POSITIONAL not in kinds:
        positional = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
        most = sum(parameter.kind in positional for parameter in signature.parameters.values())
        arguments = arguments[:most]
    if inspect.Parameter.VAR_KEYWORD not in kinds:
        named = (inspect.Parameter.KEYWORD_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
        takes = [name for name, parameter in signature.parameters.items() if parameter.kind in named]
        keywords = {name: value for name, value in keywords.items() if name in takes}
    bound = signature.bind(*arguments, **keywords)
    bound.apply_defaults()
    return function(*bound.args, **bound.kwargs)


def relaxed_wrap(function: Callable[..., Any], /) -> Callable[..., Any]:
    """A function that drops the arguments that `function` does not take."""

    @functools.wraps(function)
    def relaxed(*arguments: Any, **keywords: Any) -> Any:
        return relaxed_call(function, *arguments, **keywords)

    return relaxed
