"""Runs the cases of this folder on this host, or those of the files that are named, and prints a line of JSON for each: [case, what came out].

A case is a block that begins with `# name`; its last expression is what comes out. An exception comes out as the name of its class.
"""

from __future__ import annotations

import ast
import asyncio
import collections.abc
import inspect
import json
import math
import sys
from pathlib import Path
from typing import Any

if sys.platform != "emscripten":
    import sigbind

    sigbind.install()

HERE = Path(__file__).parent
SUBJECTS = ["modules", "jsproxy", "pyproxy", "conversions", "asyncio", "errors"]


def cases(subject: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for block in (HERE / f"{subject}.txt").read_text("utf-8").split("\n\n"):
        name, _, code = block.strip("\n").partition("\n")
        assert name.startswith("# "), name
        assert name[2:] not in found, name
        found[name[2:]] = code
    return found


def show(value: Any) -> str:
    """What a value is, in the same words on every host."""
    import pyodide.ffi

    if isinstance(value, (tuple, list)) and type(value) in (tuple, list):
        inner = ", ".join(map(show, value))
        return f"({inner})" if type(value) is tuple else f"[{inner}]"
    if type(value) is dict:
        return "{" + ", ".join(f"{show(k)}: {show(v)}" for k, v in value.items()) + "}"
    if isinstance(value, pyodide.ffi.JsProxy):
        return f"<{kind(value)}>"
    return repr(value)


def kind(value: Any) -> str:
    """The name of a value's type; proxies of JavaScript objects are of several types on plain CPython and of one in Pyodide."""
    import pyodide.ffi

    is_proxy = isinstance(value, pyodide.ffi.JsProxy) and not isinstance(value, Exception)
    return "JsProxy" if is_proxy else type(value).__name__


async def run(code: str) -> str:
    import js
    import pyodide.code
    import pyodide.ffi
    import pyodide_js

    def exec_raises() -> None:
        raise ValueError("bad")

    js.pyodide = pyodide_js
    names: dict[str, Any] = {"js": js, "pyodide": pyodide, "pyodide_js": pyodide_js, "run_js": pyodide.code.run_js, "exec_raises": exec_raises}
    names |= {"asyncio": asyncio, "collections": collections, "json": json, "math": math, "__name__": "case", "kind": kind}
    names |= {name: getattr(pyodide.ffi, name) for name in dir(pyodide.ffi) if not name.startswith("_")}
    tree = ast.parse(code)
    last = tree.body[-1]
    if isinstance(last, ast.Expr):
        tree.body[-1] = ast.copy_location(ast.Assign([ast.Name("result_of_case", ast.Store())], last.value), last)
    ast.fix_missing_locations(tree)
    try:
        value = eval(compile(tree, "<case>", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT), names)
        if inspect.iscoroutine(value):
            await value
        return show(names.get("result_of_case"))
    except BaseException as error:
        if isinstance(error, asyncio.CancelledError):
            raise
        return f"raises {type(error).__name__}\t{str(error).strip().splitlines()[-1] if str(error).strip() else ''}"


async def main() -> None:
    for subject in sys.argv[1:] or SUBJECTS:
        for name, code in cases(subject).items():
            try:
                found = await asyncio.wait_for(run(code), 10)
            except asyncio.TimeoutError:
                found = "hangs"
            print(json.dumps([f"{subject}/{name}", found]), flush=True)


asyncio.run(main())
