"""What is done to modules of Python's library when a program imports them: an import of asyncio takes longer than everything here."""

from __future__ import annotations

import sys
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_waiting: dict[str, Callable[[], None]] = {}


def use() -> None:
    """Gives asyncio the loops of `pyodide.webloop`, and lets `json` write `jsnull`: now, if they are there, or when they are imported."""
    for name, do in (("asyncio", _asyncio), ("json", _json)):
        if name in sys.modules:
            do()
        else:
            _waiting[name] = do
    if _waiting and not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder())


def _asyncio() -> None:
    from . import webloop

    webloop.use()


def _json() -> None:
    from . import json_null

    json_null.use()


class _Finder:
    """Finds each of the modules, once."""

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        do = _waiting.pop(name, None)
        if do is None:
            return None
        if not _waiting:
            sys.meta_path.remove(self)  # type: ignore[arg-type]
        spec = PathFinder.find_spec(name, path, target)
        if spec is not None and spec.loader is not None:
            spec.loader = _Loader(spec.loader, do)  # type: ignore[assignment]
        return spec


class _Loader:
    """The loader of a module, and then what is to be done."""

    def __init__(self, loader: Any, do: Callable[[], None]) -> None:
        self._loader = loader
        self._do = do

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._loader.create_module(spec)  # type: ignore[no-any-return]

    def exec_module(self, module: ModuleType) -> None:
        assert module.__spec__ is not None
        module.__spec__.loader = module.__loader__ = self._loader
        self._loader.exec_module(module)
        self._do()
