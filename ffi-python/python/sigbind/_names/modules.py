"""JavaScript objects as Python modules: `register_js_module`, and what `import` finds of them."""

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


class _JsModule(ModuleType):
    """A module whose attributes are the properties of an object."""

    _object: Any

    def __init__(self, name: str, of: Any) -> None:
        super().__init__(name)
        super().__setattr__("_object", of)
        # A module with a path may have submodules: its properties.
        super().__setattr__("__path__", [])

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        try:
            return getattr(super().__getattribute__("_object"), name)
        except AttributeError:
            raise AttributeError(name) from None

    def __setattr__(self, name: str, value: Any) -> None:
        if name.startswith("__") and name.endswith("__"):
            super().__setattr__(name, value)
        elif not isinstance(value, ModuleType) or name in ("_object",):
            setattr(self._object, name, value)

    def __delattr__(self, name: str) -> None:
        if name.startswith("__") and name.endswith("__"):
            super().__delattr__(name)
        else:
            delattr(self._object, name)

    def __dir__(self) -> list[str]:
        return dir(self._object)


class _Finder:
    """Finds registered modules and, as submodules, their properties that are objects."""

    @staticmethod
    def find_spec(name: str, path: Sequence[str] | None = None, target: ModuleType | None = None) -> ModuleSpec | None:
        del path, target
        package, _, last = name.rpartition(".")
        if not package:
            return ModuleSpec(name, _Loader(_registered[name]), is_package=True) if name in _registered else None
        parent = sys.modules.get(package)
        if not isinstance(parent, _JsModule):
            return None
        found = getattr(parent, last, None)
        if not isinstance(found, (_core.JsProxy, _core.JsException)):
            return None
        return ModuleSpec(name, _Loader(found), is_package=True)


class _Loader:
    def __init__(self, of: Any) -> None:
        self._of = of

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _JsModule(spec.name, self._of)

    def exec_module(self, module: ModuleType) -> None:
        pass


def register(name: str, of: Any) -> None:
    """Makes an object importable as a module."""
    if not isinstance(name, str):
        raise TypeError(f"Argument 'name' should be a str, not {type(name).__name__!r}")
    if not isinstance(of, (_core.JsProxy, _core.JsException)):
        raise TypeError(f"Argument 'jsproxy' should be a JsProxy, not {type(of).__name__!r}")
    _registered[name] = of
    sys.modules.pop(name, None)
    if _Finder not in sys.meta_path:
        sys.meta_path.append(_Finder)  # type: ignore[arg-type]


def unregister(name: str) -> None:
    """Forgets a registered object; modules that were imported from it are imported anew."""
    if name not in _registered:
        raise ValueError(f"Cannot unregister {name!r}: no Javascript module with that name is registered")
    del _registered[name]
    for imported in [found for found in sys.modules if found == name or found.startswith(f"{name}.")]:
        del sys.modules[imported]


def global_module() -> Any:
    """The module `js`: the global object itself."""
    register("js", _core.js)
    return _core.js
