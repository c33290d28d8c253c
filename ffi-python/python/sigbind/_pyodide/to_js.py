"""Python to JavaScript by declared type.

`converter(type)` compiles a type once to a function that takes a Python value and returns what Pyodide's default
conversion turns into the right JavaScript value: a primitive as it is, everything else as a JsProxy. A value that does not
fit raises `WrongType`, which collects the path while it travels outwards.
"""

from __future__ import annotations

import datetime
import enum
import json
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence, Set
from typing import Any

from .. import _messages as messages
from .._annotations import ANY, Json, converter_by_name, union
from .._messages import ConverterRaised, IntegerTooLarge, WrongType, key_segment
from .._reader import resolve
from . import callbacks
from .helpers import (
    BASE,
    HAS_JSNULL,
    JSNULL,
    JsBigInt,
    JsNull,
    create_proxy,
    exists,
    from_entries,
    js_helpers,
    make_array,
    make_map,
    make_object,
    make_set,
    to_js,
)

SAFE = 2**53
_PASSING = (str, int, float, bool, type(None))
_BYTES = (bytes, bytearray, memoryview)
NONE = type(None)

Convert = Callable[[Any], Any]


class Converter:
    """A compiled type: the conversion, the Python classes it is for, and its name in messages.

    Values of exactly the classes in `passes` need no conversion at all, so the caller may spare the call.
    """

    __slots__ = ("accepts", "convert", "passes", "words")

    def __init__(
        self, convert: Convert, accepts: Callable[[type], bool], words: list[str], passes: frozenset[type] = frozenset()
    ) -> None:
        self.convert = convert
        self.accepts = accepts
        self.words = words
        self.passes = passes


_cache: dict[str, Converter] = {}


def compiled(type: Json) -> Converter:
    """The converter of a type, compiled once for equal types."""
    key = json.dumps(type, sort_keys=True)
    found = _cache.get(key)
    if found is None:
        found = _cache[key] = _compile(type)
    return found


def converter(type: Json) -> Convert:
    """The conversion of values given for `type`."""
    return compiled(type).convert


def fits(type: Json, value: Any) -> bool:
    """Whether `value` can be given for `type`, judged by its class alone. For choosing between layouts."""
    if isinstance(value, BASE):
        return _proxy_fits(type, value)
    return compiled(type).accepts(value.__class__)


def _proxy_fits(type: Json, value: Any) -> bool:
    # A JavaScript function is no options object, and a JavaScript object no callback.
    is_callable = callable(value)
    kinds = {each["kind"] for each in members_in_js(type)}
    if is_callable:
        return bool(kinds & {"function", "any", "unknown", "object", "reference", "class_object", "type_parameter"})
    return kinds != {"function"}


def is_proxy(kind: type) -> bool:
    return issubclass(kind, BASE)


def default_proxy(value: Any) -> Any:
    """A Python object given as it is: a proxy that lives as long as either side holds it."""
    if isinstance(value, _PASSING) or isinstance(value, (BASE, JsNull)):
        return value
    return create_proxy(value)


def any_value(value: Any) -> Any:
    """The conversion for `any`: plain data is copied deeply, other objects become proxies."""
    kind = value.__class__
    if kind in _PASSING or isinstance(value, BASE):
        return value
    if isinstance(value, (dict, list, tuple, set, frozenset)):
        return to_js(value, dict_converter=from_entries)
    if isinstance(value, _BYTES):
        return to_js(value)
    if callbacks.is_plain_callable(value):
        return callbacks.wrap(value, None)
    return default_proxy(value)


def _string(value: Any) -> Any:
    if isinstance(value, str) or isinstance(value, BASE):
        return value
    raise WrongType("str", value)


def _number(value: Any) -> Any:
    kind = value.__class__
    if kind is float:
        return value
    if kind is int:
        if -SAFE < value < SAFE:
            return value
        if value == SAFE or value == -SAFE:
            return float(value)
        raise IntegerTooLarge
    if isinstance(value, BASE):
        return value
    if kind is bool:
        return int(value)
    if isinstance(value, (int, float)):
        return _number(int(value) if isinstance(value, int) else float(value))
    if hasattr(kind, "__index__"):
        return _number(value.__index__())
    if hasattr(kind, "__float__") and not isinstance(value, _BYTES):
        return float(value)
    raise WrongType("float", value)


def _boolean(value: Any) -> Any:
    if value is True or value is False or isinstance(value, BASE):
        return value
    raise WrongType("bool", value)


def _big_int(value: Any) -> Any:
    if isinstance(value, BASE):
        return value
    if isinstance(value, int):
        if JsBigInt is not None:
            return JsBigInt(value)
        StandIn.used = True
        return js_helpers.special_bigint(str(int(value)))
    raise WrongType("int", value)


def _only_proxy(word: str) -> Convert:
    def convert(value: Any) -> Any:
        if isinstance(value, BASE):
            return value
        raise WrongType(word, value)

    return convert


def _undefined(value: Any) -> Any:
    if value is None or isinstance(value, BASE):
        return value
    raise WrongType("None", value)


def _null(value: Any) -> Any:
    if value is None or isinstance(value, JsNull):
        return null()
    if isinstance(value, BASE):
        return value
    raise WrongType("None", value)


class StandIn:
    """Some values have no Python object that Pyodide converts to them: null on 0.27, a small bigint before 314. A stand-in is
    given instead, and the call goes through a JavaScript function that replaces it."""

    used = False


def null() -> Any:
    """What becomes `null`."""
    if HAS_JSNULL:
        return JSNULL
    StandIn.used = True
    return js_helpers.special_null


def needs_stand_in(type: Json) -> bool:
    """Whether a value of this type may be a stand-in."""
    if HAS_JSNULL and JsBigInt is not None:
        return False
    kinds = {each["kind"] for each in members_in_js(type)}
    return not HAS_JSNULL and "null" in kinds or JsBigInt is None and "big_int" in kinds


def _date(value: Any) -> Any:
    if isinstance(value, BASE):
        return value
    if isinstance(value, datetime.datetime):
        return js_helpers.date(value.timestamp() * 1000)
    if isinstance(value, datetime.date):
        moment = datetime.datetime(value.year, value.month, value.day, tzinfo=datetime.timezone.utc)
        return js_helpers.date(moment.timestamp() * 1000)
    raise WrongType("datetime", value)


def _has_buffer(kind: type) -> bool:
    return issubclass(kind, _BYTES) or hasattr(kind, "__array_interface__") or kind.__module__ == "array"


def _buffer(name: str) -> Convert:
    def convert(value: Any) -> Any:
        if isinstance(value, BASE):
            return value
        if not _has_buffer(value.__class__):
            raise WrongType("bytes-like", value)
        view = to_js(value)
        if name in ("ArrayBuffer", "SharedArrayBuffer"):
            return js_helpers.array_buffer(view)
        if name in ("ArrayBufferView", "Uint8Array") and isinstance(value, _BYTES):
            return view
        if name == "ArrayBufferView" or view.constructor.name == name:
            return view
        return js_helpers.view(name, view)

    return convert


def _is_sequence(kind: type) -> bool:
    return issubclass(kind, (list, tuple)) or issubclass(kind, Sequence) and not issubclass(kind, (str, *_BYTES))


def _array(element: Json) -> Convert:
    convert_element = converter(element)

    def convert(value: Any) -> Any:
        if not _is_sequence(value.__class__):
            if isinstance(value, BASE):
                return value
            raise WrongType("list", value)
        items: list[Any] = []
        try:
            for item in value:
                items.append(convert_element(item))
        except WrongType as error:
            error.inside_out.append(f"[{len(items)}]")
            raise
        return make_array(*items)

    return convert


def _tuple(elements: Sequence[Json]) -> Convert:
    converters = [converter(each["type"]) for each in elements]

    def convert(value: Any) -> Any:
        if not _is_sequence(value.__class__):
            if isinstance(value, BASE):
                return value
            raise WrongType("tuple", value)
        items: list[Any] = []
        try:
            for index, item in enumerate(value):
                items.append((converters[index] if index < len(converters) else any_value)(item))
        except WrongType as error:
            error.inside_out.append(f"[{len(items)}]")
            raise
        return make_array(*items)

    return convert


def _is_mapping(kind: type) -> bool:
    return issubclass(kind, dict) or issubclass(kind, Mapping)


def _mapping(element: Json) -> Convert:
    return _entries(_string, converter(element), make_object)


def _entries(convert_key: Convert, convert_element: Convert, make: Callable[..., Any]) -> Convert:
    """From a mapping, `make` of its keys and values, in turn; a JavaScript object passes as it is."""

    def convert(value: Any) -> Any:
        if not _is_mapping(value.__class__):
            if isinstance(value, BASE):
                return value
            raise WrongType("dict", value)
        flat: list[Any] = []
        for key, item in value.items():
            try:
                flat.append(convert_key(key))
                flat.append(convert_element(item))
            except WrongType as error:
                error.inside_out.append(key_segment(str(key)))
                raise
        return make(*flat)

    return convert


def none_is_null(type: Json) -> bool:
    """Whether `None` is null for a keyword or field of this type: where null is admitted and undefined is not."""
    kinds = {each["kind"] for each in _members(type)}
    return "null" in kinds and not kinds & {"undefined", "any", "unknown"}


def _record(fields: Sequence[Json], word: str) -> Convert:
    # The JavaScript key, the conversion, and for an optional field whether None is null.
    compiled_fields: dict[str, tuple[str, Convert, bool | None]] = {}

    def compile_fields() -> None:
        for field in fields:
            name = field["name"]
            js, python = (name["js"], name.get("python") or name["js"]) if isinstance(name, dict) else (name, name)
            entry = (js, converter(field["type"]), none_is_null(field["type"]) if field.get("optional") else None)
            compiled_fields[js] = entry
            compiled_fields.setdefault(python, entry)

    def convert(value: Any) -> Any:
        if not _is_mapping(value.__class__):
            if isinstance(value, BASE):
                return value
            raise WrongType(word, value)
        if fields and not compiled_fields:
            compile_fields()
        flat: list[Any] = []
        for key, item in value.items():
            field = compiled_fields.get(key)
            if field is None:
                flat += (_string(key) if isinstance(key, str) else str(key), any_value(item))
                continue
            js, convert_field, is_null = field
            try:
                if item is None and is_null is not None:
                    flat += (js, null() if is_null else None)
                else:
                    flat += (js, convert_field(item))
            except WrongType as error:
                error.inside_out.append(f".{key}")
                raise
        return make_object(*flat)

    return convert


def _map(key: Json, element: Json) -> Convert:
    return _entries(converter(key), converter(element), make_map)


def _is_set(kind: type) -> bool:
    return issubclass(kind, Set) or issubclass(kind, (list, tuple))


def _set(element: Json) -> Convert:
    convert_element = converter(element)

    def convert(value: Any) -> Any:
        if not _is_set(value.__class__):
            if isinstance(value, BASE):
                return value
            raise WrongType("set", value)
        items: list[Any] = []
        try:
            for item in value:
                items.append(convert_element(item))
        except WrongType as error:
            error.inside_out.append(f"[{len(items)}]")
            raise
        return make_set(*items)

    return convert


def _is_callable(kind: type) -> bool:
    return hasattr(kind, "__call__")


def _function(function: Json | None) -> Convert:
    def convert(value: Any) -> Any:
        if isinstance(value, BASE):
            return value
        if not callable(value):
            raise WrongType("callable", value)
        return callbacks.wrap(value, function)

    return convert


def _is_awaitable(kind: type) -> bool:
    return issubclass(kind, Awaitable)


def _promise(type: Json) -> Convert:
    def convert(value: Any) -> Any:
        if isinstance(value, BASE):
            return value
        if not _is_awaitable(value.__class__):
            raise WrongType("awaitable", value)
        return callbacks.promise_of(value, converter(type))

    return convert


def _is_iterable(kind: type) -> bool:
    return hasattr(kind, "__iter__") and not issubclass(kind, (str, *_BYTES))


def _is_iterable_only(kind: type) -> bool:
    """A dict is an iterable of its keys only where nothing else is meant."""
    return _is_iterable(kind) and not _is_mapping(kind)


def _iterable(element: Json) -> Convert:
    array = _array(element)
    items_of = _set(element)

    def convert(value: Any) -> Any:
        kind = value.__class__
        if _is_sequence(kind):
            return array(value)
        if issubclass(kind, (set, frozenset)):
            return items_of(value)
        if isinstance(value, BASE) or _is_iterable(kind) or isinstance(value, str):
            return default_proxy(value)
        raise WrongType("iterable", value)

    return convert


def _literal(value: Json) -> Converter:
    expected = value["value"]
    kind = {"string": str, "number": (int, float), "boolean": bool}.get(value["type"], int)
    if value["type"] == "string":
        escaped = expected.replace("\\", "\\\\").replace("'", "\\'")
        word = f"'{escaped}'"
    elif value["type"] == "number":
        word = str(int(expected) if float(expected).is_integer() else expected)
    else:
        word = str(expected)

    def convert(given: Any) -> Any:
        if isinstance(given, BASE) or given == expected and isinstance(given, kind):
            return given
        raise WrongType(word, given)

    return Converter(convert, lambda each: issubclass(each, kind) and (each is not bool or kind is bool), [word])


def _members(type: Json, seen: tuple[str, ...] = ()) -> list[Json]:
    """The members of a type with aliases replaced by what they stand for."""
    if type["kind"] == "union":
        return [each for member in type["members"] for each in _members(member, seen)]
    if type["kind"] == "reference":
        name = f"{type.get('module')}:{type['name']}"
        if name not in seen:
            found = resolve(type.get("module") or "", type["name"])
            if found is not None and found[0] == "alias":
                return _members(found[1], (*seen, name))
    return [type]


def members_in_js(type: Json) -> list[Json]:
    """The same, where what is converted by hand is what it is in JavaScript."""
    members = []
    for each in _members(type):
        members += members_in_js(each["value"]) if each["kind"] == "converted" else [each]
    return members


def _converted(type: Json) -> Converter:
    """A type whose values a Python function makes."""
    by = type["by"]
    inner = compiled(type["value"])
    if "to_js" not in by:
        return inner
    from .._converters import converter as by_hand

    function = by_hand(by["to_js"], by["origin"])

    def convert(value: Any) -> Any:
        if isinstance(value, BASE):
            return value
        try:
            made = function(value)
        except Exception as error:
            raise ConverterRaised(error) from None
        return inner.convert(made)

    _TAKE_ALL.add(convert)
    return Converter(convert, lambda kind: kind is not NONE, [by.get("python") or "object"])


def _union(members: Sequence[Json]) -> Converter:
    kinds = {each["kind"] for each in members}
    undefined = bool(kinds & {"undefined", "any", "unknown"})
    nullable = undefined or "null" in kinds
    alternatives: list[Converter] = []
    by_class: dict[type, list[Convert]] = {}
    words: list[str] = []

    def complete() -> None:
        if not alternatives:
            alternatives.extend(compiled(each) for each in members if each["kind"] not in ("undefined", "null"))
            known = {word for each in alternatives for word in each.words}
            words.extend(dict.fromkeys(word for each in alternatives for word in each.words))
            if nullable and "None" not in known:
                words.append("None")

    def convert(value: Any) -> Any:
        if value is None:
            if nullable:
                return None if undefined else null()
        elif isinstance(value, BASE):
            return value
        elif isinstance(value, JsNull) and HAS_JSNULL:
            return value
        kind = value.__class__
        candidates = by_class.get(kind)
        if candidates is None:
            complete()
            # A member of exactly this class is asked first, one that takes any object at all last.
            accepting = [each for each in alternatives if each.accepts(kind)]
            accepting.sort(key=lambda each: (each.convert in _TAKE_ALL, kind not in each.passes))
            candidates = by_class[kind] = [each.convert for each in accepting]
        first: WrongType | None = None
        for each in candidates:
            try:
                return each(value)
            except ConverterRaised:
                raise
            except WrongType as error:
                if first is None or error.inside_out and not first.inside_out:
                    first = error
        if first is None or not first.inside_out and not isinstance(first, IntegerTooLarge):
            raise WrongType(messages.alternatives(words), value)
        raise first

    def accepts(kind: type) -> bool:
        complete()
        if kind is NONE and nullable:
            return True
        return any(each.accepts(kind) for each in alternatives)

    passes = {kind for each in members for kind in _PASSES.get(each["kind"], ())}
    return _LazyWords(convert, accepts, complete, words, frozenset(passes - {NONE}))


class _LazyWords(Converter):
    """A converter whose words are known only when its references have been followed."""

    __slots__ = ("_complete", "_words")

    def __init__(
        self,
        convert: Convert,
        accepts: Any,
        complete: Callable[[], None],
        words: list[str],
        passes: frozenset[type] = frozenset(),
    ) -> None:
        self.convert = convert
        self.accepts = accepts
        self.passes = passes
        self._complete = complete
        self._words = words

    @property
    def words(self) -> list[str]:  # type: ignore[override]
        self._complete()
        return self._words


def _reference(type: Json) -> Converter:
    """A declared item. Resolved when the first value arrives, because types may be recursive."""
    inner: list[Converter] = []

    def target() -> Converter:
        if not inner:
            found = resolve(type.get("module") or "", type["name"])
            inner.append(_item(type, found))
        return inner[0]

    def convert(value: Any) -> Any:
        if isinstance(value, BASE):
            return value
        return (inner[0] if inner else target()).convert(value)

    def accepts(kind: type) -> bool:
        return target().accepts(kind)

    def complete() -> None:
        if not words:
            words.append("")
            words[:] = target().words

    words: list[str] = []
    return _LazyWords(convert, accepts, complete, words)


def _item(type: Json, found: tuple[str, Any] | None) -> Converter:
    if found is None:
        return Converter(any_value, lambda kind: True, ["object"])
    item, form = found
    if item == "alias":
        return compiled(form)
    if item == "record":
        return Converter(_record(form["fields"], form["name"]), _is_mapping, [form["name"]])
    if item == "enum":
        return _enum(form)
    name = form.name
    call = form.call()
    is_interface = form.kind == "interface" or form.kind == "unknown" and not exists(name)
    call_converter = None if call is None else _function(call)

    def convert(value: Any) -> Any:
        if isinstance(value, BASE):
            return value
        if call_converter is not None and callable(value):
            return call_converter(value)
        if is_interface and not isinstance(value, _PASSING):
            return any_value(value) if isinstance(value, dict) else default_proxy(value)
        raise WrongType(name, value)

    def accepts(kind: type) -> bool:
        if issubclass(kind, BASE) or call is not None and _is_callable(kind):
            return True
        return is_interface and not issubclass(kind, (*_PASSING, *_BYTES, list, tuple, set))

    if is_interface:
        _TAKE_ALL.add(convert)
    return Converter(convert, accepts, [name])


_TAKE_ALL: set[Convert] = {any_value, default_proxy}


def _enum(form: Json) -> Converter:
    values = {each["value"] for each in form["members"]}
    kinds = tuple({value.__class__ for value in values if value is not None}) or (int, str)

    def convert(value: Any) -> Any:
        if isinstance(value, enum.Enum):
            value = value.value
        if isinstance(value, kinds) and not isinstance(value, bool):
            return value
        if isinstance(value, BASE):
            return value
        raise WrongType(form["name"], value)

    return Converter(convert, lambda kind: issubclass(kind, (*kinds, enum.Enum)), [form["name"]])


def _class_object(type: Json) -> Converter:
    word = f"type[{type['name']}]"
    return Converter(_only_proxy(word), is_proxy, [word])


def _everything(_kind: type) -> bool:
    return True


_PASSES: dict[str, frozenset[type]] = {
    "any": frozenset(_PASSING), "unknown": frozenset(_PASSING), "object": frozenset(_PASSING),
    "this": frozenset(_PASSING), "type_parameter": frozenset(_PASSING), "undefined": frozenset([NONE]),
    "boolean": frozenset([bool]), "number": frozenset([float]), "string": frozenset([str]),
}
"""The classes whose values pass as they are. An int is no member for `number`: its size has to be looked at."""

_SIMPLE: dict[str, tuple[Convert, Callable[[type], bool], str]] = {
    "any": (any_value, _everything, "object"),
    "unknown": (any_value, _everything, "object"),
    "object": (any_value, _everything, "object"),
    "this": (default_proxy, _everything, "object"),
    "type_parameter": (default_proxy, _everything, "object"),
    "never": (default_proxy, _everything, "nothing"),
    "undefined": (_undefined, lambda kind: kind is NONE, "None"),
    "null": (_null, lambda kind: kind is NONE or issubclass(kind, JsNull), "None"),
    "boolean": (_boolean, lambda kind: kind is bool, "bool"),
    "number": (_number, lambda kind: issubclass(kind, (int, float)) or hasattr(kind, "__index__"), "float"),
    "big_int": (_big_int, lambda kind: issubclass(kind, int) and kind is not bool, "int"),
    "string": (_string, lambda kind: issubclass(kind, str), "str"),
    "symbol": (_only_proxy("Symbol"), is_proxy, "Symbol"),
    "date": (_date, lambda kind: issubclass(kind, datetime.date), "datetime"),
}


def _compile(type: Json) -> Converter:
    kind = type["kind"]
    if "converter" in type:
        return _custom(type["converter"])
    simple = _SIMPLE.get(kind)
    if simple is not None:
        return Converter(simple[0], simple[1], [simple[2]], _PASSES.get(kind, frozenset()))
    if kind == "union":
        return _union(_members(type))
    if kind == "reference":
        members = _members(type)
        return _reference(type) if members == [type] else compiled(union(members))
    if kind == "literal":
        return _literal(type["value"])
    if kind == "intersection":
        return compiled(type["members"][0]) if type["members"] else compiled(ANY)
    if kind == "array":
        return Converter(_array(type["element"]), _is_sequence, ["list"])
    if kind == "tuple":
        return Converter(_tuple(type["elements"]), _is_sequence, ["tuple"])
    if kind == "mapping":
        return Converter(_mapping(type["value"]), _is_mapping, ["dict"])
    if kind == "record":
        return Converter(_record(type["fields"], "dict"), _is_mapping, ["dict"])
    if kind == "map":
        return Converter(_map(type["key"], type["value"]), _is_mapping, ["dict"])
    if kind == "set":
        return Converter(_set(type["element"]), _is_set, ["set"])
    if kind == "function":
        function = type["function"]
        if type.get("construct"):
            return Converter(_only_proxy("callable"), is_proxy, ["callable"])
        return Converter(_function(function), _is_callable, ["callable"])
    if kind == "promise":
        return Converter(_promise(type["value"]), _is_awaitable, ["awaitable"])
    if kind in ("iterable", "async_iterable"):
        return Converter(_iterable(type["element"]), _is_iterable_only, ["iterable"])
    if kind in ("iterator", "async_iterator"):
        return Converter(_iterable(type["element"]), _is_iterable, ["iterator"])
    if kind == "buffer":
        return Converter(_buffer(type["buffer"]), _has_buffer, ["bytes-like"])
    if kind == "class_object":
        return _class_object(type)
    if kind == "converted":
        return _converted(type)
    return compiled(ANY)


def _custom(name: str) -> Converter:
    """A converter of Pyodide's: `Deep`, `Json`, or an object with `pre_convert`."""
    import _pyodide.jsbind as jsbind

    found = getattr(jsbind, name, None) or converter_by_name(name)
    found = getattr(found, "py2js", found)
    if name == "Deep" or not hasattr(found, "py2js_convert"):
        return Converter(any_value, _everything, ["object"])
    pre_convert = getattr(found, "pre_convert", None)

    def convert(value: Any) -> Any:
        converted = found.py2js_convert(pre_convert(value) if pre_convert else value)
        return default_proxy(converted)

    return Converter(convert, _everything, ["object"])


__all__ = ["Converter", "Iterable", "any_value", "compiled", "converter", "default_proxy", "fits", "null"]
