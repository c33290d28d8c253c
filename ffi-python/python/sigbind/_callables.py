"""What a Python callable can be called with. Both hosts ask before JavaScript calls it."""

from __future__ import annotations

from types import FunctionType, MethodType
from typing import Any

_VARARGS = 0x04

# Built-in classes have no signature to inspect; as callbacks they convert one value.
_ONE = {bool, bytes, bytearray, complex, dict, float, frozenset, int, iter, list, set, str, tuple, type}


def positional_limit(value: Any) -> int | None:
    """How many positional arguments a callable takes; None for any number."""
    if isinstance(value, MethodType) and isinstance(value.__func__, FunctionType) and not hasattr(value, "__wrapped__"):
        code = value.__func__.__code__
        return None if code.co_flags & _VARARGS else max(code.co_argcount - 1, 0)
    if isinstance(value, FunctionType) and not hasattr(value, "__wrapped__"):
        code = value.__code__
        return None if code.co_flags & _VARARGS else code.co_argcount
    try:
        if value in _ONE:
            return 1
    except TypeError:
        pass
    import inspect

    try:
        parameters = inspect.signature(value).parameters.values()
    except (TypeError, ValueError):
        return None
    count = 0
    for parameter in parameters:
        if parameter.kind is parameter.VAR_POSITIONAL:
            return None
        if parameter.kind in (parameter.POSITIONAL_ONLY, parameter.POSITIONAL_OR_KEYWORD):
            count += 1
    return count
