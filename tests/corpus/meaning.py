"""Judges whether the two forms of a package mean the same: `meaning.py PACKAGE...`, each a folder with `signatures.py`, which is what
the package binds, and `signatures.json`.

Every class and function of the JSON form is read from the signature classes too, by the reader that every host binds with, and both are
reduced to what a call can feel: the names of members, how many arguments an overload takes, its keywords and which of them are required,
and, for the libraries, what results and values are bound to. That every definition of `signatures.py` loads is judged on the way.
"""

import importlib.util
import json
import re
import sys
from pathlib import Path

from sigbind._reader import read, resolve
from sigbind._table import SCHEMA_VERSION, Table


def references(form, resolve_name, depth=0):
    """The classes and records that a value of the type may be bound to."""
    if isinstance(form, list):
        return set().union(*(references(each, resolve_name, depth) for each in form))
    if not isinstance(form, dict):
        return set()
    kind = form.get("kind")
    if kind in ("reference", "class_object"):
        found = resolve_name(form.get("module", ""), form["name"])
        if found is None:
            return set()
        item, meaning = found
        if item == "alias":
            return references(meaning, resolve_name, depth + 1) if depth < 8 else set()
        found = meaning.name if item == "class" else meaning["name"]
        # An object type that is written out has a name in a signature class only.
        return set() if found.startswith("_") else {found}
    inner = ("members", "element", "elements", "value", "key", "type", "result")
    # A literal has a value too; functions are callbacks with shapes of their own.
    if kind in ("literal", "function", "record", "intersection"):
        return set()
    return set().union(*(references(form[each], resolve_name, depth) for each in inner if each in form))


def shape(overload):
    """Required arguments, all arguments, whether there may be more, and the keywords."""
    required = total = 0
    rest = False
    keywords = None
    for parameter in overload.get("parameters", ()):
        if parameter.get("rest"):
            rest = True
            continue
        if "keywords" in parameter:
            keywords = frozenset((js_name(each), bool(each.get("required"))) for each in parameter["keywords"])
            continue
        total += 1
        if not parameter.get("optional"):
            required = total
    return required, total, rest, keywords


def js_name(form):
    name = form["name"]
    return name if isinstance(name, str) else name["js"]


def function(form, resolve_name):
    overloads = form["overloads"]
    results = [each["result"] for each in overloads]
    # Any of several results is what a call gives: with one that may be anything, anything.
    bound = set() if {"kind": "any"} in results else references(results, resolve_name)
    return {shape(each) for each in overloads}, bound


def member(form, resolve_name):
    if form["member"] == "method":
        return "method", *function(form, resolve_name)
    return "property", references([form["type"], form.get("set_type")], resolve_name)


def facts(reader, resolve_name):
    """What a class or function means, by place."""
    if reader.kind == "function":
        yield "()", function(reader.function(), resolve_name)
        return
    # An interface has nothing that could be called, whatever it inherits.
    for place, form in (("new()", reader.constructor()), ("()", reader.static_call())):
        if form is not None and reader.kind != "interface":
            yield place, function(form, resolve_name)
    for prefix, names, get in ((".", reader.members(), reader.member), ("::", reader.statics(), reader.static)):
        for name in names:
            form = get(name)
            # Python reaches symbols by special methods only, which have rules of their own.
            if form is not None and not name.startswith("__") and not js_name(form).startswith("Symbol."):
                yield prefix + js_name(form), member(form, resolve_name)


def namespace_names(items, inside=False):
    """The names of what stands in namespaces of classes and functions, and in modules."""
    for item in items:
        if inside:
            yield js_name(item)
        yield from namespace_names(item.get("namespace") or item.get("items") or (), True)


def load(folder):
    """The module of signature classes, with what of it does not load: a definition in which something is missing or in a circle."""
    # A folder may have a name that no import statement takes: `chart.js`.
    name = re.sub(r"\W", "_", folder.name)
    spec = importlib.util.spec_from_file_location(name, folder / "__init__.py", submodule_search_locations=[str(folder)])
    sys.modules[name] = package = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(package)
    signatures = package.signatures
    found = []
    for name in dir(signatures):
        try:
            getattr(signatures, name)
        except Exception as error:
            found.append(f"{name} does not load: {type(error).__name__}: {error}")
    return signatures, found


def check(folder):
    signatures, found = load(folder)
    document = json.loads((folder / "signatures.json").read_text("utf-8"))
    assert document["schema_version"] == SCHEMA_VERSION
    table = Table(document, object())
    is_library = document["name"].startswith("lib.")
    # Types in a class's namespace are attributes of the signature class.
    nested = set(namespace_names(document["items"]))
    count = 0
    for name, item in table._items.items():
        if item["item"] not in ("class", "function"):
            continue
        spelled = item["name"] if isinstance(item["name"], str) else item["name"].get("python") or item["name"]["js"]
        declared = getattr(signatures, f"{spelled}_sig", None)
        if declared is None:
            found.append(f"{name} has no signature class")
            continue
        reader = table._reader(name)
        ours = read(declared)
        # Whether a class without a constructor is one, a signature class does not say.
        ours.kind = reader.kind
        ours = dict(facts(ours, resolve))
        theirs = dict(facts(reader, resolve))
        count += len(theirs)
        if item.get("kind") == "abstract":
            # A signature class inherits a constructor that JavaScript refuses to call.
            ours.pop("new()", None)
        for place in sorted({*ours, *theirs}):
            # A constant that instances and the class both have stands in a Python class once.
            if place not in ours and place.startswith(".") and theirs[place] == ours.get(f"::{place[1:]}"):
                continue
            if place not in theirs and place.lstrip(".:") in nested:
                continue
            left, right = ours.get(place), theirs.get(place)
            if not is_library:
                # In namespaces the two forms name classes from different places.
                left, right = (each and each[:-1] for each in (left, right))
            if left != right:
                found.append(f"{name}{place}: signatures.py has {ours.get(place)}, signatures.json {theirs.get(place)}")
    return count, found


def main():
    failed = False
    for folder in map(Path, sys.argv[1:]):
        count, found = check(folder)
        failed |= bool(found) or not count
        print(f"{folder.name:<32} {count:>6} places   {'ok' if not found else f'{len(found)} findings'}")
        for line in found[:12]:
            print(f"    {line[:400]}")
    sys.exit(failed)


main()
