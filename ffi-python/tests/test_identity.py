"""What crosses and comes back is the same object, and what is dropped on one side is released on the other."""

from __future__ import annotations

import gc
import sys
import weakref

import pytest

from sigbind import _core, create_once_callable, create_proxy, destroy_proxies, js


class Thing:
    def method(self) -> str:
        return "called"


def test_python_objects_keep_their_identity(run_js):
    thing = Thing()
    assert run_js("x => x")(thing) is thing
    assert run_js("(a, b) => a === b")(thing, thing)
    assert run_js("x => { globalThis.kept = x }")(thing) is None
    assert js.kept is thing
    del js.kept


def test_bound_methods_are_one_function(run_js):
    thing, other = Thing(), Thing()
    same = run_js("(a, b) => a === b")
    assert same(thing.method, thing.method)
    assert not same(thing.method, other.method)
    assert run_js("f => f()")(thing.method) == "called"


def test_javascript_objects_keep_their_identity(run_js):
    proxy = run_js("globalThis.one = {}; one")
    assert js.one is proxy
    assert run_js("x => x === one")(proxy)
    assert js.Object is js.Object
    assert run_js("() => one")() is proxy
    assert proxy == js.one and hash(proxy) == hash(js.one) and len({proxy, js.one}) == 1


def test_methods_remember_their_receiver(run_js):
    counter = run_js("({n: 0, up() { return ++this.n }})")
    up = counter.up
    assert up() == 1 and up() == 2 and counter.n == 2
    assert counter.up == counter.up


def test_attributes_of_python_objects(run_js):
    thing = Thing()
    thing.value = 1
    run_js("x => { x.value += 1; x.added = [1] }")(thing)
    assert thing.value == 2 and thing.added == run_js("[1]").to_py()
    assert run_js("x => 'value' in x && !('nothing' in x) && x.nothing === undefined")(thing)
    assert run_js("x => { delete x.value; return 'value' in x }")(thing) is False
    assert run_js("x => x.method()")(thing) == "called"
    assert run_js("x => typeof x + typeof x.method")(thing) == "objectfunction"
    assert run_js("d => Object.keys(d).join() + d.a + d.get('a') + ('a' in d)")({"a": 1}) == "a11true"
    assert run_js("l => l[1] + l.length")([1, 2]) == 4
    assert run_js("x => String(x)")([1, 2]) == "[1, 2]"


def test_keyword_calls_from_javascript(run_js):
    def function(a, b=2, *, c=3):
        return a, b, c

    assert run_js("f => f.callKwargs(1, {c: 5})")(function) == (1, 2, 5)
    assert run_js("f => f.callRelaxed(1, 2, 3, 4)")(function) == (1, 2, 3)
    assert run_js("f => { const o = {f: f.captureThis()}; return o.f(1) }")(lambda this, x: x) == 1


def test_a_python_object_lives_as_long_as_javascript_holds_it(run_js, settle):
    thing = Thing()
    reference = weakref.ref(thing)
    run_js("x => { globalThis.kept = x }")(thing)
    del thing
    settle()
    assert reference() is not None
    run_js("delete globalThis.kept")
    settle()
    assert reference() is None


def test_a_javascript_object_lives_as_long_as_python_holds_it(run_js, settle):
    proxy = run_js("(() => { const made = {}; globalThis.weak = new WeakRef(made); return made })()")
    settle()
    assert run_js("weak.deref() !== undefined")
    del proxy
    settle()
    assert run_js("weak.deref() === undefined")


def test_counts_return_to_where_they_were(run_js, settle):
    function = run_js("(x, f) => { f(x); return {x} }")

    def work():
        for _ in range(1000):
            thing = Thing()
            result = function(thing, lambda value: value)
            assert result.x is thing
            js.Array.new(3).fill(0)

    work()
    before = settle()
    blocks = sys.getallocatedblocks()
    work()
    after = settle()
    assert after["js_proxies"] == before["js_proxies"] and after["py_proxies"] == before["py_proxies"]
    assert after["bytes"] - before["bytes"] < 20_000
    assert sys.getallocatedblocks() - blocks < 300


def test_reference_counts_are_balanced(run_js):
    thing = Thing()
    count = sys.getrefcount(thing)
    identity = run_js("x => x")
    fail = run_js("x => { throw x.nothing }")
    for _ in range(100):
        identity(thing)
        try:
            fail(thing)
        except _core.JsException:
            pass
    gc.collect()
    assert sys.getrefcount(thing) == count


def test_destroy_releases_now(run_js):
    thing = Thing()
    reference = weakref.ref(thing)
    run_js("x => { globalThis.kept = x }")(thing)
    del thing
    run_js("kept.destroy()")
    gc.collect()
    assert reference() is None
    with pytest.raises(_core.JsException, match="destroyed"):
        run_js("kept.method()")
    run_js("delete globalThis.kept")


def test_create_proxy_is_not_unwrapped():
    thing = Thing()
    proxy = create_proxy(thing)
    assert proxy is not thing
    assert proxy.method() == "called"
    destroy_proxies([proxy])
    del thing


def test_a_once_callable_is_called_once(run_js):
    seen = []
    call = run_js("f => f(1)")
    once = create_once_callable(seen.append)
    call(once)
    assert seen == [1]
    with pytest.raises(_core.JsException, match="only be called once"):
        call(once)


def test_weak_references_to_proxies(run_js):
    proxy = run_js("({})")
    reference = weakref.ref(proxy)
    assert reference() is proxy
    del proxy
    assert reference() is None


def test_a_getter_of_the_prototype_gets_the_proxy(run_js):
    class Thing:
        value = 5

    found = run_js(
        """thing => {
      const parent = Object.getPrototypeOf(thing);
      Object.defineProperty(parent, "from_getter", {configurable: true, get() { return [this === thing, this.value] }});
      const [same, value] = thing.from_getter;
      const missing = thing.no_such_name;
      delete parent.from_getter;
      return [same, value, missing === undefined];
    }"""
    )(Thing())
    assert found.to_py() == [True, 5, True]
