"""The methods that JavaScript has on proxies of Python objects, one object of methods for each ability of the Python object.

They are JavaScript over a few Python functions. A method of an array works on any sequence by JavaScript's own algorithms, which
need `length` and indices only; those that change the length go through Python's list.
"""

from __future__ import annotations

from . import _core

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def _get(object: Any, key: Any) -> Any:
    try:
        return object[key]
    except (KeyError, IndexError):
        return None


def _set(object: Any, key: Any, value: Any) -> None:
    object[key] = value


def _delete(object: Any, key: Any) -> None:
    del object[key]


def _has(object: Any, key: Any) -> bool:
    return key in object


def _length(object: Any) -> int:
    return len(object)


def _step(value: Any, done: bool = False) -> Any:
    """`[done, value]` of a step."""
    return _core.to_js([done, value], depth=1)


def _next(iterator: Any, value: Any = None) -> Any:
    try:
        return _step(next(iterator) if value is None else iterator.send(value))
    except StopIteration as stop:
        return _step(stop.value, True)


def _throw(generator: Any, reason: Any = None) -> Any:
    try:
        return _step(generator.throw(reason))
    except StopIteration as stop:
        return _step(stop.value, True)


def _return(generator: Any) -> Any:
    """The step that follows, as `throw` gives it; `None` if the generator lets itself be ended."""
    try:
        return _throw(generator, GeneratorExit())
    except GeneratorExit:
        return None


async def _anext(iterator: Any, value: Any = None) -> Any:
    try:
        return _step(await (iterator.__anext__() if value is None else iterator.asend(value)))
    except StopAsyncIteration:
        return _step(None, True)


async def _athrow(generator: Any, reason: Any = None) -> Any:
    try:
        return _step(await generator.athrow(reason))
    except StopAsyncIteration:
        return _step(None, True)


async def _areturn(generator: Any) -> Any:
    try:
        return await _athrow(generator, GeneratorExit())
    except GeneratorExit:
        return None


async def _await(awaitable: Any) -> Any:
    return await awaitable


def _splice(sequence: Any, start: int, count: int, *items: Any) -> Any:
    removed = sequence[start : start + count]
    sequence[start : start + count] = items
    return _core.to_js(removed, depth=1)


def _call(function: Any, arguments: Any, keywords: Any = None, relaxed: bool = False) -> Any:
    names = {} if keywords is None else {name: _GET(keywords, name) for name in keywords.object_keys()}
    if relaxed:
        from ._names.code import relaxed_call

        return relaxed_call(function, *arguments, **names)
    return function(*arguments, **names)


_GET = _core.helper("(object, name) => object[name]")

_FORMATS = {
    "b": "Int8Array", "B": "Uint8Array", "c": "Uint8Array", "?": "Uint8Array", "h": "Int16Array", "H": "Uint16Array",
    "i": "Int32Array", "I": "Uint32Array", "l": "Int32Array", "L": "Uint32Array", "n": "Int32Array", "N": "Uint32Array",
    "q": "BigInt64Array", "Q": "BigUint64Array", "e": "Float16Array", "f": "Float32Array", "d": "Float64Array",
}
_WIDE = {"l": "BigInt64Array", "L": "BigUint64Array", "n": "BigInt64Array", "N": "BigUint64Array"}


def _array_class(format: str, itemsize: int) -> str:
    """The typed array that a buffer of a format is."""
    order, code = (format[0], format[1:]) if format[:1] in tuple("@=<>!") else ("@", format)
    advice = " In this case, you can pass an explicit type argument."
    if len(format) > 2:
        raise ValueError(f"Expected format string to have length <= 2, got '{format}'.{advice}")
    if code not in _FORMATS:
        raise ValueError(f"Unrecognized format character '{code}'.{advice}")
    if order in ">!" and itemsize > 1:
        raise ValueError(
            "JavaScript has no native support for big endian buffers. In this case, you can pass an explicit type argument. "
            "For instance, `getBuffer('dataview')` will return a `DataView` which has native support for reading big endian data. "
            "Alternatively, toJs will automatically convert the buffer to little endian."
        )
    return _WIDE.get(code, _FORMATS[code]) if itemsize == 8 else _FORMATS[code]


def _buffer(object: Any, make: Any, name: str | None = None) -> Any:
    """What `getBuffer` gives: `make` is given the memory and what is known of it, and the name of the class of the array."""
    memory, address, start, readonly, format, itemsize, shape, strides, c_contiguous, f_contiguous = _core.share(object)
    try:
        name = name or _array_class(format, itemsize)
    except ValueError as error:
        return make(None, str(error))
    sizes = _core.to_js([shape, strides])
    return make(memory, name, address, start, readonly, format, itemsize, sizes, c_contiguous, f_contiguous)

_SOURCE = r"""(py) => {
  const array = Array.prototype;
  const methods = (...names) => Object.fromEntries(names.map((name) => [name, {[name](...given) { return array[name].apply(this, given) }}[name]]));
  const step = ([done, value]) => ({done, value});
  const hide = (object) => {
    for (const key of Reflect.ownKeys(object)) {
      const property = Object.getOwnPropertyDescriptor(object, key);
      Object.defineProperty(object, key, {...property, enumerable: false});
    }
    return object;
  };
  const take = (given, name) => {
    if (given.length === 0) throw new TypeError(`${name} requires at least one argument (the key word argument object)`);
    const named = given.pop();
    if (named == null || (named.constructor !== undefined && named.constructor.name !== "Object")) {
      throw new TypeError("kwargs argument is not an object");
    }
    return named;
  };
  const run = (receiver, given, named, relaxed = false) => py.call.call(receiver, given, named, relaxed);
  const call = (receiver, {relaxed = false, kwargs = false, promising = false}, given) => {
    const named = kwargs ? take(given, "callWithOptions with 'kwargs: true'") : undefined;
    return promising ? Promise.resolve(run(receiver, given, named, relaxed)) : run(receiver, given, named, relaxed);
  };
  // An awaitable is awaited once: what it comes to is kept with its proxy.
  const promise = Symbol("promise");
  const promised = (proxy) => {
    if (proxy[promise] === undefined) Object.defineProperty(proxy, promise, {value: py.await.call(proxy)});
    return proxy[promise];
  };
  class PyBufferView {
    constructor() { throw new TypeError("PyBufferView is not a constructor") }
    release() { this.data = null }
    [Symbol.dispose]() { this.release() }
  }
  const buffers = {
    i8: "Int8Array", u8: "Uint8Array", u8clamped: "Uint8ClampedArray", i16: "Int16Array", u16: "Uint16Array", i32: "Int32Array",
    u32: "Uint32Array", i64: "BigInt64Array", u64: "BigUint64Array", f16: "Float16Array", f32: "Float32Array", f64: "Float64Array",
    dataview: "DataView",
  };
  const makeBuffer = (memory, name, address, start, readonly, format, itemsize, sizes, c_contiguous, f_contiguous) => {
    if (memory === undefined) return new Error(name);
    const [shape, strides] = sizes, array = globalThis[name], size = array.BYTES_PER_ELEMENT ?? 1, nbytes = memory.byteLength;
    if (nbytes !== 0 && [address, nbytes, start].some((place) => place % size !== 0)) {
      return new Error(`Buffer does not have valid alignment for a ${name}`);
    }
    const data = nbytes === 0 ? new array(new ArrayBuffer(0)) : new array(memory);
    return Object.assign(Object.create(PyBufferView.prototype), {
      offset: start / size, readonly, format, itemsize, ndim: shape.length, nbytes, shape, strides: strides.map((stride) => stride / size),
      data, c_contiguous, f_contiguous,
    });
  };
  const iterate = function* (proxy) { for (let i = 0; i < proxy.length; i++) yield [i, proxy[i]] };
  const abilities = {
    callable: {
      callWithOptions(options, ...given) { return call(this, options, given) },
      callKwargs(...given) { const named = take(given, "callKwargs"); return run(this, given, named) },
      callRelaxed(...given) { return run(this, given, undefined, true) },
      callKwargsRelaxed(...given) { const named = take(given.length === 0 ? [undefined] : given); return run(this, given, named, true) },
      async callPromising(...given) { return await run(this, given) },
      async callPromisingKwargs(...given) { const named = take(given, "callKwargs"); return await run(this, given, named) },
    },
    length: {
      get length() { return py.length.call(this) },
    },
    get: {get: py.get},
    set: {set: py.set, delete: py.delete},
    has: {has: py.has},
    iterator: {
      next(value) { return step(py.next.call(this, value)) },
    },
    generator: {
      throw(reason) { return step(py.throw.call(this, reason)) },
      return(value) { const next = py.return.call(this); return next === undefined ? {done: true, value} : step(next) },
    },
    async_iterable: {
      [Symbol.asyncIterator]() { return py.aiter.call(this) },
    },
    async_iterator: {
      [Symbol.asyncIterator]() { return this },
      async next(value) { return step(await py.anext.call(this, value)) },
    },
    async_generator: {
      async throw(reason) { return step(await py.athrow.call(this, reason)) },
      async return(value) { const next = await py.areturn.call(this); return next === undefined ? {done: true, value} : step(next) },
    },
    awaitable: {
      then(resolved, rejected) { return promised(this).then(resolved, rejected) },
      catch(rejected) { return promised(this).catch(rejected) },
      finally(ended) { return promised(this).finally(ended) },
    },
    buffer: {
      getBuffer(type) {
        if (type && (!Object.hasOwn(buffers, type) || globalThis[buffers[type]] === undefined)) throw new Error(`Unknown type ${type}`);
        const made = py.buffer.call(this, makeBuffer, type ? buffers[type] : undefined);
        if (made instanceof Error) throw made;
        return made;
      },
    },
    sequence: {
      ...methods("join", "slice", "lastIndexOf", "indexOf", "forEach", "map", "filter", "some", "every", "reduce", "reduceRight",
                 "at", "find", "findIndex", "findLast", "findLastIndex", "flat", "flatMap", "toReversed", "toSorted", "toSpliced",
                 "with"),
      concat(...given) { return Array.from(this).concat(...given.map((one) => one?.[Symbol.isConcatSpreadable] ? Array.from(one) : one)) },
      entries() { return iterate(this) },
      keys() { return Array.from(iterate(this), ([i]) => i).values() },
      values() { return this[Symbol.iterator]() },
      includes(...given) { return given.length > 1 ? array.includes.apply(this, given) : py.has.call(this, given[0]) },
      toJSON() { return Array.from(this) },
      get [Symbol.isConcatSpreadable]() { return true },
    },
    mutable_sequence: {
      splice(start, count, ...items) {
        const length = this.length, integer = (value) => Math.trunc(value) || 0;
        const first = integer(start), from = first < 0 ? Math.max(length + first, 0) : Math.min(first, length);
        const most = length - from;
        const removed = arguments.length === 0 ? 0 : arguments.length === 1 ? most : Math.max(Math.min(integer(count), most), 0);
        return py.splice.call(this, from, removed, ...items);
      },
      push(...items) { py.splice.call(this, this.length, 0, ...items); return this.length },
      unshift(...items) { py.splice.call(this, 0, 0, ...items); return this.length },
      pop() { return this.length === 0 ? undefined : py.splice.call(this, this.length - 1, 1)[0] },
      shift() { return this.length === 0 ? undefined : py.splice.call(this, 0, 1)[0] },
      reverse() { const all = Array.from(this).reverse(); py.splice.call(this, 0, this.length, ...all); return this },
      sort(order) { const all = Array.from(this).sort(order); py.splice.call(this, 0, this.length, ...all); return this },
      fill(...given) { const all = Array.from(this).fill(...given); py.splice.call(this, 0, this.length, ...all); return this },
      copyWithin(...given) { const all = Array.from(this).copyWithin(...given); py.splice.call(this, 0, this.length, ...all); return this },
    },
  };
  for (const ability of Object.values(abilities)) hide(ability);
  return {abilities, PyBufferView};
}"""


def _aiter(object: Any) -> Any:
    return object.__aiter__()


def attach() -> Any:
    """Gives the methods to all proxies made from now on. The result is the class of the buffers that `getBuffer` gives."""
    python = _core.run_js("({})")
    functions = {
        "get": _get, "set": _set, "delete": _delete, "has": _has, "length": _length, "next": _next, "throw": _throw, "return": _return,
        "anext": _anext, "athrow": _athrow, "areturn": _areturn, "aiter": _aiter, "await": _await, "splice": _splice, "call": _call, "buffer": _buffer,
    }
    for name, function in functions.items():
        setattr(python, name, _core.foreign_method(name, function))
    made = _core.run_js(_SOURCE, "<sigbind>")(python)
    abilities = made.abilities
    for name in abilities.object_keys():
        _core.define_foreign(name, _GET(abilities, name))
    return made.PyBufferView
