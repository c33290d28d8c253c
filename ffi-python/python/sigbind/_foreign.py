"""The methods that JavaScript has on proxies of Python objects, one object of methods for each ability of the Python object.

They are JavaScript over a few Python functions. A method of an array works on any sequence by JavaScript's own algorithms, which
need `length` and indices only; those that change the length go through Python's list.
"""

from __future__ import annotations


from . import _core

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_MISSING = object()


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


def _keys(object: Any) -> Any:
    return _core.to_js([key for key in object if isinstance(key, str)])


def _next(iterator: Any, value: Any) -> Any:
    """`[done, value]` of the next step."""
    try:
        step = next(iterator) if value is None else iterator.send(value)
    except StopIteration as stop:
        return _core.to_js([True, stop.value], depth=1)
    return _core.to_js([False, step], depth=1)


def _exception(reason: Any) -> BaseException:
    if isinstance(reason, BaseException):
        return reason
    return RuntimeError(str(reason))


def _throw(generator: Any, reason: Any) -> Any:
    try:
        step = generator.throw(_exception(reason))
    except StopIteration as stop:
        return _core.to_js([True, stop.value], depth=1)
    return _core.to_js([False, step], depth=1)


def _return(generator: Any) -> None:
    generator.close()


async def _anext(iterator: Any, value: Any) -> Any:
    try:
        step = await (iterator.__anext__() if value is None else iterator.asend(value))
    except StopAsyncIteration:
        return _core.to_js([True, None], depth=1)
    return _core.to_js([False, step], depth=1)


async def _athrow(generator: Any, reason: Any) -> Any:
    try:
        step = await generator.athrow(_exception(reason))
    except StopAsyncIteration:
        return _core.to_js([True, None], depth=1)
    return _core.to_js([False, step], depth=1)


async def _areturn(generator: Any) -> None:
    await generator.aclose()


async def _await(awaitable: Any) -> Any:
    return await awaitable


def _splice(sequence: Any, start: int, count: int, *items: Any) -> Any:
    removed = sequence[start : start + count]
    sequence[start : start + count] = items
    return _core.to_js(removed, depth=1)


def _call(function: Any, arguments: Any, keywords: Any, relaxed: bool) -> Any:
    names = {} if keywords is None else {name: getattr_js(keywords, name) for name in keywords.object_keys()}
    if relaxed:
        from ._names.code import relaxed_call

        return relaxed_call(function, *arguments, **names)
    return function(*arguments, **names)


def getattr_js(object: Any, name: str) -> Any:
    """A property by its name, whatever Python would take the name for."""
    return _GET(object, name)


def _is_container(value: Any) -> int:
    return 1 if isinstance(value, dict) else 2 if isinstance(value, (list, tuple)) else 0


def _buffer(object: Any, type: str | None) -> Any:
    """What `getBuffer` gives."""
    view = memoryview(object)
    flat = view if view.c_contiguous else memoryview(view.tobytes())
    if flat.nbytes == 0:
        data = _core.to_js(b"")
    else:
        data = _core.share(flat.cast("B") if flat.format != "B" or flat.ndim != 1 else flat)
    format, itemsize = view.format, view.itemsize
    name = _TYPES[type] if type is not None else _FORMATS.get(format.lstrip("@=<"), "Uint8Array")
    return _MAKE_BUFFER(
        name, data, view.readonly, format, itemsize, view.ndim, view.nbytes, view.c_contiguous, view.f_contiguous,
        *(view.shape or ()), *(stride // itemsize for stride in view.strides or ()),
    )


_TYPES = {
    "i8": "Int8Array", "u8": "Uint8Array", "u8clamped": "Uint8ClampedArray", "i16": "Int16Array", "u16": "Uint16Array",
    "i32": "Int32Array", "u32": "Uint32Array", "i64": "BigInt64Array", "u64": "BigUint64Array", "f32": "Float32Array",
    "f64": "Float64Array", "dataview": "DataView",
}
_FORMATS = {
    "b": "Int8Array", "B": "Uint8Array", "c": "Uint8Array", "?": "Uint8Array", "h": "Int16Array", "H": "Uint16Array",
    "i": "Int32Array", "I": "Uint32Array", "l": "BigInt64Array", "L": "BigUint64Array", "q": "BigInt64Array", "Q": "BigUint64Array",
    "f": "Float32Array", "d": "Float64Array",
}
_GET = _core.helper("(object, name) => object[name]")
_MAKE_BUFFER = _core.helper("""(name, bytes, readonly, format, itemsize, ndim, nbytes, c_contiguous, f_contiguous, ...sizes) => {
  const constructor = globalThis[name];
  const size = constructor.BYTES_PER_ELEMENT ?? 1;
  if (bytes.byteOffset % size !== 0) throw new Error(`Buffer is not aligned for ${name}`);
  const data = name === "Uint8Array" ? bytes : new constructor(bytes.buffer, bytes.byteOffset, Math.floor(bytes.byteLength / size));
  const [shape, strides] = [sizes.slice(0, ndim), sizes.slice(ndim)];
  const made = {offset: 0, readonly, format, itemsize, ndim, nbytes, shape, strides, c_contiguous, f_contiguous, data};
  made.release = () => { made.data = null };
  return made;
}""")

_SOURCE = r"""(py) => {
  const array = Array.prototype;
  const methods = (...names) => Object.fromEntries(names.map((name) => [name, {[name](...given) { return array[name].apply(this, given) }}[name]]));
  const step = ([done, value]) => done ? {done, value} : {done, value};
  const hide = (object) => {
    for (const key of Reflect.ownKeys(object)) {
      const property = Object.getOwnPropertyDescriptor(object, key);
      Object.defineProperty(object, key, {...property, enumerable: false});
    }
    return object;
  };
  const view = (proxy) => {
    const kind = proxy !== null && (typeof proxy === "object" || typeof proxy === "function") ? py.is_container(proxy) : 0;
    if (kind === 0) return proxy;
    const target = kind === 2 ? [] : {};
    const index = (key) => typeof key === "string" && /^(0|[1-9]\d*)$/.test(key) ? Number(key) : null;
    const has = (key) => typeof key === "symbol" ? false : kind === 2 ? index(key) !== null && index(key) < proxy.length : py.has(proxy, key);
    const get = (key) => view(py.get(proxy, kind === 2 ? index(key) : key));
    return new Proxy(target, {
      get: (_, key, receiver) => has(key) ? get(key) : kind === 2 && key === "length" ? proxy.length : Reflect.get(target, key, receiver),
      has: (_, key) => has(key) || Reflect.has(target, key),
      set: (_, key, value) => {
        if (typeof key === "symbol") return false;
        if (kind === 2) {
          if (key === "length") {
            py.splice(proxy, value, proxy.length);
          } else if (index(key) === null) {
            return false;
          } else if (index(key) < proxy.length) {
            py.set(proxy, index(key), value);
          } else {
            py.splice(proxy, proxy.length, 0, ...new Array(index(key) - proxy.length).fill(undefined), value);
          }
        } else {
          py.set(proxy, key, value);
        }
        return true;
      },
      deleteProperty: (_, key) => { if (has(key)) py.delete(proxy, kind === 2 ? index(key) : key); return true },
      ownKeys: () => kind === 2 ? [...Array.from({length: proxy.length}, (_, i) => String(i)), "length"] : [...py.keys(proxy)],
      getOwnPropertyDescriptor: (_, key) => {
        if (has(key)) return {value: get(key), writable: true, enumerable: true, configurable: true};
        if (kind === 2 && key === "length") return {value: proxy.length, writable: true, enumerable: false, configurable: false};
        return undefined;
      },
    });
  };
  const call = (options, receiver, given) => {
    const {kwargs = false, relaxed = false, promising = false} = options ?? {};
    let named;
    if (kwargs) {
      if (given.length === 0) throw new TypeError("callKwargs requires at least one argument (the key word argument object)");
      named = given.pop();
      if (named === null || typeof named !== "object") throw new TypeError("kwargs argument is not an object");
    }
    const result = py.call(receiver, given, named, relaxed);
    return promising ? Promise.resolve(result) : result;
  };
  const iterate = function* (proxy) { for (let i = 0; i < proxy.length; i++) yield [i, proxy[i]] };
  const abilities = {
    callable: {
      callWithOptions(options, ...given) { return call(options, this, given) },
      callKwargs(...given) { return call({kwargs: true}, this, given) },
      callRelaxed(...given) { return call({relaxed: true}, this, given) },
      callKwargsRelaxed(...given) { return call({kwargs: true, relaxed: true}, this, given) },
      async callPromising(...given) { return await call({}, this, given) },
      async callPromisingKwargs(...given) { return await call({kwargs: true}, this, given) },
    },
    get: {
      get(key) { return py.get(this, key) },
      asJsJson() { return view(this) },
    },
    set: {
      set(key, value) { py.set(this, key, value) },
      delete(key) { py.delete(this, key) },
    },
    has: {
      has(key) { return py.has(this, key) },
    },
    iterator: {
      next(value) { return step(py.next(this, value)) },
    },
    generator: {
      throw(reason) { return step(py.throw(this, reason)) },
      return(value) { py.return(this); return {done: true, value} },
    },
    async_iterable: {
      [Symbol.asyncIterator]() {
        const iterator = py.aiter(this);
        return {next: (value) => py.anext(iterator, value).then(step), [Symbol.asyncIterator]() { return this }};
      },
    },
    async_iterator: {
      next(value) { return py.anext(this, value).then(step) },
    },
    async_generator: {
      throw(reason) { return py.athrow(this, reason).then(step) },
      async return(value) { await py.areturn(this); return {done: true, value} },
    },
    awaitable: {
      then(resolved, rejected) { return py.await(this).then(resolved, rejected) },
      catch(rejected) { return py.await(this).catch(rejected) },
      finally(ended) { return py.await(this).finally(ended) },
    },
    buffer: {
      getBuffer(type) {
        if (type !== undefined && !py.is_type(type)) throw new Error(`Unknown type ${type}`);
        return py.buffer(this, type);
      },
    },
    sequence: {
      ...methods("join", "slice", "lastIndexOf", "indexOf", "forEach", "map", "filter", "some", "every", "reduce", "reduceRight",
                 "includes", "at", "find", "findIndex", "findLast", "findLastIndex", "flat", "flatMap", "toReversed", "toSorted", "toSpliced",
                 "with"),
      concat(...given) { return Array.from(this).concat(...given.map((one) => one?.[Symbol.isConcatSpreadable] ? Array.from(one) : one)) },
      entries() { return iterate(this) },
      keys() { return Array.from(iterate(this), ([i]) => i).values() },
      values() { return this[Symbol.iterator]() },
      toJSON() { return Array.from(this) },
      get [Symbol.isConcatSpreadable]() { return true },
    },
    mutable_sequence: {
      splice(start, count, ...items) {
        const length = this.length, integer = (value) => Math.trunc(value) || 0;
        const first = integer(start), from = first < 0 ? Math.max(length + first, 0) : Math.min(first, length);
        const most = length - from;
        const removed = arguments.length === 0 ? 0 : arguments.length === 1 ? most : Math.max(Math.min(integer(count), most), 0);
        return py.splice(this, from, removed, ...items);
      },
      push(...items) { py.splice(this, this.length, 0, ...items); return this.length },
      unshift(...items) { py.splice(this, 0, 0, ...items); return this.length },
      pop() { return this.length === 0 ? undefined : py.splice(this, this.length - 1, 1)[0] },
      shift() { return this.length === 0 ? undefined : py.splice(this, 0, 1)[0] },
      reverse() { const all = Array.from(this).reverse(); py.splice(this, 0, this.length, ...all); return this },
      sort(order) { const all = Array.from(this).sort(order); py.splice(this, 0, this.length, ...all); return this },
      fill(...given) { const all = Array.from(this).fill(...given); py.splice(this, 0, this.length, ...all); return this },
      copyWithin(...given) { const all = Array.from(this).copyWithin(...given); py.splice(this, 0, this.length, ...all); return this },
    },
  };
  for (const ability of Object.values(abilities)) hide(ability);
  return abilities;
}"""


def _aiter(object: Any) -> Any:
    return object.__aiter__()


def _of_plain(function: Any) -> Any:
    """The function for the object behind a proxy that `create_proxy` has made, which comes back as it is."""

    def call(object: Any, *given: Any) -> Any:
        return function(_core.unwrap(object) if isinstance(object, _core.JsProxy) else object, *given)

    return call


def attach() -> None:
    """Gives the methods to all proxies made from now on."""
    python = _core.run_js("({})")
    functions = {
        "get": _get, "set": _set, "delete": _delete, "has": _has, "keys": _keys, "next": _next,
        "throw": _throw, "return": _return, "anext": _anext, "athrow": _athrow, "areturn": _areturn, "aiter": _aiter,
        "await": _await, "splice": _splice, "call": _call, "is_container": _is_container, "is_type": _TYPES.__contains__, "buffer": _buffer,
    }
    for name, function in functions.items():
        setattr(python, name, function if name == "is_type" else _of_plain(function))
    abilities = _core.run_js(_SOURCE, "<sigbind>")(python)
    for name in abilities.object_keys():
        _core.define_foreign(name, _GET(abilities, name))
