"""Calls through a plan: arguments matched and converted, the JavaScript function called, the result converted.

The common call (one layout, the options object last) takes a short way that hands keywords to Pyodide's own default
call, which makes the options object in C. Everything else, and every call that does not fit, takes the general way.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from _pyodide_core import (
    JsFuncSignature,
    Py2JsConverter,
    create_promise_converter,
    js2py_default,
    js2py_default_call_result,
    py2js_default,
)

from .._annotations import Json
from .._messages import WrongType
from .._plan import Layout, Plan, type_at
from .helpers import js_helpers, make_object
from .to_js import any_value, converter, fits, needs_helper, optional_none
from .to_py import none_of_null, result_converter

Call = Callable[..., Any]
_MUST = object()
_NONE: dict[str, Any] = {}


class Transport:
    """A signature object for `func_to_sig`: the compiled form is ready."""

    __slots__ = ("compiled",)

    def __init__(self, compiled: Any) -> None:
        self.compiled = compiled


def keyword_converter(type: Json) -> Callable[[Any], Any]:
    """The conversion of a keyword: `None` is always allowed, see `optional_none`."""
    convert = converter(type)
    none = optional_none(type)

    def convert_keyword(value: Any) -> Any:
        return none if value is None else convert(value)

    return convert_keyword


class Binder:
    """The executable form of a plan."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.through_helper = any(
            needs_helper(each)
            for layout in plan.layouts
            for each in (
                *(parameter.type for parameter in layout.parameters),
                *([layout.rest] if layout.rest else ()),
                *(keyword.type for keyword in layout.keywords.values()),
            )
        )
        self.keywords: dict[int, dict[str, tuple[str, Callable[[Any], Any]]]] = {}
        self.promise, self.result = split_result(plan.result)
        self.prepare = self._short() or self._general

    def argument_converter(self, layout: Layout, index: int) -> Callable[[Any], Any]:
        """The conversion of a positional argument. `None` may stand for an optional one."""
        convert = converter(type_at(layout, index))
        if index < len(layout.parameters) and not layout.parameters[index].required:
            return keyword_converter(layout.parameters[index].type)
        return convert

    def _short(self) -> Any:
        plan = self.plan
        layout = plan.layouts[0]
        if len(plan.layouts) > 1 or layout.rest is not None or layout.other_keywords is not None or self.through_helper:
            return None
        position = layout.position
        if position is not None and position != len(layout.parameters) - 1:
            return None
        if any(each.default is not None or each.required for each in layout.keywords.values()):
            return None
        fixed = len(layout.parameters) if position is None else position
        required = layout.required_without_options
        keywords = self._keywords(layout)
        converters: list[Any] = []
        names = [each.name for each in layout.parameters]
        general = self._general

        def prepare(arguments: tuple[Any, ...], given: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
            if not required <= len(arguments) <= fixed:
                return general(arguments, given)
            if not converters:
                converters.extend(self.argument_converter(layout, index) for index in range(fixed))
            out: list[Any] = []
            try:
                for convert, value in zip(converters, arguments):
                    out.append(convert(value))
            except WrongType as error:
                raise error.error(plan.name, names[len(out)]) from None
            if not given:
                return out, _NONE
            converted = {}
            for name, value in given.items():
                entry = keywords.get(name)
                if entry is None:
                    return general(arguments, given)
                try:
                    converted[entry[0]] = entry[1](value)
                except WrongType as error:
                    raise error.error(plan.name, name) from None
            if len(out) < fixed:
                out += [None] * (fixed - len(out))
            return out, converted

        return prepare

    def _keywords(self, layout: Layout) -> dict[str, tuple[str, Callable[[Any], Any]]]:
        found = self.keywords.get(id(layout))
        if found is None:
            found = self.keywords[id(layout)] = _LazyKeywords(layout)
        return found

    def _general(self, arguments: tuple[Any, ...], given: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
        plan = self.plan
        match = plan.match(arguments, given, fits)
        layout = match.layout
        out: list[Any] = []
        inserted = match.inserted
        index = 0
        for value in arguments:
            if index == inserted:
                out.append(self._options(layout, given) if match.from_keywords else None)
                index += 1
            convert = self.argument_converter(layout, index)
            try:
                out.append(convert(value))
            except WrongType as error:
                name = layout.parameters[index].name if index < len(layout.parameters) else "arguments"
                if index >= len(layout.parameters):
                    error.inside_out.append(f"[{index - len(layout.parameters)}]")
                raise error.error(plan.name, name) from None
            index += 1
        if inserted is not None and index <= inserted:
            out += [None] * (inserted - index)
            if match.from_keywords:
                out.append(self._options(layout, given))
        return out, _NONE

    def _options(self, layout: Layout, given: dict[str, Any]) -> Any:
        keywords = self._keywords(layout)
        flat: list[Any] = []
        for name, value in given.items():
            entry = keywords.get(name)
            try:
                if entry is not None:
                    flat += (entry[0], entry[1](value))
                else:
                    flat += (name, converter(layout.other_keywords or {"kind": "any"})(value))
            except WrongType as error:
                raise error.error(self.plan.name, name) from None
        for name, keyword in layout.keywords.items():
            if keyword.default is not None and name not in given:
                flat += (keyword.js, keyword.default["value"])
        return make_object(*flat)


class _LazyKeywords(dict):
    """Keyword names to their JavaScript key and conversion, each compiled when first given."""

    def __init__(self, layout: Layout) -> None:
        super().__init__()
        self.layout = layout

    def get(self, name: str, _default: Any = None) -> Any:
        try:
            return self[name]
        except KeyError:
            keyword = self.layout.keywords.get(name)
            if keyword is None:
                return None
            entry = self[name] = keyword.js, keyword_converter(keyword.type)
            return entry


def split_result(type: Json) -> tuple[Transport | None, Callable[[Any], Any] | None]:
    """How a result is converted: by a promise converter in C, or by a function afterwards."""
    promise = promise_converter(type)
    if promise is None:
        return None, result_converter(type)
    return Transport(_signature(_accept_all, 0, (), py2js_default, py2js_default, promise)), None


def promise_converter(type: Json) -> Any:
    """Pyodide's converter for a promise whose value is of the type, or None when `type` is no promise."""
    if type["kind"] != "promise":
        return None
    value = result_converter(type["value"])
    if value is None:
        return create_promise_converter(js2py_default)
    inner = js2py_default.copy()
    inner.post_convert = value
    return create_promise_converter(inner)


def attribute_converter(type: Json) -> Any:
    """Pyodide's converter for an attribute of the type, or None for the default conversion."""
    promise = promise_converter(type)
    if promise is not None:
        return promise
    convert = result_converter(type)
    if convert is None:
        return None
    made = js2py_default.copy()
    made.post_convert = convert
    return made


def _accept_all(*_arguments: Any, **_keywords: Any) -> None:
    """The function of a signature that fits every call."""


def _signature(function: Any, required: int, converters: Any, rest: Any, keywords: Any, result: Any) -> Any:
    return JsFuncSignature(function, False, required, converters, (), rest, (), (), (), keywords, result)


def compile_in_c(binder: Binder) -> Transport | None:
    """The form that Pyodide's own binder executes, for functions where it keeps every promise: no options object, nothing
    optional, no rest. A call that does not fit comes to the general way, which raises."""
    plan = binder.plan
    layout = plan.layouts[0]
    if len(plan.layouts) > 1 or layout.rest is not None or layout.position is not None or binder.through_helper:
        return None
    if layout.required != len(layout.parameters):
        return None
    converters = []
    for index, parameter in enumerate(layout.parameters):
        made: Py2JsConverter = py2js_default.copy()
        made.pre_convert = _reporting(binder, index, parameter.name)
        converters.append(made)

    def refuse(*arguments: Any, **keywords: Any) -> None:
        binder._general(arguments, keywords)

    result = promise_converter(plan.result)
    if result is None:
        result = js2py_default_call_result
        convert = result_converter(plan.result)
        if convert is not None:
            result = result.copy()
            result.post_convert = convert
    return Transport(_signature(refuse, len(converters), tuple(converters), None, None, result))


def _reporting(binder: Binder, index: int, name: str) -> Callable[[Any], Any]:
    convert: list[Any] = []

    def pre_convert(value: Any) -> Any:
        try:
            if not convert:
                convert.append(binder.argument_converter(binder.plan.layouts[0], index))
            return convert[0](value)
        except WrongType as error:
            raise error.error(binder.plan.name, name) from None

    return pre_convert


def method(binder: Binder, name: str) -> Call:
    """`call(receiver, *arguments, **keywords)` of the receiver's method `name`."""
    prepare, result, promise = binder.prepare, binder.result, binder.promise

    if binder.through_helper:

        def call(receiver: Any, /, *arguments: Any, **keywords: Any) -> Any:
            out, _ = prepare(arguments, keywords)
            return _through_helper(binder, getattr(receiver, name), receiver, out)

    elif promise is not None:

        def call(receiver: Any, /, *arguments: Any, **keywords: Any) -> Any:
            out, converted = prepare(arguments, keywords)
            return getattr(receiver, name).bind_sig(promise)(*out, **converted)

    elif result is None:

        def call(receiver: Any, /, *arguments: Any, **keywords: Any) -> Any:
            out, converted = prepare(arguments, keywords)
            return getattr(receiver, name)(*out, **converted)

    else:

        def call(receiver: Any, /, *arguments: Any, **keywords: Any) -> Any:
            out, converted = prepare(arguments, keywords)
            return result(getattr(receiver, name)(*out, **converted))

    call.__name__ = name
    call.__qualname__ = binder.plan.name
    return call


def function(binder: Binder, target: Any) -> Call:
    """`call(*arguments, **keywords)` of the function `target`."""
    prepare, result, promise = binder.prepare, binder.result, binder.promise
    if promise is not None:
        target = target.bind_sig(promise)
    convert = result if result is not None else lambda value: value

    def call(*arguments: Any, **keywords: Any) -> Any:
        out, converted = prepare(arguments, keywords)
        if binder.through_helper:
            return _through_helper(binder, target, None, out)
        return convert(target(*out, **converted))

    call.__name__ = call.__qualname__ = binder.plan.name
    return call


def constructor(binder: Binder, target: Any, bind: Callable[[Any], Any]) -> Call:
    """`call(*arguments, **keywords)` of the class object `target`."""
    prepare = binder.prepare
    construct = target.new

    def call(*arguments: Any, **keywords: Any) -> Any:
        out, converted = prepare(arguments, keywords)
        if binder.through_helper:
            return bind(js_helpers.construct(target, *out))
        return bind(construct(*out, **converted))

    call.__name__ = call.__qualname__ = binder.plan.name
    return call


def _through_helper(binder: Binder, target: Any, receiver: Any, out: list[Any]) -> Any:
    if binder.promise is not None:
        return js_helpers.call.bind_sig(binder.promise)(target, receiver, *out)
    value = js_helpers.call(target, receiver, *out)
    return none_of_null(value) if binder.result is None else binder.result(value)


__all__ = ["Binder", "Transport", "any_value", "attribute_converter", "compile_in_c", "constructor", "function", "method"]
