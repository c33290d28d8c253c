"""An array of JavaScript is a list for Python, and a list of Python is an array for JavaScript: whatever is done to both gives the same."""

from __future__ import annotations

import operator
import sys
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sigbind import js, to_js

EXTREME = [-(2**64), -sys.maxsize - 1, -(2**32), -(2**31), -100, 100, 2**31, 2**32 - 1, 2**32, sys.maxsize, 2**64]
INDEX = st.integers(-6, 6) | st.sampled_from(EXTREME)
# For others these methods of a list have an OverflowError, where an array sees an end, or an index like any other.
FITTING = INDEX.filter(lambda index: abs(index) <= sys.maxsize)
BOUND = st.none() | INDEX
SLICE = st.builds(slice, BOUND, BOUND, st.none() | st.integers(-3, 3) | st.sampled_from([-sys.maxsize - 1, sys.maxsize]))
ITEM = st.integers(-3, 3) | st.sampled_from(["a", "b", "é"]) | st.booleans()
ITEMS = st.lists(ITEM, max_size=5)


def operation(name: str, *arguments: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[str, tuple[Any, ...]]]:
    return st.tuples(st.just(name), st.tuples(*arguments))


OPERATIONS = st.one_of(
    operation("operator.getitem", INDEX | SLICE),
    operation("operator.setitem", INDEX, ITEM),
    operation("operator.setitem", SLICE, ITEMS),
    operation("operator.delitem", INDEX | SLICE),
    operation("operator.contains", ITEM),
    operation("len"),
    operation("iter"),
    operation("reversed"),
    operation("operator.iadd", ITEMS),
    operation("operator.imul", st.integers(-2, 3)),
    operation("operator.add", ITEMS),
    operation("operator.mul", st.integers(-2, 3)),
    operation("operator.eq", ITEMS),
    operation("append", ITEM),
    operation("extend", ITEMS),
    operation("insert", FITTING, ITEM),
    operation("pop"),
    operation("pop", FITTING),
    operation("remove", ITEM),
    operation("reverse"),
    operation("clear"),
    operation("count", ITEM),
    operation("index", ITEM),
    operation("index", ITEM, INDEX),
    operation("index", ITEM, INDEX, INDEX),
)


def plain(value: Any) -> Any:
    if isinstance(value, js.Array):
        return value.to_py()
    if hasattr(value, "__next__"):
        return list(value)
    return value


FUNCTIONS = {"len": len, "iter": iter, "reversed": reversed, **{f"operator.{name}": getattr(operator, name) for name in dir(operator)}}


def outcome(target: Any, name: str, arguments: tuple[Any, ...]) -> Any:
    try:
        return plain(FUNCTIONS[name](target, *arguments) if name in FUNCTIONS else getattr(target, name)(*arguments))
    except Exception as error:
        return type(error)


@given(ITEMS, st.lists(OPERATIONS, max_size=6))
def test_an_array_is_a_list(items, operations):
    ours, theirs = list(items), to_js(items)
    for name, arguments in operations:
        expected = outcome(ours, name, arguments)
        assert outcome(theirs, name, arguments) == expected, (name, arguments)
        assert theirs.to_py() == ours, (name, arguments)


JS_INDEX = st.integers(-6, 6) | st.sampled_from([-(2**53), -(2**32), 2**32, 2**53, float("inf"), -float("inf"), float("nan"), 1.5, -0.0])
METHODS = st.one_of(
    operation("at", JS_INDEX),
    operation("concat", ITEMS),
    operation("copyWithin", JS_INDEX, JS_INDEX),
    operation("copyWithin", JS_INDEX, JS_INDEX, JS_INDEX),
    operation("fill", ITEM),
    operation("fill", ITEM, JS_INDEX, JS_INDEX),
    # With one argument it asks Python's `in`, as in Pyodide, to which False is 0.
    operation("includes", ITEM.filter(lambda item: isinstance(item, str) or item in (-3, -2, 2, 3))),
    operation("includes", ITEM, JS_INDEX),
    operation("indexOf", ITEM),
    operation("indexOf", ITEM, JS_INDEX),
    operation("lastIndexOf", ITEM),
    operation("lastIndexOf", ITEM, JS_INDEX),
    operation("join", st.sampled_from(["", "-"])),
    operation("pop"),
    operation("push", ITEM),
    operation("push", ITEM, ITEM),
    operation("reverse"),
    operation("shift"),
    operation("unshift", ITEM, ITEM),
    operation("slice", JS_INDEX, JS_INDEX),
    operation("splice", JS_INDEX),
    operation("splice", JS_INDEX, JS_INDEX, ITEM),
    operation("toReversed"),
    operation("toSorted"),
    operation("toSpliced", JS_INDEX, JS_INDEX, ITEM),
    operation("with", JS_INDEX, ITEM),
    operation("flat"),
    operation("sort"),
    operation("keys"),
    operation("entries"),
    operation("values"),
)

COMPARE = js.Function.new(
    "list",
    "array",
    "name",
    "given",
    """const run = target => {
  try {
    const result = target[name](...given);
    return JSON.stringify(result === target ? "itself" : typeof result?.next === "function" ? [...result] : result) ?? "nothing";
  } catch (error) {
    return error.name;
  }
};
const [got, wanted] = [run(list), run(array)];
const left = JSON.stringify([...list]), right = JSON.stringify(array);
return got === wanted && left === right ? "" : `${name}: ${got}, ${left} is not ${wanted}, ${right}`;""",
)


@given(ITEMS, st.lists(METHODS, max_size=6))
def test_a_list_is_an_array(items, operations):
    ours, theirs = list(items), to_js(items)
    for name, arguments in operations:
        assert COMPARE(ours, theirs, name, to_js(list(arguments))) == "", arguments


def test_a_list_includes_what_python_says():
    assert js.eval("list => [list.includes(false), list.includes(1), list.includes(true, 0), list.indexOf(false)]")([0, True]).to_py() == [
        True,
        True,
        True,
        -1,
    ]
