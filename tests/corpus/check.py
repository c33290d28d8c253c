"""Judges generated packages: `check.py PACKAGE...`, each a folder with the Python files and `signatures.json`.

Every file parses; no name is defined twice where it stands (overloads, setters and the two sides of a class aside); every
item of the module is defined in the stub and in the signatures. Runs on CPython from 3.12 on, which reads the type parameters of stubs.
"""

import ast
import json
import sys
from pathlib import Path

SUFFIX = "_sig"


def definitions(body):
    """The names that statements define, with whether a second definition may follow and the statement."""
    for statement in body:
        match statement:
            case ast.FunctionDef() | ast.ClassDef():
                decorators = [ast.unparse(decorator) for decorator in statement.decorator_list]
                name = statement.name
                side = "static " if "staticmethod" in decorators else ""
                several = any(text in ("overload", "_overload") or text.endswith(".setter") for text in decorators)
                yield side + name, several, statement
            case ast.AnnAssign():
                side = "static " if ast.unparse(statement.annotation).lstrip("_").startswith("ClassVar") else ""
                yield side + ast.unparse(statement.target), False, statement
            case ast.TypeAlias():
                yield statement.name.id, False, statement
            case ast.Assign():
                for target in statement.targets:
                    yield ast.unparse(target), False, statement
            case ast.ImportFrom():
                for alias in statement.names:
                    yield alias.asname or alias.name, False, statement


def repeated(body, path=""):
    """The definitions that hide an earlier one."""
    seen = set()
    for name, several, statement in definitions(body):
        # Imports only tell tools where a name comes from; a module may have one of its own.
        if isinstance(statement, ast.ImportFrom):
            continue
        if name in seen and not several:
            yield f"{path}{name} (line {statement.lineno})"
        seen.add(name)
        if isinstance(statement, ast.ClassDef):
            yield from repeated(statement.body, f"{path}{name}.")


def spelled(item):
    name = item["name"]
    if isinstance(name, str):
        return name
    return name.get("python") or name["js"]


def check(package):
    found = []
    trees = {}
    # A long stub has parts, from which it takes its names.
    parts = sorted(part.name for part in package.glob("_part*.pyi"))
    for name in ("__init__.py", "__init__.pyi", "signatures.py", *parts):
        try:
            trees[name] = ast.parse((package / name).read_text("utf-8"))
        except (SyntaxError, OSError) as error:
            found.append(f"{name}: {error}")
            continue
        found += [f"{name}: {place} is defined again" for place in repeated(trees[name].body)]
    items = json.loads((package / "signatures.json").read_text("utf-8"))["items"]
    if not items:
        found.append("no items")
    for name in ("__init__.pyi", "signatures.py"):
        if name in trees:
            known = {name for name, _, _ in definitions(trees[name].body)}
            known |= {name.removesuffix(SUFFIX) for name in known}
            missing = [spelled(item) for item in items if spelled(item) not in known]
            if missing:
                found.append(f"{name}: {len(missing)} of {len(items)} items missing: {', '.join(missing[:8])}")
    return len(items), found


def main():
    failed = False
    for package in map(Path, sys.argv[1:]):
        count, found = check(package)
        failed |= bool(found)
        print(f"{package.name:<32} {count:>6} items  {'ok' if not found else f'{len(found)} findings'}")
        for line in found[:12]:
            print(f"    {line}")
    sys.exit(failed)


main()
