"""Packages from npm, as they are, on the embedded engine: those of the corpus."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import sigbind

CORPUS = Path(__file__).parents[2] / "tests/corpus"

# How a package is had, and an expression over it (`m`) with what it gives.
PROGRAMS: dict[str, tuple[str, str, str, Any]] = {
    "marked": ("import", "marked", "m.marked('# *hi*').trim()", "<h1><em>hi</em></h1>"),
    "zod": ("import", "zod", "JSON.stringify(m.z.object({a: m.z.number()}).safeParse({a: 'x'}).error.issues[0].path)", '["a"]'),
    "zod required": ("require", "zod", "m.z.string().parse('x')", "x"),
    "a subpath of zod": ("import", "zod/mini", "m.string().parse('x')", "x"),
    "rxjs": ("import", "rxjs", "m.lastValueFrom(m.of(1, 2, 3).pipe(m.map(x => x * 2), m.reduce((a, b) => a + b)))", 12),
    "rxjs required": ("require", "rxjs", "m.firstValueFrom(m.timer(2).pipe(m.map(() => 'late')))", "late"),
    "hono": (
        "import", "hono",
        "new m.Hono().get('/:name', c => c.json({hello: c.req.param('name')})).request('/you').text()", '{"hello":"you"}'),
    "eventemitter3": ("import", "eventemitter3", "(() => { const e = new m.EventEmitter(); let n = 0; e.on('a', x => n += x); e.emit('a', 3); return n })()", 3),
    "earcut": ("import", "earcut", "[...m.default([0, 0, 1, 0, 1, 1])].sort().join()", "0,1,2"),
    "fflate": ("import", "fflate", "m.strFromU8(m.gunzipSync(m.gzipSync(m.strToU8('hello '.repeat(100))))).length", 600),
    "xmldom": ("import", "@xmldom/xmldom", "new m.DOMParser().parseFromString('<a><b c=\"1\"/></a>', 'text/xml').documentElement.firstChild.getAttribute('c')", "1"),
    "typescript": ("require", "typescript", "m.transpile('let a: number = 1').trim()", "var a = 1;"),
    "openai": ("import", "openai", "new m.OpenAI({apiKey: 'x'}).baseURL", "https://api.openai.com/v1"),
    "chart.js": ("import", "chart.js", "typeof m.Chart.register", "function"),
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_program(name: str, run_js: Any) -> None:
    how, specifier, expression, expected = PROGRAMS[name]
    module = (sigbind.import_module if how == "import" else sigbind.require)(specifier, CORPUS)
    found = run_js(f"(m) => ({expression})")(module)
    assert (sigbind.run_sync(found) if isinstance(found, sigbind.JsProxy) else found) == expected
