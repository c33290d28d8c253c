"""Modules of Pyodide's names over the native runtime, for programs that were written for Pyodide."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from types import ModuleType

from .. import _core, _jstypes
from . import ffi, host, http, wrappers
from . import modules as js_modules
from .script import run_js

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

VERSION = "314.0.7"
"""The version of Pyodide whose behaviour is meant."""


class _Late(ModuleType):
    """A module whose names are loaded when the first is asked for that it was not made with: what it imports takes longer than everything here."""

    def __init__(self, name: str, documentation: str, load: Callable[[], dict[str, Any]], names: Iterable[str]) -> None:
        super().__init__(name, documentation)
        self.__dict__.update(_load=load, _names=frozenset(names))

    def __getattr__(self, name: str) -> Any:
        if name not in self._names:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        loaded = self._load()
        self.__dict__.update((each, loaded[each]) for each in self._names)
        return self.__dict__[name]

    def __dir__(self) -> list[str]:
        return sorted({*self.__dict__, *self._names} - {"_load", "_names"})


_CODE = ("CodeRunner", "eval_code", "eval_code_async", "find_imports", "relaxed_call", "relaxed_wrap", "should_quiet")


_WEB_LOOP = ("PyodideFuture", "PyodideTask", "WebLoop", "WebLoopPolicy")


def _code() -> dict[str, Any]:
    from . import code

    return vars(code)


_CONSOLE = ("BANNER", "Console", "ConsoleFuture", "PyodideConsole", "repr_shorten", "shorten")


def _console() -> dict[str, Any]:
    from . import console

    return vars(console)


def _web_loop() -> dict[str, Any]:
    from . import webloop

    return vars(webloop)


def modules() -> dict[str, Any]:
    """The modules by name."""
    of_code = ("CodeRunner", "eval_code", "eval_code_async", "find_imports", "should_quiet")
    pyodide = _Late("pyodide", "Pyodide's names over sigbind's native runtime.", _code, of_code)
    pyodide.__path__ = []  # type: ignore[attr-defined]
    pyodide.__version__ = VERSION  # type: ignore[attr-defined]
    made: dict[str, Any] = {
        "js": js_modules.global_module(),
        "pyodide": pyodide,
        "pyodide.ffi": ffi.module(),
        "pyodide.ffi.wrappers": wrappers.module(),
        "pyodide.code": _Late("pyodide.code", "Running Python source, and JavaScript source.", _code, _CODE),
        "pyodide.webloop": _Late("pyodide.webloop", "The event loop.", _web_loop, _WEB_LOOP),
        "pyodide.console": _Late("pyodide.console", "A prompt for Python.", _console, _CONSOLE),
        "pyodide.http": http.module(),
        "pyodide.http.pyxhr": http.pyxhr,
    }
    for name, module in made.items():
        package, _, last = name.rpartition(".")
        if package:
            setattr(made[package], last, module)
    made["pyodide.code"].__dict__.update(run_js=run_js, __all__=sorted([*_CODE, "run_js"]))
    made["pyodide.webloop"].__all__ = list(_WEB_LOOP)
    made["pyodide.console"].__all__ = [name for name in _CONSOLE if name != "shorten"]
    pyodide.__all__ = ["__version__", "code", "console", "ffi", "http", "webloop"]  # type: ignore[attr-defined]
    of_host = host.namespace(VERSION)
    js_modules.register("pyodide_js", of_host)
    # The name that a page gives it.
    if not hasattr(_core.js, "pyodide"):
        _core.js.pyodide = of_host
    made.update(_jstypes.modules(made["pyodide.ffi"], made["pyodide.code"], made["js"]))
    return made


__all__ = ["VERSION", "modules"]
