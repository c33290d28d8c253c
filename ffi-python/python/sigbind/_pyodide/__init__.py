"""Signatures on a stock Pyodide, in pure Python.

`helpers` is the little JavaScript that is needed; `to_js` and `to_py` convert by declared type; `callbacks` gives Python
callables to JavaScript; `binder` executes call plans; `proxies` are the bound objects; `hooks` is where Pyodide's binder
calls us, and the only place that replaces anything of Pyodide's.
"""

from __future__ import annotations

from .hooks import install_hooks

install_hooks()
