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

_attributes: dict[int, dict[str, Any]] = {}
"""What a module has beside its own names (`__name__`, `__path__`, ...), by the identity of the object: it is kept by the table of modules."""


def module_attribute(object: Any, name: str) -> Any:
    """An attribute that an object has as a module. The runtime asks for what no property is."""
    attributes = _attributes.get(id(object))
    if attributes is None:
        return NotImplemented
    if name == "__all__":
        return [key for key in object.object_keys() if not key.startswith("_")]
    return attributes.get(name, NotImplemented)


def _become(of: Any, spec: ModuleSpec) -> None:
    """Makes an object the module of a specification, with a path, so that properties are its submodules."""
    _attributes[id(of)] = {"__name__": spec.name, "__package__": spec.name, "__spec__": spec, "__loader__": spec.loader, "__path__": []}
    sys.modules[spec.name] = of


class _Finder:
    """Finds registered modules and, as submodules, their properties that are objects."""

    @staticmethod
    def find_spec(name: str, path: Sequence[str] | None = None, target: Any = None) -> ModuleSpec | None:
        del path, target
        package, _, last = name.rpartition(".")
        if not package:
            return ModuleSpec(name, _Loader(_registered[name]), is_package=True) if name in _registered else None
        parent = sys.modules.get(package)
        found = getattr(parent, last, None) if isinstance(parent, (_core.JsProxy, _core.JsException)) else None
        if not isinstance(found, (_core.JsProxy, _core.JsException)):
            return None
        return ModuleSpec(name, _Loader(found), is_package=True)


class _Loader:
    def __init__(self, of: Any) -> None:
        self._of = of

    def create_module(self, spec: ModuleSpec) -> None:
        pass

    def exec_module(self, module: ModuleType) -> None:
        # What the table of modules holds when the loader is done is what the import gives.
        assert module.__spec__ is not None
        _become(self._of, module.__spec__)


def register(name: str, of: Any) -> None:
    """Makes an object importable as a module."""
    if not isinstance(name, str):
        raise TypeError(f"Argument 'name' must be a str, not {type(name).__name__!r}")
    if not isinstance(of, (_core.JsProxy, _core.JsException)):
        raise TypeError(f"Argument 'jsproxy' must be a JsProxy, not {type(of).__name__!r}")
    _registered[name] = of
    _attributes.pop(id(sys.modules.pop(name, None)), None)
    if _Finder not in sys.meta_path:
        sys.meta_path.append(_Finder)  # type: ignore[arg-type]


def unregister(name: str) -> None:
    """Forgets a registered object; modules that were imported from it are imported anew."""
    if name not in _registered:
        raise ValueError(f"Cannot unregister {name!r}: no Javascript module with that name is registered")
    del _registered[name]
    for imported in [found for found in sys.modules if found == name or found.startswith(f"{name}.")]:
        _attributes.pop(id(sys.modules.pop(imported)), None)


def global_module() -> Any:
    """The module `js`: the global object itself."""
    register("js", _core.js)
    _become(_core.js, ModuleSpec("js", _Loader(_core.js), is_package=True))
    return _core.js
