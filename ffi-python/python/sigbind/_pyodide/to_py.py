"""JavaScript to Python by declared type: class instances come back bound to their signature class, null as None.

A converter takes what Pyodide's default conversion made of the value, or is None where nothing is to be done. It never
fails: a value that is not what was declared comes back as it is.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from .._annotations import Json, converter_by_name
from .._reader import ClassReader, resolve
from .helpers import BASE, JsNull, class_names, is_bindable, is_double, is_plain
from .to_js import _members

Convert = Callable[[Any], Any]

_MISSING = object()
_cache: dict[str, Any] = {}


def result_converter(type: Json) -> Convert | None:
    """The conversion of values of `type` that come from JavaScript; None for the default one."""
    key = json.dumps(type, sort_keys=True)
    found = _cache.get(key, _MISSING)
    if found is _MISSING:
        _cache[key] = _lazy(type)
        found = _cache[key] = _compile(type)
    return found


def _lazy(type: Json) -> Convert:
    """Stands for a type that is being compiled: recursive types meet themselves."""

    def convert(value: Any) -> Any:
        inner = result_converter(type)
        return value if inner is None else inner(value)

    return convert


def plain_view(value: Any) -> Any:
    """Plain objects and arrays come as views that behave as dict and list."""
    if isinstance(value, BASE):
        kind = value.__class__
        if is_double(kind):
            return value.unwrap()
        if is_bindable(kind) and is_plain(value):
            return value.as_py_json()
    return value


def nullable_view(value: Any) -> Any:
    """As `plain_view` where the type is known: null is None."""
    if isinstance(value, JsNull):
        return None
    return plain_view(value)


def none_of_null(value: Any) -> Any:
    """Null is None."""
    return None if isinstance(value, JsNull) else value


def _compile(type: Json) -> Convert | None:
    if "converter" in type:
        return _custom(type["converter"])
    members = _members(type)
    kinds = {each["kind"] for each in members}
    if "converted" in kinds:
        from .by_hand import choice

        return choice(members)
    if kinds & {"any", "unknown", "type_parameter", "object"}:
        return nullable_view if "null" in kinds else plain_view
    classes: list[ClassReader] = []
    views = False
    arrays: Json | None = None
    for each in members:
        if each["kind"] == "reference":
            found = resolve(each.get("module") or "", each["name"])
            if found is not None and found[0] == "class":
                classes.append(found[1])
            else:
                views = views or found is None or found[0] == "record"
        elif each["kind"] == "array":
            arrays = each
        elif each["kind"] == "class_object":
            found = resolve(each.get("module") or "", each["name"])
            if found is not None and found[0] == "class":
                return _class_object(found[1])
        elif each["kind"] in ("tuple", "mapping", "record"):
            views = True
        elif each["kind"] == "intersection":
            return result_converter(each["members"][0]) if each["members"] else plain_view
    if arrays is not None and not classes:
        return _array(arrays["element"])
    for each in members:
        if each["kind"] in ("iterator", "iterable") and not classes:
            return _iterator(each["element"])
    if classes:
        return _instances(classes, views or arrays is not None)
    if views:
        return nullable_view
    return none_of_null if "null" in kinds else None


def _array(element: Json) -> Convert:
    from . import proxies

    convert_element = result_converter(element)
    if convert_element is None or convert_element is plain_view or convert_element is nullable_view:
        return nullable_view

    def convert(value: Any) -> Any:
        if isinstance(value, JsNull):
            return None
        return proxies.array_view(value, convert_element)

    return convert


def _iterator(element: Json) -> Convert | None:
    convert_element = result_converter(element)
    if convert_element is None or convert_element in (plain_view, nullable_view, none_of_null):
        return none_of_null

    def convert(value: Any) -> Any:
        if isinstance(value, BASE) and hasattr(value, "__iter__"):
            return map(convert_element, value)
        return none_of_null(value)

    return convert


def _class_object(reader: ClassReader) -> Convert:
    from . import proxies

    binding = proxies.class_binding(reader)

    def convert(value: Any) -> Any:
        return proxies.bind_class_object(value, binding) if isinstance(value, BASE) else none_of_null(value)

    return convert


def _instances(classes: Sequence[ClassReader], views: bool) -> Convert:
    from . import proxies

    if len(classes) == 1 and not views:
        binding = proxies.instance_binding(classes[0])
        bind = proxies.bind_instance

        def convert(value: Any) -> Any:
            if is_bindable(value.__class__):
                return bind(value, binding)
            return None if isinstance(value, JsNull) else value

        return convert

    by_name = {each.name: proxies.instance_binding(each) for each in classes}

    def choose(value: Any) -> Any:
        if not is_bindable(value.__class__):
            return None if isinstance(value, JsNull) else value
        if views and is_plain(value):
            return value.as_py_json()
        for name in class_names(value).split(" "):
            found = by_name.get(name)
            if found is not None:
                return proxies.bind_instance(value, found)
        interfaces = [each for each in classes if each.kind != "class"]
        if len(interfaces) == 1:
            return proxies.bind_instance(value, by_name[interfaces[0].name])
        return value

    return choose


def _custom(name: str) -> Convert | None:
    import _pyodide.jsbind as jsbind

    found = getattr(jsbind, name, None) or converter_by_name(name)
    found = getattr(found, "js2py", found)
    if name == "Deep":
        return lambda value: value.to_py() if isinstance(value, BASE) and hasattr(value, "to_py") else value
    if name == "Json":
        return plain_view
    post_convert = getattr(found, "post_convert", None)
    return post_convert
