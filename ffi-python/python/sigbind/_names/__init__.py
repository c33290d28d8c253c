"""Modules of Pyodide's names over the native runtime, for programs that were written for Pyodide."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from .. import _jstypes
from . import code, ffi, host, http, webloop, wrappers
from . import modules as js_modules

VERSION = "314.0.0"
"""The version of Pyodide whose behaviour is meant."""


def modules() -> dict[str, Any]:
    """The modules by name."""
    pyodide = ModuleType("pyodide", "Pyodide's names over sigbind's native runtime.")
    pyodide.__path__ = []  # type: ignore[attr-defined]
    pyodide.__version__ = VERSION  # type: ignore[attr-defined]
    made: dict[str, Any] = {
        "js": js_modules.global_module(),
        "pyodide": pyodide,
        "pyodide.ffi": ffi.module(),
        "pyodide.ffi.wrappers": wrappers.module(),
        "pyodide.code": code.module(),
        "pyodide.webloop": webloop.module(),
        "pyodide.http": http.module(),
    }
    for name, module in made.items():
        package, _, last = name.rpartition(".")
        if package:
            setattr(made[package], last, module)
    for name in ("eval_code", "eval_code_async", "find_imports", "should_quiet", "CodeRunner"):
        setattr(pyodide, name, getattr(made["pyodide.code"], name))
    js_modules.register("pyodide_js", host.namespace(VERSION))
    made.update(_jstypes.modules(made["pyodide.ffi"], made["pyodide.code"], made["js"]))
    return made


__all__ = ["VERSION", "modules"]
