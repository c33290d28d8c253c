"""Annotations to types: the small language of signature modules, in the JSON form of `ffi_core::signature::Type`.

An annotation is either text (from `from __future__ import annotations`, or a quoted name), which is parsed and never
evaluated, or an object of the `typing` module. Both are read by the same rules. Names are looked up in a `Scope`, and only
when the type is read; a name that is not found makes that one type `any`, never the whole class.
"""

from __future__ import annotations

import ast
import collections.abc
import datetime
import enum
import inspect
import sys
import types
import typing
from typing import Any, Optional

from . import signatures as _names
from ._package import StandIn

Json = dict  # A type, as a plain dict.

ANY: Json = {"kind": "any"}
UNDEFINED: Json = {"kind": "undefined"}
NULL: Json = {"kind": "null"}

_BUFFERS = {
    "ArrayBuffer", "ArrayBufferView", "SharedArrayBuffer", "DataView", "Int8Array", "Uint8Array", "Uint8ClampedArray",
    "Int16Array", "Uint16Array", "Int32Array", "Uint32Array", "Float16Array", "Float32Array", "Float64Array",
    "BigInt64Array", "BigUint64Array",
}
_KINDS = {"JsNull": NULL, "BigInt": {"kind": "big_int"}, "Symbol": {"kind": "symbol"}, "Date": {"kind": "date"}}
_KINDS.update({name: {"kind": "buffer", "buffer": name} for name in _BUFFERS})

_PLAIN: dict[Any, Json] = {
    Any: ANY,
    object: {"kind": "unknown"},
    None: UNDEFINED,
    type(None): UNDEFINED,
    bool: {"kind": "boolean"},
    int: {"kind": "number"},
    float: {"kind": "number"},
    str: {"kind": "string"},
    typing.NoReturn: {"kind": "never"},
    _names.Never: {"kind": "never"},
    _names.Self: {"kind": "this"},
    datetime.datetime: {"kind": "date"},
    bytes: {"kind": "buffer", "buffer": "Uint8Array"},
    bytearray: {"kind": "buffer", "buffer": "Uint8Array"},
    memoryview: {"kind": "buffer", "buffer": "ArrayBufferView"},
}
_PLAIN.update({getattr(typing, name): kind for name, kind in (("Never", {"kind": "never"}), ("Self", {"kind": "this"}))
               if hasattr(typing, name)})

_ARRAYS = {list, collections.abc.Sequence, collections.abc.MutableSequence, collections.abc.Collection}
_MAPPINGS = {dict, collections.abc.Mapping, collections.abc.MutableMapping}
_SETS = {set, frozenset, collections.abc.Set, collections.abc.MutableSet}
_PROMISES = {"Awaitable", "Future", "Coroutine"}
_ITERABLES = {
    collections.abc.Iterable: "iterable", collections.abc.Iterator: "iterator", collections.abc.Generator: "iterator",
    collections.abc.AsyncIterable: "async_iterable", collections.abc.AsyncIterator: "async_iterator",
    collections.abc.AsyncGenerator: "async_iterator",
}
_TRANSPARENT = {"ClassVar", "Final", "Required", "NotRequired", "ReadOnly"}

_MISSING = object()


class Scope:
    """Where the names of a module's annotations are looked up. One for each module (and class nested in a function)."""

    def __init__(self, module: str, home: Any = None) -> None:
        self.module = module
        self.home = home
        self.identity = module if home is None else f"{module}#{id(home):x}"
        _scopes[self.identity] = self

    def find(self, name: str) -> Any:
        """The object called `name`, or `_MISSING`."""
        home = self.home
        if home is not None:
            found = home.__dict__.get(name, _MISSING)
            if found is not _MISSING:
                return found
            # A class in a function: its neighbours are found among the known signature classes.
            prefix = home.__qualname__.rpartition(".")[0]
            for other in _subclasses(_names.BindClass):
                if other.__name__ == name and other.__module__ == self.module and other.__qualname__.startswith(prefix):
                    return other
        module = sys.modules.get(self.module)
        if module is not None:
            found = getattr(module, name, _MISSING)
            if found is not _MISSING:
                return found
        found = getattr(_builtins(), name, _MISSING)
        if found is not _MISSING:
            return found
        # Names of the annotation language need no import inside of annotations.
        return getattr(_names, name, _MISSING)


_scopes: dict[str, Scope] = {}
MISSING = _MISSING


def _builtins() -> Any:
    return sys.modules["builtins"]


def _subclasses(cls: type) -> Any:
    for sub in cls.__subclasses__():
        yield sub
        yield from _subclasses(sub)


def scope_of(declared: Any) -> Scope:
    """The scope of a class or function."""
    module = getattr(declared, "__module__", None) or "__main__"
    if isinstance(declared, type) and "<locals>" in declared.__qualname__:
        return _scopes.get(f"{module}#{id(declared):x}") or Scope(module, declared)
    return _scopes.get(module) or Scope(module)


def scope_by_identity(identity: str) -> Scope:
    """The scope that a reference names."""
    return _scopes.get(identity) or Scope(identity)


def union(members: list[Json]) -> Json:
    """As `Type::union` of the native core: flat, without duplicates, `undefined` and `null` last."""
    flat: list[Json] = []
    for member in members:
        for each in member["members"] if member["kind"] == "union" else [member]:
            if each["kind"] != "never" and each not in flat:
                flat.append(each)
    for absorbing in ("any", "unknown"):
        for each in flat:
            if each["kind"] == absorbing:
                return each
    flat.sort(key=lambda each: ("undefined", "null").index(each["kind"]) + 1 if each["kind"] in ("undefined", "null") else 0)
    if not flat:
        return {"kind": "never"}
    return flat[0] if len(flat) == 1 else {"kind": "union", "members": flat}


def strip_suffix(name: str) -> str:
    """`Response_sig` declares `Response`; in namespaces, each part may carry the suffix."""
    return ".".join(part.removesuffix("_sig") for part in name.split("."))


class TypeReader:
    """Reads annotations of one scope."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    def read(self, annotation: Any) -> Json:
        """The type of an annotation: text, or an object."""
        if isinstance(annotation, str):
            return self.text(annotation)
        return self.object(annotation)

    def text(self, text: str) -> Json:
        """Parses `text`. What is no expression is `any`."""
        try:
            return self.node(ast.parse(text.strip(), mode="eval").body)
        except SyntaxError:
            return ANY

    # Text.

    def node(self, node: ast.AST) -> Json:
        if isinstance(node, ast.Constant):
            if isinstance(node.value, str):
                return self.text(node.value)
            return UNDEFINED if node.value is None else ANY
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
            return union([self.node(node.left), self.node(node.right)])
        if isinstance(node, (ast.Name, ast.Attribute)):
            found = self.lookup(node)
            return ANY if found is _MISSING else self.object(found, self._dotted(node))
        if isinstance(node, ast.Subscript):
            origin = self.lookup(node.value)
            if origin is _MISSING:
                return ANY
            arguments = list(node.slice.elts) if isinstance(node.slice, ast.Tuple) else [node.slice]
            return self.generic(origin, arguments, self._dotted(node.value))
        return ANY

    def _dotted(self, node: ast.AST) -> str | None:
        if isinstance(node, ast.Name):
            return node.id
        if isinstance(node, ast.Attribute):
            base = self._dotted(node.value)
            return base and f"{base}.{node.attr}"
        return None

    def lookup(self, node: ast.AST) -> Any:
        """The object that a (dotted) name stands for."""
        if isinstance(node, ast.Name):
            return self.scope.find(node.id)
        if isinstance(node, ast.Attribute):
            base = self.lookup(node.value)
            if base is _MISSING:
                return _MISSING
            if isinstance(base, type):
                # Members of a namespace, wherever in its bases; the class may be a signature class with odd names.
                return inspect.getattr_static(base, node.attr, _MISSING)
            return getattr(base, node.attr, _MISSING)
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return self.lookup(ast.parse(node.value, mode="eval").body)
        return _MISSING

    def evaluate(self, argument: Any) -> Any:
        """The object of an argument that is a value and not a type: a literal, a converter, `JsName("x")`."""
        if not isinstance(argument, ast.AST):
            return argument
        if isinstance(argument, ast.Constant):
            return argument.value
        if isinstance(argument, ast.UnaryOp) and isinstance(argument.op, ast.USub):
            value = self.evaluate(argument.operand)
            return -value if isinstance(value, (int, float)) else _MISSING
        if isinstance(argument, ast.Call):
            function = self.lookup(argument.func)
            if function is _MISSING:
                return _MISSING
            arguments = [self.evaluate(each) for each in argument.args]
            return function(*arguments, **{each.arg: self.evaluate(each.value) for each in argument.keywords if each.arg})
        return self.lookup(argument)

    def argument(self, argument: Any) -> Json:
        """The type of a type argument."""
        return self.node(argument) if isinstance(argument, ast.AST) else self.read(argument)

    # Objects.

    def object(self, found: Any, name: str | None = None) -> Json:
        """The type that an object stands for; `name` is how the annotation spells it."""
        try:
            plain = _PLAIN.get(found)
        except TypeError:
            plain = None
        if plain is not None:
            return plain
        if isinstance(found, _names._Kind):
            return self.kind(found, ())
        if isinstance(found, _names._KindOf):
            return self.kind(found.kind, found.arguments)
        if isinstance(found, str):
            # An alias. A recursive one must stay a name.
            return self.reference(name) if name else self.text(found)
        if isinstance(found, (typing.ForwardRef, StandIn)):
            return self.text(found.__forward_arg__)
        if isinstance(found, typing.TypeVar):
            return self.type_variable(found)
        if type(found).__name__ == "TypeAliasType":
            return self.reference(name or found.__name__)
        if type(found).__name__ == "NewType":
            return self.object(found.__supertype__)
        if isinstance(found, type) and not isinstance(found, types.GenericAlias):
            return self.class_(found, name)
        arguments = typing.get_args(found)
        origin = found if not arguments else (typing.get_origin(found) or found)
        if hasattr(found, "__metadata__"):
            return self.annotated(found.__origin__, found.__metadata__)
        return self.generic(origin, list(arguments), name)

    def type_variable(self, variable: typing.TypeVar) -> Json:
        bound = variable.__bound__
        if bound is not None:
            return self.read(bound)
        if variable.__constraints__:
            return union([self.read(each) for each in variable.__constraints__])
        return {"kind": "type_parameter", "name": variable.__name__}

    def class_(self, found: type, name: str | None) -> Json:
        if found in _ARRAYS:
            return {"kind": "array", "element": ANY}
        if found is tuple:
            return {"kind": "array", "element": ANY}
        if found in _MAPPINGS:
            return {"kind": "mapping", "value": ANY}
        if found in _SETS:
            return {"kind": "set", "element": ANY}
        if found in _ITERABLES:
            return {"kind": _ITERABLES[found], "element": ANY}
        if found.__name__ in _PROMISES and not issubclass(found, _names.BindClass):
            return {"kind": "promise", "value": ANY}
        if found is collections.abc.Callable:
            return self.callable(..., Any)
        if found is type:
            return ANY
        if found.__name__ == "JsNull":
            return NULL
        if found.__name__ == "JsBigInt":
            return _KINDS["BigInt"]
        if found is _names.BindClass or found.__name__ in ("JsProxy", "Interface") and found.__module__.startswith(
            ("pyodide", "_pyodide", "sigbind")
        ):
            return {"kind": "object"}
        if issubclass(found, _names.BindClass) or issubclass(found, enum.Enum) or is_record(found):
            return self.reference(name, found)
        return converter_type(found)

    def reference(self, name: str | None, found: Any = None) -> Json:
        """A use of a declared item. It is resolved where it is declared: its own module, when the name is imported."""
        scope = self.scope
        if found is not None:
            declared = scope_of(found)
            qualified = found.__qualname__.rpartition("<locals>.")[2]
            if name is None or (declared is not scope and scope.home is None):
                scope, name = declared, qualified
        return {"kind": "reference", "name": strip_suffix(name or ""), "module": scope.identity}

    def kind(self, kind: Any, arguments: Any) -> Json:
        name = kind.name
        if name in _KINDS:
            return _KINDS[name]
        read = [self.argument(each) for each in arguments]
        if name == "Map":
            key, value = (*read, ANY, ANY)[:2]
            return {"kind": "map", "key": key, "value": value}
        if name == "Set":
            return {"kind": "set", "element": read[0] if read else ANY}
        return read[0] if read else ANY

    def generic(self, origin: Any, arguments: list[Any], name: str | None) -> Json:
        """`origin[arguments]`. The arguments are syntax or objects."""
        if isinstance(origin, _names._Kind):
            return self.kind(origin, arguments)
        label = getattr(origin, "_name", None) or getattr(origin, "__name__", None)
        if origin is Literal or label == "Literal":
            return self.literal(arguments)
        if origin is typing.Union or origin is getattr(types, "UnionType", None) or label == "Union":
            return union([self.argument(each) for each in arguments])
        if origin is Optional or label == "Optional":
            return union([self.argument(each) for each in arguments] + [UNDEFINED])
        if label == "Annotated":
            return self.annotated(arguments[0], [self.evaluate(each) for each in arguments[1:]]) if arguments else ANY
        if label in _TRANSPARENT:
            return self.argument(arguments[0]) if arguments else ANY
        if label == "Unpack":
            return ANY
        origin = getattr(origin, "__origin__", None) or origin
        if origin in (collections.abc.Callable, typing.Callable):
            return self.callable_of(arguments)
        if origin is tuple:
            return self.tuple(arguments)
        if not arguments:
            return self.class_(origin, name) if isinstance(origin, type) else converter_type(origin)
        if origin is type:
            target = self.argument(arguments[0])
            return {"kind": "class_object", "name": target["name"], "module": target["module"]} if (
                target["kind"] == "reference") else ANY
        if origin in _ARRAYS:
            return {"kind": "array", "element": self.argument(arguments[0])}
        if origin in _MAPPINGS:
            return {"kind": "mapping", "value": self.argument(arguments[-1])}
        if origin in _SETS:
            return {"kind": "set", "element": self.argument(arguments[0])}
        if origin in _ITERABLES:
            return {"kind": _ITERABLES[origin], "element": self.argument(arguments[0])}
        if label in _PROMISES:
            return {"kind": "promise", "value": self.argument(arguments[-1])}
        if isinstance(origin, type) and (issubclass(origin, _names.BindClass) or is_record(origin)):
            return {**self.reference(name, origin), "arguments": [self.argument(each) for each in arguments]}
        if isinstance(origin, str) and name:
            return {**self.reference(name), "arguments": [self.argument(each) for each in arguments]}
        return ANY

    def annotated(self, base: Any, metadata: Any) -> Json:
        """`Annotated[T, ...]`: `JsName` is read by the reader of members; anything else may be a converter."""
        for each in metadata:
            if isinstance(each, _names._Kind):
                return self.kind(each, ())
            if isinstance(each, _names._KindOf):
                return self.kind(each.kind, each.arguments)
            if isinstance(each, _names.Converter):
                by = {name: getattr(each, name) for name in ("to_js", "to_python", "python", "origin")}
                named = {name: text for name, text in by.items() if text is not None}
                return {"kind": "converted", "value": self.argument(base), "by": named}
            if each is not _MISSING and not isinstance(each, _names.JsName):
                converted = converter_type(each)
                if converted is not ANY:
                    return converted
        return self.argument(base)

    def literal(self, arguments: list[Any]) -> Json:
        members = []
        for argument in arguments:
            value = self.evaluate(argument)
            if isinstance(value, enum.Enum):
                value = value.value
            if value is None:
                members.append(UNDEFINED)
            elif isinstance(value, bool):
                members.append({"kind": "literal", "value": {"type": "boolean", "value": value}})
            elif isinstance(value, (int, float)):
                members.append({"kind": "literal", "value": {"type": "number", "value": value}})
            elif isinstance(value, str):
                members.append({"kind": "literal", "value": {"type": "string", "value": value}})
        return union(members) if members else ANY

    def tuple(self, arguments: list[Any]) -> Json:
        def is_ellipsis(argument: Any) -> bool:
            return argument is ... or isinstance(argument, ast.Constant) and argument.value is ...

        if len(arguments) == 2 and is_ellipsis(arguments[1]):
            return {"kind": "array", "element": self.argument(arguments[0])}
        if len(arguments) == 1 and (arguments[0] == () or isinstance(arguments[0], ast.Tuple) and not arguments[0].elts):
            arguments = []
        return {"kind": "tuple", "elements": [{"type": self.argument(each)} for each in arguments]}

    def callable_of(self, arguments: list[Any]) -> Json:
        if not arguments:
            return self.callable(..., Any)
        parameters, result = arguments[0], arguments[-1]
        if isinstance(parameters, ast.List):
            parameters = parameters.elts
        elif isinstance(parameters, list):
            pass
        elif len(arguments) == 2 and isinstance(parameters, (tuple,)):
            parameters = list(parameters)
        elif parameters is ... or isinstance(parameters, ast.Constant):
            parameters = ...
        else:
            parameters = arguments[:-1] if not isinstance(parameters, ast.AST) else ...
        return self.callable(parameters, result)

    def callable(self, parameters: Any, result: Any) -> Json:
        if parameters is ...:
            # Nothing is known of the parameters: as for any JavaScript function, keywords make an object at the end.
            read = [{"name": "arguments", "type": ANY, "rest": True}, OPEN_OPTIONS]
        else:
            read = [{"name": f"argument{i}", "type": self.argument(each)} for i, each in enumerate(parameters)]
        signature = {"parameters": read, "result": ANY if result is Any else self.argument(result)}
        return {"kind": "function", "function": {"overloads": [signature]}}


OPEN_OPTIONS: Json = {"name": "options", "type": ANY, "optional": True, "keywords": [], "other_keywords": ANY}

Literal = typing.Literal

_converters: dict[int, Any] = {}


def converter_type(found: Any) -> Json:
    """The type of a converter of Pyodide's (`Deep`, `Json`, a converter class or object): an `any` that names it.

    The extra key is ignored by the native core, which knows `Deep` and `Json` by name.
    """
    if found is None or found is _MISSING:
        return ANY
    name = getattr(found, "__name__", "")
    if name in ("Deep", "Json", "Default") and getattr(found, "__module__", "").startswith(("_pyodide", "sigbind")):
        return {"kind": "any", "converter": name}
    is_converter = type(found).__name__ in ("Py2JsConverter", "Js2PyConverter")
    if is_converter or hasattr(found, "js2py") or hasattr(found, "py2js"):
        _converters[id(found)] = found
        return {"kind": "any", "converter": f"#{id(found)}"}
    return ANY


def converter_by_name(name: str) -> Any:
    """The object of a custom converter that `converter_type` named."""
    return _converters.get(int(name[1:])) if name.startswith("#") else None


def is_record(found: Any) -> bool:
    """Whether `found` is a record class: ours or one of `typing.TypedDict`."""
    if isinstance(found, _names._RecordMeta):
        return True
    return isinstance(found, type) and issubclass(found, dict) and hasattr(found, "__total__")
