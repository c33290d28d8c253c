"""Reads the `objects.inv` of generated documentation as Sphinx does, and follows every link of its pages. None of JSDoc's own form is left.

    python tests/inventory.py FOLDER [NAME ROLE]...      names that must be in it, with their roles

The grammar of the lines is that of `sphinx.util.inventory.InventoryFile.load_v2`: Sphinx skips a line that does not fit, so here one is an error.
"""

from __future__ import annotations

import pathlib
import re
import sys
import zlib

_LINE = re.compile(r"(.+?)\s+(\S+)\s+(-?\d+)\s+?(\S*)\s+(.*)", re.VERBOSE)
_LINK = re.compile(r"\]\(([^()\s]+)\)")
_ANCHOR = re.compile(r'<a id="([^"]+)"></a>')


def inventory(path: pathlib.Path) -> dict[str, tuple[str, str]]:
    """Role and address of each name."""
    head, marker, body = path.read_bytes().partition(b"compressed using zlib.\n")
    lines = (head + marker).decode().splitlines()
    assert lines[0] == "# Sphinx inventory version 2", lines[0]
    assert lines[1].startswith("# Project: ") and lines[2].startswith("# Version: "), lines
    found: dict[str, tuple[str, str]] = {}
    for line in zlib.decompress(body).decode().splitlines():
        match = _LINE.match(line.rstrip())
        assert match, f"not a line of an inventory: {line!r}"
        name, role, priority, address, shown = match.groups()
        assert ":" in role and shown, line
        address = address[:-1] + name if address.endswith("$") else address
        assert name not in found, f"{name} is there twice"
        found[name] = (role, address)
    return found


def main(folder: pathlib.Path, wanted: list[str]) -> None:
    names = inventory(folder / "objects.inv")
    pages = {page: page.read_text("utf-8") for page in sorted(folder.rglob("*.md"))}
    anchors = {page: set(_ANCHOR.findall(text)) for page, text in pages.items()}
    for name, (_, address) in names.items():
        file, _, anchor = address.partition("#")
        page = folder / (file.removesuffix(".html") + ".md")
        assert page in pages, f"{name} leads to {page}, which is not there"
        assert anchor in anchors[page], f"{name} leads to {address}, where nothing stands"
    links = 0
    for page, text in pages.items():
        prose = re.sub(r"^[ \t]*```.*?^[ \t]*```", "", text, flags=re.DOTALL | re.MULTILINE)
        assert "{@link" not in prose, f"{page} has a link of JSDoc: {prose[prose.index('{@link'):][:80]!r}"
        for target in _LINK.findall(text):
            # What JSDoc links to is as its author wrote it.
            if re.match(r"\w+:", target) or not target.partition("#")[0].endswith(".md"):
                continue
            links += 1
            file, _, anchor = target.partition("#")
            other = (page.parent / file).resolve()
            other = folder / other.relative_to(folder.resolve())
            assert other in pages, f"{page} links to {target}, which is not there"
            assert not anchor or anchor in anchors[other], f"{page} links to {target}, where nothing stands"
    for name, role in zip(wanted[::2], wanted[1::2]):
        assert names.get(name, ("", ""))[0] == role, f"{name} is {names.get(name)}, not {role}"
    print(f"{len(pages)} pages, {len(names)} names in the inventory, {links} links between pages: all lead somewhere")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), sys.argv[2:])
