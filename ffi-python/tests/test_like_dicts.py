"""A map of JavaScript, and the properties of an object, are a dict for Python; a dict of Python is a map for JavaScript."""

from __future__ import annotations

import operator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sigbind import js, to_js

KEY = st.sampled_from(["a", "b", "é", "Ã©", "0", "-1", "", "__proto__", "constructor", "length", "then", "size", "get", "keys", "\ud800", "from"])
ITEM = st.integers(-3, 3) | st.sampled_from(["a", "", True, 2**70])
ITEMS = st.dictionaries(KEY, ITEM, max_size=4)


def operation(name: str, *arguments: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[str, tuple[Any, ...]]]:
    return st.tuples(st.just(name), st.tuples(*arguments))


OPERATIONS = st.one_of(
    operation("operator.getitem", KEY),
    operation("operator.setitem", KEY, ITEM),
    operation("operator.delitem", KEY),
    operation("operator.contains", KEY),
    operation("len"),
    operation("list"),
    operation("bool"),
    operation("get", KEY),
    operation("get", KEY, ITEM),
    operation("pop", KEY),
    operation("pop", KEY, ITEM),
    operation("setdefault", KEY, ITEM),
    operation("update", ITEMS),
    operation("keys"),
    operation("values"),
    operation("items"),
    operation("clear"),
)
FUNCTIONS = {"len": len, "list": list, "bool": bool, **{f"operator.{name}": getattr(operator, name) for name in dir(operator)}}


def outcome(target: Any, name: str, arguments: tuple[Any, ...]) -> Any:
    try:
        result = FUNCTIONS[name](target, *arguments) if name in FUNCTIONS else getattr(target, name)(*arguments)
        return list(result) if name in ("keys", "values", "items", "list") else result
    except Exception as error:
        return type(error), error.args if isinstance(error, KeyError) else ()


MAKE = {"map": js.Function.new("return new Map()"), "object": js.Function.new("return Object.create(null)"), "plain": js.Function.new("return {}")}


def in_order(value: dict[str, Any], kind: str) -> list[Any]:
    return sorted(value.items()) if kind != "map" else list(value.items())


@pytest.mark.parametrize("kind", ["map", "object", "plain"])
@given(ITEMS, st.lists(OPERATIONS, max_size=6))
def test_a_map_is_a_dict(kind, items, operations):
    if kind == "plain":
        # There it is what sets the prototype.
        items = {key: value for key, value in items.items() if key != "__proto__"}
        operations = [each for each in operations if "__proto__" not in each[1] and not any("__proto__" in one for one in each[1] if isinstance(one, dict))]
    ours = dict(items)
    made = MAKE[kind]()
    theirs = made if kind == "map" else made.as_object_map()
    for key, value in items.items():
        theirs[key] = value
    for name, arguments in operations:
        expected, got = outcome(ours, name, arguments), outcome(theirs, name, arguments)
        if kind != "map" and isinstance(expected, list):
            # An object has the keys that are indices first.
            expected, got = sorted(expected, key=repr), sorted(got, key=repr)
        assert got == expected, (name, arguments)
        assert in_order(dict(theirs.items()), kind) == in_order(ours, kind), (name, arguments)


COMPARE = js.Function.new(
    "dict",
    "map",
    "given",
    """const run = (target, name, key, value) => {
  try {
    const result = target[name](...(name === "set" ? [key, value] : [key]));
    return result === target ? "itself" : typeof result?.next === "function" ? JSON.stringify([...result]) : String(result);
  } catch (error) {
    return error.name;
  }
};
for (const [name, key, value] of given) {
  const got = run(dict, name, key, value), wanted = run(map, name, key, value);
  const left = JSON.stringify([...dict].map((key) => [key, dict.get(key)])), right = JSON.stringify([...map.entries()]);
  if ((name !== "set" && name !== "delete" && got !== wanted) || left !== right) return `${name} ${key}: ${got}, ${left} is not ${wanted}, ${right}`;
}
return "";""",
)
METHOD = st.tuples(st.sampled_from(["get", "set", "has", "delete"]), KEY, st.integers(-3, 3) | st.sampled_from(["a", ""]))


@given(st.lists(METHOD, max_size=8))
def test_a_dict_is_a_map(operations):
    assert COMPARE({}, js.Map.new(), to_js([list(each) for each in operations])) == ""
