"""Signature classes and functions, read into the JSON form of `ffi_core::signature`, lazily and member by member.

This is the only reader of signature classes: the Pyodide layer executes what it returns in Python, the native runtime takes
the same dicts (as JSON) into Rust. What the native side uses: `read(sig)`, and of what it returns `kind`, `name`,
`member`, `static`, `constructor`, `call`, `function`, each also as `*_json`; and `resolve(module, name)` for the names that
types refer to.
"""

from __future__ import annotations

import enum
import functools
import inspect
import json
import keyword
import sys
from types import FunctionType
from typing import Any

from . import signatures as _names
from . import _spelling
from ._annotations import ANY, MISSING, Json, TypeReader, is_record, scope_by_identity, scope_of, strip_suffix, union

_IGNORED = {"__init__", "__new__", "__init_subclass__", "__class_getitem__", "__slots__", "__dict__", "__weakref__",
            "__module__", "__qualname__", "__doc__", "__annotations__", "__orig_bases__", "__parameters__",
            "__annotate__", "__annotate_func__", "__annotations_cache__", "__static_attributes__", "__firstlineno__",
            "__conditional_annotations__", "__js_name__"}

_STATIC = "__static"
"""The mark of a member of the class object that has the name of a member of instances: `containsPoint__static` is `containsPoint`."""


def annotations_of(declared: Any) -> dict[str, Any]:
    """The own annotations of a class or function, unevaluated where Python allows it."""
    if sys.version_info >= (3, 14):
        import annotationlib

        return annotationlib.get_annotations(declared, format=annotationlib.Format.FORWARDREF)
    if isinstance(declared, type):
        return declared.__dict__.get("__annotations__") or {}
    return getattr(declared, "__annotations__", None) or {}


def read(sig: Any) -> ClassReader | FunctionReader:
    """The reader of a signature class or function. `type[C]` and `C` are the same class; a reader is its own."""
    if isinstance(sig, (ClassReader, FunctionReader)):
        return sig
    origin = getattr(sig, "__origin__", None)
    if origin is type:
        sig = sig.__args__[0]
    elif isinstance(origin, type):
        sig = origin
    if isinstance(sig, type):
        return class_reader(sig)
    if isinstance(sig, (staticmethod, classmethod)):
        sig = sig.__func__
    if isinstance(sig, (FunctionType, _names.Overloads)):
        return function_reader(sig)
    raise TypeError(f"a signature is a class or a function, not {type(sig).__name__}")


def class_reader(cls: type) -> ClassReader:
    """The reader of a class, one for each class. It is stored in the class itself, never looked up in a base."""
    found = cls.__dict__.get("__sigbind_reader__")
    if found is None:
        found = ClassReader(cls)
        cls.__sigbind_reader__ = found
    return found


def function_reader(declared: Any) -> FunctionReader:
    """The reader of a function that stands for itself."""
    first = declared.functions[0] if isinstance(declared, _names.Overloads) else declared
    found = first.__dict__.get("__sigbind_reader__")
    if found is None or found.declared is not declared:
        found = FunctionReader(declared, first)
        first.__sigbind_reader__ = found
    return found


class FunctionReader:
    """A function signature."""

    kind = "function"

    def __init__(self, declared: Any, first: Any) -> None:
        self.declared = declared
        self.name = getattr(first, "__js_name__", None) or strip_suffix(first.__name__)
        self.module = scope_of(first).identity

    def function(self) -> Json:
        """The `Function` form."""
        return read_function(self.declared, TypeReader(scope_by_identity(self.module)), has_receiver=False)

    def function_json(self) -> str:
        return json.dumps(self.function())


class ClassReader:
    """A signature class. Members are looked up along the MRO, each read in the scope of the class that declares it.

    `kind` is `class` (JavaScript has a class object: there is a constructor), `interface` (it has none), or `unknown`: a
    class without a constructor and an interface are declared alike, so the host looks for an object of that name.
    """

    def __init__(self, cls: type) -> None:
        self.cls = cls
        self.name = cls.__dict__.get("__js_name__") or strip_suffix(cls.__qualname__.rpartition("<locals>.")[2])
        self.module = scope_of(cls).identity
        if _names.Interface in cls.__bases__:
            self.kind = "interface"
        else:
            self.kind = "class" if "__init__" in cls.__dict__ else "unknown"
        self.is_namespace = _names.Namespace in cls.__mro__
        self._members: dict[str, Json | None] = {}
        self._statics: dict[str, Json | None] = {}

    def _bases(self) -> Any:
        for base in self.cls.__mro__:
            if base in (_names.BindClass, _names.Interface, _names.Namespace, object) or base.__module__ == "typing":
                continue
            yield base

    def member(self, name: str) -> Json | None:
        """The `Member` form of an instance's member by its Python name, or None."""
        try:
            return self._members[name]
        except KeyError:
            found = self._members[name] = self._find(name, static=False) or self._find_respelled(name, static=False)
            return found

    def static(self, name: str) -> Json | None:
        """The `Member` form of a member of the class object."""
        try:
            return self._statics[name]
        except KeyError:
            found = self._statics[name] = self._find(name, static=True) or self._find_respelled(name, static=True)
            return found

    @functools.cached_property
    def is_respelled(self) -> bool:
        """Whether an attribute has a name that does not follow from JavaScript's by the rule for Python keywords."""
        for base in self._bases():
            if _spelling.is_used(sys.modules.get(base.__module__)):
                return True
            for name, declared in base.__dict__.items():
                inner = declared.__func__ if isinstance(declared, (staticmethod, classmethod)) else declared
                if isinstance(inner, (FunctionType, _names.Overloads)):
                    js = js_name_of(inner)
                    plain = without_underscore(name.removesuffix(_STATIC))
                    if js is not None and js != plain and not js.startswith("Symbol."):
                        return True
            for name, annotation in annotations_of(base).items():
                js = js_name_in(annotation, TypeReader(scope_of(base)))
                if js is not None and js != without_underscore(name.removesuffix(_STATIC)):
                    return True
        return False

    def _find_respelled(self, name: str, static: bool) -> Json | None:
        """The member whose second spelling this is; the nearest class that has one decides."""
        for base in self._bases():
            if not _spelling.is_used(sys.modules.get(base.__module__)):
                continue
            declared = _spelling.declared_as(name, [*annotations_of(base), *base.__dict__])
            if declared is not None:
                found = self._find(declared.removesuffix("_sig"), static)
                return found and {**found, "name": {"js": _js_name(found), "python": name}}
        return None

    def constructor(self) -> Json | None:
        """The `Function` form of the constructor; its result is the class."""
        for base in self._bases():
            declared = base.__dict__.get("__init__")
            if declared is not None:
                function = read_function(declared, TypeReader(scope_of(base)), has_receiver=True)
                result = TypeReader(scope_of(self.cls)).reference(self.cls.__qualname__.rpartition("<locals>.")[2], self.cls)
                for overload in function["overloads"]:
                    overload["result"] = result
                return function
        return None

    def call(self) -> Json | None:
        """The `Function` form of a call of the instance itself (a callable interface)."""
        member = self.member("__call__")
        return None if member is None else {"overloads": member["overloads"]}

    def members(self) -> list[str]:
        """The Python names of all members of an instance."""
        return self._names(static=False)

    def statics(self) -> list[str]:
        """The Python names of all members of the class object."""
        return self._names(static=True)

    def member_json(self, name: str) -> str | None:
        found = self.member(name)
        return None if found is None else json.dumps(found)

    def static_json(self, name: str) -> str | None:
        found = self.static(name)
        return None if found is None else json.dumps(found)

    def constructor_json(self) -> str | None:
        found = self.constructor()
        return None if found is None else json.dumps(found)

    def call_json(self) -> str | None:
        found = self.call()
        return None if found is None else json.dumps(found)

    def static_call(self) -> Json | None:
        """The `Function` form of a call of the class object without `new`. What a base class object may be called for, is its own."""
        if "__static_call__" not in self.cls.__dict__:
            return None
        member = self.static("__static_call__")
        return None if member is None else {"overloads": member["overloads"]}

    def static_call_json(self) -> str | None:
        found = self.static_call()
        return None if found is None else json.dumps(found)

    def resolve(self, name: str) -> tuple[str, Any] | None:
        """What a name in this class's own types stands for; see `resolve`."""
        return resolve(self.module, name)

    def _names(self, static: bool) -> list[str]:
        names: dict[str, None] = {}
        for base in self._bases():
            for name in [*annotations_of(base), *base.__dict__]:
                if name not in _IGNORED and not name.startswith("__sigbind") and name not in names:
                    if name.endswith(_STATIC) and len(name) > len(_STATIC):
                        name = name.removesuffix(_STATIC)
                        if not static or name in names:
                            continue
                    if (self.static(name) if static else self.member(name)) is not None:
                        names[name] = None
        return list(names)

    def _find(self, name: str, static: bool) -> Json | None:
        if name in _IGNORED:
            return None
        fallback = None
        marked = name + _STATIC
        for base in self._bases():
            declared = MISSING
            if static:
                declared = base.__dict__.get(marked, MISSING)
            if declared is MISSING:
                declared = base.__dict__.get(name, MISSING)
            if declared is MISSING and self.is_namespace:
                declared = base.__dict__.get(f"{name}_sig", MISSING)
            reader = TypeReader(scope_of(base))
            own = annotations_of(base)
            if static and marked in own:
                declared, own = MISSING, {name: own[marked]}
            if declared is not MISSING:
                is_static = self.is_namespace or isinstance(declared, (staticmethod, classmethod)) or (
                    isinstance(declared, _names.Overloads) and declared.is_static
                )
                if isinstance(declared, type):
                    # A class in a namespace.
                    return self._nested(name, declared, reader) if static else None
                if isinstance(declared, property):
                    if static:
                        continue
                    return self._property(name, declared, reader)
                inner = declared.__func__ if isinstance(declared, (staticmethod, classmethod)) else declared
                is_function = isinstance(inner, (FunctionType, _names.Overloads))
                if is_function and is_static == static:
                    has_receiver = not static or isinstance(declared, classmethod)
                    if self.is_namespace and not isinstance(declared, (staticmethod, classmethod)):
                        has_receiver = takes_self(inner)
                    function = read_function(inner, reader, has_receiver)
                    return {"name": name_form(name, js_name_of(inner)), "member": "method", **function}
                # An attribute of instances may stand beside a method of the class object.
                if is_function and (static or name not in own):
                    continue
            annotation = own.get(name, MISSING)
            if annotation is not MISSING:
                is_class_variable = self.is_namespace or is_marked(annotation, "ClassVar")
                if is_class_variable != static:
                    continue
                return {
                    "name": name_form(name, js_name_in(annotation, reader)),
                    "member": "property",
                    "type": reader.read(annotation),
                }
            if fallback is None and not static and "__getattr__" in base.__dict__:
                fallback = base, reader
        if fallback is not None and not name.startswith("__"):
            base, reader = fallback
            annotation = annotations_of(base.__dict__["__getattr__"]).get("return", MISSING)
            if annotation is not MISSING:
                return {"name": name, "member": "property", "type": reader.read(annotation), "optional": True}
        return None

    def _nested(self, name: str, declared: type, reader: TypeReader) -> Json | None:
        if not issubclass(declared, _names.BindClass):
            return None
        reference = reader.reference(declared.__qualname__.rpartition("<locals>.")[2], declared)
        nested = class_reader(declared)
        kind = "reference" if nested.is_namespace else "class_object"
        return {
            "name": name_form(strip_suffix(name), declared.__dict__.get("__js_name__") or strip_suffix(name)),
            "member": "property",
            "type": {"kind": kind, "name": reference["name"], "module": reference["module"]},
        }

    def _property(self, name: str, declared: property, reader: TypeReader) -> Json:
        result: Json = {"name": name_form(name, js_name_of(declared.fget)), "member": "property", "type": ANY}
        if declared.fget is not None:
            result["type"] = reader.read(annotations_of(declared.fget).get("return", Any))
        if declared.fset is None:
            result["readonly"] = True
        else:
            taken = [each for key, each in annotations_of(declared.fset).items() if key != "return"]
            if taken and (set_type := reader.read(taken[-1])) != result["type"]:
                result["set_type"] = set_type
        return result


def _js_name(form: Json) -> str:
    name = form["name"]
    return name if isinstance(name, str) else name["js"]


def takes_self(declared: Any) -> bool:
    """Whether a function's first parameter is its receiver."""
    function = declared.functions[0] if isinstance(declared, _names.Overloads) else declared
    code = function.__code__
    return code.co_argcount > 0 and code.co_varnames[0] in ("self", "cls")


def name_form(python: str, js: str | None) -> Any:
    """The `Name` form. Without a spelling of its own, an attribute drops the underscore behind a Python keyword."""
    if js is None:
        js = without_underscore(python)
    if js == python:
        return python
    if js.startswith("Symbol."):
        return {"js": js, "python": python, "symbol": True}
    return {"js": js, "python": python}


def without_underscore(python: str) -> str:
    """`from_` is JavaScript's `from`, as in Pyodide: one underscore goes when a Python keyword precedes underscores."""
    stem = python.rstrip("_")
    return python[:-1] if stem != python and keyword.iskeyword(stem) else python


def js_name_of(declared: Any) -> str | None:
    if isinstance(declared, _names.Overloads):
        declared = declared.functions[0]
    return getattr(declared, "__js_name__", None)


def is_marked(annotation: Any, marker: str) -> bool:
    """Whether the outermost form of an annotation is `marker[...]`."""
    if isinstance(annotation, str):
        head = annotation.lstrip().partition("[")[0]
        return head.rpartition(".")[2] == marker
    origin = getattr(annotation, "__origin__", annotation)
    if isinstance(annotation, _names._KindOf):
        return annotation.kind.name == marker
    forward = getattr(annotation, "__forward_arg__", None)
    if forward is not None:
        return is_marked(forward, marker)
    return (getattr(origin, "_name", None) or getattr(origin, "__name__", None)) == marker


def js_name_in(annotation: Any, reader: TypeReader) -> str | None:
    """The spelling in `Annotated[T, JsName("x")]`."""
    if isinstance(annotation, str):
        if "JsName" not in annotation:
            return None
        import ast

        for node in ast.walk(ast.parse(annotation.strip(), mode="eval")):
            if isinstance(node, ast.Call) and reader.lookup(node.func) is _names.JsName:
                return reader.evaluate(node).name
        return None
    forward = getattr(annotation, "__forward_arg__", None)
    if forward is not None:
        return js_name_in(forward, reader)
    for each in getattr(annotation, "__metadata__", ()):
        if isinstance(each, _names.JsName):
            return each.name
    for each in getattr(annotation, "__args__", ()) or ():
        if hasattr(each, "__metadata__"):
            return js_name_in(each, reader)
    return None


def read_function(declared: Any, reader: TypeReader, has_receiver: bool) -> Json:
    """The `Function` form of a function or of collected overloads."""
    functions = declared.functions if isinstance(declared, _names.Overloads) else [declared]
    return {"overloads": [read_signature(function, reader, has_receiver) for function in functions]}


def read_signature(function: Any, reader: TypeReader, has_receiver: bool) -> Json:
    """The `Signature` form of one function."""
    code = function.__code__
    annotations = annotations_of(function)
    names = code.co_varnames
    positional = list(names[: code.co_argcount])
    keyword_only = names[code.co_argcount : code.co_argcount + code.co_kwonlyargcount]
    after = code.co_argcount + code.co_kwonlyargcount
    has_rest = bool(code.co_flags & inspect.CO_VARARGS)
    has_keywords = bool(code.co_flags & inspect.CO_VARKEYWORDS)
    optional = len(function.__defaults__ or ())
    required = len(positional) - optional
    if has_receiver and positional:
        positional = positional[1:]
        required -= 1

    def typed(name: str) -> Json:
        annotation = annotations.get(name, MISSING)
        return ANY if annotation is MISSING else reader.read(annotation)

    parameters: list[Json] = []
    for index, name in enumerate(positional):
        parameter: Json = {"name": name, "type": typed(name)}
        if index >= required:
            parameter["optional"] = True
        parameters.append(parameter)
    if has_rest:
        parameters.append({"name": names[after], "type": typed(names[after]), "rest": True})
    if keyword_only or has_keywords:
        options = read_options(function, annotations, reader, keyword_only, typed)
        if has_keywords:
            options["other_keywords"] = typed(names[after + has_rest])
        position = getattr(function, "__options_position__", None)
        if position is None:
            parameters.append(options)
        else:
            parameters.insert(position, options)
    result = annotations.get("return", MISSING)
    signature: Json = {"result": ANY if result is MISSING else reader.read(result)}
    if code.co_flags & inspect.CO_COROUTINE:
        signature["result"] = {"kind": "promise", "value": signature["result"]}
    if parameters:
        signature["parameters"] = parameters
    return signature


def read_options(function: Any, annotations: Any, reader: TypeReader, names: Any, typed: Any) -> Json:
    """The options parameter that keyword-only parameters stand for."""
    defaults = function.__kwdefaults__ or {}
    keywords: list[Json] = []
    fields: list[Json] = []
    module = sys.modules.get(getattr(function, "__module__", None) or "")
    second = _spelling.second_spellings(names) if _spelling.is_used(module) else {}
    for name in names:
        js = js_name_in(annotations.get(name), reader) or without_underscore(name)
        entry: Json = {"name": name_form(name, js), "type": typed(name)}
        if name in second:
            entry["name"] = {"js": js, "python": name, "also": second[name]}
        if name not in defaults:
            entry["required"] = True
        elif (default := literal_form(defaults[name])) is not None:
            entry["default"] = default
        keywords.append(entry)
        field: Json = {"name": js, "type": entry["type"]}
        if "required" not in entry:
            field["optional"] = True
        fields.append(field)
    whole: Json = {"kind": "record", "fields": fields}
    other = getattr(function, "__options_other__", None)
    if other is not None:
        whole = union([reader.read(other), whole])
    options: Json = {"name": "options", "type": whole, "keywords": keywords}
    if not any("required" in each for each in keywords):
        options["optional"] = True
    return options


def literal_form(default: Any) -> Json | None:
    """The `Literal` form of a default that is sent; None for a default that means "not sent"."""
    if isinstance(default, bool):
        return {"type": "boolean", "value": default}
    if isinstance(default, (int, float)):
        return {"type": "number", "value": default}
    if isinstance(default, str):
        return {"type": "string", "value": default}
    return None


def resolve(module: str, name: str) -> tuple[str, Any] | None:
    """What the reference `name` of scope `module` stands for.

    `("class", ClassReader)`, `("record", {"name", "fields"})`, `("alias", type)`, `("enum", {"name", "members"})`, or
    None when nothing of this name is declared (the default conversion applies).
    """
    if module.startswith("table:"):
        from ._table import table_of

        table = table_of(module)
        return None if table is None else table.resolve(name)
    scope = scope_by_identity(module)
    found = _find_declared(scope, name)
    if found is MISSING:
        return None
    if isinstance(found, type) and issubclass(found, _names.BindClass):
        return "class", class_reader(found)
    if is_record(found):
        return "record", record_form(found)
    if isinstance(found, type) and issubclass(found, enum.Enum):
        return "enum", enum_form(found)
    reader = TypeReader(scope)
    if isinstance(found, str):
        return "alias", reader.text(found)
    if type(found).__name__ == "TypeAliasType":
        return "alias", reader.read(found.__value__)
    return "alias", reader.object(found)


def resolve_json(module: str, name: str) -> str | None:
    """As `resolve`, in JSON: `{"item": "class", "name", "kind", "callable"}`, `{"item": "record", "name", "fields"}`,
    `{"item": "alias", "type"}`, `{"item": "enum", "name", "members"}`."""
    found = resolve(module, name)
    if found is None:
        return None
    item, form = found
    if item == "class":
        form = {"name": form.name, "kind": form.kind, "callable": form.member("__call__") is not None}
    elif item == "alias":
        form = {"type": form}
    return json.dumps({"item": item, **form})


def resolve_class(module: str, name: str) -> ClassReader | None:
    """The class reader of a reference, when it is one to a class."""
    found = resolve(module, name)
    return found[1] if found is not None and found[0] == "class" else None


def _find_declared(scope: Any, name: str) -> Any:
    head, *rest = name.split(".")
    found = scope.find(head + "_sig")
    if found is MISSING:
        found = scope.find(head)
    if found is MISSING and scope.home is not None and scope.home.__name__ in (head, head + "_sig"):
        found = scope.home
    for part in rest:
        if not isinstance(found, type):
            return MISSING
        inner = inspect.getattr_static(found, part + "_sig", MISSING)
        found = inspect.getattr_static(found, part, MISSING) if inner is MISSING else inner
    return found


def record_form(record: type) -> Json:
    """A record with all its fields, inherited ones first."""
    cached = record.__dict__.get("__sigbind_record__")
    if cached is not None:
        return cached
    fields: dict[str, Json] = {}
    for owner in _record_owners(record):
        reader = TypeReader(scope_of(owner))
        total = getattr(owner, "__total__", True)
        inherited: set[str] = set()
        for base in getattr(owner, "__orig_bases__", ()):
            if is_record(base):
                inherited.update(annotations_of(base))
        for name, annotation in annotations_of(owner).items():
            if name in inherited and name in fields:
                continue
            required = is_marked(annotation, "Required") or total and not is_marked(annotation, "NotRequired")
            js = js_name_in(annotation, reader)
            field: Json = {"name": name_form(name, js or name), "type": reader.read(annotation)}
            if not required:
                field["optional"] = True
            fields[name] = field
    form: Json = {"name": strip_suffix(record.__name__), "fields": list(fields.values())}
    record.__sigbind_record__ = form
    return form


def _record_owners(record: type) -> list[type]:
    """The record classes that contribute fields, the most basic first. `typing.TypedDict` forgets its MRO, not its bases."""
    if isinstance(record, _names._RecordMeta):
        return [base for base in reversed(record.__mro__) if base not in (object, _names.TypedDict) and is_record(base)]
    owners: list[type] = []
    for base in getattr(record, "__orig_bases__", ()):
        base = getattr(base, "__origin__", base)
        if is_record(base):
            owners.extend(each for each in _record_owners(base) if each not in owners)
    owners.append(record)
    return owners


def enum_form(found: type[enum.Enum]) -> Json:
    """An enum: its members' names and values."""
    members = []
    for name, member in found.__members__.items():
        value = member.value
        members.append({"name": name, "value": value if isinstance(value, (str, int, float)) else None})
    return {"name": strip_suffix(found.__name__), "members": members}
