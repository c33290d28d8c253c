"""Converters by hand: Python functions that an override names, `module:function`, imported when the first value meets them.

An override stands in a file of configuration, far from the call that it is used by. So what goes wrong tells what was overridden and where
that is written: as the error, when there is no such function; as a note on the exception, when the function raises one.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any


@cache
def converter(name: str, origin: str) -> Callable[[Any], Any]:
    """The function that calls the converter `name`. `origin` says what was overridden: `Clock.now (sig-gen.toml:7)`."""
    found: list[Callable[[Any], Any]] = []

    def convert(value: Any) -> Any:
        if not found:
            found.append(_find(name, origin))
        try:
            return found[0](value)
        except Exception as error:
            note(error, f"in the converter {name} of {origin}")
            raise

    return convert


def _find(name: str, origin: str) -> Callable[[Any], Any]:
    import importlib

    module, _, path = name.partition(":")
    try:
        function: Any = importlib.import_module(module)
        for part in path.split("."):
            function = getattr(function, part)
    except (ImportError, AttributeError) as error:
        raise ImportError(f"cannot import the converter {name} of {origin}: {error}", name=module) from error
    if not callable(function):
        raise ImportError(f"the converter {name} of {origin} cannot be called: it is {type(function).__name__}", name=module)
    return function


def note(error: BaseException, text: str) -> None:
    """Adds a note to an exception, as `add_note` does from Python 3.11 on."""
    add = getattr(error, "add_note", None)
    if add is not None:
        add(text)
        return
    notes = error.__dict__.setdefault("__notes__", [])
    if isinstance(notes, list):
        notes.append(text)
