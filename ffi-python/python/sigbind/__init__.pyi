"""Signatures for JavaScript: call JavaScript from Python with keyword arguments, type-directed conversions and clear errors."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from os import PathLike
from types import ModuleType
from typing import Any, Literal, TypeVar

from typing_extensions import Self

from sigbind.signatures import BindClass as BindClass
from sigbind.typing import JsProxy as JsProxy

__all__ = [
    "BindClass",
    "JsException",
    "JsProxy",
    "Runtime",
    "bind",
    "bind_class",
    "bind_module",
    "bind_sig",
    "create_once_callable",
    "create_proxy",
    "destroy_proxies",
    "install",
    "import_module",
    "import_module_async",
    "interrupt",
    "js",
    "jsnull",
    "lazy_module",
    "lazy_package",
    "load_signatures",
    "require",
    "restrict",
    "run_sync",
    "set_limits",
    "to_js",
]

_T = TypeVar("_T")
_S = TypeVar("_S")

__host__: Literal["pyodide", "native"]
__version__: str

js: Any
"""JavaScript's `globalThis`."""
jsnull: Any
"""JavaScript's `null` as a value of its own. Where a type is known, `null` is `None`."""

class JsException(Exception):
    """An error of JavaScript in Python."""

    @property
    def js_error(self) -> Any: ...
    @property
    def name(self) -> str: ...
    @property
    def message(self) -> str: ...
    @property
    def stack(self) -> str | None: ...

def bind_module(js_module: Any, package: ModuleType | str, module: str | None = None) -> ModuleType:
    """Gives a generated package the JavaScript module whose names it has.

    `js_module` is what `import()` or `require()` gives. A package of several modules takes each by its specifier, `module`, and has a Python
    module for it from then on.
    """

def load_signatures(source: str | PathLike[str] | dict[str, Any], root: Any = ...) -> Any:
    """The signatures of a JSON document of sig-gen: each attribute is the object of that name, bound."""

def bind(js_object: Any, signature: _S, /) -> _S:
    """A JavaScript class or function with its signature: constructed, called and used like the Python declaration."""

def bind_sig(js_object: Any, signature: Any, /) -> Any:
    """An instance with the signature class of its kind, or a function with its signature."""

def bind_class(js_object: Any, signature: type[_T], /) -> type[_T]:
    """A JavaScript class with the signature class of its instances."""

def to_js(
    obj: Any,
    /,
    *,
    depth: int = ...,
    pyproxies: Any = ...,
    create_pyproxies: bool = ...,
    dict_converter: Callable[[Iterable[Sequence[Any]]], Any] | None = ...,
    default_converter: Callable[..., Any] | None = ...,
) -> Any:
    """A deep copy in JavaScript."""

def create_proxy(obj: Any, /, *, capture_this: bool = ..., roundtrip: bool = ...) -> Any:
    """A proxy of a Python object in JavaScript."""

def create_once_callable(obj: Callable[..., Any], /) -> Any:
    """A proxy of a callable that is destroyed after its first call."""

def destroy_proxies(proxies: Any, /) -> None:
    """Destroys the proxies of Python objects in an array."""

def run_sync(awaitable: Awaitable[_T], /) -> _T:
    """Waits for an awaitable without `await`."""

def install() -> None:
    """Makes `js` and `pyodide` importable on plain CPython."""

def lazy_module(name: str) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Makes a submodule of a generated package: `__getattr__, __dir__ = lazy_module(__name__)`."""

def lazy_package(
    name: str, file: str, root: Callable[[], Any] | None = ...
) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Makes a generated package of a module: `__getattr__, __dir__ = lazy_package(__name__, __file__)`."""

def set_limits(*, memory: int | None = ..., stack: int | None = ..., seconds: float | None = ...) -> None:
    """Limits JavaScript: bytes of memory, bytes of native stack, seconds for each call from Python. CPython only."""

def interrupt() -> bool:
    """Stops what JavaScript runs now with `InterruptedError`, from any thread; false when nothing runs. CPython only."""

def restrict() -> None:
    """From now on JavaScript is given data, as copies, and functions, which it can only call. CPython only."""

def import_module(specifier: str, from_: str | PathLike[str] | None = ...) -> Any:
    """The namespace of a JavaScript module from disk or `node_modules`, as `await import(specifier)` gives it. CPython only.

    `from_` is a file or folder that the specifier is relative to, the caller's by default. A module that waits at its top level is waited for; in a
    running event loop `import_module_async` is the better way.
    """

async def import_module_async(specifier: str, from_: str | PathLike[str] | None = ...) -> Any:
    """As `import_module`, to be awaited. CPython only."""

def require(specifier: str, from_: str | PathLike[str] | None = ...) -> Any:
    """What a CommonJS module exports, as `require(specifier)` gives it; of an ES module its namespace. CPython only."""

class Runtime:
    """A JavaScript world of its own: heap, limits, global object. It belongs to the thread that makes it. CPython only.

    In a `with` statement it is also what `to_js`, `create_proxy` and `run_js` mean, and is closed at the end.
    """

    def __init__(
        self, *, memory: int | None = ..., stack: int | None = ..., seconds: float | None = ..., restricted: bool = ...
    ) -> None: ...
    @property
    def js(self) -> Any:
        """Its global object."""

    def run_js(self, code: str, file_name: str = ...) -> Any:
        """Runs a script and gives its value."""

    def import_module(self, specifier: str, from_: str | PathLike[str] | None = ...) -> Any:
        """The namespace of a JavaScript module, as `sigbind.import_module` gives it."""

    def require(self, specifier: str, from_: str | PathLike[str] | None = ...) -> Any:
        """What a CommonJS module exports."""

    def to_js(self, obj: Any, /, **options: Any) -> Any:
        """A deep copy of Python data in this runtime."""

    def create_proxy(self, obj: Any, /, *, capture_this: bool = ..., roundtrip: bool = ...) -> Any:
        """A proxy of a Python object in this runtime."""

    def run_sync(self, awaitable: Awaitable[_T], /) -> _T:
        """Waits for a promise of this runtime, or another awaitable."""

    def set_limits(self, *, memory: int | None = ..., stack: int | None = ..., seconds: float | None = ...) -> None:
        """Limits it, as `sigbind.set_limits` does."""

    def restrict(self) -> None:
        """From now on its JavaScript is given data, as copies, and functions, which it can only call."""

    def interrupt(self) -> bool:
        """Stops what it runs now, from any thread; false when it runs nothing."""

    def statistics(self) -> dict[str, int]:
        """Counts of live proxies, and bytes in use."""

    def close(self) -> None:
        """Ends its use, on its thread: its proxies raise from now on."""

    def __enter__(self) -> Self: ...
    def __exit__(self, *error: object) -> None: ...
