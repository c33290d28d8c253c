"""Judges a generated package with type checkers: programs they must accept, and programs in which they must find errors.

    python tests/typing/check.py [--pyright PATH/TO/index.js] PACKAGE_DIR [OTHER_PACKAGE_DIR ...]

`accept/*.py` and the project's examples must be clean. In `reject/*.py` each line that ends in `# error` must have an error, and no other line may have
one. The package's own stubs, those of the other packages and those of `sigbind` must be clean too, and may not silence
anything with a blanket ignore. The checkers are `mypy --strict` of the running interpreter and, where its path is given, pyright under Node.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
EXAMPLES = HERE.parent.parent / "examples"
SURFACE = HERE.parent.parent / "ffi-python" / "python"

Finding = tuple[Path, int, str]
WHOLE = {"start": {"line": -1}}
"""The range of what pyright says of a file as a whole."""


def mypy(files: list[Path], search: list[Path]) -> list[Finding]:
    """The errors that `mypy --strict` finds."""
    command = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "--no-color-output", "--python-version", "3.10"]
    command += ["--cache-dir", str(Path(tempfile.gettempdir()) / "sigbind-mypy-cache")]
    environment = {**os.environ, "MYPYPATH": os.pathsep.join(map(str, search))}
    done = subprocess.run([*command, *map(str, files)], capture_output=True, text=True, env=environment, check=False)
    found: list[Finding] = []
    for line in done.stdout.splitlines():
        match = re.match(r"(.+?):(\d+): error: (.*)", line)
        if match:
            found.append((Path(match[1]).resolve(), int(match[2]), match[3]))
    if done.returncode not in (0, 1) or (done.returncode == 1 and not found):
        sys.exit(f"mypy failed:\n{done.stdout}{done.stderr}")
    return found


def pyright(script: Path) -> Callable[[list[Path], list[Path]], list[Finding]]:
    """The errors and warnings that pyright finds with its standard rules."""

    def check(files: list[Path], search: list[Path]) -> list[Finding]:
        with tempfile.TemporaryDirectory() as folder:
            settings = {
                "include": [os.path.relpath(file, Path(folder).resolve()) for file in files],
                "extraPaths": list(map(str, search)),
                "pythonVersion": "3.10",
                "pythonPlatform": "Linux",
            }
            project = Path(folder) / "pyrightconfig.json"
            project.write_text(json.dumps(settings), "utf-8")
            command = ["node", str(script), "--outputjson", "--pythonpath", sys.executable, "--project", str(project)]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
        try:
            report = json.loads(done.stdout)
        except ValueError:
            sys.exit(f"pyright failed:\n{done.stdout}{done.stderr}")
        if report["summary"]["filesAnalyzed"] == 0:
            sys.exit(f"pyright analyzed no file:\n{done.stdout}")
        return [
            (Path(each["file"]).resolve(), each.get("range", WHOLE)["start"]["line"] + 1, each["message"].splitlines()[0])
            for each in report["generalDiagnostics"]
            if each["severity"] in ("error", "warning")
        ]

    return check


def expected_lines(file: Path) -> set[int]:
    """The numbers of the lines that are marked."""
    return {number for number, line in enumerate(file.read_text("utf-8").splitlines(), 1) if line.endswith("# error")}


def blanket_ignores(stub: Path) -> list[str]:
    """Comments that silence more than one named rule."""
    blanket = re.compile(r"#\s*(type:\s*ignore(?!\[)|pyright:\s*(ignore(?!\[)|basic|strict)|mypy:)")
    lines = enumerate(stub.read_text("utf-8").splitlines(), 1)
    return [f"{stub}:{number}: blanket ignore" for number, line in lines if blanket.search(line)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("package", type=Path, help="the generated package, called `web`")
    parser.add_argument("others", type=Path, nargs="*", help="packages of which only the stubs are checked")
    parser.add_argument("--pyright", type=Path, help="index.js of the npm package pyright")
    arguments = parser.parse_args()
    package: Path = arguments.package.resolve()
    others: list[Path] = [other.resolve() for other in arguments.others]
    search = [package.parent, SURFACE]

    accepted = [*sorted((HERE / "accept").glob("*.py")), *sorted(EXAMPLES.glob("*.py"))]
    rejected = sorted((HERE / "reject").glob("*.py"))
    packages = [package, *others]
    stubs = [*(each / "__init__.pyi" for each in packages), *sorted((SURFACE / "sigbind").glob("*.pyi"))]
    files = [*accepted, *rejected, *stubs]
    expected = {(file, line) for file in rejected for line in expected_lines(file)}

    problems = [problem for stub in stubs for problem in blanket_ignores(stub)]
    checkers = {"mypy": mypy}
    if arguments.pyright:
        checkers["pyright"] = pyright(arguments.pyright.resolve())
    for name, check in checkers.items():
        findings = check(files, search)
        found = {(file, line) for file, line, _ in findings}
        problems += [f"{file}:{line}: {name}: {text}" for file, line, text in findings if (file, line) not in expected]
        problems += [f"{file}:{line}: {name} finds no error" for file, line in sorted(expected - found)]
        print(f"{name}: {len(accepted)} programs, {len(stubs)} stubs, {len(expected)} marked lines, {len(found)} with errors")
    for each in packages:
        ignores = len(re.findall(r"# (?:type|pyright): ignore\[", (each / "__init__.pyi").read_text("utf-8")))
        print(f"targeted ignores in {each.name}/__init__.pyi: {ignores}")
    print("\n".join(problems), end="\n" if problems else "")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
