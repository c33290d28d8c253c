"""The methods of lists, dicts and sets on views of JavaScript arrays, plain objects, maps and sets.

Item access, length and containment are slots of the proxy types; what stands here is written over them and put on the
types once, when the host starts.
"""

from __future__ import annotations

import collections.abc as abc
from types import FunctionType

from . import _core

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_MISSING = object()
_invoke = _core.helper("(object, name, ...given) => object[name](...given)")


def _append(self: Any, value: Any) -> None:
    """Appends one element."""
    length = len(self)
    self[length:length] = (value,)


def _extend(self: Any, values: Any) -> None:
    """Appends all elements of an iterable."""
    length = len(self)
    self[length:length] = values


def _insert(self: Any, index: int, value: Any) -> None:
    """Inserts one element before an index."""
    self[index:index] = (value,)


def _pop_item(self: Any, index: int = -1) -> Any:
    """Removes and returns the element at an index."""
    if not len(self):
        raise IndexError("pop from empty list")
    if not -len(self) <= index < len(self):
        raise IndexError("pop index out of range")
    value = self[index]
    del self[index]
    return value


def _remove(self: Any, value: Any) -> None:
    """Removes the first element that equals a value."""
    del self[self.index(value)]


def _clear_array(self: Any) -> None:
    """Removes all elements."""
    del self[:]


def _reverse(self: Any) -> None:
    """Reverses the elements in place."""
    self[:] = self[::-1]


def _index(self: Any, value: Any, *bounds: int) -> int:
    """The index of the first element that equals a value."""
    return list(self).index(value, *bounds)


def _count(self: Any, value: Any) -> int:
    """How many elements equal a value."""
    return list(self).count(value)


_backwards = _core.helper("array => (function* () { for (let index = array.length - 1; index >= 0; index--) yield array[index] })()")


def _reversed(self: Any) -> Any:
    """An iterator over the elements, the last one first."""
    return _backwards(self)


def _add(self: Any, other: Any) -> Any:
    """The elements of both, as an array."""
    if not isinstance(other, (list, tuple, _core.JsArray)):
        return NotImplemented
    return _core.to_js([*self, *other], depth=1)


def _add_here(self: Any, other: Any) -> Any:
    _extend(self, other)
    return self


def _multiply(self: Any, count: Any) -> Any:
    """The elements, so many times over, as an array."""
    if not isinstance(count, int):
        return NotImplemented
    return _core.to_js([*self] * count, depth=1)


def _multiply_here(self: Any, count: int) -> Any:
    self[:] = [*self] * count
    return self


def _sort(self: Any, /, *given: Any, key: Any = None, reverse: bool = False) -> Any:
    """Sorts in place, as a list does; with a function of two elements as JavaScript does."""
    if given:
        return _invoke(self, "sort", *given)
    self[:] = sorted(self, key=key, reverse=reverse)
    return None


def _radd(self: Any, other: Any) -> Any:
    if not isinstance(other, (list, tuple)):
        return NotImplemented
    return [*other, *self]


def _equal_array(self: Any, other: Any) -> Any:
    if isinstance(other, list):
        return list(self) == other
    return _core.JsProxy.__eq__(self, other)


def _equal_record(self: Any, other: Any) -> Any:
    if isinstance(other, dict):
        return dict(self.items()) == other
    return _core.JsProxy.__eq__(self, other)


_size_is_number = _core.helper("map => typeof map.size === 'number'")


def _has_size(self: Any) -> bool:
    return isinstance(self, _core.JsRecord) or bool(_size_is_number(self))


def _keys(self: Any) -> Any:
    """The keys. What has no size (`Headers`) iterates over pairs, and its keys are an iterator of JavaScript."""
    return abc.KeysView(self) if _has_size(self) else _invoke(self, "keys")


def _values(self: Any) -> Any:
    """The values."""
    return abc.ValuesView(self) if _has_size(self) else _invoke(self, "values")


def _items(self: Any) -> Any:
    """Pairs of key and value."""
    return abc.ItemsView(self) if _has_size(self) else _invoke(self, "entries")


def _get(self: Any, key: Any, default: Any = None) -> Any:
    """The value of a key, or the default."""
    try:
        return self[key]
    except KeyError:
        return default


def _pop_key(self: Any, key: Any, default: Any = _MISSING) -> Any:
    """Removes a key and returns its value."""
    try:
        value = self[key]
    except KeyError:
        if default is _MISSING:
            raise
        return default
    del self[key]
    return value


def _popitem(self: Any) -> tuple[Any, Any]:
    """Removes and returns some pair."""
    for key in _keys(self):
        return key, _pop_key(self, key)
    raise KeyError("popitem(): the mapping is empty")


def _setdefault(self: Any, key: Any, default: Any = None) -> Any:
    """The value of a key, set to the default first when it is missing."""
    try:
        return self[key]
    except KeyError:
        self[key] = default
        return self[key]


def _update(self: Any, other: Any = (), /, **values: Any) -> None:
    """Sets all keys of another mapping or of an iterable of pairs."""
    pairs = [(key, other[key]) for key in other.keys()] if hasattr(other, "keys") else other
    for key, value in pairs:
        self[key] = value
    for key, value in values.items():
        self[key] = value


def _clear_mapping(self: Any) -> None:
    """Removes all keys."""
    for key in list(_keys(self)):
        del self[key]


def _to_bytes(self: Any) -> bytes:
    """A copy of the bytes."""
    return bytes(memoryview(self).cast("B"))


def _to_memoryview(self: Any) -> memoryview:
    """The memory itself, without a copy."""
    return memoryview(self)


def _copy(to: Any, source: Any, array: Any) -> None:
    """Copies between the memory of a typed array and a buffer of elements of the same size."""
    target, origin = memoryview(to), memoryview(source)
    if target.readonly:
        raise BufferError("Object is not writable.")
    if target.nbytes != origin.nbytes:
        own, other = (target.nbytes, origin.nbytes) if to is array else (origin.nbytes, target.nbytes)
        where = ("to", "from") if to is array else ("from", "to")
        raise ValueError(f"cannot assign {where[0]} TypedArray of length {own} {where[1]} buffer of length {other}")
    if target.itemsize != origin.itemsize and isinstance(array, _core.JsTypedArray):
        raise ValueError("TypedArray and memorybuffer have incompatible formats")
    target.cast("B")[:] = origin.cast("B")


def _assign(self: Any, source: Any) -> None:
    """Overwrites the memory from a buffer of the same size."""
    _copy(self, source, self)


def _assign_to(self: Any, target: Any) -> None:
    """Copies the memory into a buffer of the same size."""
    _copy(target, self, self)


_decode = _core.helper(
    """(bytes, encoding) => {
  const decoder = new TextDecoder(encoding, {fatal: true, ignoreBOM: true});
  try { return decoder.decode(bytes) } catch { return null }
}"""
)


def _to_string(self: Any, encoding: str | None = None) -> str:
    """The bytes decoded; the encoding is one of those that JavaScript's `TextDecoder` knows."""
    if encoding is None or encoding.lower() in ("utf8", "utf-8"):
        return _to_bytes(self).decode("utf-8")
    text = _decode(self, encoding)
    if text is _core.jsnull:
        raise ValueError(f"Failed to decode Javascript TypedArray as {encoding}")
    return str(text)


_MUTABLE_SEQUENCE = {
    "append": _append, "clear": _clear_array, "count": _count, "extend": _extend, "index": _index, "insert": _insert,
    "pop": _pop_item, "remove": _remove, "reverse": _reverse, "sort": _sort, "__add__": _add, "__iadd__": _add_here, "__mul__": _multiply, "__rmul__": _multiply,
    "__imul__": _multiply_here, "__radd__": _radd, "__eq__": _equal_array, "__reversed__": _reversed,
}
SEQUENCE = {"__add__": _add, "__mul__": _multiply, "__rmul__": _multiply, "__reversed__": _reversed}
MAPPING = {"get": _get, "items": _items, "keys": _keys, "values": _values}
MUTABLE_MAPPING = {
    "clear": _clear_mapping, "pop": _pop_key, "popitem": _popitem, "setdefault": _setdefault, "update": _update,
}
_BUFFER = {
    "assign": _assign, "assign_to": _assign_to, "to_bytes": _to_bytes, "to_memoryview": _to_memoryview,
    "to_string": _to_string, "tobytes": _to_bytes,
}
_done = False


def set_all(kind: Any, methods: dict[str, Any]) -> None:
    """Puts methods on a class, under the names that their errors say then."""
    for name, method in methods.items():
        if type(method) is FunctionType:
            method.__name__ = method.__qualname__ = name
        setattr(kind, name, method)


def attach() -> None:
    """Puts the methods on the proxy types. Once."""
    global _done
    if _done:
        return
    _done = True
    for kind, methods in (
        (_core.JsArray, _MUTABLE_SEQUENCE),
        (_core.JsTypedArray, {"count": _count, "index": _index, "__reversed__": _reversed, **_BUFFER}),
        (_core.JsRecord, {**MAPPING, **MUTABLE_MAPPING, "__eq__": _equal_record}),
        (_core.JsMap, {**MAPPING, **MUTABLE_MAPPING}),
        (_core.JsBuffer, _BUFFER),
    ):
        set_all(kind, methods)
        if "__eq__" in methods:
            kind.__hash__ = _core.JsProxy.__hash__
    abc.MutableSequence.register(_core.JsArray)
    abc.MutableSequence.register(_core.JsTypedArray)
    abc.MutableMapping.register(_core.JsMap)
    abc.MutableMapping.register(_core.JsRecord)
    abc.Set.register(_core.JsSet)
