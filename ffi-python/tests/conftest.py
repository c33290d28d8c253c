"""Fixtures of the bridge's tests. Every test leaves no proxy behind that it made."""

from __future__ import annotations

import gc

import pytest

from sigbind import _core, _host_native


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
