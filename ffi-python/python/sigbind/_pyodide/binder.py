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

from .._annotations import ANY, Json
from .._messages import WrongType
from .._plan import Layout, Plan, type_at
from . import cancel
from .helpers import js_helpers, make_object
from .to_js import NONE, StandIn, any_value, compiled, fits, needs_stand_in, none_is_null, null
from .to_py import none_of_null, result_converter

Call = Callable[..., Any]
_MUST = object()
_NONE: dict[str, Any] = {}


class Transport:
    """A signature object for `func_to_sig`: the compiled form is ready."""

    __slots__ = ("compiled",)

    def __init__(self, compiled: Any) -> None:
        self.compiled = compiled


class Slot:
    """A compiled argument or keyword: its JavaScript key, what passes as it is, the conversion, and what None is."""

    __slots__ = ("convert", "js", "passes")

    def __init__(self, js: str, type: Json, optional: bool) -> None:
        made = compiled(type)
        self.js = js
        self.passes = made.passes
        convert = made.convert
        if optional:
            # None is always allowed for what may be left out.
            if none_is_null(type):
                self.passes -= {NONE}
                self.convert = lambda value: null() if value is None else convert(value)
            else:
                self.passes |= {NONE}
                self.convert = lambda value: None if value is None else convert(value)
        else:
            self.convert = convert


class Binder:
    """The executable form of a plan."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.keywords: dict[int, _LazyKeywords] = {}
        self.promise, self.result = split_result(plan.result)
        # Keywords that abort the call, where there is a promise to await.
        self.signals = {} if self.promise is None else cancel.signal_keywords(plan)
        self.prepare = self._short() or self._general

    def slot(self, layout: Layout, index: int) -> Slot:
        """The slot of the JavaScript argument at `index`."""
        if index >= len(layout.parameters):
            return Slot("", type_at(layout, index), False)
        parameter = layout.parameters[index]
        return Slot(parameter.name, parameter.type, not parameter.required)

    def _short(self) -> Any:
        plan = self.plan
        layout = plan.layouts[0]
        if len(plan.layouts) > 1 or layout.rest is not None or layout.other_keywords is not None:
            return None
        position = layout.position
        if position is not None and position != len(layout.parameters) - 1:
            return None
        if any(each.default is not None or each.required for each in layout.keywords.values()):
            return None
        fixed = len(layout.parameters) if position is None else position
        required = layout.required_without_options
        keywords = self._keywords(layout)
        slots: list[Slot] = []
        general = self._general

        def prepare(arguments: tuple[Any, ...], given: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
            if not required <= len(arguments) <= fixed:
                return general(arguments, given)
            if arguments:
                if not slots:
                    slots.extend([self.slot(layout, index) for index in range(fixed)])
                for slot, value in zip(slots, arguments):
                    if value.__class__ not in slot.passes:
                        # One that needs a conversion: from here on a list of its own.
                        arguments = _converted(plan.name, slots, arguments)
                        break
            if not given:
                return arguments, _NONE
            converted = {}
            for name in given:
                slot = keywords.get(name) or keywords.add(name)
                if slot is None:
                    return general(arguments, given)
                value = given[name]
                if value.__class__ in slot.passes:
                    converted[slot.js] = value
                    continue
                try:
                    converted[slot.js] = slot.convert(value)
                except WrongType as error:
                    raise error.error(plan.name, name) from error.cause
            if len(converted) < len(given):
                # Two spellings of one keyword.
                return general(arguments, given)
            if len(arguments) < fixed:
                arguments = (*arguments, *[None] * (fixed - len(arguments)))
            return arguments, converted

        return prepare

    def _keywords(self, layout: Layout) -> _LazyKeywords:
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
            try:
                out.append(self.slot(layout, index).convert(value))
            except WrongType as error:
                name = layout.parameters[index].name if index < len(layout.parameters) else layout.rest_name
                if index >= len(layout.parameters):
                    error.inside_out.append(f"[{index - len(layout.parameters)}]")
                raise error.error(plan.name, name) from error.cause
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
            slot = keywords.get(name) or keywords.add(name)
            try:
                if slot is not None:
                    flat += (slot.js, slot.convert(value))
                else:
                    flat += (name, compiled(layout.other_keywords or ANY).convert(value))
            except WrongType as error:
                raise error.error(self.plan.name, name) from error.cause
        for name, keyword in layout.keywords.items():
            if keyword.default is not None and name not in given and keyword.also not in given:
                flat += (keyword.js, keyword.default["value"])
        return make_object(*flat)


class _LazyKeywords(dict[str, Slot]):
    """Keyword names to their slots, each compiled when it is first given."""

    def __init__(self, layout: Layout) -> None:
        super().__init__()
        self.layout = layout

    def add(self, name: str) -> Slot | None:
        keyword = self.layout.keyword(name)
        if keyword is None:
            return None
        slot = self[name] = Slot(keyword.js, keyword.type, True)
        return slot


def _converted(function: str, slots: list[Slot], arguments: tuple[Any, ...]) -> list[Any]:
    out: list[Any] = []
    try:
        for slot, value in zip(slots, arguments):
            out.append(value if value.__class__ in slot.passes else slot.convert(value))
    except WrongType as error:
        raise error.error(function, slots[len(out)].js) from error.cause
    return out


def split_result(type: Json) -> tuple[Transport | None, Callable[[Any], Any] | None]:
    """How a result is converted: by a promise converter in C, or by a function afterwards."""
    promise = promise_converter(type)
    if promise is None:
        return None, result_converter(type)
    return Transport(_signature(_accept_all, 0, (), py2js_default, py2js_default, promise)), None


def members_of(type: Json) -> list[Json]:
    return type["members"] if type["kind"] == "union" else [type]


def promise_converter(type: Json) -> Any:
    """Pyodide's converter for a promise whose value is of the type, or None when `type` is no promise."""
    if type["kind"] == "union" and all(each["kind"] == "promise" for each in type["members"]):
        # Overloads that give promises of different values: one promise of any of them.
        values = [member for each in type["members"] for member in members_of(each["value"])]
        type = {"kind": "promise", "value": {"kind": "union", "members": values}}
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
    if len(plan.layouts) > 1 or layout.rest is not None or layout.position is not None:
        return None
    if layout.required != len(layout.parameters) or any(needs_stand_in(each.type) for each in layout.parameters):
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
                convert.append(binder.slot(binder.plan.layouts[0], index).convert)
            return convert[0](value)
        except WrongType as error:
            raise error.error(binder.plan.name, name) from error.cause

    return pre_convert


def method(binder: Binder, name: str) -> Call:
    """`call(receiver, *arguments, **keywords)` of the receiver's method `name`."""
    prepare, result, promise = binder.prepare, binder.result, binder.promise

    if binder.signals:

        def call(receiver: Any, /, *arguments: Any, **keywords: Any) -> Any:
            keywords, controller = cancel.begin(binder.plan, binder.signals, arguments, keywords)
            out, converted = prepare(arguments, keywords)
            if StandIn.used:
                result = _through_helper(binder, getattr(receiver, name), receiver, out, converted)
            else:
                result = getattr(receiver, name).bind_sig(promise)(*out, **converted)
            return cancel.attach(result, controller)

    elif promise is not None:

        def call(receiver: Any, /, *arguments: Any, **keywords: Any) -> Any:
            out, converted = prepare(arguments, keywords)
            if StandIn.used:
                return _through_helper(binder, getattr(receiver, name), receiver, out, converted)
            return getattr(receiver, name).bind_sig(promise)(*out, **converted)

    elif result is None:

        def call(receiver: Any, /, *arguments: Any, **keywords: Any) -> Any:
            out, converted = prepare(arguments, keywords)
            if StandIn.used:
                return _through_helper(binder, getattr(receiver, name), receiver, out, converted)
            return getattr(receiver, name)(*out, **converted)

    else:

        def call(receiver: Any, /, *arguments: Any, **keywords: Any) -> Any:
            out, converted = prepare(arguments, keywords)
            if StandIn.used:
                return _through_helper(binder, getattr(receiver, name), receiver, out, converted)
            return result(getattr(receiver, name)(*out, **converted))

    call.__name__ = call.js_name = name  # type: ignore[attr-defined]
    call.__qualname__ = binder.plan.name
    return call


def function(binder: Binder, target: Any) -> Call:
    """`call(*arguments, **keywords)` of the function `target`."""
    prepare, result, promise = binder.prepare, binder.result, binder.promise
    if promise is not None:
        target = target.bind_sig(promise)
    convert = result if result is not None else lambda value: value
    signals = binder.signals

    def call(*arguments: Any, **keywords: Any) -> Any:
        controller = None
        if signals:
            keywords, controller = cancel.begin(binder.plan, signals, arguments, keywords)
        out, converted = prepare(arguments, keywords)
        if StandIn.used:
            result = _through_helper(binder, target, None, out, converted)
        else:
            result = convert(target(*out, **converted))
        return result if controller is None else cancel.attach(result, controller)

    call.__name__ = call.__qualname__ = binder.plan.name
    return call


def constructor(binder: Binder, target: Any, bind: Callable[[Any], Any]) -> Call:
    """`call(*arguments, **keywords)` of the class object `target`."""
    prepare = binder.prepare
    construct = target.new

    def call(*arguments: Any, **keywords: Any) -> Any:
        out, converted = prepare(arguments, keywords)
        if StandIn.used:
            return bind(js_helpers.construct(target, *_complete(out, converted)))
        return bind(construct(*out, **converted))

    call.__name__ = call.__qualname__ = binder.plan.name
    return call


def _complete(out: Any, converted: dict[str, Any]) -> Any:
    """The JavaScript arguments of a call with stand-ins among them."""
    StandIn.used = False
    if not converted:
        return out
    return [*out, make_object(*(each for pair in converted.items() for each in pair))]


def _through_helper(binder: Binder, target: Any, receiver: Any, out: Any, converted: dict[str, Any]) -> Any:
    out = _complete(out, converted)
    if binder.promise is not None:
        return js_helpers.call.bind_sig(binder.promise)(target, receiver, *out)
    value = js_helpers.call(target, receiver, *out)
    return none_of_null(value) if binder.result is None else binder.result(value)


__all__ = ["Binder", "Transport", "any_value", "attribute_converter", "compile_in_c", "constructor", "function", "method"]
