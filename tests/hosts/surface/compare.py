"""Pyodide's programming interface on plain CPython, judged by Pyodide.

    python compare.py JUDGE.jsonl [--table FILE]

JUDGE.jsonl is what `runner.py` printed in a stock Pyodide; the cases run here once more. What comes out must be the same, except
for the lines of `differences.tsv`, which say why. --table checks the table of all cases (with SIGBIND_UPDATE set: writes it).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
POINTS = {
    "modules": "1. Modules", "jsproxy": "2. JsProxy", "pyproxy": "3. PyProxy", "conversions": "4. Conversions", "asyncio": "6. asyncio",
    "errors": "7. Errors",
}


def results(text: str) -> dict[str, str]:
    found = dict(json.loads(line) for line in text.splitlines() if line.startswith('["'))
    # The text of an exception is for people; its class is compared.
    return {name: shown.partition("\t")[0] for name, shown in found.items()}


def table(names: list[str], differences: dict[str, str]) -> str:
    lines = [
        "# The surface, case by case",
        "",
        "Every row is one case of this folder, run on plain CPython and in stock Pyodide 314, which judges. `cargo xtask test surface` runs all of them;",
        "signatures (point 5) have their own cases in `tests/hosts/cases`. A row that says how it differs does so on purpose.",
    ]
    for subject, point in POINTS.items():
        own = [name.partition("/")[2] for name in names if name.startswith(f"{subject}/")]
        lines += ["", f"## {point}", "", f"`{subject}.txt`, {len(own)} cases", "", "| case | |", "|---|---|"]
        lines += [f"| {name} | {differences.get(f'{subject}/{name}', 'same')} |" for name in own]
    return "\n".join(lines) + "\n"


def main() -> int:
    judge = results(Path(sys.argv[1]).read_text("utf-8"))
    done = subprocess.run([sys.executable, str(HERE / "runner.py")], capture_output=True, text=True)
    here = results(done.stdout)
    if set(judge) != set(here):
        print(done.stderr[-2000:], "cases that ran on one side only:", sorted(set(judge) ^ set(here)))
        return 1
    differences = dict(line.split("\t", 1) for line in (HERE / "differences.tsv").read_text("utf-8").splitlines())
    status = 0
    for name in judge:
        if judge[name] != here[name] and name not in differences:
            print(f"{name}\n    Pyodide: {judge[name]}\n    here:    {here[name]}")
            status = 1
        if judge[name] == here[name] and name in differences:
            print(f"{name}: no difference any more; its line in differences.tsv can go")
            status = 1
    for name in set(differences) - set(judge):
        print(f"{name}: no such case, but a line in differences.tsv")
        status = 1
    print(f"{len(judge)} cases, {sum(judge[name] == here[name] for name in judge)} the same, {len(differences)} differences explained")
    if "--table" in sys.argv:
        file, text = Path(sys.argv[sys.argv.index("--table") + 1]), table(list(judge), differences)
        if os.environ.get("SIGBIND_UPDATE"):
            file.write_text(text, "utf-8")
        elif not file.exists() or file.read_text("utf-8") != text:
            print(f"{file} is not up to date: run with SIGBIND_UPDATE=1")
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())
