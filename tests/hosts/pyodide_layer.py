"""What only concerns the Pyodide layer: stock classes stay stock, nothing crashes, nothing leaks, unknown builds are refused.

    node --expose-gc run_pyodide.mjs --pyodide FOLDER --path ../../ffi-python/python pyodide_layer.py
"""

from __future__ import annotations

import asyncio
import gc
import importlib
import sys
import traceback
from typing import Annotated, Optional, Union

import _pyodide.jsbind as jsbind
import js
import sigbind
from pyodide.code import run_js
from sigbind.signatures import Any, Awaitable, BindClass, Callable, JsNull

STOCK_ATTRIBUTE = jsbind.get_attr_sig
_ = sigbind.bind  # the host starts here


class Stock(BindClass):
    def f(self, a: str, /, *, x: str = None) -> int: ...
    other: jsbind.Json


class Holder_sig(BindClass):
    def __init__(self, /) -> None: ...
    error: Holder_sig
    large: Holder_sig
    small: Holder_sig
    text: Holder_sig
    empty: Holder_sig | JsNull
    promise: Awaitable[Holder_sig]
    callback: Callable[[float], Any] | JsNull
    def fail(self, /) -> Holder_sig: ...
    def later(self, /) -> Awaitable[Holder_sig]: ...
    def call(self, listener: Callable[[Holder_sig], Any], /) -> Any: ...
    def optional(self, a: str = None, /) -> Holder_sig: ...


def holder():
    made = run_js("""(() => { class Holder {
      constructor() {
        this.error = new Error("x"); this.large = new Uint8Array(1 << 20); this.small = new ArrayBuffer(4);
        this.text = "text"; this.empty = null; this.promise = Promise.resolve(this.error); this.callback = null;
      }
      fail() { return this.error; }
      later() { return Promise.resolve(this.large); }
      call(listener) { this.kept = listener; return listener(this.large); }
      optional(a) { return this.error; }
    }; return Holder; })()""")
    return sigbind.bind(made, Holder_sig)


def stock_classes_stay_stock():
    value = run_js("({ f(...given) { return JSON.stringify(given); }, other: { a: 1 } })")
    bound = value.bind_sig(Stock)
    assert bound.f("a") == '["a",{}]', bound.f("a")  # the empty object is Pyodide's own behaviour
    assert bound.other["a"] == 1
    try:
        bound.f("a", y=1)
    except TypeError as error:
        assert "y" in str(error)
    else:
        raise AssertionError("not refused")


class Double(metaclass=jsbind.Py2JsConverterMeta):
    @staticmethod
    def pre_convert(value):
        return value * 2


class Length(metaclass=jsbind.Js2PyConverterMeta):
    @staticmethod
    def post_convert(value):
        return len(value)


class Forms_sig(BindClass):
    deep: Annotated[Any, jsbind.Deep]
    json: jsbind.Json
    length: Annotated[str, Length]
    def echo(self, value: Annotated[Any, jsbind.Deep], /) -> Annotated[Any, jsbind.Deep]: ...
    def later(self, /) -> asyncio.Future[Optional["Forms_sig"]]: ...
    def twice(self, value: Annotated[int, Double], /) -> Union[int, str]: ...
    async def soon(self, /) -> "Forms_sig": ...


async def annotations_of_pyodide_are_understood():
    made = sigbind.bind(run_js("""({
      deep: { a: [1] }, json: { a: [1] }, length: "four",
      echo: (value) => value, later() { return Promise.resolve(this); }, twice: (value) => value,
      soon() { return Promise.resolve(this); },
    })"""), Forms_sig)
    assert made.deep == {"a": [1]} and made.json["a"][0] == 1 and made.length == 4
    assert made.echo({"a": [1]}) == {"a": [1]}, made.echo({"a": [1]})
    assert (await made.later()).length == 4 and (await made.soon()).length == 4
    assert made.twice(4) == 8


def errors_and_buffers_are_never_bound():
    made = holder()()
    for name in ("error", "large", "small", "text", "empty", "promise"):
        for _again in range(3):
            getattr(made, name)
    assert made.text == "text" and made.empty is None
    assert "Error" in str(made.error) and "Error" in str(made.fail()) and "Error" in str(made.optional())
    assert made.large.byteLength == 1 << 20
    made.call(lambda value: value.byteLength)
    for value in (made.error, made.large):
        try:
            sigbind.bind(value, Holder_sig)
        except TypeError as error:
            assert "cannot be bound" in str(error), error
        else:
            raise AssertionError("not refused")


async def promises_of_what_cannot_be_bound():
    made = holder()()
    assert (await made.later()).byteLength == 1 << 20
    assert "Error" in str(await made.promise)


def bound_objects_are_proxies():
    kind = holder()
    made = kind()
    assert isinstance(made, sigbind.JsProxy) and isinstance(kind, sigbind.JsProxy)
    same = run_js("(a, b) => a === b")
    assert same(kind, made.constructor)
    assert same(made.fail, made.constructor.prototype.fail) or same(made.fail.call, run_js("Function.prototype.call"))
    assert made.fail.name == "fail" and made.call.length == 1 and made.optional.name == "optional"
    assert made == made and hash(made.optional) == hash(made.optional) and made.optional == made.optional
    assert not hasattr(made, "__aiter__") and not hasattr(kind, "__next__")


class Listener:
    alive = 0

    def __init__(self):
        Listener.alive += 1

    def __del__(self):
        Listener.alive -= 1

    def hear(self, value):
        return 1


async def collected():
    for _again in range(10):
        gc.collect()
        await asyncio.sleep(0.01)
        js.gc()
        await asyncio.sleep(0.01)


async def callbacks_are_released():
    if not hasattr(js, "gc"):
        print("    (needs node --expose-gc)")
        return
    made = holder()()
    for _again in range(20):
        made.call(Listener().hear)
    await collected()
    assert Listener.alive == 1, f"{Listener.alive} alive while JavaScript holds one"
    assert run_js("(made) => made.kept(1)")(made) == 1
    made.kept = None
    await collected()
    assert Listener.alive == 0, f"{Listener.alive} alive after JavaScript let go"


async def assigned_callbacks_live():
    heard = []
    made = holder()()
    made.callback = lambda value: heard.append(value)
    await collected() if hasattr(js, "gc") else gc.collect()
    run_js("(made) => made.callback(3)")(made)
    assert heard == [3], heard


def unknown_builds_are_refused():
    from sigbind._pyodide import hooks

    saved = jsbind.get_attr_sig, jsbind.func_to_sig
    try:
        jsbind.get_attr_sig = lambda sig, attr: (False, None, attr)
        try:
            hooks.check_build()
        except ImportError as error:
            assert "answers 3 values" in str(error), error
        else:
            raise AssertionError("a triple was not noticed")
        jsbind._func_to_sig = jsbind.func_to_sig
        del jsbind.func_to_sig
        try:
            hooks.check_build()
        except ImportError as error:
            assert "has no func_to_sig" in str(error) and "leading underscore" in str(error), error
        else:
            raise AssertionError("a renamed hook was not noticed")
    finally:
        jsbind.get_attr_sig, jsbind.func_to_sig = saved


def the_hooks_are_installed_once():
    hook = jsbind.get_attr_sig
    assert hook is not STOCK_ATTRIBUTE
    importlib.reload(sys.modules["sigbind._pyodide"])
    assert jsbind.get_attr_sig is hook


TESTS = [
    stock_classes_stay_stock, annotations_of_pyodide_are_understood, errors_and_buffers_are_never_bound, promises_of_what_cannot_be_bound,
    bound_objects_are_proxies, callbacks_are_released, assigned_callbacks_live, unknown_builds_are_refused,
    the_hooks_are_installed_once,
]


async def main():
    failed = 0
    for test in TESTS:
        try:
            done = test()
            if done is not None:
                await done
            print("ok   ", test.__name__)
        except Exception:
            failed += 1
            print("FAIL ", test.__name__)
            traceback.print_exc(file=sys.stdout)
    if failed:
        sys.exit(1)


asyncio.run(main())
