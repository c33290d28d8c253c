"""JavaScript objects as Python modules: `register_js_module`, and what `import` finds of them.

The object's proxy itself is the module: the import system sets `__spec__` and the like on it, which the proxy keeps on Python's side.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType

from .. import _core

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_registered: dict[str, Any] = {}
_PROXIES = (_core.JsProxy, _core.JsException)


class JsFinder:
    """Finds registered modules and, as submodules, their properties that are objects."""

    @staticmethod
    def find_spec(name: str, path: Sequence[str] | None = None, target: ModuleType | None = None) -> ModuleSpec | None:
        """What `import` asks."""
        del path, target
        package, _, last = name.rpartition(".")
        if not package:
            return _spec(name, _registered[name]) if name in _registered else None
        parent = sys.modules.get(package)
        if not isinstance(parent, _PROXIES):
            return None
        found = getattr(parent, last, None)
        if not isinstance(found, _PROXIES):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return _spec(name, found)


class JsLoader:
    """Gives a proxy as a module."""

    def __init__(self, of: Any) -> None:
        self._of = of

    def create_module(self, spec: ModuleSpec) -> Any:
        """The proxy."""
        del spec
        return self._of

    def exec_module(self, module: ModuleType) -> None:
        """There is nothing to run."""

    def is_package(self, name: str) -> bool:
        """Every one may have submodules."""
        del name
        return True


def _spec(name: str, of: Any) -> ModuleSpec:
    return ModuleSpec(name, JsLoader(of), origin="javascript", is_package=True)


def register(name: str, jsproxy: Any) -> None:
    """Makes an object importable as a module. A module of that name that was imported before stays what it is."""
    if not isinstance(name, str):
        raise TypeError(f"Argument 'name' must be a str, not {type(name).__name__!r}")
    if not isinstance(jsproxy, _PROXIES):
        raise TypeError(f"Argument 'jsproxy' must be a JsProxy, not {type(jsproxy).__name__!r}")
    _registered[name] = jsproxy
    if JsFinder not in sys.meta_path:
        sys.meta_path.append(JsFinder)  # type: ignore[arg-type]


def unregister(name: str) -> None:
    """Forgets a registered object. What was imported from it stays in `sys.modules`."""
    if name not in _registered:
        raise ValueError(f"Cannot unregister {name!r}: no Javascript module with that name is registered")
    del _registered[name]


def global_module() -> Any:
    """The module `js`: the global object itself."""
    register("js", _core.js)
    spec = _spec("js", _core.js)
    found = _core.js
    found.__name__, found.__spec__, found.__loader__, found.__package__, found.__path__ = "js", spec, spec.loader, "js", []
    return found
