"""What a specifier means: Node.js's resolution over files, `node_modules` and `package.json`."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any
from urllib.parse import unquote, urlsplit

EXTENSIONS = (".js", ".json", ".cjs", ".mjs")
BUILTINS = frozenset({"module", "process"})
"""The modules of Node.js that there are here."""

EMPTY = "node:empty"
"""The name of a module without anything in it."""

IMPORT = ("sigbind", "import", "module-sync", "worker", "browser", "default")
REQUIRE = ("sigbind", "require", "module-sync", "worker", "browser", "default")
"""The conditions of `exports` and `imports` in a package that hold here. There are Web APIs, and no Node.js."""


class NotFound(ModuleNotFoundError):
    """No module of this name, or the package does not offer it."""


def path_of(base: str) -> str:
    """The folder that specifiers in a module or script are relative to."""
    if base.startswith("file://"):
        base = from_url(base)
    if os.path.isdir(base):
        return os.path.realpath(base)
    # Code that stands in no file belongs to the working folder.
    return os.path.dirname(os.path.realpath(base)) if os.path.isabs(base) or os.path.isfile(base) else os.getcwd()


def from_url(url: str) -> str:
    """The path of a `file:` URL."""
    return unquote(urlsplit(url).path)


def resolve(specifier: str, base: str, conditions: tuple[str, ...]) -> str:
    """The file that a specifier means in the module or script `base`, or the name of a built-in module with `node:`."""
    if specifier.startswith("node:") or specifier in BUILTINS:
        name = specifier.removeprefix("node:")
        if name in BUILTINS:
            return f"node:{name}"
        raise NotFound(f"there is no module 'node:{name}' here: it belongs to Node.js (imported from {base})")
    folder = path_of(base)
    specifier = _for_browsers(specifier, folder)
    if specifier == EMPTY:
        return EMPTY
    if specifier.startswith("file://"):
        return _file(from_url(specifier), specifier, base)
    if specifier.startswith(("./", "../", "/")) or specifier in (".", ".."):
        return _file(os.path.join(folder, specifier), specifier, base)
    if specifier.startswith("#"):
        found = _package_above(folder)
        if found is not None and "imports" in found[1]:
            return _target(_pattern(found[1]["imports"], specifier), found[0], specifier, base, conditions)
        raise NotFound(f"no package around {base} has imports for {specifier!r}")
    return _package(specifier, folder, base, conditions)


def _for_browsers(specifier: str, folder: str) -> str:
    """What the field `browser` of the package around puts in the place of another package: a file of its own, or nothing."""
    found = _package_above(folder)
    table = found[1].get("browser") if found is not None else None
    if found is None or not isinstance(table, dict) or specifier.startswith((".", "/", "#")):
        return specifier
    other = table.get(specifier, specifier)
    if other is False:
        return EMPTY
    return os.path.join(found[0], other) if isinstance(other, str) and other.startswith("./") else specifier


def format_of(path: str, compiles: Callable[[str], bool]) -> str:
    """`module`, `commonjs` or `json`. Where nothing says which, `compiles` is asked whether the file is a script."""
    extension = os.path.splitext(path)[1]
    if extension in (".mjs", ".cjs", ".json"):
        return {".mjs": "module", ".cjs": "commonjs", ".json": "json"}[extension]
    found = _package_above(os.path.dirname(path))
    kind = found[1].get("type") if found is not None else None
    if kind in ("module", "commonjs"):
        return str(kind)
    return "module" if _MODULE_SYNTAX.search(read(path)) and not compiles(path) else "commonjs"


# May be found in a comment too.
_MODULE_SYNTAX = re.compile(r"\b(?:import|export)\b")


def read(path: str) -> str:
    """The text of a file."""
    with open(path, encoding="utf-8-sig") as file:
        return file.read()


def _file(path: str, specifier: str, base: str) -> str:
    found = _existing(path)
    if found is None:
        raise NotFound(f"cannot find module {specifier!r} from {base}")
    return found


def _existing(path: str) -> str | None:
    """The file at a path: itself, with an extension, or what a folder stands for."""
    trailing = path.endswith("/")
    path = os.path.normpath(path)
    candidates = [] if trailing else [path, *(path + extension for extension in EXTENSIONS)]
    for candidate in candidates:
        if os.path.isfile(candidate):
            return os.path.realpath(candidate)
    if not os.path.isdir(path):
        return None
    main = (_manifest(path) or {}).get("main")
    names = [main, *(f"{main}{extension}" for extension in EXTENSIONS), f"{main}/index.js"] if isinstance(main, str) else []
    for name in [*names, *(f"index{extension}" for extension in EXTENSIONS)]:
        candidate = os.path.join(path, name)
        if os.path.isfile(candidate):
            return os.path.realpath(candidate)
    return None


def _parents(folder: str) -> Iterator[str]:
    while True:
        yield folder
        above = os.path.dirname(folder)
        if above == folder:
            return
        folder = above


@lru_cache(maxsize=512)
def _read_manifest(path: str, modified: int) -> Any:
    del modified
    try:
        found = json.loads(read(path))
    except ValueError as error:
        raise ImportError(f"{path} is no JSON: {error}") from None
    return found if isinstance(found, dict) else {}


def _manifest(folder: str) -> dict[str, Any] | None:
    path = os.path.join(folder, "package.json")
    try:
        modified = os.stat(path).st_mtime_ns
    except OSError:
        return None
    found: dict[str, Any] = _read_manifest(path, modified)
    return found


def _package_above(folder: str) -> tuple[str, dict[str, Any]] | None:
    for candidate in _parents(folder):
        manifest = _manifest(candidate)
        if manifest is not None:
            return candidate, manifest
        if os.path.basename(candidate) == "node_modules":
            return None
    return None


def _package(specifier: str, folder: str, base: str, conditions: tuple[str, ...]) -> str:
    parts = specifier.split("/")
    count = 2 if specifier.startswith("@") else 1
    name, subpath = "/".join(parts[:count]), "/".join([".", *parts[count:]])
    own = _package_above(folder)
    if own is not None and own[1].get("name") == name and "exports" in own[1]:
        return _exported(own[1]["exports"], subpath, own[0], specifier, base, conditions)
    for candidate in _parents(folder):
        if os.path.basename(candidate) == "node_modules":
            continue
        root = os.path.join(candidate, "node_modules", name)
        if not os.path.isdir(root):
            continue
        manifest = _manifest(root) or {}
        if manifest.get("exports") is not None:
            return _exported(manifest["exports"], subpath, root, specifier, base, conditions)
        return _file(os.path.join(root, subpath) if subpath != "." else root, specifier, base)
    raise NotFound(f"cannot find package {name!r} from {base}: no node_modules above {folder} has it")


def _exported(exports: Any, subpath: str, root: str, specifier: str, base: str, conditions: tuple[str, ...]) -> str:
    if not isinstance(exports, dict) or not any(key.startswith(".") for key in exports):
        exports = {".": exports}
    return _target(_pattern(exports, subpath), root, specifier, base, conditions)


def _pattern(table: dict[str, Any], key: str) -> tuple[Any, str | None]:
    """The entry for a key: the key itself, or the longest pattern that fits, and what its star stands for."""
    if key in table and "*" not in key:
        return table[key], None
    best: tuple[int, Any, str] | None = None
    for pattern, target in table.items():
        start, star, end = pattern.partition("*")
        if star and key.startswith(start) and key.endswith(end) and len(key) >= len(pattern):
            if best is None or len(start) > best[0]:
                best = len(start), target, key[len(start) : len(key) - len(end)]
        elif not star and pattern.endswith("/") and key.startswith(pattern):
            # The old form of folders.
            best = len(pattern), f"{target}*" if isinstance(target, str) else target, key[len(pattern) :]
    return (best[1], best[2]) if best is not None else (None, None)


def _target(entry: tuple[Any, str | None], root: str, specifier: str, base: str, conditions: tuple[str, ...]) -> str:
    for target in _targets(entry[0], conditions):
        if target is None:
            break
        if entry[1] is not None:
            target = target.replace("*", entry[1])
        if not target.startswith("./"):
            return resolve(target, root, conditions)
        found = os.path.normpath(os.path.join(root, target))
        if os.path.isfile(found):
            return os.path.realpath(found)
    raise NotFound(f"the package at {root} does not export {specifier!r} under {', '.join(conditions)} (imported from {base})")


def _targets(target: Any, conditions: tuple[str, ...]) -> Iterator[str | None]:
    """The targets that the conditions allow, first the one that counts."""
    if isinstance(target, list):
        for one in target:
            yield from _targets(one, conditions)
    elif isinstance(target, dict):
        for condition, one in target.items():
            if condition in conditions:
                yield from _targets(one, conditions)
    else:
        yield target
