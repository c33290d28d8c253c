"""Fixtures of the bridge's tests. Every test leaves no proxy behind that it made.

The examples that Hypothesis makes are the same in every run; `HYPOTHESIS_PROFILE=long` looks for others.
"""

from __future__ import annotations

import gc
import os

import pytest
from hypothesis import settings

from sigbind import _core, _host_native

settings.register_profile("same", max_examples=300, derandomize=True, deadline=None, database=None)
settings.register_profile("long", max_examples=20_000, deadline=None, database=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


@pytest.fixture
def run_js():
    return _host_native.run_js


@pytest.fixture
def settle():
    """Runs both collectors and gives the counts of live proxies."""

    def run() -> dict[str, int]:
        for _ in range(3):
            gc.collect()
            _core.collect()
        return _core.statistics()

    return run
