"""Second spellings: with `--names snake` a package takes `status_text` beside `statusText`.

The rule is that of the generator (`sig-gen/src/adjust/snake.rs`), which prints the stubs: a name that begins with a small letter is cut
before each capital that begins a word. What a scope declares as it is written comes first; of two names with the same second spelling,
the first in the order of their letters has it.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable
from typing import Any

_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def snake(name: str) -> str | None:
    """The second spelling of a name, when it has one."""
    first = name.lstrip("_")[:1]
    if not ("a" <= first <= "z") or not any("A" <= letter <= "Z" for letter in name):
        return None
    spelled = _WORD.sub("_", name)
    spelled = "".join(letter.lower() if "A" <= letter <= "Z" else letter for letter in spelled)
    return f"{spelled}_" if keyword.iskeyword(spelled) else spelled


def declared_as(spelled: str, names: Iterable[str]) -> str | None:
    """The name whose second spelling this is."""
    return min((name for name in names if snake(name) == spelled), default=None)


def is_used(module: Any) -> bool:
    """Whether a module of signatures has second spellings."""
    return getattr(module, "__names__", None) == "snake"


def second_spellings(names: Iterable[str]) -> dict[str, str]:
    """For each name that has a second spelling here, that spelling."""
    taken = set(names)
    found: dict[str, str] = {}
    for name in sorted(taken):
        spelled = snake(name)
        if spelled is not None and spelled not in taken:
            taken.add(spelled)
            found[name] = spelled
    return found
