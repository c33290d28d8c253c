"""How the benchmarks of the border measure: the least of many short runs, without the cost of the loop."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable

clock = time.perf_counter_ns


def since_start() -> float:
    """Nanoseconds since the bench started this process (`SIGBIND_STARTED`, in seconds of the system's clock)."""
    started = os.environ.get("SIGBIND_STARTED")
    return (time.time() - float(started)) * 1e9 if started else float("nan")


def least(operation: Callable[[int], object], count: int, repeats: int = 50) -> float:
    """The least time of one operation; `operation(n)` runs it n times. Many short runs: some of them are undisturbed."""
    operation(max(count // 10, 1))
    best = float("inf")
    for _ in range(repeats):
        start = clock()
        operation(count)
        best = min(best, (clock() - start) / count)
    return best


def repeated(body: str, **names: object) -> Callable[[int], None]:
    """A function that runs `body` n times, without the cost of a call for each."""
    space = dict(names)
    exec(f"def run(n):\n    for _ in range(n):\n        {body}", space)
    return space["run"]


class Figures(dict):
    """Figures by name; what an operation costs is taken against an empty loop."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self.count = count
        self.empty = least(repeated("pass"), count)

    def measure(self, name: str, body: str, scale: int = 1, repeats: int = 50, **names: object) -> None:
        """`body` in a loop over what `names` holds; `scale` times fewer runs for what costs so much more."""
        self[name] = least(repeated(body, **names), max(self.count // scale, 3), repeats) - self.empty

    def loop(self, name: str, run: Callable[[int], object], scale: int = 1, repeats: int = 50) -> None:
        """A loop that the other language runs."""
        self[name] = least(run, max(self.count // scale, 3), repeats)

    def print(self) -> None:
        print(json.dumps({name: round(value, 1) for name, value in self.items()}))


def python_function(a, b):
    return a


class Thing:
    """An object with an attribute."""

    def __init__(self) -> None:
        self.value = 1


RECORD = {f"key{number}": number for number in range(1000)}
LIST = list(range(1000))
RECORDS = [{"id": number, "name": f"name {number}", "tags": ["a", "b"]} for number in range(1000)]
FRAME = 8 << 20
FIBONACCI = "(function fib(n) { return n < 2 ? n : fib(n - 1) + fib(n - 2) })"
