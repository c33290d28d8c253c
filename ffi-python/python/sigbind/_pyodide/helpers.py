"""The few JavaScript functions that the Pyodide layer needs, and what it knows about the host's Python side."""

from __future__ import annotations

from typing import Any

from pyodide import ffi
from pyodide.code import run_js

_SOURCE = """
(() => {
  const put = (target, key, value) => {
    if (key === "__proto__") {
      Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
    } else {
      target[key] = value;
    }
  };
  const plain = (value) => value instanceof Special ? value.value : value;
  class Special { constructor(value) { this.value = value; } }
  const functions = new Map();
  const registry = new FinalizationRegistry((key) => {
    if (functions.get(key)?.deref() === undefined) functions.delete(key);
  });
  const is = (type) => (value) => value instanceof type;
  return {
    object(...flat) {
      const result = {};
      for (let i = 0; i < flat.length; i += 2) put(result, flat[i], plain(flat[i + 1]));
      return result;
    },
    array: (...items) => items.map(plain),
    map(...flat) {
      const result = new Map();
      for (let i = 0; i < flat.length; i += 2) result.set(plain(flat[i]), plain(flat[i + 1]));
      return result;
    },
    set: (...items) => new Set(items.map(plain)),
    special_null: new Special(null),
    special_bigint: (digits) => new Special(BigInt(digits)),
    bigint: (digits) => BigInt(digits),
    date: (milliseconds) => new Date(milliseconds),
    array_buffer: (view) => view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength),
    view: (name, view) => {
      const buffer = view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength);
      return new globalThis[name](buffer);
    },
    promise: (thenable) => new Promise((resolve, reject) => thenable.then(resolve, reject)),
    call: (target, receiver, ...items) => Reflect.apply(target, receiver, items.map(plain)),
    construct: (target, ...items) => Reflect.construct(target, items.map(plain)),
    assign: (target, key, value) => { target[key] = plain(value); },
    dispose(value, asynchronous) {
      const symbol = asynchronous ? Symbol.asyncDispose : Symbol.dispose;
      const method = symbol === undefined ? undefined : value[symbol];
      if (typeof method !== "function") throw new TypeError("the object is not disposable");
      return method.call(value);
    },
    known: (key) => functions.get(key)?.deref(),
    callback(key, target, isProxy) {
      const made = function (...items) {
        const result = plain(target(...items));
        if (isProxy(result) && typeof result.then === "function") {
          return new Promise((resolve, reject) => result.then(resolve, reject));
        }
        return result;
      };
      functions.set(key, new WeakRef(made));
      registry.register(made, key);
      return made;
    },
    is_instance: (value, type) => typeof type === "function" && value instanceof type,
    is_plain(value) {
      if (Array.isArray(value)) return true;
      if (value === null || typeof value !== "object") return false;
      const prototype = Object.getPrototypeOf(value);
      return prototype === null || prototype === Object.prototype
        || Object.getPrototypeOf(prototype) === null && prototype.constructor?.name === "Object";
    },
    class_names(value) {
      const names = [];
      for (let p = Object.getPrototypeOf(Object(value)); p !== null; p = Object.getPrototypeOf(p)) {
        const name = Object.getOwnPropertyDescriptor(p, "constructor")?.value?.name;
        if (name) names.push(name);
      }
      return names.join(" ");
    },
    type_of: (value) => typeof value,
    exists: (name) => {
      let found = globalThis;
      for (const part of name.split(".")) {
        found = found?.[part];
      }
      return typeof found === "function";
    },
    // A value with the features of another and some that no real object has together: see proxies.py.
    // `second` marks it as something with items, too: a type beside the first, but for maps, which have one.
    twin: (value, second) => new Proxy(value, {
      get(target, key) {
        if (second && (key === "get" || key === "set")) return () => {};
        if (key === "next" || key === "includes") return () => {};
        if (key === Symbol.asyncIterator) return function () { return this; };
        const found = Reflect.get(target, key, target);
        return typeof found === "function" && key === "toString" ? () => "" : found;
      },
      has: (target, key) => key === "next" || key === "includes" || key === Symbol.asyncIterator ||
        (second && (key === "get" || key === "set")) || key in target,
    }),
    noop() {},
  };
})()
"""

js_helpers: Any = run_js(_SOURCE)

BASE: type = next(each for each in reversed(type(js_helpers).__mro__) if each.__name__ == "JsProxy")
"""The C type of every JsProxy. `isinstance` with it is one pointer walk; with `pyodide.ffi.JsProxy` it is a Python call."""

JSNULL: Any = getattr(ffi, "jsnull", None)
"""`jsnull`, or None on Pyodide 0.27, where JavaScript's null is None."""
JsNull: Any = getattr(ffi, "JsNull", None) or type(JSNULL)
HAS_JSNULL = JSNULL is not None
JsBigInt: Any = getattr(ffi, "JsBigInt", None)

make_object = js_helpers.object
make_array = js_helpers.array
make_map = js_helpers.map
make_set = js_helpers.set
is_instance = js_helpers.is_instance
is_plain = js_helpers.is_plain
class_names = js_helpers.class_names
type_of = js_helpers.type_of
exists = js_helpers.exists
create_proxy = ffi.create_proxy
to_js = ffi.to_js
from_entries = run_js("Object.fromEntries")
_is_proxy_of_python: Any = run_js("(py) => (value) => value instanceof py.PyProxy")


def is_python_proxy() -> Any:
    """The JavaScript predicate for PyProxy."""
    from pyodide_js import ffi as js_ffi

    return _is_proxy_of_python(js_ffi)


_bindable: dict[type, bool] = {}
_doubles: dict[type, bool] = {}


def is_double(kind: type) -> bool:
    """Whether proxies of this type stand for a Python object that went to JavaScript as a proxy."""
    found = _doubles.get(kind)
    if found is None:
        found = _doubles[kind] = issubclass(kind, BASE) and "unwrap" in kind.__dict__
    return found


def is_bindable(kind: type) -> bool:
    """Whether a signature may be attached to proxies of this type.

    Attaching one to an Error object, or to a large buffer, kills the interpreter in every build so far.
    """
    found = _bindable.get(kind)
    if found is None:
        found = (
            issubclass(kind, BASE) and not issubclass(kind, BaseException) and not hasattr(kind, "to_bytes")
            and not hasattr(kind, "to_memoryview")
        )
        _bindable[kind] = found
    return found
