"""The table of features names tests that there are, and every point has one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

HOSTS = Path(__file__).parents[2] / "tests/hosts"
TABLE = (HOSTS / "FEATURES.md").read_text("utf-8")
ROWS = re.findall(r"(?m)^\| (?!feature |---)(.+) \| (.+) \|$", TABLE)


def exists(name: str) -> bool:
    kind, _, rest = name.partition("/")
    if kind == "surface":
        file, _, case = rest.partition("/")
        return re.search(rf"(?m)^# {re.escape(case)}$", (HOSTS / f"surface/{file}.txt").read_text("utf-8")) is not None
    if kind == "cases":
        return re.search(r"(?m)^CASES\b", (HOSTS / f"cases/{rest}.py").read_text("utf-8")) is not None
    file, _, function = name.partition("::")
    return re.search(rf"(?m)^def {function}\(", (Path(__file__).parent / file).read_text("utf-8")) is not None


@pytest.mark.parametrize(("feature", "tests"), ROWS, ids=[feature for feature, _ in ROWS])
def test_the_tests_of_a_feature_exist(feature: str, tests: str) -> None:
    names = re.findall(r"`([^`]+)`", tests)
    assert names, feature
    assert [name for name in names if not exists(name)] == []


def test_every_point_has_features() -> None:
    points = re.findall(r"(?m)^## (\d)\.", TABLE)
    assert points == list("1234567")
    assert not exists("surface/jsproxy/no such case") and not exists("test_values.py::test_nothing")
