"""Long runs over the border that must not cost memory. `python soak.py` runs each in a process of its own and prints a table;
`python soak.py NAME` runs one and prints one line of JSON. A run fails when resident memory at its end, or at its highest, is
too far above the start."""

from __future__ import annotations

import asyncio
import ctypes
import gc
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

MEGABYTE = 1 << 20
MOST_ABOVE_START = 64
FRAME = 8 * MEGABYTE


def resident() -> float:
    """Megabytes of memory that this process has now."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except FileNotFoundError:
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (MEGABYTE if sys.platform == "darwin" else 1024)
    return pages * 4096 / MEGABYTE


def trim() -> None:
    """Lets the C library give back what it keeps for reuse: a small block at the end of its heap can hold back much."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim is not None:
        trim(0)


class Thing:
    pass


def cycles(count: int) -> Iterator[int]:
    """Cycles through both heaps, by every carrier of either side in turn."""
    import graphs

    python = [make for make, _ in graphs.PYTHON.values()]
    javascript = [make for make, _ in graphs._JS.values()]
    for number in range(count):
        thing = Thing()
        thing.kept = javascript[number % len(javascript)](python[number % len(python)](thing))
        yield number


def graphs_and_models(count: int) -> Iterator[int]:
    """Random graphs over both heaps: what is freed is compared with a model, every survivor is used."""
    import graphs

    for number in range(count):
        graphs.run(100_000 + number)
        yield number


def cycles_of_frames(count: int) -> Iterator[int]:
    """Cycles through both heaps that hold 8 MB each, on either side."""
    from sigbind._host_native import run_js

    of_javascript = run_js("(thing, size) => { const data = new Uint8Array(size).fill(1); return () => [thing, data] }")
    of_python = run_js("thing => () => thing")
    lend = run_js("frame => frame.getBuffer().data")
    for number in range(count):
        thing = Thing()
        if number % 2:
            thing.kept = of_javascript(thing, FRAME)
        else:
            # Python's collector does not weigh bytes: the frame is lent to JavaScript, which says how much it holds.
            thing.frame = lend(bytearray(b"1") * FRAME)
            thing.kept = of_python(thing)
        yield number


def frames_to_python(count: int) -> Iterator[int]:
    """Frames of 8 MB made in JavaScript and read in Python without a copy."""
    from sigbind._host_native import run_js

    make = run_js("(size, value) => new Uint8Array(size).fill(value)")
    for number in range(count):
        view = memoryview(make(FRAME, number % 256))
        assert view.nbytes == FRAME and view[0] == view[-1] == number % 256
        yield number


def frames_to_javascript(count: int) -> Iterator[int]:
    """Frames of 8 MB made in Python and read in JavaScript without a copy."""
    from sigbind._host_native import run_js

    read = run_js(
        "frame => { const view = frame.getBuffer(); const data = view.data; view.release(); return data.length + data[0] + data.at(-1) }"
    )
    for number in range(count):
        value = number % 256
        frame = bytearray([value]) * FRAME
        assert read(frame) == FRAME + 2 * value
        yield number


def proxies_in_python(count: int) -> Iterator[int]:
    """Short-lived proxies of JavaScript objects."""
    from sigbind._host_native import run_js

    make = run_js("n => ({n})")
    for number in range(count):
        assert make(number).n == number
        yield number


def proxies_in_javascript(count: int) -> Iterator[int]:
    """Short-lived proxies of Python objects."""
    from sigbind._host_native import run_js

    read = run_js("thing => thing.number")
    for number in range(count):
        thing = Thing()
        thing.number = number
        assert read(thing) == number
        yield number


def callbacks(count: int) -> Iterator[int]:
    """Closures that JavaScript keeps in an object of its own and calls later."""
    from sigbind._host_native import run_js

    keep = run_js("(f, g) => { const target = new EventTarget(); target.addEventListener('e', f); target.addEventListener('e', g); return target }")
    fire = run_js("target => target.dispatchEvent(new Event('e'))")
    for number in range(count):
        seen: list[int] = []
        target = keep(lambda _, seen=seen: seen.append(1), lambda event, seen=seen: seen.append(event.target))
        fire(target)
        assert seen == [1, target]
        yield number


def rejected_promises(count: int) -> Iterator[int]:
    """Rejected promises: awaited, never looked at, and dropped. The ones that nobody looks at are reported once each."""
    from sigbind import JsException
    from sigbind._host_native import run_js

    reports: list[Any] = []
    sys.unraisablehook = reports.append
    reject = run_js("n => Promise.reject(new Error('no ' + n))")
    later = run_js("n => new Promise((_, r) => queueMicrotask(() => r(new Error('no ' + n))))")

    async def one(number: int) -> None:
        try:
            await (reject if number % 2 else later)(number)
        except JsException as error:
            assert str(error).endswith(f"no {number}")
        else:
            raise AssertionError("not rejected")

    loop = asyncio.new_event_loop()
    for number in range(count):
        if number % 3 == 0:
            loop.run_until_complete(one(number))
        elif number % 3 == 1:
            run_js("n => { Promise.reject(new Error('unseen ' + n)) }")(number)
        else:
            promise = reject(number)
            del promise
        yield number

    async def checkpoint() -> None:
        run_js("0")
        await asyncio.sleep(0.01)

    loop.run_until_complete(checkpoint())
    expected = sum(number % 3 > 0 for number in range(count))
    assert len(reports) == expected, (len(reports), expected)
    reports.clear()


def tasks(count: int) -> Iterator[int]:
    """Coroutines that JavaScript awaits, and promises that Python awaits, through one loop."""
    from sigbind._host_native import run_js

    through = run_js("async f => (await f()) + 1")

    async def inner() -> int:
        await asyncio.sleep(0)
        return 1

    async def one() -> int:
        return await through(inner)

    loop = asyncio.new_event_loop()
    for number in range(count):
        assert loop.run_until_complete(one()) == 2
        yield number


def runtimes(count: int) -> Iterator[int]:
    """Runtimes beside the first, each with something in it, every other one closed and the rest left alone."""
    from sigbind import Runtime

    for number in range(count):
        own = Runtime()
        own.run_js("globalThis.kept = Array.from({length: 1000}, (_, i) => ({i}))")
        own.js.on = lambda: number
        if number % 2:
            own.close()
        del own
        yield number


RUNS: dict[str, tuple[Callable[[int], Iterator[int]], int, float]] = {
    # What runs, how often, and by how many megabytes the highest may be above the start.
    "cycles": (cycles, 100_000, 64),
    "graphs and models": (graphs_and_models, 3_000, 64),
    "cycles of 8 MB": (cycles_of_frames, 1_000, 320),
    "frames to Python": (frames_to_python, 1_000, 64),
    "frames to JavaScript": (frames_to_javascript, 1_000, 64),
    "proxies in Python": (proxies_in_python, 1_000_000, 64),
    "proxies in JavaScript": (proxies_in_javascript, 1_000_000, 64),
    "callbacks": (callbacks, 100_000, 64),
    "rejected promises": (rejected_promises, 10_000, 64),
    "tasks": (tasks, 20_000, 64),
    "runtimes": (runtimes, 1_000, 64),
}


def run_one(name: str, scale: float) -> None:
    run, count, most = RUNS[name]
    count = max(int(count * scale), 1)
    gc.collect()
    # What is made once (compiled scripts, caches) is not counted.
    for _ in run(max(count // 1000, 1)):
        pass
    gc.collect()
    from sigbind import _core

    trim()
    before = _core.statistics()
    start = highest = resident()
    started = time.perf_counter()
    step = max(count // 500, 1)
    for number in run(count):
        if number % step == 0:
            highest = max(highest, resident())
    seconds = time.perf_counter() - started
    for _ in range(3):
        gc.collect()
    after = _core.statistics()
    for counted, most_more in (("js_proxies", 100), ("py_proxies", 100), ("bytes", 4 * MEGABYTE)):
        assert after[counted] - before[counted] < most_more, f"{counted}: {before[counted]}, then {after[counted]}"
    trim()
    print(json.dumps({"name": name, "count": count, "seconds": seconds, "start": start, "highest": highest, "end": resident(), "most": most}))


def main() -> None:
    arguments = sys.argv[1:]
    scale = 1.0
    if arguments[:1] == ["--scale"]:
        scale = float(arguments[1])
        del arguments[:2]
    if len(arguments) == 1 and arguments[0] in RUNS:
        run_one(arguments[0], scale)
        return
    print(f"{'run':<24}{'count':>10}{'seconds':>9}{'start':>8}{'highest':>9}{'end':>8}   MB of resident memory")
    failed = []
    for name in RUNS:
        done = subprocess.run([sys.executable, __file__, "--scale", str(scale), name], capture_output=True, text=True)
        if done.returncode != 0:
            failed.append(name)
            print(f"{name:<24}FAILED ({done.returncode})\n{done.stdout}{done.stderr}")
            continue
        row = json.loads(done.stdout.splitlines()[-1])
        bad = row["end"] - row["start"] > MOST_ABOVE_START or row["highest"] - row["start"] > row["most"]
        if bad:
            failed.append(name)
        print(
            f"{name:<24}{row['count']:>10,}{row['seconds']:>9.1f}{row['start']:>8.1f}{row['highest']:>9.1f}{row['end']:>8.1f}"
            + ("   FAILED: memory grew" if bad else ""),
            flush=True,
        )
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2] / "ffi-python/tests"))
    main()
