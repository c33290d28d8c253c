"""Random graphs over both heaps under valgrind. Fails on any access to memory that is not allocated, or on one freed twice."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

TESTS = Path(__file__).parents[2] / "ffi-python/tests"
PROGRAM = f"import sys; sys.path.insert(0, {str(TESTS)!r}); import graphs; print(sum(graphs.run(seed) for seed in range(8)), 'nodes')"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        # CPython's own allocator and the heaps of the engine hide from valgrind what is freed.
        environment = {**os.environ, "PYTHONMALLOC": "malloc", "SIGBIND_MALLOC": "system"}
        command = ["valgrind", "--num-callers=30", f"--log-file={log}", sys.executable, "-c", PROGRAM]
        done = subprocess.run(command, env=environment, capture_output=True, text=True)
        text = log.read_text("utf-8")
    print(done.stdout, done.stderr, sep="", end="")
    found = re.findall(r"(?m)^==\d+== (?:Invalid|Mismatched|Process terminating).*(?:\n==\d+==  .*)*", text)
    for report in found[:5]:
        print(report)
    print(f"{len(found)} invalid accesses")
    if found or done.returncode:
        sys.exit(1)


if __name__ == "__main__":
    main()
