"""Signatures for JavaScript: call JavaScript from Python with keyword arguments, type-directed conversions and clear errors.

`bind(js.Response, Response_sig)` gives a class that is constructed and used like a Python class. The same program runs on
Pyodide, in pure Python over what every stock build offers, and on plain CPython with the native extension.
"""

from __future__ import annotations

import sys

# As in `typing`, whose import takes longer than that of everything here: what is loaded at the start keeps away from it.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__host__ = "pyodide" if sys.platform == "emscripten" else "native"
__version__ = "0.1.0"

_HOST_NAMES = {
    "JsException", "JsProxy", "bind", "bind_class", "bind_sig", "create_once_callable", "create_proxy", "destroy_proxies",
    "install", "interrupt", "js", "jsnull", "restrict", "run_sync", "set_limits", "to_js",
}

# What Pyodide's page has by itself.
_NATIVE_NAMES = {"Runtime", "import_module", "import_module_async", "require"}

__all__ = sorted([*_HOST_NAMES, *(_NATIVE_NAMES if __host__ == "native" else []), "BindClass", "bind_module", "lazy_module", "lazy_package", "load_signatures"])


def lazy_module(name: str) -> Any:
    """`__getattr__, __dir__ = lazy_module(__name__)`: see `sigbind._package`."""
    from ._package import lazy_module

    return lazy_module(name)


def lazy_package(name: str, file: str, root: Any = None) -> Any:
    """`__getattr__, __dir__ = lazy_package(__name__, __file__)`: see `sigbind._package`."""
    from ._package import lazy_package

    return lazy_package(name, file, root)


def bind_module(js_module: Any, package: Any, module: str | None = None) -> Any:
    """Gives a generated package the JavaScript module whose names it has, or one of its modules theirs: see `sigbind._package`."""
    from ._package import bind_module

    return bind_module(js_module, package, module)


def load_signatures(source: Any, root: Any = None) -> Any:
    """The signatures of a JSON document (`sig-gen --emit json`), bound: see `sigbind._table.load_signatures`."""
    from ._table import load_signatures

    return load_signatures(source, root)


def _host() -> Any:
    if __host__ == "pyodide":
        from . import _host_pyodide as host
    else:
        from . import _host_native as host
    return host


def _convert_result(value: Any, type: Any) -> Any:
    return _host().convert_result(value, type)


if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        # The host is started at the first use, so that importing a generated package costs nothing.
        if name in _HOST_NAMES:
            value = globals()[name] = getattr(_host(), name)
            return value
        if name == "BindClass":
            from .signatures import BindClass

            return BindClass
        if name in _NATIVE_NAMES and __host__ == "native":
            value = globals()[name] = getattr(_host(), name)
            return value
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__, "__host__", "__version__", "signatures"]
