"""Primitives, containers and buffers across the border, both ways."""

from __future__ import annotations

import array
import enum

import pytest

from sigbind import _core, js, jsnull, to_js


@pytest.mark.parametrize(
    "value",
    [True, False, 0, 1, -1, 2**31, 2**53 - 1, -(2**53) + 1, 1.5, float("inf"), "", "text", "é\u20ac\U0001f600", "a\x00b", "\ud800x", None,
     2**53, 2**64, -(2**100), 10**1000],
)
def test_primitives_come_back_as_they_were(run_js, value):
    assert run_js("x => x")(value) == value
    # Beyond the safe integers it is a bigint, whose class remembers that.
    big = isinstance(value, int) and abs(value) > 2**53 - 1
    assert type(run_js("x => x")(value)) is (_core.JsBigInt if big else type(value))


@pytest.mark.parametrize(
    ("source", "expected"),
    [("1 / 2", 0.5), ("3.0", 3), ("2 ** 53", float(2**53)), ("10n ** 20n", 10**20), ("'a\\ud800'", "a\ud800"), ("void 0", None), ("-0", -0.0)],
)
def test_values_of_javascript(run_js, source, expected):
    value = run_js(source)
    assert value == expected
    assert type(value) is type(expected) or type(value) is _core.JsBigInt


def test_integers_of_any_size(run_js):
    assert run_js("x => x")(10**5000) == 10**5000
    assert run_js("x => -x")(10**5000) == -(10**5000)


def test_null_is_not_undefined(run_js):
    assert run_js("null") is jsnull
    assert not jsnull
    assert run_js("x => x === null")(jsnull)
    assert run_js("x => x === undefined")(None)


def test_subclasses_of_primitives_are_their_value(run_js):
    class Color(enum.IntEnum):
        RED = 3

    class Word(str):
        pass

    assert run_js("x => typeof x + x")(Color.RED) == "number3"
    assert run_js("x => typeof x + x")(Word("w")) == "stringw"


def test_to_js_is_deep(run_js):
    data = {"a": [1, 2, {"b": (3, None)}], "__proto__": 1, "s": {1}, "bytes": b"ab"}
    made = to_js(data)
    show = run_js("o => [JSON.stringify(o.a), Object.keys(o).join(), Object.getPrototypeOf(o) === Object.prototype, [...o.s].join(), o.bytes.join()].join('|')")
    assert show(made) == '[1,2,{"b":[3,null]}]|a,__proto__,s,bytes|true|1|97,98'


def test_to_js_keeps_cycles_and_sharing(run_js):
    shared = []
    data = [shared, shared]
    data.append(data)
    assert run_js("a => a[0] === a[1] && a[2] === a")(to_js(data))


def test_to_js_options(run_js):
    class Thing:
        pass

    assert run_js("o => o instanceof Map")(to_js({"a": 1}, dict_converter=js.Map.new))
    assert run_js("o => o.a")(to_js({"a": Thing()}, default_converter=lambda value: "made")) == "made"
    thing = Thing()
    assert to_js([thing])[0] is thing
    inner = [1]
    assert to_js([inner], depth=1)[0] is inner
    with pytest.raises(TypeError, match="Thing"):
        to_js(Thing(), create_pyproxies=False)


def test_deep_data_raises_instead_of_crashing():
    data: list = []
    for _ in range(100_000):
        data = [data]
    with pytest.raises(RecursionError):
        to_js(data)


def test_to_py_is_deep(run_js):
    value = run_js("({a: [1, {b: new Map([['k', [2]]])}], s: new Set([1]), u: new Uint8Array([1, 2])})").to_py()
    assert value == {"a": [1, {"b": {"k": [2]}}], "s": {1}, "u": b"\x01\x02"}
    cyclic = run_js("const o = {}; o.o = o; o").to_py()
    assert cyclic["o"] is cyclic


def test_an_array_is_a_list(run_js):
    array = run_js("[1, 2, 3]")
    array.append(4)
    array.insert(0, 0)
    array.extend([5, 6])
    assert list(array) == [0, 1, 2, 3, 4, 5, 6]
    assert array[-1] == 6 and array[1:3] == [1, 2] and array[::-2] == [6, 4, 2, 0]
    assert array.pop() == 6 and array.pop(0) == 0 and len(array) == 5
    del array[1]
    array[0] = "x"
    assert array == ["x", 3, 4, 5] and 3 in array and 9 not in array
    array[1:3] = [7]
    array.reverse()
    assert list(array) == [5, 7, "x"] and array.index(7) == 1 and array.count(5) == 1
    assert array.join("-") == "5-7-x"
    with pytest.raises(IndexError):
        array[10]
    array.clear()
    assert not array


def test_a_view_of_a_plain_object_is_a_dict(run_js):
    plain = run_js("({a: 1, items: 2})")
    assert plain.a == 1 and plain.items == 2
    record = plain.as_py_json()
    assert record["a"] == 1 and record.a == 1 and record["items"] == 2 and "a" in record and "b" not in record
    assert list(record) == ["a", "items"] and len(record) == 2 and record == plain and record.js_id == plain.js_id
    record["b"] = 3
    record["__proto__"] = 4
    assert record.get("b") == 3 and record.get("c", 5) == 5
    assert run_js("o => Object.getPrototypeOf(o) === Object.prototype")(record)
    del record["a"]
    assert dict(record) == {"items": 2, "b": 3, "__proto__": 4}
    with pytest.raises(KeyError):
        record["toString"]
    assert run_js("({x: 1})").as_py_json() == {"x": 1}
    assert bool(record) and not run_js("({})").as_object_map()


def test_a_map_is_a_dict(run_js):
    map = run_js("new Map([['a', 1], [2, 'b']])")
    assert map["a"] == 1 and map[2] == "b" and list(map) == ["a", 2] and len(map) == 2 and dict(map) == {"a": 1, 2: "b"}
    map["c"] = 3
    assert map.pop("c") == 3 and "c" not in map and map.get("c") is None
    with pytest.raises(KeyError):
        map["missing"]
    names = run_js("new Set(['x', 'y'])")
    assert "x" in names and len(names) == 2 and list(names) == ["x", "y"]


def test_iteration(run_js):
    generator = run_js("(function* () { const got = yield 1; yield got; return 9 })()")
    assert next(generator) == 1
    assert list(run_js("(function* () { yield* [1, 2, 3] })()")) == [1, 2, 3]
    assert run_js("x => [...x].join()")([1, 2]) == "1,2"
    assert run_js("x => { let s = 0; for (const i of x) s += i; return s }")(range(4)) == 6
    assert run_js("x => [...x].join()")(value for value in "ab") == "a,b"

    def failing():
        yield 1
        raise KeyError("stop")

    with pytest.raises(KeyError):
        run_js("x => [...x]")(failing())


def test_python_buffers_are_shared(run_js):
    data = bytearray(b"abc")
    view = run_js("x => x")
    buffer = _core.to_js(data)
    assert bytes(buffer.to_memoryview()) == b"abc"
    numbers = array.array("d", [1.5, 2.5])
    assert run_js("x => x.constructor.name + x.join()")(to_js(numbers)) == "Float64Array1.5,2.5"
    assert view(data) is data


def test_javascript_buffers_are_shared(run_js):
    typed = run_js("globalThis.typed = new Uint16Array([1, 2, 3])")
    view = memoryview(typed)
    assert view.format == "H" and view.shape == (3,) and not view.readonly
    view[1] = 500
    assert run_js("typed[1]") == 500
    assert len(typed) == 3 and typed[2] == 3 and list(typed) == [1, 500, 3]
    buffer = run_js("typed.buffer")
    assert len(memoryview(buffer)) == 6
    with pytest.raises(_core.JsException, match="in use by Python"):
        run_js("typed.buffer.transfer()")
    del view
    run_js("typed.buffer.transfer()")
    with pytest.raises(ValueError, match="detached"):
        memoryview(buffer)


def test_a_read_only_buffer_is_immutable(run_js):
    frozen = run_js("new Uint8Array(4).buffer.transferToImmutable?.() ?? null")
    if frozen is not jsnull:
        assert memoryview(frozen).readonly


def test_deep_typed_data_raises_instead_of_crashing(run_js):
    import sigbind
    from sigbind.signatures import TypeAlias  # noqa: F401

    def take_sig(value: Nested, /) -> None: ...

    take = sigbind.bind(run_js("x => {}"), take_sig)
    data: list = []
    for _ in range(100_000):
        data = [data]
    with pytest.raises(RecursionError):
        take(data)
    for others in ("", ", ...Array(20)"):
        deep = run_js(f"(() => {{ let d = []; for (let i = 0; i < 100000; i++) d = [d{others}]; return d }})()")
        with pytest.raises(RecursionError):
            deep.to_py()


Nested = "list[Nested]"


def test_buffers_by_type_are_shared_and_read_only_is_respected(run_js):
    import sigbind
    from sigbind.signatures import Uint8Array  # noqa: F401

    def write_sig(data: Uint8Array, /) -> bool: ...

    write = sigbind.bind(run_js("u => { 'use strict'; globalThis.held = u; try { u[0] = 65; return true } catch { return false } }"), write_sig)
    data = bytearray(b"abc")
    assert write(data) is True and data == b"Abc"
    with pytest.raises(BufferError):
        data.append(1)
    frozen = b"xyz"
    write(frozen)
    assert frozen == b"xyz" and run_js("held[0]") == 120
    run_js("delete globalThis.held")
    _core.collect()
    data.append(1)
    assert data == b"Abc\x01"
    with pytest.raises(TypeError, match="data must be bytes-like, not str"):
        write("text")


def test_arrays_are_read_element_by_element_whatever_they_are(run_js):
    """Getters run once each, in order, and see what the ones before them did; so do traps, and arrays beyond the engine's most arguments."""
    array = run_js(
        "globalThis.seen = []; const a = [1, 2, 3, ...Array(20)]; Object.defineProperty(a, 1, {get() { seen.push(1); a[2] = 9; return 7 }}); a"
    )
    assert array.to_py() == [1, 7, 9] + [None] * 20
    assert run_js("seen").to_py() == [1]
    assert run_js("[1,, 3]").to_py() == [1, None, 3]
    assert run_js("[...Array(20).keys(), [1, 'a'], 3]").to_py() == [*range(20), [1, "a"], 3]
    assert run_js("Array.from({length: 70000}, (_, i) => i)").to_py() == list(range(70_000))
    nested = run_js("const b = Array(20).fill(1), c = Array(20).fill(2); Object.defineProperty(c, 3, {get: () => back(b)[0]}); [c, 5]")
    run_js("f => { globalThis.back = f }")(lambda inner: inner.to_py())
    assert nested.to_py() == [[2, 2, 2, 1, *[2] * 16], 5]
    loop = run_js("(() => { const d = [...Array(20).keys(), 'a']; d.push(d); return d })()").to_py()
    assert loop[:21] == [*range(20), "a"] and loop[21] is loop
