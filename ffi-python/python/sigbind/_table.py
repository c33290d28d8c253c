"""Signatures loaded from JSON: what `sig-gen --emit json` prints, bound without any generated Python.

A table's classes and functions are readers like those of `_reader`, over the items of an `ffi_core::signature` module
instead of Python classes; hosts cannot tell the two apart.
"""

from __future__ import annotations

import json
import os
from typing import Any

from ._annotations import Json, union
from ._reader import ClassReader, FunctionReader

SCHEMA_VERSION = 1

_TABLES: dict[str, Table] = {}

# Members by well-known symbol, as Python's data model calls them.
_SPECIAL = {"Symbol.iterator": "__iter__", "Symbol.asyncIterator": "__aiter__", "Symbol.dispose": "__exit__",
            "Symbol.asyncDispose": "__aexit__"}


def load_signatures(source: str | os.PathLike[str] | dict[str, Any], root: Any = None) -> Table:
    """The signatures of a JSON document, as an object whose attributes are bound.

    `source` is the path of a file or the parsed document. Each attribute of the result is the property of the same name of
    `root` (by default `globalThis`), bound to its signature. Raises ValueError for a document of another schema version.
    """
    if isinstance(source, dict):
        document = source
    else:
        with open(source, encoding="utf-8") as file:
            document = json.load(file)
    found = document.get("schema_version") if isinstance(document, dict) else None
    if found != SCHEMA_VERSION:
        raise ValueError(f"signature schema version {found} is not supported (this build reads {SCHEMA_VERSION})")
    return Table(document, root)


def table_of(module: str) -> Table | None:
    """The table with this identity."""
    return _TABLES.get(module)


class Table:
    """A loaded document. Attributes are bound on first use."""

    def __init__(self, document: dict[str, Any], root: Any) -> None:
        self._identity = f"table:{len(_TABLES)}:{document.get('name', '')}"
        self._items = {item_name(item): item for item in document["items"]}
        self._root = root
        self._readers: dict[str, Any] = {}
        _TABLES[self._identity] = self

    def __getattr__(self, name: str) -> Any:
        reader = None if name.startswith("__") else self._reader(name)
        if reader is None:
            raise AttributeError(f"the signatures have no class or function {name!r}")
        from . import bind, js

        value = getattr(js if self._root is None else self._root, reader.name, None)
        if value is None:
            raise AttributeError(f"JavaScript has no {reader.name!r} here")
        bound = self.__dict__[name] = bind(value, reader)
        return bound

    def __dir__(self) -> list[str]:
        return [name for name, item in self._items.items() if item["item"] in ("class", "function")]

    def _find(self, name: str) -> Json | None:
        head, *rest = name.split(".")
        found = self._items.get(head)
        for part in rest:
            if found is None:
                return None
            inner = found.get("items") or found.get("namespace") or []
            found = next((item for item in inner if item_name(item) == part), None)
        return found

    def _reader(self, name: str) -> Any:
        if name in self._readers:
            return self._readers[name]
        item = self._find(name)
        reader: Any = None
        if item is not None and item["item"] == "class":
            reader = TableClassReader(self, item)
        elif item is not None and item["item"] == "function":
            reader = TableFunctionReader(self, item)
        self._readers[name] = reader
        return reader

    def _qualify(self, form: Any, bounds: dict[str, Json] | None = None) -> Any:
        """A form whose references say that they belong to this table, and whose type parameters are what bounds them."""
        if isinstance(form, list):
            return [self._qualify(each, bounds) for each in form]
        if not isinstance(form, dict):
            return form
        if own := form.get("type_parameters"):
            bounds = {**(bounds or {}), **{each["name"]: each["constraint"] for each in own if "constraint" in each}}
        if form.get("kind") == "type_parameter" and bounds and form["name"] in bounds:
            # A bound may need others, and not itself.
            others = {name: bound for name, bound in bounds.items() if name != form["name"]}
            return self._qualify(bounds[form["name"]], others)
        made = {key: self._qualify(value, bounds) for key, value in form.items()}
        if made.get("kind") in ("reference", "class_object") and "module" not in made:
            made["module"] = self._identity
        return made

    def resolve(self, name: str) -> tuple[str, Any] | None:
        """What the reference `name` stands for, in the form of `_reader.resolve`."""
        item = self._find(name)
        if item is None:
            return None
        kind = item["item"]
        if kind == "class":
            return "class", self._reader(name)
        if kind == "record":
            return "record", {"name": item_name(item), "fields": list(self._fields(item).values())}
        if kind == "alias":
            return "alias", self._qualify(item["type"])
        if kind == "enum":
            members = [{"name": member_name(each)[1], "value": each.get("value")} for each in item["members"]]
            return "enum", {"name": item_name(item), "members": members}
        return None

    def _fields(self, item: Json) -> dict[str, Json]:
        fields: dict[str, Json] = {}
        for base in item.get("extends", ()):
            record = self._find(base.get("name", ""))
            if record is not None and record["item"] == "record":
                fields.update(self._fields(record))
        for field in item["fields"]:
            fields[member_name(field)[0]] = self._qualify(field)
        return fields


def item_name(item: Json) -> str:
    """The JavaScript name of an item or member."""
    return member_name(item)[0]


def member_name(form: Json) -> tuple[str, str]:
    """The JavaScript and the Python spelling in a form with a name."""
    name = form["name"]
    if isinstance(name, str):
        return name, name
    return name["js"], name.get("python") or name["js"]


class TableFunctionReader(FunctionReader):
    """A function of a table."""

    def __init__(self, table: Table, item: Json) -> None:
        self.name = item_name(item)
        self.module = table._identity
        self.declared = self
        self._form = table._qualify({"overloads": item["overloads"]})

    def function(self) -> Json:
        return self._form


class TableClassReader(ClassReader):
    """A class of a table."""

    def __init__(self, table: Table, item: Json) -> None:
        self.table = table
        self.item = item
        self.cls = type(item_name(item), (), {})
        self.name = item_name(item)
        self.module = table._identity
        self.kind = "interface" if item.get("kind") == "interface" else "class"
        self.is_namespace = False
        self._members: dict[str, Json | None] = {}
        self._statics: dict[str, Json | None] = {}
        self._by_name: dict[bool, dict[str, Json]] = {}

    def _parents(self) -> list[Any]:
        """The readers of the classes that this one extends, as far as the table has them."""
        own = [each for each in self.item.get("extends", ()) if "module" not in each]
        return [self.table._reader(each.get("name", "")) for each in own]

    def _declared(self, static: bool) -> dict[str, Json]:
        """Members by Python name, inherited ones first."""
        found = self._by_name.get(static)
        if found is None:
            found = {}
            for parent in reversed(self._parents()):
                if hasattr(parent, "_declared"):
                    found.update(parent._declared(static))
            for member in self.item.get("statics" if static else "members", ()):
                js, python = member_name(member)
                found[_SPECIAL.get(js, python)] = self.table._qualify(member, self._bounds())
            if not static:
                found.update(self._special())
            self._by_name[static] = found
        return found

    def _bounds(self) -> dict[str, Json]:
        """What bounds the type parameters of the class."""
        parameters = self.item.get("type_parameters", ())
        return {each["name"]: each["constraint"] for each in parameters if "constraint" in each}

    def _special(self) -> dict[str, Json]:
        """Calls and index signatures, as methods of Python's data model."""
        special: dict[str, Json] = {}
        if call := self.item.get("call"):
            special["__call__"] = {"name": "__call__", "member": "method", **self.table._qualify(call)}
        if index := self.item.get("index"):
            value = union([self.table._qualify(each["value"]) for each in index])
            key = union([each["key"] for each in index])
            overload = {"parameters": [{"name": "key", "type": key}], "result": value}
            special["__getitem__"] = {"name": "__getitem__", "member": "method", "overloads": [overload]}
        return special

    def _find(self, name: str, static: bool) -> Json | None:
        return self._declared(static).get(name)

    def _names(self, static: bool) -> list[str]:
        return list(self._declared(static))

    def constructor(self) -> Json | None:
        found = self.item.get("constructor")
        if found is None:
            # A class whose constructor is hidden has none, whatever its base has.
            parents = [] if self.item.get("kind") in ("abstract", "interface") else self._parents()
            for parent in parents:
                inherited = parent.constructor() if hasattr(parent, "constructor") else None
                if inherited is not None:
                    result = {"kind": "reference", "name": self.name, "module": self.module}
                    return {"overloads": [{**each, "result": result} for each in inherited["overloads"]]}
            return None
        result = {"kind": "reference", "name": self.name, "module": self.module}
        return {"overloads": [{**each, "result": result} for each in self.table._qualify(found)["overloads"]]}

    def static_call(self) -> Json | None:
        found = self.item.get("static_call")
        return None if found is None else self.table._qualify(found)

    def resolve(self, name: str) -> tuple[str, Any] | None:
        return self.table.resolve(name)
