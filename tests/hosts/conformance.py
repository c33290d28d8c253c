"""The conformance suite: the same cases on every host.

    python conformance.py                             the cases on this host; one line for each, exit status 1 on a failure
    python conformance.py --hosts [native] FOLDER...  the cases on several hosts, one column each. `native` is this Python,
                                                      a FOLDER holds a Pyodide npm package for Node.js (see run_pyodide.mjs),
                                                      chromium:FOLDER one for a page in Chromium (run_chromium.mjs),
                                                      cpython:PROGRAM:FOLDER is another Python with sigbind for it
"""

from __future__ import annotations

import asyncio
import inspect
import json
import os
import subprocess
import sys
import traceback

HERE = os.path.dirname(os.path.abspath(__file__))
CHROMIUM = "chromium:"
CPYTHON = "cpython:"


async def outcome(run, bound) -> object:
    value = run(bound)
    return await value if inspect.isawaitable(value) else value


async def judge(case, bound) -> str:
    """`ok`, or what is wrong."""
    from cases import Refused

    _name, run, expected = case
    try:
        value = await outcome(run, bound)
    except Exception as error:
        if isinstance(expected, Refused) and type(error) is expected.kind and str(error) == expected.message:
            return "ok"
        told = f"{type(error).__name__}: {error}"
        if not isinstance(expected, Refused) and os.environ.get("SIGBIND_TRACEBACK"):
            told += "\n" + "".join(traceback.format_exception(error))
        return f"expected {expected!r}, raised {told}"
    if not isinstance(expected, Refused) and value == expected and isinstance(value, bool) == isinstance(expected, bool):
        return "ok"
    return f"expected {expected!r}, got {value!r}"


async def run_here() -> list[tuple[str, str, str]]:
    """All cases on this host: subject, case, outcome."""
    import importlib

    import sigbind
    from cases import SHOW, SUBJECTS

    sigbind.js.globalThis.eval(SHOW.replace("const ", "var "))
    rows = []
    for subject in SUBJECTS:
        module = importlib.import_module(f"cases.{subject}")
        try:
            made = sigbind.js.globalThis.eval(module.JAVASCRIPT)
            bound = module.bind(sigbind, made)
            bound["js"] = sigbind.js
        except Exception as error:
            if os.environ.get("SIGBIND_TRACEBACK"):
                traceback.print_exc()
            rows += [(subject, case[0], f"not bound: {type(error).__name__}: {error}") for case in module.CASES]
            continue
        for case in module.CASES:
            rows.append((subject, case[0], await judge(case, bound)))
    return rows


def run_on(host: str) -> list[tuple[str, str, str]]:
    """All cases on another host."""
    script = os.path.abspath(__file__)
    package = os.path.join(HERE, "..", "..", "ffi-python", "python")
    environment = dict(os.environ)
    if host == "native":
        # An installed sigbind wins over the one of the source tree.
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, [os.environ.get("PYTHONPATH"), package]))
        command = [sys.executable, script, "--json"]
    elif host.startswith(CPYTHON):
        program, _, packages = host.removeprefix(CPYTHON).partition(":")
        environment["PYTHONPATH"] = packages
        command = [program, script, "--json"]
    else:
        runner = "run_chromium.mjs" if host.startswith(CHROMIUM) else "run_pyodide.mjs"
        folder = host.removeprefix(CHROMIUM)
        command = ["node", os.path.join(HERE, runner), "--pyodide", folder, "--path", package, script, "--json"]
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    lines = [line for line in done.stdout.splitlines() if line.startswith("[[")]
    if not lines:
        sys.exit(f"{host}: no outcome\n{done.stdout}{done.stderr}")
    return [tuple(row) for row in json.loads(lines[-1])]


def label(host: str) -> str:
    if host == "native":
        return "cpython %d.%d" % sys.version_info[:2]
    if host.startswith(CPYTHON):
        return "cpython " + os.path.basename(host.partition(":")[2].partition(":")[2])
    if host.startswith(CHROMIUM):
        return "chromium " + label(host.removeprefix(CHROMIUM)).removeprefix("pyodide ")
    for place in (host, os.path.join(host, "pyodide")):
        manifest = os.path.join(place, "package.json")
        if os.path.exists(os.path.join(place, "pyodide.mjs")) and os.path.exists(manifest):
            with open(manifest, encoding="utf-8") as file:
                return "pyodide " + json.load(file)["version"]
    return host


def compare(hosts: list[str]) -> int:
    """Prints the table. Returns the number of failures."""
    columns = {label(host): run_on(host) for host in hosts}
    failures = []
    first = next(iter(columns.values()))
    width = max(len(f"{subject}: {case}") for subject, case, _ in first)
    print(" " * width, *columns, sep="  ")
    for row, (subject, case, _) in enumerate(first):
        cells = []
        for host, rows in columns.items():
            told = rows[row][2]
            cells.append(("ok" if told == "ok" else "FAIL").ljust(len(host)))
            if told != "ok":
                failures.append(f"{host}, {subject}: {case}\n    {told}")
        print(f"{subject}: {case}".ljust(width), *cells, sep="  ")
    print(f"\n{len(first)} cases on {len(columns)} hosts, {len(failures)} failures")
    print(*failures, sep="\n")
    return len(failures)


async def main(arguments: list[str]) -> None:
    rows = await run_here()
    if "--json" in arguments:
        print(json.dumps(rows))
        return
    for subject, case, told in rows:
        print(f"{'ok  ' if told == 'ok' else 'FAIL'}  {subject}: {case}{'' if told == 'ok' else ': ' + told}")
    failed = sum(told != "ok" for _, _, told in rows)
    print(f"{len(rows)} cases, {failed} failures")
    if failed:
        sys.exit(1)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--hosts"]:
        sys.exit(1 if compare(sys.argv[2:]) else 0)
    asyncio.run(main(sys.argv[1:]))
