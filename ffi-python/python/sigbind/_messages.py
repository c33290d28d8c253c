"""Every text that a refused call shows, and the nearest name for "Did you mean".

The native runtime has the same texts in `ffi-core/src/binding/messages.rs`; the host tests compare the two.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence


class WrongType(Exception):
    """A value does not fit its type. Travels from the value outwards and collects the path on its way."""

    cause: BaseException | None = None
    """What caused the error that comes of this."""

    def __init__(self, expected: str, actual: object) -> None:
        super().__init__()
        self.expected = expected
        self.actual = "None" if actual is None else type(actual).__name__
        self.inside_out: list[str] = []

    def message(self, function: str, argument: str) -> str:
        path = argument + "".join(reversed(self.inside_out))
        return f"{function}(): {path} must be {self.expected}, not {self.actual}"

    def error(self, function: str, argument: str) -> Exception:
        return TypeError(self.message(function, argument))

    def attribute_error(self, owner: str, name: str) -> Exception:
        """The error of an assignment: `Owner.name["key"] must be str, not int`."""
        error = self.error("", f"{owner}.{name}")
        return type(error)(str(error).removeprefix("(): "))


class IntegerTooLarge(WrongType):
    """An integer that a JavaScript number cannot hold exactly."""

    def __init__(self) -> None:
        super().__init__("", None)

    def message(self, function: str, argument: str) -> str:
        path = argument + "".join(reversed(self.inside_out))
        return f"{function}(): {path} is too large to be an exact JavaScript number"

    def error(self, function: str, argument: str) -> Exception:
        return OverflowError(self.message(function, argument))


class ConverterRaised(WrongType):
    """A converter by hand has raised. Its exception goes on as it is, with a note that says where."""

    def __init__(self, raised: Exception) -> None:
        super().__init__("", None)
        self.raised = raised
        self.cause = raised.__cause__

    def error(self, function: str, argument: str) -> Exception:
        return self.told(f"{function}(): {argument}")

    def attribute_error(self, owner: str, name: str) -> Exception:
        return self.told(f"{owner}.{name}")

    def told(self, place: str) -> Exception:
        from ._converters import note

        note(self.raised, place + "".join(reversed(self.inside_out)))
        return self.raised


def key_segment(key: str) -> str:
    """`["key"]`, a step into a mapping."""
    escaped = key.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'["{escaped}"]'


def unexpected_keyword(function: str, keyword: str, names: Iterable[str]) -> TypeError:
    near = nearest(keyword, names)
    hint = "" if near is None else f". Did you mean '{near}'?"
    return TypeError(f"{function}() got an unexpected keyword argument '{keyword}'{hint}")


def keyword_twice(function: str, keyword: str) -> TypeError:
    return TypeError(f"{function}() got both spellings of keyword argument '{keyword}'")


def too_many_positional(function: str, least: int, most: int, given: int) -> TypeError:
    takes = f"from {least} to {most}" if least < most else str(most)
    noun = "argument" if most == 1 else "arguments"
    were = "was" if given == 1 else "were"
    return TypeError(f"{function}() takes {takes} positional {noun} but {given} {were} given")


def missing(function: str, kind: str, names: Sequence[str]) -> TypeError:
    """`kind` is `positional` or `keyword-only`."""
    noun = "argument" if len(names) == 1 else "arguments"
    quoted = [f"'{name}'" for name in names]
    if len(quoted) > 2:
        text = ", ".join(quoted[:-1]) + f", and {quoted[-1]}"
    else:
        text = " and ".join(quoted)
    return TypeError(f"{function}() missing {len(names)} required {kind} {noun}: {text}")


def options_and_keywords(function: str, names: Iterable[str]) -> TypeError:
    quoted = ", ".join(f"'{name}'" for name in names)
    return TypeError(f"{function}() got both an options object and keyword arguments: {quoted}")


def alternatives(words: Sequence[str]) -> str:
    """`str`, `str or URL`, `str, Request or URL`."""
    if not words:
        return "nothing"
    if len(words) == 1:
        return words[0]
    return ", ".join(words[:-1]) + f" or {words[-1]}"


_LONGEST = 80


def nearest(name: str, candidates: Iterable[str]) -> str | None:
    """The candidate nearest to `name`, if at most a third of the longer name differs. The first among equals."""
    if not name or len(name) > _LONGEST:
        return None
    best = None
    least = 0
    for candidate in candidates:
        if not candidate or len(candidate) > _LONGEST:
            continue
        limit = 2 * max(max(len(name), len(candidate)) // 3, 1)
        distance = _distance(name, candidate)
        if distance <= limit and (best is None or distance < least):
            best, least = candidate, distance
    return best


def _distance(left: str, right: str) -> int:
    """Optimal string alignment distance in halves: a difference of case counts 1, any other change 2."""
    before: list[int] = []
    above = [2 * column for column in range(len(right) + 1)]
    for i, a in enumerate(left):
        row = [2 * (i + 1)]
        for j, b in enumerate(right):
            change = 0 if a == b else 1 if a.lower() == b.lower() else 2
            cost = min(above[j] + change, above[j + 1] + 2, row[j] + 2)
            if i > 0 and j > 0 and a == right[j - 1] and left[i - 1] == b:
                cost = min(cost, before[j - 1] + 2)
            row.append(cost)
        before, above = above, row
    return above[-1]
