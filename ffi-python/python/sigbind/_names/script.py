"""`run_js`: JavaScript source, run as a script."""

from __future__ import annotations

from .. import _core

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def run_js(code: str, /) -> Any:
    """Runs a script in JavaScript's global scope and gives its value."""
    if not isinstance(code, str):
        raise TypeError(f"argument should have type 'string' not type '{type(code).__name__}'")
    return _core.run_js(code)
