"""Bound proxies: JsProxies that carry one of our signatures.

A bound proxy is a real JsProxy. Its signature object (`Bound`) knows the signature class and, beside it, an unbound proxy
of the same JavaScript value, which is the receiver of method calls. Calling a bound proxy, and assigning to its attributes,
must run Python, so its class is changed to a type of our own: Pyodide makes its proxy types on the fly, one for each
combination of features, and a marked object with a combination that no real object has yields a type that nobody else uses.
"""

from __future__ import annotations

from functools import partial
from operator import attrgetter
from typing import Any

from _pyodide_core import js2py_default

from .._annotations import ANY
from .._messages import WrongType
from .._plan import Plan
from .._reader import ClassReader, FunctionReader
from . import binder as binders
from .helpers import BASE, is_bindable, is_instance, js_helpers, run_js
from .to_js import StandIn
from .to_py import none_of_null, result_converter

set_class = object.__dict__["__class__"].__set__

_UNKNOWN = (False, None)


class Bound:
    """The signature object of a bound proxy."""

    __slots__ = ("binding", "call", "entries", "raw")

    def __init__(self, binding: Any, raw: Any) -> None:
        self.binding = binding
        self.raw = raw
        self.entries = binding.entries


class BoundMethod(partial):
    """A method taken from a bound proxy: calling it goes through its plan, everything else is the JavaScript function's."""

    __slots__ = ()

    @property
    def function(self) -> Any:
        """The JavaScript function, with the receiver it was taken from."""
        return getattr(self.args[0], self.func.js_name)  # type: ignore[attr-defined]

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            return getattr(self.func, name)
        return getattr(self.function, name)

    def __repr__(self) -> str:
        return f"<method {self.func.__qualname__} of {self.args[0]!r}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, BoundMethod) and self.func is other.func and self.args[0] == other.args[0]

    def __hash__(self) -> int:
        return hash(self.func)


class Receiver:
    """The receiver of the method access that is under way: the hook sets it, the converter takes it right after."""

    raw: Any = None


class Binding:
    """What attribute access on bound proxies of one signature class gives, filled as attributes are used."""

    def __init__(self, reader: ClassReader) -> None:
        self.reader = reader
        self.shown = reader.name
        self.entries: dict[str, Any] = {}
        self.assigned: dict[str, Any] = {}
        self.items: dict[str, Any] = {}

    def item_converter(self, name: str) -> Any:
        """The conversion of what iteration (`__iter__`) or subscription (`__getitem__`) gives."""
        try:
            return self.items[name]
        except KeyError:
            member = self.member(name)
            convert = None
            if member is not None and member["member"] == "method":
                type = Plan(name, member).result
                convert = result_converter(type["element"] if type["kind"] in ("iterator", "iterable") else type)
            self.items[name] = convert
            return convert

    def assigned_slot(self, name: str) -> Any:
        """How an attribute is assigned."""
        member = self.member(name)
        js, type = name, ANY
        if member is not None:
            js = member["name"] if isinstance(member["name"], str) else member["name"]["js"]
            type = member.get("set_type") or member.get("type") or ANY
        slot = self.assigned[name] = binders.Slot(js, type, bool(member and member.get("optional")))
        return slot

    def member(self, name: str) -> Any:
        raise NotImplementedError

    def entry(self, name: str) -> Any:
        """The answer for the attribute hook, and whether its converter needs the receiver."""
        member = self.member(name)
        if member is None:
            found: Any = _UNKNOWN, False
        elif member["member"] == "property":
            convert = self.nested(member) or binders.attribute_converter(member["type"])
            found = (_UNKNOWN if convert is None else (True, convert)), False
        else:
            js = member["name"] if isinstance(member["name"], str) else member["name"]["js"]
            shown = f"{self.reader.name}.{js}"
            binder = binders.Binder(Plan(shown, member))
            in_c = None if member.get("optional") else binders.compile_in_c(binder)
            if in_c is not None:
                found = (False, in_c), False
            else:
                found = (True, _method_converter(binders.method(binder, js))), True
        self.entries[name] = found
        return found

    def nested(self, member: Any) -> Any:
        return None


    def respelled(self, name: str) -> str | None:
        """The JavaScript name of an attribute that is spelled otherwise here. What it gives is known under that from then on."""
        member = self.member(name)
        if member is None or isinstance(member["name"], str):
            return None
        js: str = member["name"]["js"]
        if js not in self.entries:
            self.entries[js] = self.entries.get(name) or self.entry(name)
        return js


class InstanceBinding(Binding):
    """Bound instances of a signature class."""

    def member(self, name: str) -> Any:
        return self.reader.member(name)


class ClassBinding(Binding):
    """The bound class object of a signature class, or a bound namespace object."""

    def member(self, name: str) -> Any:
        return self.reader.static(name)

    def nested(self, member: Any) -> Any:
        """Classes and namespaces inside of a namespace."""
        from .._reader import resolve_class

        kind = member["type"]["kind"]
        if kind not in ("class_object", "reference"):
            return None
        reader = resolve_class(member["type"].get("module") or "", member["type"]["name"])
        if reader is None or kind == "reference" and not reader.is_namespace:
            return None
        binding = class_binding(reader)
        convert = js2py_default.copy()
        convert.post_convert = lambda value: bind_class_object(value, binding) if isinstance(value, BASE) else value
        return convert


class FunctionBinding:
    """A bound function: nothing is known of its attributes."""

    def __init__(self) -> None:
        self.entries: dict[str, Any] = {}
        self.assigned: dict[str, Any] = {}
        self.shown = "function"

    def item_converter(self, name: str) -> Any:
        return None

    def assigned_slot(self, name: str) -> Any:
        slot = self.assigned[name] = binders.Slot(name, ANY, False)
        return slot

    def entry(self, name: str) -> Any:
        found = self.entries[name] = _UNKNOWN, False
        return found


_function_binding = FunctionBinding()


def instance_binding(reader: ClassReader) -> InstanceBinding:
    found = reader.__dict__.get("instances")
    if found is None:
        found = reader.__dict__["instances"] = InstanceBinding(reader)
    return found


def class_binding(reader: ClassReader) -> ClassBinding:
    found = reader.__dict__.get("class_object")
    if found is None:
        found = reader.__dict__["class_object"] = ClassBinding(reader)
    return found


def _method_converter(call: Any) -> Any:
    """The converter of an attribute that is a method: its value becomes callable through `call`."""
    convert = js2py_default.copy()

    def post_convert(value: Any) -> Any:
        receiver = Receiver.raw
        Receiver.raw = None
        if not callable(value):
            return none_of_null(value)
        return BoundMethod(call, receiver)

    convert.post_convert = post_convert
    return convert


def bind_instance(value: Any, binding: InstanceBinding) -> Any:
    """Binds an instance. Values that cannot carry a signature come back as they are."""
    bound = Bound(binding, value)
    proxy = value.bind_sig(bound)
    set_class(proxy, _class_of(value, binding))
    if callable(value):
        call = binding.reader.call()
        if call is None:
            bound.call = value
        else:
            bound.call = binders.function(binders.Binder(Plan(binding.reader.name, call)), value)
    return proxy


def bind_class_object(value: Any, binding: ClassBinding) -> Any:
    """Binds a class object (or namespace object): calling it constructs, its attributes are the statics."""
    bound = Bound(binding, value)
    proxy = value.bind_sig(bound)
    if callable(value):
        bound.call = _class_call(value, binding)
    set_class(proxy, _class_of(value, binding))
    return proxy


def _class_call(value: Any, binding: ClassBinding) -> Any:
    reader = binding.reader
    instances = instance_binding(reader)

    def bind(made: Any) -> Any:
        return bind_instance(made, instances) if is_bindable(made.__class__) else made

    function = reader.constructor()
    if function is not None:
        return binders.constructor(binders.Binder(Plan(reader.name, function)), value, bind)
    function = reader.static_call()
    if function is not None:
        return binders.function(binders.Binder(Plan(reader.name, function)), value)

    def call(*arguments: Any, **keywords: Any) -> Any:
        return bind(value.new(*arguments, **keywords))

    return call


def bind_function(value: Any, reader: FunctionReader) -> Any:
    """Binds a function."""
    bound = Bound(_function_binding, value)
    bound.call = binders.function(binders.Binder(Plan(reader.name, reader.function())), value)
    proxy = value.bind_sig(bound)
    kind = value.__class__
    set_class(proxy, _twins.get(kind) or _twin(value, kind))
    return proxy


def function_behind(value: Any) -> Any:
    """The JavaScript function that a Python callable stands for, if it is one of ours."""
    return value.function if isinstance(value, BoundMethod) else None


def signature_of(proxy: Any) -> Any:
    """The signature object of a proxy, or None."""
    return getattr(proxy, "_sig", None)


# Our own types of proxies: for each type that Pyodide makes, one like it in which calling and assigning run Python.

_twins: dict[type, type] = {}
# The same with attributes that JavaScript spells otherwise: looking for those costs every access.
_respelling: dict[type, type] = {}


def _class_of(value: Any, binding: Binding) -> type:
    kind = value.__class__
    if not binding.reader.is_respelled:
        return _twins.get(kind) or _twin(value, kind)
    found = _respelling.get(kind)
    if found is None:
        found = _make_twin(value, kind, second=True)
        found.__getattr__ = _spelled  # type: ignore[attr-defined]
        _respelling[kind] = _respelling[found] = found
    return found


def _spelled(self: Any, name: str) -> Any:
    """An attribute that JavaScript does not have under this name."""
    js = None if name.startswith("__") else self._sig.binding.respelled(name)
    if js is None or js == name:
        raise AttributeError(name)
    return getattr(self, js)



def _twin(value: Any, kind: Any) -> Any:
    twin = _twins[kind] = _make_twin(value, kind)
    _twins[twin] = twin
    return twin


def _make_twin(value: Any, kind: Any, second: bool = False) -> Any:
    """The type like `kind`, the class of `value`."""
    twin: Any = type(js_helpers.twin(value, second))
    if twin is kind:
        raise RuntimeError("sigbind: Pyodide gives no type of its own to a marked object; this build is not supported")
    for name in list(twin.__dict__):
        if name not in kind.__dict__ and name != "__doc__":
            delattr(twin, name)
    # What the mark may have changed is asked of the unbound proxy.
    for name in _MARKED:
        if name in kind.__dict__:
            setattr(twin, name, _delegate(kind, name))
    if "__iter__" in kind.__dict__:
        twin.__iter__ = _iterate
    if "__getitem__" in kind.__dict__:
        twin.__getitem__ = _get_item
    if "__call__" in kind.__dict__:
        twin.__call__ = property(attrgetter("_sig.call"))
        twin.__instancecheck__ = _instance_check
    twin.__setattr__ = _assign
    for name, method in _CONTEXT.items():
        if not hasattr(kind, name):
            setattr(twin, name, method)
    return twin


def _enter(self: Any) -> Any:
    return self


def _exit(self: Any, *_: Any) -> None:
    js_helpers.dispose(self._sig.raw, False)


async def _aenter(self: Any) -> Any:
    return self


async def _aexit(self: Any, *_: Any) -> None:
    result = js_helpers.dispose(self._sig.raw, True)
    if hasattr(result, "then"):
        await result


_CONTEXT = {"__enter__": _enter, "__exit__": _exit, "__aenter__": _aenter, "__aexit__": _aexit}
"""`with` and `async with`, where the build has none."""


_MARKED = ("__next__", "__aiter__", "__anext__", "__contains__", "send", "throw", "close", "asend", "athrow", "aclose")


def _delegate(kind: Any, name: str) -> Any:
    method = kind.__dict__[name]

    def call(self: Any, *arguments: Any) -> Any:
        return method(self._sig.raw, *arguments)

    return call


def _iterate(self: Any) -> Any:
    bound = self._sig
    convert = bound.binding.item_converter("__iter__")
    return iter(bound.raw) if convert is None else map(convert, bound.raw)


def _get_item(self: Any, key: Any) -> Any:
    bound = self._sig
    convert = bound.binding.item_converter("__getitem__")
    value = bound.raw[key]
    return value if convert is None else convert(value)


def _instance_check(self: Any, value: Any) -> bool:
    return isinstance(value, BASE) and is_instance(value, self)


def _assign(self: Any, name: str, value: Any) -> None:
    """Attribute assignment, converted by the declared type."""
    bound = self._sig
    slot = bound.binding.assigned.get(name) or bound.binding.assigned_slot(name)
    if value.__class__ not in slot.passes:
        try:
            value = slot.convert(value)
        except WrongType as error:
            raise error.attribute_error(bound.binding.shown, name) from error.cause
    if StandIn.used:
        StandIn.used = False
        js_helpers.assign(bound.raw, slot.js, value)
    else:
        setattr(bound.raw, slot.js, value)


# Arrays whose elements are bound.

_ARRAY: Any = type(run_js("Object.assign([], { has() {}, next() {} })"))
_PLAIN_ARRAY: Any = type(run_js("[]"))


class ArrayBound:
    """The signature object of an array view."""

    __slots__ = ("convert", "entries")

    def __init__(self, convert: Any) -> None:
        self.convert = convert
        self.entries: dict[str, Any] = {}

    def entry(self, name: str) -> Any:
        found = self.entries[name] = _UNKNOWN, False
        return found


def array_view(value: Any, convert: Any) -> Any:
    """An array whose elements are converted when they are read."""
    if value.__class__ is not _PLAIN_ARRAY:
        return value
    proxy = value.bind_sig(ArrayBound(convert))
    set_class(proxy, _ARRAY)
    return proxy


def _prepare_array() -> None:
    get_item = _ARRAY.__dict__["__getitem__"]
    pop = _ARRAY.__dict__["pop"]
    for name in ("__next__", "send", "throw", "close"):
        if name in _ARRAY.__dict__:
            delattr(_ARRAY, name)

    def converted(self: Any, index: Any) -> Any:
        value = get_item(self, index)
        convert = getattr(self._sig, "convert", None)
        if convert is None:
            return value
        return array_view(value, convert) if isinstance(index, slice) else convert(value)

    def iterate(self: Any) -> Any:
        index = 0
        while index < len(self):
            yield converted(self, index)
            index += 1

    def backwards(self: Any) -> Any:
        for index in range(len(self) - 1, -1, -1):
            yield converted(self, index)

    def taken(self: Any, *index: Any) -> Any:
        convert = getattr(self._sig, "convert", None)
        value = pop(self, *index)
        return value if convert is None else convert(value)

    _ARRAY.__getitem__ = converted
    _ARRAY.__iter__ = iterate
    _ARRAY.__reversed__ = backwards
    _ARRAY.pop = taken


_prepare_array()
