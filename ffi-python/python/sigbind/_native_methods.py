"""Methods of Pyodide's proxies of JavaScript objects that are not hot: generators, promises, files, views of any object, contexts.

`_native_views` has those of lists and dicts. Each is put on the proxy type once, when the host starts.
"""

from __future__ import annotations

import collections.abc as abc

from . import _core, _native_views

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_invoke = _core.helper("(object, name, ...given) => object[name](...given)")
_step = _core.helper("(object, name, given) => { const step = object[name](given); return [!!step.done, step.value] }")
_get = _core.helper("(object, key) => object[key]")
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


def _instance(kind: Any, value: Any, traceback: Any) -> BaseException:
    if isinstance(kind, BaseException):
        if value is not None:
            raise TypeError("instance exception may not have a separate value")
        error = kind
    elif isinstance(kind, type) and issubclass(kind, BaseException):
        error = value if isinstance(value, kind) else kind() if value is None else kind(*value) if isinstance(value, tuple) else kind(value)
    else:
        raise TypeError(f"exceptions must be classes or instances deriving from BaseException, not {type(kind).__name__}")
    return error.with_traceback(traceback) if traceback is not None else error


def _as_error(error: BaseException) -> Any:
    return error if isinstance(error, _core.JsException) else _core.error_of(error)


def _throw(self: Any, typ: Any, value: Any = None, traceback: Any = None, /) -> Any:
    """Raises an exception where the generator waits, and gives its next value."""
    done, result = _step(self, "throw", _as_error(_instance(typ, value, traceback)))
    if done:
        raise StopIteration(result) if result is not None else StopIteration
    return result


def _close(self: Any) -> None:
    """Ends the generator where it waits."""
    done, _ = _step(self, "return", None)
    if not done:
        raise RuntimeError("JavaScript generator ignored return")


class _Asynchronous:
    """The step of an asynchronous generator: awaitable."""

    def __init__(self, promise: Any) -> None:
        self._promise = promise

    def __await__(self) -> Any:
        step = yield from self._promise.__await__()
        value = _get(step, "value")
        if step.done:
            raise StopAsyncIteration(value) if value is not None else StopAsyncIteration
        return value


def _athrow(self: Any, kind: Any, value: Any = None, traceback: Any = None, /) -> Any:
    """Raises an exception where the generator waits; awaited, gives its next value."""
    return _Asynchronous(_invoke(self, "throw", _as_error(_instance(kind, value, traceback))))


async def _aclose(self: Any) -> None:
    """Ends the generator where it waits."""
    step = await _invoke(self, "return", None)
    if not step.done:
        raise RuntimeError("JavaScript generator ignored return")


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


def _as_object_map(self: Any, *, hereditary: bool = False) -> Any:
    """The object's own properties as a mapping, live. `hereditary` gives objects inside as such views too."""
    return _core.as_object_map(self, hereditary)


def _as_py_json(self: Any) -> Any:
    """A live view that behaves as the list or dict that JSON would make of the object, at every depth."""
    return _core.as_py_json(self)


class _Absent:
    """Hides a method that a class would inherit."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, *_: Any) -> Any:
        raise AttributeError(self._name)


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


def _reduce_error(self: Any, *_: Any) -> Any:
    """An error is made anew from its name, its message and its stack."""
    return _core.JsException, (str(self.name), str(self.message), str(self.stack))


def _refuse_pickle(self: Any, *_: Any) -> Any:
    kind = type(self)
    raise TypeError(f"cannot pickle '{kind.__module__}.{kind.__qualname__}' object")


COMMON = {
    "as_object_map": _as_object_map, "to_weakref": _to_weakref, "as_py_json": _as_py_json, "__reduce__": _refuse_pickle,
    "__reduce_ex__": _refuse_pickle,
}
CONTEXT = {"__enter__": _enter, "__exit__": _exit}
ASYNC_CONTEXT = {"__aenter__": _aenter, "__aexit__": _aexit}
GENERATOR = {"throw": _throw, "close": _close}
ASYNC_GENERATOR = {"athrow": _athrow, "aclose": _aclose}
PROMISE = {"then": _then, "catch": _catch, "finally_": _finally, "syncify": _syncify}
BUFFER = {"to_file": _to_file, "from_file": _from_file, "into_file": _to_file, "_into_file": _to_file}
ERROR = {"__reduce__": _reduce_error, "__reduce_ex__": _reduce_error, "to_weakref": _to_weakref}
NO_MAP = {"as_object_map": _Absent("as_object_map")}
NO_VIEW = {**NO_MAP, "as_py_json": _Absent("as_py_json")}


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


_set_all = _native_views.set_all


_FLAGS = _core.js_flags
_MAPPING = _FLAGS["HAS_GET"] | _FLAGS["HAS_LENGTH"] | _FLAGS["IS_ITERABLE"]
_BY_ABILITY = (
    (_FLAGS["IS_DISPOSABLE"], CONTEXT),
    (_FLAGS["IS_ASYNC_DISPOSABLE"], ASYNC_CONTEXT),
    (_FLAGS["IS_GENERATOR"], GENERATOR),
    (_FLAGS["IS_ASYNC_GENERATOR"], ASYNC_GENERATOR),
    (_MAPPING, _native_views.MAPPING),
    (_MAPPING | _FLAGS["HAS_SET"], _native_views.MUTABLE_MAPPING),
    (_FLAGS["IS_ARRAY_LIKE"], {**_native_views.SEQUENCE, **NO_MAP}),
    (_FLAGS["IS_ITERATOR"], NO_VIEW),
)


def _equip(kind: Any, abilities: int) -> None:
    """Gives the class of proxies of objects with these abilities their methods."""
    for needed, methods in _BY_ABILITY:
        if abilities & needed == needed:
            _set_all(kind, methods)
    if abilities & _MAPPING == _MAPPING:
        (abc.MutableMapping if abilities & _FLAGS["HAS_SET"] else abc.Mapping).register(kind)
    if abilities & _FLAGS["IS_ARRAY_LIKE"]:
        abc.MutableSequence.register(kind)


def attach() -> None:
    """Puts the methods on the proxy types."""
    _set_all(_core.JsBigInt, BIGINT)
    for kind, methods in (
        (_core.JsProxy, COMMON),
        (_core.JsCallable, NO_VIEW),
        (_core.JsArray, NO_MAP),
        (_core.JsIterator, NO_VIEW),
        (_core.JsGenerator, GENERATOR),
        (_core.JsAsyncGenerator, ASYNC_GENERATOR),
        (_core.JsPromise, PROMISE),
        (_core.JsTypedArray, {**BUFFER, **NO_VIEW}),
        (_core.JsBuffer, {**BUFFER, **NO_VIEW}),
        (_core.JsException, ERROR),
    ):
        _set_all(kind, methods)
    _core.set_equip(_equip)
