"""The hooks of Pyodide's signature binder, replaced for our signatures only.

Pyodide's C code looks four functions up by name in the private module `_pyodide.jsbind` at every access. Signature
objects of ours are instances of classes of ours, so anything else goes on to the function that stood there before: classes
that are bound with Pyodide's own `bind_sig` keep Pyodide's behaviour.
"""

from __future__ import annotations

from typing import Any

import _pyodide.jsbind as jsbind

from .binder import Transport
from .proxies import ArrayBound, Bound, Receiver

_HOOKS = ("get_attr_sig", "func_to_sig")
_UNKNOWN = (False, None)


def check_build() -> None:
    """Raises ImportError when this build's binder is not the one that is described here."""
    import sys

    missing = [name for name in (*_HOOKS, "bind_class_sig", "type_converter") if not hasattr(jsbind, name)]
    if missing:
        import pyodide

        renamed = [name for name in missing if hasattr(jsbind, f"_{name}")]
        hint = " (they have a leading underscore there: a later binder)" if renamed else ""
        raise ImportError(
            f"sigbind does not know the signature binder of Pyodide {pyodide.__version__}"
            f" (Python {sys.version.split()[0]}): _pyodide.jsbind has no {', '.join(missing)}{hint}."
            " Pyodide 0.27.7 to 315 are supported; update sigbind"
        )

    class Probe(jsbind.BindClass):
        pass

    answer = jsbind.get_attr_sig(Probe, "sigbind_probe")
    if not (isinstance(answer, tuple) and len(answer) == 2):
        import pyodide

        raise ImportError(
            f"sigbind does not know the signature binder of Pyodide {pyodide.__version__}:"
            f" _pyodide.jsbind.get_attr_sig answers {len(answer) if isinstance(answer, tuple) else type(answer)} values"
            " instead of two. Pyodide 0.27.7 to 315 are supported; update sigbind"
        )


def install_hooks() -> None:
    """Replaces the hooks, once."""
    if getattr(jsbind.get_attr_sig, "__sigbind__", False):
        return
    check_build()
    stock_get_attr_sig = jsbind.get_attr_sig
    stock_func_to_sig = jsbind.func_to_sig

    def get_attr_sig(sig: Any, attr: str) -> Any:
        if sig.__class__ is Bound:
            found = sig.entries.get(attr) or sig.binding.entry(attr)
            if found[1]:
                Receiver.raw = sig.raw
            return found[0]
        if sig.__class__ in (ArrayBound, Transport):
            return _UNKNOWN
        return stock_get_attr_sig(sig, attr)

    def func_to_sig(function: Any) -> Any:
        if function.__class__ is Transport:
            return function.compiled
        if function.__class__ in (Bound, ArrayBound):
            return None
        return stock_func_to_sig(function)

    get_attr_sig.__sigbind__ = func_to_sig.__sigbind__ = True  # type: ignore[attr-defined]
    jsbind.get_attr_sig = get_attr_sig
    jsbind.func_to_sig = func_to_sig
