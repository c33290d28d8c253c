"""Methods of Pyodide's proxies of JavaScript objects that are not hot: generators, promises, files, views of any object, contexts.

`_native_views` has those of lists and dicts. Each is put on the proxy type once, when the host starts.
"""

from __future__ import annotations

import collections.abc as abc

from . import _core

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_invoke = _core.helper("(object, name, ...given) => object[name](...given)")
_step = _core.helper("(object, name, given) => { const step = object[name](given); return [!!step.done, step.value] }")
_is_own = _core.helper("(object, key) => Object.prototype.hasOwnProperty.call(object, key)")
_get = _core.helper("(object, key) => object[key]")
_set = _core.helper("(object, key, value) => { object[key] = value }")
_delete = _core.helper("(object, key) => { delete object[key] }")
_keys = _core.helper("object => Object.keys(object)")
_has_method = _core.helper("(object, name) => typeof object[name] === 'function'")
_dispose = _core.helper(
    """(object, asynchronous) => {
  const symbol = asynchronous ? Symbol.asyncDispose : Symbol.dispose;
  const method = symbol === undefined ? undefined : object[symbol];
  if (typeof method !== "function") throw new TypeError("the object is not disposable");
  return method.call(object);
}"""
)


# Generators.


def _advance(self: Any, name: str, given: Any) -> Any:
    done, value = _step(self, name, given)
    if done:
        raise StopIteration(value) if value is not None else StopIteration
    return value


def _send(self: Any, value: Any, /) -> Any:
    """Resumes the generator with a value, and gives its next one."""
    return _advance(self, "next", value)


def _instance(kind: Any, value: Any, traceback: Any) -> BaseException:
    error = kind if isinstance(kind, BaseException) else value if isinstance(value, BaseException) else kind() if value is None else kind(value)
    return error.with_traceback(traceback) if traceback is not None else error


def _as_error(error: BaseException) -> Any:
    return error if isinstance(error, _core.JsException) else _core.error_of(error)


def _throw(self: Any, kind: Any, value: Any = None, traceback: Any = None, /) -> Any:
    """Raises an exception where the generator waits, and gives its next value."""
    return _advance(self, "throw", _as_error(_instance(kind, value, traceback)))


def _close(self: Any) -> None:
    """Ends the generator where it waits."""
    _step(self, "return", None)


class _Asynchronous:
    """The step of an asynchronous generator: awaitable."""

    def __init__(self, promise: Any) -> None:
        self._promise = promise

    def __await__(self) -> Any:
        step = yield from self._promise.__await__()
        if step.done:
            raise StopAsyncIteration
        return _get(step, "value")


def _asend(self: Any, value: Any, /) -> Any:
    """Resumes the generator with a value; awaited, gives its next one."""
    return _Asynchronous(_invoke(self, "next", value))


def _athrow(self: Any, kind: Any, value: Any = None, traceback: Any = None, /) -> Any:
    """Raises an exception where the generator waits; awaited, gives its next value."""
    return _Asynchronous(_invoke(self, "throw", _as_error(_instance(kind, value, traceback))))


async def _aclose(self: Any) -> None:
    """Ends the generator where it waits."""
    await _invoke(self, "return", None)


# Promises.


def _then(self: Any, onfulfilled: Any = None, onrejected: Any = None, /) -> Any:
    """A promise of what a callback makes of the result."""
    return _invoke(self, "then", onfulfilled, onrejected)


def _catch(self: Any, onrejected: Any, /) -> Any:
    """A promise of what a callback makes of the reason."""
    return _invoke(self, "catch", onrejected) if _has_method(self, "catch") else _invoke(self, "then", None, onrejected)


def _finally(self: Any, onfinally: Any, /) -> Any:
    """A promise with the same outcome, after a callback has run."""
    return _invoke(self, "finally", onfinally)


def _syncify(self: Any) -> Any:
    """Waits for the result without `await`."""
    return _core.run_sync(self)


# Buffers.


def _to_file(self: Any, file: Any) -> None:
    """Writes the bytes to a file."""
    file.write(memoryview(self).cast("B"))


def _from_file(self: Any, file: Any) -> None:
    """Reads as many bytes from a file as there is room for."""
    memory = memoryview(self).cast("B")
    if file.readinto(memory) is None:
        raise ValueError("the file has nothing to read now")


# Views of any object as a mapping of its own properties.


class ObjectMap(abc.MutableMapping):  # type: ignore[type-arg]
    """The own properties of an object as a mapping. `hereditary` gives objects inside as such views too."""

    __slots__ = ("_hereditary", "_object", "__weakref__")

    def __init__(self, of: Any, hereditary: bool = False) -> None:
        self._object = of
        self._hereditary = hereditary

    def _check(self, key: Any) -> None:
        if not isinstance(key, str) or not _is_own(self._object, key):
            raise KeyError(key)

    def __getitem__(self, key: Any) -> Any:
        self._check(key)
        value = _get(self._object, key)
        if self._hereditary and isinstance(value, (_core.JsRecord, _core.JsArray)):
            return value.as_object_map(hereditary=True) if isinstance(value, _core.JsRecord) else value
        return value

    def __setitem__(self, key: str, value: Any) -> None:
        if not isinstance(key, str):
            raise TypeError(f"Can only assign keys of type string to JavaScript object map, not {type(key).__name__}")
        _set(self._object, key, value)

    def __delitem__(self, key: Any) -> None:
        self._check(key)
        _delete(self._object, key)

    def __contains__(self, key: Any) -> bool:
        return isinstance(key, str) and _is_own(self._object, key)

    def __iter__(self) -> Any:
        return iter(_keys(self._object))

    def __len__(self) -> int:
        return len(_keys(self._object))

    def __repr__(self) -> str:
        return repr(dict(self))

    def to_py(self, **options: Any) -> Any:
        """The object converted."""
        return self._object.to_py(**options)


def _as_object_map(self: Any, *, hereditary: bool = False) -> ObjectMap:
    """The object's own properties as a mapping, live."""
    return ObjectMap(self, hereditary)


def _as_py_json(self: Any) -> Any:
    """A live view that behaves as the list or dict that JSON would make of the object, at every depth."""
    if isinstance(self, (_core.JsArray, _core.JsRecord)):
        return self
    return ObjectMap(self, True)


# Contexts.


def _enter(self: Any) -> Any:
    return self


def _exit(self: Any, *_: Any) -> None:
    _dispose(self, False)


async def _aenter(self: Any) -> Any:
    return self


async def _aexit(self: Any, *_: Any) -> None:
    result = _dispose(self, True)
    if isinstance(result, _core.JsPromise):
        await result


_weak = _core.helper("object => new WeakRef(object)")


def _to_weakref(self: Any) -> Any:
    """JavaScript's weak reference to the object."""
    return _weak(self)


def _refuse_pickle(self: Any, *_: Any) -> Any:
    raise TypeError(f"cannot pickle {type(self).__name__!r} object")


def _get_item(self: Any, key: Any) -> Any:
    """`object.get(key)`, of an object that has such a method."""
    if not _has_method(self, "get"):
        raise TypeError(f"{type(self).__name__!r} object is not subscriptable")
    value = _invoke(self, "get", key)
    if value is None and not (_has_method(self, "has") and _invoke(self, "has", key)):
        raise KeyError(key)
    return value


def _set_item(self: Any, key: Any, value: Any) -> None:
    if not _has_method(self, "set"):
        raise TypeError(f"{type(self).__name__!r} object does not support item assignment")
    _invoke(self, "set", key, value)


def _delete_item(self: Any, key: Any) -> None:
    if not _has_method(self, "delete"):
        raise TypeError(f"{type(self).__name__!r} object doesn't support item deletion")
    _invoke(self, "delete", key)


def _contains(self: Any, key: Any) -> bool:
    for name in ("has", "includes"):
        if _has_method(self, name):
            return bool(_invoke(self, name, key))
    raise TypeError(f"argument of type {type(self).__name__!r} is not a container or iterable")


_MOST = 2**31 - 1


def _length(self: Any) -> int:
    for name in ("length", "size"):
        value = _get(self, name)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            if value < 0:
                raise ValueError(f"length {int(value)} of object is negative")
            if value > _MOST:
                raise OverflowError(f"length {int(value)} of object is larger than INT_MAX ({_MOST})")
            return int(value)
    raise TypeError(f"object of type {type(self).__name__!r} has no len()")


COMMON = {
    "as_object_map": _as_object_map, "to_weakref": _to_weakref, "as_py_json": _as_py_json, "__enter__": _enter, "__exit__": _exit, "__aenter__": _aenter,
    "__aexit__": _aexit, "__reduce__": _refuse_pickle, "__reduce_ex__": _refuse_pickle,
}
GENERATOR = {"send": _send, "throw": _throw, "close": _close}
ASYNC_GENERATOR = {"asend": _asend, "athrow": _athrow, "aclose": _aclose}
PROMISE = {"then": _then, "catch": _catch, "finally_": _finally, "syncify": _syncify}
BUFFER = {"to_file": _to_file, "from_file": _from_file, "into_file": _to_file}
CONTAINER = {
    "__getitem__": _get_item, "__setitem__": _set_item, "__delitem__": _delete_item, "__contains__": _contains, "__len__": _length,
}


def _kept(name: str) -> Any:
    """An operation of `int` whose result stays a bigint: the left operand says what comes out."""
    of_int = getattr(int, name)

    def operation(self: Any, *operands: Any) -> Any:
        result = of_int(self, *operands)
        return _core.JsBigInt(result) if type(result) is int else result

    operation.__name__ = name
    return operation


BIGINT = {
    name: _kept(name)
    for name in (
        "__add__", "__sub__", "__mul__", "__floordiv__", "__mod__", "__pow__", "__lshift__", "__rshift__", "__and__", "__or__", "__xor__", "__neg__",
        "__pos__", "__invert__", "__abs__",
    )
}


def attach() -> None:
    """Puts the methods on the proxy types."""
    for name, method in BIGINT.items():
        setattr(_core.JsBigInt, name, method)
    _core.JsIterable.__len__ = _length
    for kind, methods in (
        (_core.JsProxy, COMMON),
        (_core.JsContainer, CONTAINER),
        (_core.JsGenerator, GENERATOR),
        (_core.JsAsyncGenerator, ASYNC_GENERATOR),
        (_core.JsPromise, PROMISE),
        (_core.JsTypedArray, BUFFER),
        (_core.JsBuffer, BUFFER),
    ):
        for name, method in methods.items():
            setattr(kind, name, method)
