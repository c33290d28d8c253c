"""Arbitrary nested values go to JavaScript and come back as they were; JavaScript reads them as JSON would."""

from __future__ import annotations

import json
import math
import random
from typing import Any

import pytest

from sigbind import js, jsnull, to_js

TEXT = ["", "a", "é", "\u20ac", "\U0001f600", "a\0b", "\ud800", "__proto__", "constructor", "length", "then", "toString", "0", "-1", "1e5", " ", "x" * 300]
NUMBERS = [0, 1, -1, 2**31 - 1, 2**31, -(2**31), 2**32, 2**53 - 1, -(2**53) + 1, 0.5, -0.0, 1e308, 5e-324, math.inf, -math.inf]


def _leaf(choose: random.Random) -> Any:
    kind = choose.randrange(6)
    if kind == 0:
        return choose.choice(TEXT)
    if kind == 1:
        return choose.choice(NUMBERS)
    if kind == 2:
        return choose.choice([True, False, None, jsnull])
    if kind == 3:
        return choose.randint(-(2**70), 2**70)
    if kind == 4:
        return choose.uniform(-1e9, 1e9)
    return "".join(chr(choose.choice([choose.randrange(32, 127), choose.randrange(0x110000)])) for _ in range(choose.randrange(6)))


def _value(choose: random.Random, depth: int) -> Any:
    if depth == 0 or choose.random() < 0.3:
        return _leaf(choose)
    size = choose.randrange(5)
    if choose.random() < 0.5:
        return [_value(choose, depth - 1) for _ in range(size)]
    return {str(_leaf(choose)): _value(choose, depth - 1) for _ in range(size)}


def _same(left: Any, right: Any) -> bool:
    if isinstance(left, list):
        return isinstance(right, list) and len(left) == len(right) and all(map(_same, left, right))
    if isinstance(left, dict):
        return isinstance(right, dict) and left.keys() == right.keys() and all(_same(left[key], right[key]) for key in left)
    if isinstance(left, float) and left != left:
        return right != right
    if isinstance(left, (int, float)) and not isinstance(left, bool):
        return left == right and not isinstance(right, bool) and math.copysign(1, left) == math.copysign(1, right)
    return left is right if left in (None, True, False) or left is jsnull else left == right


@pytest.mark.parametrize("seed", range(100))
def test_deep_values_come_back(seed):
    value = _value(random.Random(seed), 5)
    converted = to_js(value)
    back = converted.to_py() if isinstance(value, (list, dict)) else converted
    assert _same(value, back)


@pytest.mark.parametrize("seed", range(100))
def test_values_that_cross_one_by_one_come_back(run_js, seed):
    choose, same = random.Random(seed), run_js("x => x")
    for _ in range(50):
        value = _leaf(choose)
        assert _same(value, same(value))
    value = _value(choose, 4)
    if isinstance(value, (list, dict)):
        assert same(value) is value


def _json(choose: random.Random, depth: int) -> Any:
    value = _value(choose, depth)

    def plain(part: Any) -> Any:
        if isinstance(part, list):
            return [plain(item) for item in part]
        if isinstance(part, dict):
            return {key.encode("utf-8", "ignore").decode(): plain(item) for key, item in part.items()}
        if isinstance(part, float) and (math.isinf(part) or part != part):
            return 0.5
        if isinstance(part, int) and not isinstance(part, bool) and abs(part) > 2**53 - 1:
            return 7
        if isinstance(part, str):
            return part.encode("utf-8", "ignore").decode()
        return jsnull if part is None else part

    return plain(value)


@pytest.mark.parametrize("seed", range(100))
def test_javascript_sees_what_json_would_say(seed):
    value = _json(random.Random(1000 + seed), 4)
    ours = json.loads(js.JSON.stringify(to_js([value])))[0]

    def null(part: Any) -> Any:
        if isinstance(part, list):
            return [null(item) for item in part]
        if isinstance(part, dict):
            return {key: null(item) for key, item in part.items()}
        return None if part is jsnull else part

    assert ours == null(value)
    assert js.JSON.parse(json.dumps([null(value)])).to_py()[0] == value
