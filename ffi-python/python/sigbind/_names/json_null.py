"""`json.dumps` writes `jsnull` as null, as it does in Pyodide: what `JSON.parse(...).to_py()` gives can be written again."""

from __future__ import annotations

from json import encoder
from typing import Any

from .. import _core


def use() -> None:
    """From now on. A value that the encoder does not know is looked at before the program's own `default` is asked."""
    if getattr(encoder._make_iterencode, "knows_null", False):  # type: ignore[attr-defined]
        return
    if encoder.c_make_encoder is not None:
        encoder.c_make_encoder = _with_null(encoder.c_make_encoder)
    encoder._make_iterencode = _with_null(encoder._make_iterencode)  # type: ignore[attr-defined]


def _with_null(make: Any) -> Any:
    null = _core.jsnull

    def made(markers: Any, default: Any, *rest: Any, **named: Any) -> Any:
        return make(markers, lambda value: None if value is null else default(value), *rest, **named)

    made.knows_null = True  # type: ignore[attr-defined]
    return made
