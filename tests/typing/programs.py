"""Judges small programs over generated packages: what a user may write must type-check, what is wrong must be found where it is.

    python tests/typing/programs.py [--pyright PATH/TO/index.js] NAME=PACKAGE_DIR ...

Each file of `programs/` holds programs that begin with a line `## accept: TITLE` or `## reject: TITLE`. A program that is accepted has
no error; in one that is rejected each line that ends in `# error` has one, and no other line. Each program is a file of its own to
the checkers, which are `mypy --strict` and, where its path is given, pyright. NAME is what programs import the package by.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections import Counter
from pathlib import Path

from check import HERE, SURFACE, expected_lines, mypy, pyright

PROGRAMS = HERE / "programs"
HEADER = re.compile(r"^## (accept|reject): (.+)$")
FUTURE = "from __future__ import annotations\n"


def split(source: Path, folder: Path) -> dict[Path, tuple[str, str, int]]:
    """Writes each program of a file; gives what is expected of it, its title and the number of the line before it."""
    programs: dict[Path, tuple[str, str, int]] = {}
    texts: list[str] = []
    for number, line in enumerate(source.read_text("utf-8").splitlines(), 1):
        if match := HEADER.match(line):
            programs[folder / f"{source.stem}_{len(programs) + 1:03}.py"] = (match[1], match[2], number)
            texts.append(FUTURE)
        elif texts:
            texts[-1] += line + "\n"
        else:
            sys.exit(f"{source}:{number}: a program begins with `## accept: ...` or `## reject: ...`")
    for file, text in zip(programs, texts):
        file.write_text(text, "utf-8")
    return programs


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("packages", nargs="+", metavar="NAME=PACKAGE_DIR")
    parser.add_argument("--pyright", type=Path, help="index.js of the npm package pyright")
    arguments = parser.parse_args()
    problems: list[str] = []
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary).resolve()
        # mypy remembers findings by the paths of files, which are others in each run: so is what it remembers.
        tempfile.tempdir = str(folder)
        packages, texts = folder / "packages", folder / "programs"
        packages.mkdir()
        texts.mkdir()
        names: list[str] = []
        for each in arguments.packages:
            name, _, path = each.partition("=")
            names.append(name)
            (packages / name).symlink_to(Path(path).resolve(), target_is_directory=True)
        programs: dict[Path, tuple[str, str, int]] = {}
        for name in names:
            programs.update(split(PROGRAMS / f"{name}.py", texts))
        for file, (kind, title, number) in programs.items():
            if (kind == "reject") != bool(expected_lines(file)):
                problems.append(f"{file.name} (line {number}), {title}: a rejected program, and only that, has marked lines")
        expected = {(file, line) for file in programs for line in expected_lines(file)}
        checkers = {"mypy": mypy}
        if arguments.pyright:
            checkers["pyright"] = pyright(arguments.pyright.resolve())
        for checker, check in checkers.items():
            findings = check(list(programs), [packages, SURFACE])
            own = [(file, line, text) for file, line, text in findings if file in programs]
            found = {(file, line) for file, line, _ in own}

            def place(file: Path, line: int) -> str:
                kind, title, number = programs[file]
                return f"programs/{file.stem.rsplit('_', 1)[0]}.py:{number + line - 1}: {kind}: {title}"

            problems += [f"{place(file, line)}: {checker}: {text}" for file, line, text in own if (file, line) not in expected]
            problems += [f"{place(file, line)}: {checker} finds no error" for file, line in sorted(expected - found)]
        kinds = Counter(kind for kind, _, _ in programs.values())
        print(f"{len(programs)} programs over {len(names)} packages: {kinds['accept']} accepted, {kinds['reject']} rejected on {len(expected)} lines")
    print("\n".join(problems), end="\n" if problems else "")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
