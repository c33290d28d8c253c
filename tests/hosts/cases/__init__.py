"""The cases of the conformance suite: each module is one subject.

A module has JAVASCRIPT, the source of an object whose properties the cases use; signature classes and functions; and CASES:
pairs of a name and a function of the bound objects. What the function returns (or awaits) is compared with the third element;
`Refused("...")` expects a TypeError of exactly that text. `show` of the JavaScript side writes down what it was given, so a
case asserts the very arguments that arrived.
"""

from __future__ import annotations

SUBJECTS = ["options", "conversions", "results", "callbacks", "classes", "spelling", "converters", "cancelling", "design"]


class Refused:
    """The expectation of an exception."""

    def __init__(self, message: str, kind: type[BaseException] = TypeError) -> None:
        self.message = message
        self.kind = kind

    def __repr__(self) -> str:
        return f"{self.kind.__name__}: {self.message}"


SHOW = """
const show = (value) => {
  if (value === undefined) return "undefined";
  if (value === null) return "null";
  switch (typeof value) {
    case "string": return JSON.stringify(value);
    case "bigint": return value + "n";
    case "function": return "function";
    case "symbol": return "symbol";
    case "number": return Object.is(value, -0) ? "-0" : String(value);
    case "boolean": return String(value);
  }
  if (Array.isArray(value)) return "[" + Array.from(value, show).join(", ") + "]";
  if (value instanceof Map) return "Map{" + [...value].map(([k, v]) => show(k) + ": " + show(v)).join(", ") + "}";
  if (value instanceof Set) return "Set{" + [...value].map(show).join(", ") + "}";
  if (value instanceof Date) return "Date(" + value.getTime() + ")";
  if (value instanceof ArrayBuffer) return "ArrayBuffer(" + new Uint8Array(value).join(",") + ")";
  if (ArrayBuffer.isView(value)) return value.constructor.name + "(" + Array.from(value).join(",") + ")";
  if (typeof value.then === "function") return "promise";
  const prototype = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) {
    return "{" + Object.getOwnPropertyNames(value).map((key) => key + ": " + show(value[key])).join(", ") + "}";
  }
  return value.constructor?.name ?? "object";
};
const arguments_of = (given) => Array.from(given, show).join(", ");
"""
