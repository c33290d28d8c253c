"""The host API on plain CPython, over the native runtime `sigbind._core`."""

from __future__ import annotations

import atexit
import sys

from . import _core, _foreign, _native_methods, _native_views
from ._core import (
    JsException,
    JsProxy,
    bind,
    bind_class,
    bind_sig,
    create_once_callable,
    interrupt,
    js,
    jsnull,
    restrict,
    run_js,
    run_sync,
    to_js,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ._runtime import Runtime

_native_views.attach()
_native_methods.attach()
buffer_view = _foreign.attach()
"""JavaScript's class of the buffers that `getBuffer` gives."""
atexit.register(_core.close)


def create_proxy(value: Any, *, capture_this: bool = False, roundtrip: bool = True) -> Any:
    """A JavaScript proxy of a Python object that is not unwrapped when it comes back. It lives as long as either side
    holds it; `destroy()` releases the Python object at once."""
    return _core.create_proxy(value, capture_this, roundtrip)


def destroy_proxies(proxies: Any, /) -> None:
    """Releases the Python objects behind the proxies in an array of JavaScript, or of any iterable."""
    if isinstance(proxies, JsProxy) or not hasattr(proxies, "__iter__"):
        _core.destroy_all(proxies)
    else:
        for proxy in proxies:
            _core.destroy(proxy)


def convert_result(value: Any, type: Any) -> Any:
    """A value that comes from JavaScript, converted by its declared type."""
    import json

    return _core.convert_result(value, json.dumps(type))


def can_run_sync() -> bool:
    """Whether `run_sync` can wait here: it can but for a running event loop that is not asyncio's own."""
    from . import _native_loop

    loop = _native_loop.get_running_loop()
    return loop is None or _native_loop.can_nest(loop)


def __getattr__(name: str) -> Any:
    # What few programs use is loaded when it is.
    if name in ("import_module", "import_module_async", "require"):
        from . import _modules

        value = globals()[name] = getattr(_modules, name)
        return value
    if name == "Runtime":
        from ._runtime import Runtime

        return Runtime
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def set_limits(*, memory: int | None = None, stack: int | None = None, seconds: float | None = None) -> None:
    """Limits JavaScript: bytes of memory, bytes of native stack, seconds for each call from Python. `None` is no limit. A call that
    goes beyond raises (`JsException`, `TimeoutError`), and the runtime can be used afterwards."""
    _core.set_limits(memory, stack, seconds)


def install() -> None:
    """Makes `js` and `pyodide` importable, as they are on Pyodide."""
    from . import _names
    from ._names import late

    for name, module in _names.modules().items():
        sys.modules.setdefault(name, module)
    late.use()


__all__ = [
    "JsException", "JsProxy", "Runtime", "bind", "bind_class", "bind_sig", "create_once_callable", "create_proxy", "destroy_proxies", "install",
    "interrupt", "js", "jsnull", "restrict", "run_js", "run_sync", "set_limits", "to_js",
]
