"""Judges the stubs of generated packages, each alone, with the strictest settings of mypy and pyright.

    python tests/typing/stubs.py [--pyright PATH/TO/index.js] [--jobs N] [--list N] [--report FILE.json]
        --packages PACKAGE_DIR ...

Both checkers must find nothing in the `.pyi` files of a package; a blanket ignore is an error too. What is ignored, one rule at one place, is
counted for each package and rule, and so are the ignores that pyright does not need. Findings are grouped by rule, and by their text with
names left out.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
SURFACE = HERE.parent.parent / "ffi-python" / "python"

BLANKET = re.compile(r"#\s*(type:\s*ignore(?!\[)|pyright:\s*(ignore(?!\[)|basic|strict|report)|mypy:)")
UNNEEDED = "reportUnnecessaryTypeIgnoreComment"
WHOLE = {"start": {"line": -1}}
"""The range of what pyright says of a file as a whole."""
TARGETED = re.compile(r"#\s*(type|pyright):\s*ignore\[([^\]]*)\]")


@dataclass
class Finding:
    checker: str
    file: str
    line: int
    rule: str
    text: str

    @property
    def pattern(self) -> str:
        """The text without the names in it."""
        return re.sub(r'"[^"]*"', '"_"', self.text.splitlines()[0])


@dataclass
class Verdict:
    package: Path
    lines: int = 0
    findings: list[Finding] = field(default_factory=list)
    ignores: Counter[str] = field(default_factory=Counter)
    unsure: int = 0
    """Ignores of mypy's findings that say themselves that they may be unused."""
    unneeded: int = 0
    seconds: dict[str, float] = field(default_factory=dict)


def mypy(stubs: list[Path], cache: Path) -> list[Finding]:
    """What `mypy --strict` finds in the stubs."""
    command = [sys.executable, "-m", "mypy", "--strict", "--warn-unreachable", "--no-error-summary", "--no-color-output"]
    command += ["--python-version", "3.10", "--cache-dir", str(cache), "--hide-error-context", *map(str, stubs)]
    environment = {**os.environ, "MYPYPATH": str(SURFACE)}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    found: list[Finding] = []
    for line in done.stdout.splitlines():
        match = re.match(r"(.+?):(\d+): error: (.*?)(?:  \[([a-z-]+)\])?$", line)
        if match:
            found.append(Finding("mypy", Path(match[1]).name, int(match[2]), match[4] or "", match[3]))
    if done.returncode not in (0, 1) or (done.returncode == 1 and not found):
        found.append(Finding("mypy", "", 0, "failed", (done.stdout + done.stderr)[-2000:]))
    return found


def pyright(stubs: list[Path], script: Path) -> list[Finding]:
    """What pyright finds in strict mode."""
    with tempfile.TemporaryDirectory() as folder:
        settings = {
            "include": [os.path.relpath(stub, Path(folder).resolve()) for stub in stubs],
            "extraPaths": [str(SURFACE)],
            "pythonVersion": "3.10",
            "pythonPlatform": "Linux",
            "typeCheckingMode": "strict",
            "reportUnnecessaryTypeIgnoreComment": "error",
            # `# type: ignore[...]` is for mypy, `# pyright: ignore[...]` for pyright.
            "enableTypeIgnoreComments": False,
        }
        project = Path(folder) / "pyrightconfig.json"
        project.write_text(json.dumps(settings), "utf-8")
        command = ["node", "--max-old-space-size=6000", str(script), "--outputjson", "--pythonpath", sys.executable]
        done = subprocess.run([*command, "--project", str(project)], capture_output=True, text=True, check=False)
    try:
        report = json.loads(done.stdout)
    except ValueError:
        return [Finding("pyright", "", 0, "failed", (done.stdout + done.stderr)[-2000:])]
    if report["summary"]["filesAnalyzed"] != len(stubs):
        return [Finding("pyright", "", 0, "failed", "not every file was analyzed")]
    return [
        Finding("pyright", Path(each["file"]).name, each.get("range", WHOLE)["start"]["line"] + 1, each.get("rule", ""), each["message"])
        for each in report["generalDiagnostics"]
        if each["severity"] in ("error", "warning")
    ]


def judge(package: Path, script: Path | None, cache: Path) -> Verdict:
    stubs = sorted(package.glob("*.pyi"))
    verdict = Verdict(package)
    for stub in stubs:
        for number, line in enumerate(stub.read_text("utf-8").splitlines(), 1):
            verdict.lines += 1
            if BLANKET.search(line):
                verdict.findings.append(Finding("both", stub.name, number, "blanket", "blanket ignore"))
            for checker, rules in TARGETED.findall(line):
                for rule in rules.split(","):
                    # That an ignore may be unused is no finding that it hides.
                    if rule.strip() == "unused-ignore":
                        verdict.unsure += 1
                        continue
                    verdict.ignores[f"{'mypy' if checker == 'type' else checker}: {rule.strip()}"] += 1
    started = time.monotonic()
    # mypy wants a folder whose name is one of a module.
    linked = cache / re.sub(r"\W", "_", package.name)
    linked.symlink_to(package, target_is_directory=True)
    verdict.findings += mypy([linked / stub.name for stub in stubs], cache / f"{linked.name}.cache")
    verdict.seconds["mypy"] = time.monotonic() - started
    if script:
        started = time.monotonic()
        found = pyright(stubs, script)
        verdict.findings += [finding for finding in found if finding.rule != UNNEEDED]
        verdict.unneeded = len(found) - len([finding for finding in found if finding.rule != UNNEEDED])
        verdict.seconds["pyright"] = time.monotonic() - started
    return verdict


def show(verdict: Verdict, limit: int) -> None:
    rules = Counter((finding.checker, finding.rule) for finding in verdict.findings)
    seconds = " ".join(f"{name} {value:.1f} s" for name, value in verdict.seconds.items())
    ignored = sum(verdict.ignores.values())
    outcome = "ok" if not verdict.findings else f"{len(verdict.findings)} findings"
    print(f"{verdict.package.name:<28} {verdict.lines:>7} lines  {ignored:>5} targeted ignores, {verdict.unsure:>4} unsure  {outcome}  ({seconds})")
    for (checker, rule), count in rules.most_common():
        patterns: dict[str, list[Finding]] = {}
        for finding in verdict.findings:
            if (finding.checker, finding.rule) == (checker, rule):
                patterns.setdefault(finding.pattern, []).append(finding)
        print(f"  {count:>6} {checker} {rule}")
        for pattern, found in sorted(patterns.items(), key=lambda entry: -len(entry[1]))[:limit]:
            print(f"  {len(found):>8} {pattern}")
            for finding in found[:2]:
                print(f"             {verdict.package / finding.file}:{finding.line}: {finding.text}"[:500])
    sys.stdout.flush()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--packages", type=Path, nargs="+", metavar="PACKAGE_DIR", required=True)
    parser.add_argument("--pyright", type=Path, help="index.js of the npm package pyright")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="how many packages at once")
    parser.add_argument("--list", type=int, default=8, help="how many patterns to show for each rule")
    parser.add_argument("--report", type=Path, help="where to write ignores and findings as JSON")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(arguments.jobs) as pool:
        def one(package: Path) -> Verdict:
            return judge(package.resolve(), arguments.pyright, Path(folder))

        judged = pool.map(one, arguments.packages)
        verdicts = []
        for verdict in judged:
            show(verdict, arguments.list)
            verdicts.append(verdict)
    total: Counter[tuple[str, str]] = Counter()
    ignores: Counter[str] = Counter()
    for verdict in verdicts:
        total.update((finding.checker, finding.rule) for finding in verdict.findings)
        ignores.update(verdict.ignores)
    print(f"{len(verdicts)} stubs, {sum(verdict.lines for verdict in verdicts)} lines, {sum(total.values())} findings")
    for (checker, rule), count in total.most_common():
        print(f"  {count:>6} {checker} {rule}")
    unsure = sum(verdict.unsure for verdict in verdicts)
    print(f"{sum(ignores.values())} targeted ignores, {unsure} unsure, {sum(verdict.unneeded for verdict in verdicts)} of them not needed by pyright")
    for rule, count in ignores.most_common():
        print(f"  {count:>6} {rule}")
    if arguments.report:
        report = {
            verdict.package.name: {
                "lines": verdict.lines,
                "ignores": dict(verdict.ignores.most_common()),
                "unsure": verdict.unsure,
                "unneeded": verdict.unneeded,
                "findings": [vars(finding) for finding in verdict.findings],
            }
            for verdict in verdicts
        }
        arguments.report.write_text(json.dumps(report, indent=1) + "\n", "utf-8")
    return 1 if total else 0


if __name__ == "__main__":
    sys.exit(main())
