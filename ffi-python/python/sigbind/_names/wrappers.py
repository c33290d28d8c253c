"""`pyodide.ffi.wrappers`: listeners and timers with Python callables."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

from .. import _core

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["add_event_listener", "clear_interval", "clear_timeout", "remove_event_listener", "set_interval", "set_timeout"]


def add_event_listener(target: Any, event: str, listener: Callable[[Any], Any]) -> None:
    """Lets a target call a listener at each event of a name. A callable is one listener, however often it crosses."""
    target.addEventListener(event, listener)


def remove_event_listener(target: Any, event: str, listener: Callable[[Any], Any]) -> None:
    """Ends what `add_event_listener` began."""
    target.removeEventListener(event, listener)


def set_timeout(callback: Callable[[], Any], timeout: int) -> Any:
    """Calls once, after so many milliseconds."""
    return _core.global_object().setTimeout(callback, timeout)


def clear_timeout(timer: Any) -> None:
    """Ends what `set_timeout` began."""
    _core.global_object().clearTimeout(timer)


def set_interval(callback: Callable[[], Any], interval: int) -> Any:
    """Calls every so many milliseconds."""
    return _core.global_object().setInterval(callback, interval)


def clear_interval(timer: Any) -> None:
    """Ends what `set_interval` began."""
    _core.global_object().clearInterval(timer)


def module() -> ModuleType:
    """The module `pyodide.ffi.wrappers`."""
    made = ModuleType("pyodide.ffi.wrappers", __doc__)
    for name in __all__:
        setattr(made, name, globals()[name])
    made.__all__ = __all__  # type: ignore[attr-defined]
    return made
