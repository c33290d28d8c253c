"""Call plans in Python: the union of a function's overloads, and the matching of a call to it.

The native runtime has the same in `ffi-core/src/binding` (`plan.rs`, `matching.rs`); the rules and messages are the same.
Nothing in here knows of Pyodide: values are converted by whoever asks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from . import _messages as messages
from ._annotations import ANY, Json, union


class Parameter:
    """One JavaScript argument."""

    __slots__ = ("name", "required", "type")

    def __init__(self, name: str, type: Json, required: bool) -> None:
        self.name = name
        self.type = type
        self.required = required


class Keyword:
    """One property of the options object."""

    __slots__ = ("also", "default", "js", "python", "required", "type")

    def __init__(
        self, python: str, js: str, type: Json, required: bool, default: Json | None, also: str | None = None
    ) -> None:
        self.python = python
        # A second spelling.
        self.also = also
        self.js = js
        self.type = type
        self.required = required
        self.default = default


class Layout:
    """One shape of the JavaScript argument list. Overloads that agree on where the options object stands share one."""

    __slots__ = ("keywords", "other_keywords", "parameters", "position", "required", "required_without_options", "rest",
                 "rest_name")

    def __init__(self) -> None:
        self.parameters: list[Parameter] = []
        self.rest: Json | None = None
        self.rest_name = "arguments"
        self.position: int | None = None
        self.keywords: dict[str, Keyword] = {}
        self.other_keywords: Json | None = None
        self.required = 0
        self.required_without_options = 0

    def keyword(self, name: str) -> Keyword | None:
        """The keyword of this name, or of this second spelling."""
        found = self.keywords.get(name)
        if found is None and "_" in name:
            found = next((each for each in self.keywords.values() if each.also == name), None)
        return found

    def spellings(self) -> list[str]:
        """All names of keywords."""
        return [*self.keywords, *(each.also for each in self.keywords.values() if each.also is not None)]

    @property
    def options_follow_rest(self) -> bool:
        """The options object stands behind a rest parameter: last, wherever that is."""
        return self.position is not None and self.rest is not None and self.position >= len(self.parameters)


class Match:
    """A call that fits. `inserted` is the JavaScript index of what is not positional, None when all arguments are."""

    __slots__ = ("from_keywords", "inserted", "layout", "positional")

    def __init__(self, layout: Layout, positional: int, inserted: int | None, from_keywords: bool) -> None:
        self.layout = layout
        self.positional = positional
        self.inserted = inserted
        self.from_keywords = from_keywords


class Plan:
    """What a call needs to know about a function."""

    def __init__(self, name: str, function: Json) -> None:
        self.name = name
        self.layouts: list[Layout] = []
        overloads = function["overloads"]
        for signature in overloads:
            draft = _layout(signature)
            for layout in self.layouts:
                if layout.position is None or draft.position is None or layout.position == draft.position:
                    _join(layout, draft)
                    break
            else:
                self.layouts.append(draft)
        if not self.layouts:
            anything = Layout()
            anything.rest = ANY
            self.layouts.append(anything)
        for layout in self.layouts:
            _count(layout)
        self.result = unite([signature["result"] for signature in overloads]) if overloads else ANY

    def match(self, arguments: Sequence[Any], keywords: Mapping[str, Any], fits: Callable[[Json, Any], bool]) -> Match:
        """Matches a call. `fits(type, value)` is asked only where the counts leave a choice."""
        if len(self.layouts) == 1:
            return self._match(self.layouts[0], arguments, keywords, fits)
        error = by_count = None
        for layout in self.layouts:
            try:
                match = self._match(layout, arguments, keywords, fits)
            except TypeError as caught:
                error = error or caught
                continue
            if all(fits(type_at(layout, _index(match, i)), value) for i, value in enumerate(arguments)):
                return match
            by_count = by_count or match
        if by_count is not None:
            return by_count
        raise error or TypeError(f"{self.name}() has no signature")

    def _match(self, layout: Layout, arguments: Sequence[Any], keywords: Mapping[str, Any], fits: Any) -> Match:
        given = len(arguments)
        position = layout.position
        if position is None:
            if keywords:
                raise messages.unexpected_keyword(self.name, next(iter(keywords)), ())
            self._check_count(layout, given, False)
            return Match(layout, given, None, False)
        if layout.other_keywords is None:
            for name in keywords:
                if name not in layout.keywords and layout.keyword(name) is None:
                    raise messages.unexpected_keyword(self.name, name, layout.spellings())
        total = len(layout.parameters)
        has_defaults = any(keyword.default is not None for keyword in layout.keywords.values())
        if layout.options_follow_rest:
            self._check_count(layout, given, True)
            if keywords or has_defaults:
                self._check_keywords(layout, keywords)
                return Match(layout, given, max(given, position), True)
            return Match(layout, given, None, False)
        if keywords:
            if layout.rest is None and given == total:
                raise messages.options_and_keywords(self.name, keywords)
            self._check_count(layout, given, True)
            self._check_keywords(layout, keywords)
            return Match(layout, given, position, True)
        if given > position:
            can_be_left_out = given < total or layout.rest is not None
            if can_be_left_out and (
                given < layout.required
                or not fits(type_at(layout, position), arguments[position])
                and fits(type_at(layout, position + 1), arguments[position])
            ):
                self._check_count(layout, given, True)
                self._check_keywords(layout, keywords)
                return Match(layout, given, position, has_defaults)
            self._check_count(layout, given, False)
            return Match(layout, given, None, False)
        self._check_count(layout, given, True)
        if layout.parameters[position].required:
            self._check_keywords(layout, keywords)
        if has_defaults:
            return Match(layout, given, position, True)
        return Match(layout, given, None, False)

    def _check_keywords(self, layout: Layout, keywords: Mapping[str, Any]) -> None:
        def is_given(keyword: Keyword) -> bool:
            return keyword.python in keywords or keyword.also is not None and keyword.also in keywords

        absent = [each.python for each in layout.keywords.values() if each.required and not is_given(each)]
        if absent:
            raise messages.missing(self.name, "keyword-only", absent)
        for name in keywords:
            keyword = None if name in layout.keywords else layout.keyword(name)
            if keyword is not None and keyword.python in keywords:
                raise messages.keyword_twice(self.name, keyword.python)

    def _check_count(self, layout: Layout, given: int, options_left_out: bool) -> None:
        required = layout.required_without_options if options_left_out else layout.required
        if given < required:
            skip = layout.position if options_left_out else None
            names = [each.name for index, each in enumerate(layout.parameters) if index != skip][given:required]
            raise messages.missing(self.name, "positional", names)
        if layout.rest is None and given > len(layout.parameters):
            least = min(layout.required, layout.required_without_options)
            raise messages.too_many_positional(self.name, least, len(layout.parameters), given)
        if layout.rest is None and options_left_out and given > len(layout.parameters) - 1:
            least = layout.required_without_options
            raise messages.too_many_positional(self.name, least, len(layout.parameters), given)


def _index(match: Match, argument: int) -> int:
    """The JavaScript index of a positional argument."""
    return argument if match.inserted is None or argument < match.inserted else argument + 1


def type_at(layout: Layout, index: int) -> Json:
    """The type of the JavaScript argument at `index`."""
    if index < len(layout.parameters):
        return layout.parameters[index].type
    return layout.rest or ANY


def _layout(signature: Json) -> Layout:
    layout = Layout()
    for index, parameter in enumerate(signature.get("parameters", ())):
        if parameter.get("rest"):
            layout.rest = parameter["type"]
            layout.rest_name = _shown(parameter["name"])
            continue
        keywords = parameter.get("keywords")
        if keywords is not None:
            layout.position = index if layout.rest is None else len(layout.parameters)
            for each in keywords:
                name = each["name"]
                js, python = (name["js"], name.get("python") or name["js"]) if isinstance(name, dict) else (name, name)
                also = name.get("also") if isinstance(name, dict) else None
                required = bool(each.get("required"))
                layout.keywords[python] = Keyword(python, js, each["type"], required, each.get("default"), also)
            layout.other_keywords = parameter.get("other_keywords")
            if layout.rest is not None:
                continue
        elif layout.rest is not None:
            continue
        layout.parameters.append(Parameter(_shown(parameter["name"]), parameter["type"], not parameter.get("optional")))
    return layout


def _shown(name: Any) -> str:
    return (name.get("python") or name["js"]) if isinstance(name, dict) else name


def _join(layout: Layout, other: Layout) -> None:
    own, others = len(layout.parameters), len(other.parameters)
    for index, parameter in enumerate(other.parameters):
        if index < own:
            present = layout.parameters[index]
            present.type = unite([present.type, parameter.type])
            present.required = present.required and parameter.required
        else:
            type = parameter.type if layout.rest is None else unite([layout.rest, parameter.type])
            layout.parameters.append(Parameter(parameter.name, type, False))
    for parameter in layout.parameters[others:own]:
        parameter.required = False
        if other.rest is not None:
            parameter.type = unite([parameter.type, other.rest])
    if other.rest is not None:
        layout.rest_name = other.rest_name if layout.rest is None else layout.rest_name
        layout.rest = other.rest if layout.rest is None else unite([layout.rest, other.rest])
    if layout.position is None or other.position is None:
        for each in (layout.keywords or other.keywords).values():
            each.required = False
        layout.position = other.position if layout.position is None else layout.position
        layout.keywords = layout.keywords or other.keywords
    else:
        for each in layout.keywords.values():
            each.required = each.required and each.python in other.keywords and other.keywords[each.python].required
        for python, each in other.keywords.items():
            present_keyword = layout.keywords.get(python)
            if present_keyword is None:
                each.required = False
                layout.keywords[python] = each
            else:
                present_keyword.type = unite([present_keyword.type, each.type])
    layout.other_keywords = layout.other_keywords or other.other_keywords


def _count(layout: Layout) -> None:
    def up_to(skip: int | None) -> int:
        last = -1
        for index, parameter in enumerate(layout.parameters):
            if parameter.required and index != skip:
                last = index
        return last + 1 - (skip is not None and skip < last)

    layout.required = up_to(None)
    layout.required_without_options = up_to(layout.position) if layout.position is not None else layout.required


def unite(types: Sequence[Json]) -> Json:
    """The union in which all function types are one function with all their overloads."""
    flat: list[Json] = []
    merged: Json | None = None
    for type in types:
        for each in type["members"] if type["kind"] == "union" else [type]:
            if each["kind"] == "function" and not each.get("construct"):
                if merged is None:
                    merged = {"kind": "function", "function": {"overloads": list(each["function"]["overloads"])}}
                    flat.append(merged)
                else:
                    known = merged["function"]["overloads"]
                    known.extend(one for one in each["function"]["overloads"] if one not in known)
            else:
                flat.append(each)
    return union(flat)
