"""Modules of other names for what the bridge has."""

from __future__ import annotations

import sigbind


def test_the_names_of_pep_818() -> None:
    sigbind.install()
    import js
    import pyodide.ffi
    from jstypes import ffi
    from jstypes.code import run_js
    from jstypes.global_this import Promise

    import jstypes.global_this

    assert Promise is js.Promise
    assert jstypes.global_this is js
    assert run_js("1 + 1") == 2
    assert ffi.jsnull is pyodide.ffi.jsnull
    assert ffi.JSNull is type(ffi.jsnull)
    examples = {
        "JSProxy": "({})", "JSArray": "[]", "JSBuffer": "new Uint8Array()", "JSCallable": "() => {}", "JSException": "new Error()",
        "JSGenerator": "(function*(){})()", "JSIterable": "({[Symbol.iterator](){}})", "JSIterator": "({next(){}})", "JSMap": "({get(){}, has(){}, size: 0, [Symbol.iterator](){}})",
        "JSMutableMap": "new Map()",
    }
    for name, source in examples.items():
        assert isinstance(run_js(source), getattr(ffi, name)), name
        assert getattr(ffi, name) is getattr(pyodide.ffi, f"Js{name[2:]}")
    assert isinstance(ffi.create_proxy({}), ffi.JSDoubleProxy)
    assert ffi.to_js([1]).to_py() == [1]
    assert isinstance(run_js("5n"), ffi.JSBigInt)
    once = ffi.create_once_callable(lambda: 3)
    assert once() == 3
    ffi.destroy_proxies([ffi.create_proxy({})])
