"""Python callables given to JavaScript: wrapped once each, alive exactly as long as JavaScript holds them.

The JavaScript side keeps a table of weak references from the identity of the Python callable to the function made for it.
While that function lives it holds the proxy of the callable, so the identity cannot be taken over by another object; when
JavaScript drops the function, its proxy is finalized and Python's reference goes with it.
"""

from __future__ import annotations

import inspect
import weakref
from collections.abc import Awaitable, Callable
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import Any

from .._annotations import ANY, Json
from .._callables import positional_limit
from .._messages import ConverterRaised, WrongType
from .._plan import unite
from .helpers import create_proxy, is_python_proxy, js_helpers

_wrapped: weakref.WeakValueDictionary[str, Callback] = weakref.WeakValueDictionary()
_is_proxy: list[Any] = []


def is_plain_callable(value: Any) -> bool:
    """Whether a value given for `any` is a function and nothing else."""
    return isinstance(value, (FunctionType, MethodType, BuiltinFunctionType))


def identity(value: Any) -> str:
    """What makes two callables the same: a bound method is made anew at each access, its parts are not."""
    if isinstance(value, MethodType):
        return f"{id(value.__self__)},{id(value.__func__)}"
    if isinstance(value, BuiltinFunctionType) and value.__self__ is not None and not inspect.ismodule(value.__self__):
        return f"{id(value.__self__)}.{value.__name__}"
    return str(id(value))


def wrap(value: Any, function: Json | None) -> Any:
    """The JavaScript function for a Python callable, called with the types of `function` (None: untyped)."""
    from . import proxies

    bound = proxies.function_behind(value)
    if bound is not None:
        return bound
    key = identity(value)
    callback = _wrapped.get(key)
    if callback is not None:
        known = js_helpers.known(key)
        if known is not None:
            callback.learn(function)
            return known
    callback = Callback(value, function)
    _wrapped[key] = callback
    if not _is_proxy:
        _is_proxy.append(is_python_proxy())
    return js_helpers.callback(key, create_proxy(callback), _is_proxy[0])


class Callback:
    """What JavaScript calls: converts the arguments, calls the Python callable, converts the result."""

    __slots__ = ("__weakref__", "arguments", "functions", "limit", "rest", "result", "value")

    def __init__(self, value: Any, function: Json | None) -> None:
        self.value = value
        self.functions: list[Json] = [] if function is None else [function]
        self.limit: int | None = -1
        self.arguments: list[Any] | None = None
        self.rest: Any = None
        self.result: Any = None

    def learn(self, function: Json | None) -> None:
        """The same callable was given for another function type too: from now on its arguments may be of both."""
        if function is not None and function not in self.functions:
            self.functions.append(function)
            self.arguments = None

    def _compile(self) -> list[Any]:
        from .to_js import converter
        from .to_py import result_converter

        overloads = [each for function in self.functions for each in function["overloads"]]
        columns: list[list[Json]] = []
        rest: list[Json] = []
        for overload in overloads:
            for index, parameter in enumerate(overload.get("parameters", ())):
                if parameter.get("rest"):
                    rest.append(parameter["type"])
                    break
                if index == len(columns):
                    columns.append([])
                columns[index].append(parameter["type"])
        self.rest = result_converter(unite(rest)) if rest else None
        result = unite([each["result"] for each in overloads]) if overloads else ANY
        self.result = converter(result)
        self.limit = positional_limit(self.value)
        # An argument that only some of the types have keeps the default conversion of the others.
        self.arguments = [result_converter(unite(column)) for column in columns]
        return self.arguments

    def __call__(self, *given: Any) -> Any:
        converters = self.arguments
        if converters is None:
            converters = self._compile()
        limit = self.limit
        if limit is not None and len(given) > limit:
            given = given[:limit]
        if converters or self.rest is not None:
            rest = self.rest
            count = len(converters)
            converted = []
            for index, each in enumerate(given):
                convert = converters[index] if index < count else rest
                converted.append(each if convert is None else convert(each))
            result = self.value(*converted)
        else:
            result = self.value(*given)
        if result is None:
            return None
        return self._give_back(result)

    def _give_back(self, result: Any) -> Any:
        from .to_js import any_value

        if isinstance(result, Awaitable) and not hasattr(result, "js_id"):
            return promise_of(result, self._convert_result)
        try:
            return self.result(result)
        except ConverterRaised as error:
            raise error.told("the result of a callback") from error.cause
        except (TypeError, WrongType):
            return any_value(result)

    def _convert_result(self, result: Any) -> Any:
        from .to_js import any_value

        try:
            return any_value(result)
        except TypeError:
            return None


def promise_of(awaitable: Any, convert: Callable[[Any], Any]) -> Any:
    """A JavaScript promise for an awaitable, whose value is converted."""
    import asyncio

    async def run() -> Any:
        return convert(await awaitable)

    return js_helpers.promise(create_proxy(asyncio.ensure_future(run())))

