"""`jstypes`: the names that PEP 818 (a draft) gives to Pyodide's interface, as aliases of it on every host."""

from __future__ import annotations

from types import ModuleType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_COMMON = ("create_once_callable", "create_proxy", "destroy_proxies", "jsnull", "to_js")


def modules(ffi: Any, code: Any, global_this: Any) -> dict[str, Any]:
    """The modules by name, over `pyodide.ffi`, `pyodide.code` and the global object. What an older Pyodide does not have is left out."""
    names: dict[str, Any] = {name: getattr(ffi, name) for name in _COMMON if hasattr(ffi, name)}
    # `JsArray` is `JSArray` there.
    names.update({f"JS{name[2:]}": getattr(ffi, name) for name in dir(ffi) if name.startswith("Js")})
    made = {name: ModuleType(name, __doc__) for name in ("jstypes", "jstypes.ffi", "jstypes.code")}
    for name, value in names.items():
        setattr(made["jstypes.ffi"], name, value)
    setattr(made["jstypes.code"], "run_js", code.run_js)
    made["jstypes.ffi"].__all__ = sorted(names)  # type: ignore[attr-defined]
    made["jstypes.code"].__all__ = ["run_js"]  # type: ignore[attr-defined]
    package: Any = made["jstypes"]
    package.__path__ = []
    package.ffi, package.code, package.global_this = made["jstypes.ffi"], made["jstypes.code"], global_this
    return {**made, "jstypes.global_this": global_this}
