"""ES modules and CommonJS from disk and `node_modules`."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import sigbind
from sigbind import JsException, Runtime, import_module, import_module_async, require

Write = Callable[[dict[str, str]], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes files by their paths, and gives the folder."""

    def run(files: dict[str, str]) -> Path:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        return tmp_path

    return run


PACKAGE = '{"name": "p", "exports": {".": {"import": "./m.mjs", "require": "./c.cjs"}, "./*.js": "./lib/*.js", "./no/*": null}}'

# What is imported or required from the folder of the files, and what an expression over it (`m`) gives.
CASES: dict[str, tuple[dict[str, str], str, str, str, Any]] = {
    "names and default": (
        {"a.mjs": "export const x = 1; export default 2; export function f() { return 3 }"}, "import", "./a.mjs", "[m.x, m.default, m.f()]", [1, 2, 3]),
    "imports of imports": (
        {"a.mjs": "export * from './b.mjs'; export * as all from './b.mjs'", "b.mjs": "export let n = 1"}, "import", "./a.mjs", "[m.n, m.all.n]", [1, 1]),
    "an extension is found": ({"a.js": "export const x = 1", "package.json": '{"type": "module"}'}, "import", "./a", "m.x", 1),
    "a folder has an index": ({"d/index.js": "exports.x = 1"}, "require", "./d", "m.x", 1),
    "a folder has a main": ({"d/package.json": '{"main": "start"}', "d/start.js": "exports.x = 2"}, "require", "./d/", "m.x", 2),
    "cycles of modules": (
        {"a.mjs": "import {b} from './b.mjs'; export const a = 'a'; export const ab = () => a + b",
         "b.mjs": "import {a} from './a.mjs'; export const b = 'b'; export const ba = () => b + a"}, "import", "./a.mjs", "m.ab()", "ab"),
    "cycles of CommonJS": (
        {"a.js": "exports.early = 1; exports.b = require('./b').seen; exports.late = 2", "b.js": "exports.seen = Object.keys(require('./a'))"},
        "require", "./a.js", "[...m.b]", ["early"]),
    "JSON imported": ({"a.json": '{"x": [1]}'}, "import", "./a.json", "m.default.x[0]", 1),
    "JSON with an attribute": ({"a.mjs": "import d from './d.json' with {type: 'json'}; export const x = d.x", "d.json": '{"x": 1}'}, "import", "./a.mjs", "m.x", 1),
    "JSON required": ({"a.json": '{"__proto__": 1, "x": 2}'}, "require", "./a.json", "[m.x, Object.keys(m).length]", [2, 2]),
    "await at the top": ({"a.mjs": "export const x = await Promise.resolve(4)"}, "import", "./a.mjs", "m.x", 4),
    "await of a timer at the top": (
        {"a.mjs": "export const x = await new Promise(r => setTimeout(() => r(5), 2))"}, "import", "./a.mjs", "m.x", 5),
    "await in what is imported": (
        {"a.mjs": "import {x} from './b.mjs'; export const y = x + 1", "b.mjs": "export const x = await new Promise(r => setTimeout(() => r(1), 2))"},
        "import", "./a.mjs", "m.y", 2),
    "import() in a module": ({"a.mjs": "export const load = () => import('./b.mjs')", "b.mjs": "export const x = 6"}, "import", "./a.mjs", "m.load()", None),
    "import.meta": (
        {"d/a.mjs": "export const {filename, dirname, url} = import.meta; export const other = import.meta.resolve('./b.mjs')", "d/b.mjs": ""},
        "import", "./d/a.mjs", "[m.filename === m.dirname + '/a.mjs', m.url === 'file://' + m.filename, m.other === m.url.replace('a.mjs', 'b.mjs')]",
        [True, True, True]),
    "CommonJS imported": ({"a.cjs": "exports.x = 1; exports.default_ = 2"}, "import", "./a.cjs", "[m.x, m.default.x, m.default_]", [1, 1, 2]),
    "a function imported": ({"a.cjs": "module.exports = function () { return 7 }; module.exports.y = 8"}, "import", "./a.cjs", "[m.default(), m.y]", [7, 8]),
    "a module required": ({"a.mjs": "export const x = 1; export default 2"}, "require", "./a.mjs", "[m.x, m.default]", [1, 2]),
    "what a module gives to require": ({"a.mjs": "const f = () => 9; export { f as 'module.exports' }"}, "require", "./a.mjs", "m()", 9),
    "the variables of CommonJS": (
        {"a.js": "module.exports = [typeof require.resolve, __filename.endsWith('/a.js'), __filename.startsWith(__dirname), this === exports, global === globalThis]"},
        "require", "./a.js", "[...m]", ["function", True, True, True, True]),
    "process.env": ({"a.js": "module.exports = process.env.NODE_ENV"}, "require", "./a.js", "m", "production"),
    "a module without a type": ({"a.js": "// import nothing\nexport const x = 1"}, "import", "./a.js", "m.x", 1),
    "a script that speaks of modules": ({"a.js": "/* export default */ exports.s = '\\nexport const x'"}, "require", "./a.js", "m.s", "\nexport const x"),
    "a package by its conditions: import": ({"node_modules/p/package.json": PACKAGE, "node_modules/p/m.mjs": "export const how = 'm'"}, "import", "p", "m.how", "m"),
    "a package by its conditions: require": ({"node_modules/p/package.json": PACKAGE, "node_modules/p/c.cjs": "exports.how = 'c'"}, "require", "p", "m.how", "c"),
    "a pattern of exports": ({"node_modules/p/package.json": PACKAGE, "node_modules/p/lib/x/y.js": "exports.y = 1"}, "require", "p/x/y.js", "m.y", 1),
    "a package with a scope": (
        {"node_modules/@s/p/package.json": '{"main": "lib/i.js"}', "node_modules/@s/p/lib/i.js": "exports.x = require('./j')", "node_modules/@s/p/lib/j.js": "module.exports = 3"},
        "require", "@s/p", "m.x", 3),
    "a file of a package without exports": ({"node_modules/p/package.json": "{}", "node_modules/p/lib/z.js": "exports.z = 1"}, "require", "p/lib/z", "m.z", 1),
    "nearest node_modules": (
        {"node_modules/p/index.js": "module.exports = 'far'", "d/node_modules/p/index.js": "module.exports = 'near'", "d/a.js": "module.exports = require('p')"},
        "require", "./d/a.js", "m", "near"),
    "imports of a package": (
        {"package.json": '{"imports": {"#in": {"sigbind": "./here.js", "default": "./there.js"}, "#lib/*": "./lib/*.js"}}', "here.js": "exports.x = 'here'",
         "lib/q.js": "exports.q = 1", "a.js": "module.exports = [require('#in').x, require('#lib/q').q]"}, "require", "./a.js", "[...m]", ["here", 1]),
    "a package names itself": (
        {"package.json": '{"name": "own", "exports": "./o.js"}', "o.js": "exports.x = 1", "a.js": "module.exports = require('own').x"}, "require", "./a.js", "m", 1),
    "the field browser": (
        {"node_modules/p/package.json": '{"browser": {"fs": false, "os": "./os.js"}}', "node_modules/p/os.js": "exports.x = 1",
         "node_modules/p/index.js": "exports.y = [Object.keys(require('fs')).length, require('os').x]"}, "require", "p", "[...m.y]", [0, 1]),
    "createRequire": (
        {"a.mjs": "import { createRequire } from 'node:module'; export const x = createRequire(import.meta.url)('./b')", "b.js": "module.exports = 1"},
        "import", "./a.mjs", "m.x", 1),
    "one instance for import and require": (
        {"c.cjs": "exports.n = {}", "a.mjs": "import c from './c.cjs'; import {createRequire} from 'module'; export const same = createRequire(import.meta.url)('./c.cjs') === c"},
        "import", "./a.mjs", "m.same", True),
    "names in other scripts": ({"ä/ö 1.mjs": "export const ü = 'ß'"}, "import", "./ä/ö 1.mjs", "m.ü", "ß"),
    "a line that starts a shell": ({"a.js": "#!/usr/bin/env node\nexports.x = 1"}, "require", "./a.js", "m.x", 1),
    "a mark of byte order": ({"a.json": "\ufeff[1]"}, "require", "./a.json", "m[0]", 1),
}


@pytest.mark.parametrize("name", CASES)
def test_case(name: str, write: Write, run_js: Any) -> None:
    files, how, specifier, expression, expected = CASES[name]
    folder = write(files)
    module = (import_module if how == "import" else require)(specifier, folder)
    found = run_js(f"(m) => ({expression})")(module)
    if name == "import() in a module":
        found, expected = sigbind.run_sync(found).x, 6
    assert (found.to_py() if isinstance(found, sigbind.JsProxy) else found) == expected


# What fails, and what the message says.
FAILURES: dict[str, tuple[dict[str, str], str, str, type[BaseException], str]] = {
    "no file": ({}, "import", "./none.mjs", ModuleNotFoundError, "none.mjs"),
    "no package": ({}, "require", "none", ModuleNotFoundError, "no node_modules above"),
    "not exported": ({"node_modules/p/package.json": PACKAGE}, "require", "p/other", ModuleNotFoundError, "does not export 'p/other'"),
    "excluded": ({"node_modules/p/package.json": PACKAGE, "node_modules/p/no/x": ""}, "require", "p/no/x", ModuleNotFoundError, "does not export"),
    "a module of Node.js": ({}, "import", "node:fs", ModuleNotFoundError, "belongs to Node.js"),
    "no such name": ({"a.mjs": "import {y} from './b.mjs'", "b.mjs": "export const x = 1"}, "import", "./a.mjs", JsException, "y"),
    "a mistake of syntax": ({"a.mjs": "export const = 1"}, "import", "./a.mjs", JsException, "SyntaxError"),
    "an error at the top": ({"a.mjs": "throw new RangeError('top')"}, "import", "./a.mjs", JsException, "top"),
    "an error in CommonJS": ({"a.js": "throw new RangeError('top')"}, "require", "./a.js", JsException, "top"),
    "require of nothing": ({"a.js": "require('./none')"}, "require", "./a.js", JsException, "Cannot find module './none'"),
    "require of a module that waits": (
        {"a.mjs": "await new Promise(r => setTimeout(r, 1))"}, "require", "./a.mjs", RuntimeError, "waits at its top level"),
    "a manifest that is none": ({"node_modules/p/package.json": "{"}, "require", "p", ImportError, "package.json is no JSON"),
}


@pytest.mark.parametrize("name", FAILURES)
def test_failure(name: str, write: Write) -> None:
    files, how, specifier, error, text = FAILURES[name]
    folder = write(files)
    for _ in range(2):
        with pytest.raises(error) as caught:
            (import_module if how == "import" else require)(specifier, folder)
        assert text in str(caught.value)


def test_an_optional_require_may_fail(write: Write) -> None:
    folder = write({"a.js": "try { require('none') } catch (error) { exports.code = error.code }"})
    assert require("./a.js", folder).code == "MODULE_NOT_FOUND"


def test_a_failed_module_is_tried_again(write: Write) -> None:
    folder = write({"a.js": "if (!globalThis.ready) throw new Error('not yet'); exports.x = 1"})
    with pytest.raises(JsException):
        require("./a.js", folder)
    sigbind.js.ready = True
    assert require("./a.js", folder).x == 1
    del sigbind.js.ready


def test_modules_are_run_once(write: Write) -> None:
    folder = write({"a.mjs": "globalThis.runs = (globalThis.runs ?? 0) + 1; export const o = {}"})
    assert import_module("./a.mjs", folder).o is import_module("./a.mjs", folder / "other.py").o
    assert sigbind.js.runs == 1
    del sigbind.js.runs


def test_the_caller_is_the_base(write: Write) -> None:
    folder = write({"a.mjs": "export const x = 1", "p.py": "import sigbind\nm = sigbind.import_module('./a.mjs')\nr = sigbind.require('./a.mjs')\n"})
    space = {"__file__": str(folder / "p.py")}
    exec(compile((folder / "p.py").read_text(), str(folder / "p.py"), "exec"), space)
    assert space["m"].x == space["r"].x == 1  # type: ignore[attr-defined]


def test_scripts_import_from_where_they_are(write: Write) -> None:
    folder = write({"a.mjs": "export const x = 1"})
    from sigbind._core import run_js

    assert sigbind.run_sync(run_js("import('./a.mjs')", str(folder / "script.js"))).x == 1


def test_a_loop_that_runs_awaits(write: Write) -> None:
    source = "export const x = await new Promise(r => setTimeout(() => r(1), 2))"
    folder = write({"a.mjs": source, "b.mjs": source})

    async def main() -> int:
        module = await import_module_async("./a.mjs", folder)
        return int(import_module("./b.mjs", folder).x) + int(module.x)

    assert asyncio.run(main()) == 2


def test_the_place_of_an_error(write: Write) -> None:
    folder = write({"a.js": "\n\nexports.f = () => { throw new Error('here') }"})
    with pytest.raises(JsException) as caught:
        require("./a.js", folder).f()
    assert f"{folder}/a.js:3" in caught.value.stack


def test_every_runtime_has_its_own_modules(write: Write) -> None:
    folder = write({"a.mjs": "export const o = {}", "c.cjs": "exports.o = {}"})
    own = Runtime()
    assert own.import_module("./a.mjs", folder).o is not import_module("./a.mjs", folder).o
    first = own.require("./c.cjs", folder).o
    assert own.require("./c.cjs", folder).o is first
    assert require("./c.cjs", folder).o is not first
    own.close()


def test_a_restricted_runtime_reads_no_files(write: Write) -> None:
    folder = write({"a.json": "[1]"})
    with Runtime(restricted=True) as own, pytest.raises(PermissionError):
        own.run_sync(own.run_js("import('./a.json')", str(folder / "x.js")))


def test_a_generated_package_is_bound_to_a_module(write: Write) -> None:
    folder = write({"a.mjs": "export class C { constructor(n) { this.n = n } get twice() { return 2 * this.n } }"})

    class C_sig(sigbind.BindClass):
        def __init__(self, n: float, /) -> None: ...
        twice: float

    bound = sigbind.bind(import_module("./a.mjs", folder).C, C_sig)
    assert bound(4).twice == 8
