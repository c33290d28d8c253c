"""Arbitrary nested values go over the border and come back as they were, both ways; JavaScript reads them as JSON would."""

from __future__ import annotations

import json
import math
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from sigbind import js, jsnull, to_js

WORDS = ["", "\0", "\ud800", "\udc00\ud800", "\U0001f600", "__proto__", "constructor", "length", "then", "toString", "0", "-1", "1e5", "x" * 300]
NUMBERS = [2**31 - 1, 2**31, -(2**31), 2**32, 2**53 - 1, 2**53, -(2**53), 2**63, -(2**63), 2**64, -0.0, 1e308, 5e-324, math.inf, -math.inf, math.nan]

IDENTITY = js.Function.new("value", "return value")

# Lone surrogates are characters of both languages, and no others may be joined into a pair by Python.
TEXT = st.text(st.characters(), max_size=8) | st.sampled_from(WORDS)
PLAIN_TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=8) | st.sampled_from([word for word in WORDS if word.isprintable()])
# JSON writes the digits that tell a number from its neighbours, which as an integer of Python can be another one.
SAFE = st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(-(2**53) + 1, 2**53 - 1)
LEAF = TEXT | st.sampled_from(NUMBERS) | st.integers() | st.floats() | st.booleans() | st.none() | st.just(jsnull)


def nested(leaf: st.SearchStrategy[Any], text: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    return st.recursive(leaf, lambda part: st.lists(part, max_size=5) | st.dictionaries(text, part, max_size=5), max_leaves=25)


def same(left: Any, right: Any) -> bool:
    """Whether the values are equal with their types, where -0 is not 0, and NaN is NaN."""
    if isinstance(left, list):
        return isinstance(right, list) and len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, dict):
        return isinstance(right, dict) and list(left) == list(right) and all(same(left[key], right[key]) for key in left)
    if isinstance(left, float) and left != left:
        return right != right
    if isinstance(left, (int, float)) and not isinstance(left, bool):
        return left == right and not isinstance(right, bool) and math.copysign(1, left) == math.copysign(1, right)
    return left is right if left in (None, True, False) or left is jsnull else left == right


def in_order(value: Any) -> Any:
    """With the keys of dicts in the order in which JavaScript has them: those that are indices first."""

    def index(key: str) -> bool:
        return key.isascii() and key.isdigit() and str(int(key)) == key and int(key) < 2**32 - 1

    if isinstance(value, list):
        return [in_order(part) for part in value]
    if isinstance(value, dict):
        keys = sorted(filter(index, value), key=int) + [key for key in value if not index(key)]
        return {key: in_order(value[key]) for key in keys}
    return value


@given(nested(LEAF, TEXT))
@example([-(2**63), 2**63, -(2**63) - 1])
@example({"\u00c3\u00a9": 1, "\u00e9": 2})
def test_deep_values_come_back(value):
    converted = to_js(value)
    assert same(in_order(value), converted.to_py() if isinstance(value, (list, dict)) else converted)


@given(nested(LEAF, TEXT))
@example(-(2**63))
def test_values_that_cross_as_they_are_come_back(value):
    back = IDENTITY(value)
    assert back is value if isinstance(value, (list, dict)) else same(value, back)


@given(st.lists(st.lists(st.integers(0, 5), max_size=4), min_size=1, max_size=6))
def test_what_is_shared_stays_shared(edges):
    nodes: list[list[Any]] = [[] for _ in edges]
    for node, targets in zip(nodes, edges):
        node.extend(nodes[target % len(nodes)] for target in targets)
    back = to_js(nodes[0]).to_py()
    seen: dict[int, Any] = {}
    pending = [(nodes[0], back)]
    while pending:
        ours, theirs = pending.pop()
        if id(ours) in seen:
            assert seen[id(ours)] is theirs
            continue
        seen[id(ours)] = theirs
        assert len(ours) == len(theirs)
        pending.extend(zip(ours, theirs))
    assert len({id(each) for each in seen.values()}) == len(seen)


@given(nested(PLAIN_TEXT | SAFE | st.booleans() | st.just(jsnull), PLAIN_TEXT))
def test_javascript_sees_what_json_would_say(value):
    def null(part: Any) -> Any:
        if isinstance(part, list):
            return [null(item) for item in part]
        if isinstance(part, dict):
            return {key: null(item) for key, item in part.items()}
        return None if part is jsnull else part

    assert json.loads(js.JSON.stringify(to_js([value])))[0] == null(value)
    assert js.JSON.parse(json.dumps([null(value)])).to_py()[0] == value


SCALARS = ["null", "undefined", "true", "false", "NaN", "-0", "Infinity", "2**53", "1e300", "0n", "-(2n**64n)", "'\\ud800'", "'\\u{1f600}'"]
DISTINCT = st.integers(-(2**53) + 1, 2**53 - 1).map(lambda number: f"({number})") | PLAIN_TEXT.map(json.dumps)
SCALAR = st.sampled_from(SCALARS) | DISTINCT
BYTES = st.lists(st.integers(0, 255), max_size=6)
BUFFER = st.tuples(st.sampled_from(["Uint8Array", "Int16Array", "Uint32Array", "Float32Array", "Float64Array"]), BYTES)
# To a set of Python, 0, false and 0n are one value, and there is no order.
SET = st.lists(DISTINCT, max_size=4).map(lambda parts: f"new Set([{','.join(parts)}])")
SOURCE = st.recursive(
    SCALAR | SET | BUFFER.map(lambda made: f"new {made[0]}({made[1]})"),
    lambda part: st.lists(part, max_size=5).map(lambda parts: f"[{','.join(parts)}]")
    | st.lists(st.tuples(PLAIN_TEXT, part), max_size=5).map(
        lambda pairs: "{" + ",".join(f"[{json.dumps(key)}]: {value}" for key, value in pairs) + "}"
    ),
    max_leaves=20,
)
SAME = js.Function.new(
    "left",
    "right",
    """const same = (a, b) => {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || !a || !b || Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  if (a instanceof Set) return a.size === b.size && [...a].every(part => b.has(part));
  const keys = Reflect.ownKeys(a), others = Reflect.ownKeys(b);
  return keys.length === others.length && keys.every((key, at) => key === others[at] && same(a[key], b[key]));
};
return same(left, right);""",
)


@given(SOURCE)
def test_values_of_javascript_come_back(source):
    value = js.eval(f"[{source}]")
    assert SAME(value, to_js(value.to_py()))
