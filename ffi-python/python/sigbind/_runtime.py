"""`Runtime`: a JavaScript world of its own beside that of `sigbind.js`, with its own heap, limits and global object."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any

from . import _core, _foreign


class Runtime:
    """A JavaScript world of its own. It belongs to the thread that makes it; several can be used beside one another, and in several threads.

    In a `with` statement it is also what `to_js`, `create_proxy`, `run_js` and the like mean, and is closed at the end. A proxy of one runtime
    that is given to another is there what any Python object is: a proxy of it. One that nobody refers to any more, by a proxy either, is closed as well.
    """

    def __init__(
        self,
        *,
        memory: int | None = None,
        stack: int | None = None,
        seconds: float | None = None,
        restricted: bool = False,
    ) -> None:
        self._state = _core.new_runtime()
        self._before: list[Any] = []
        with self._meant():
            _foreign.attach()
            self._js = _core.global_object()
            if memory is not None or stack is not None or seconds is not None:
                _core.set_limits(memory, stack, seconds)
            if restricted:
                _core.restrict()

    @contextmanager
    def _meant(self) -> Iterator[None]:
        before = _core.use_runtime(self._state)
        try:
            yield
        finally:
            _core.use_runtime(before)

    def _call(self, function: Callable[..., Any], *given: Any, **named: Any) -> Any:
        with self._meant():
            return function(*given, **named)

    @property
    def js(self) -> Any:
        """Its global object."""
        return self._js

    def run_js(self, code: str, file_name: str = "<run_js>") -> Any:
        """Runs a script and gives its value."""
        return self._call(_core.run_js, code, file_name)

    def import_module(self, specifier: str, from_: Any = None) -> Any:
        """The namespace of a JavaScript module, as `sigbind.import_module` gives it."""
        from . import _modules

        return self._call(_modules.import_module, specifier, _modules.base_of(from_))

    def require(self, specifier: str, from_: Any = None) -> Any:
        """What a CommonJS module exports."""
        from . import _modules

        return self._call(_modules.require, specifier, _modules.base_of(from_))

    def to_js(self, obj: Any, /, **options: Any) -> Any:
        """A deep copy of Python data in this runtime, as `pyodide.ffi.to_js` makes it."""
        return self._call(_core.to_js, obj, **options)

    def create_proxy(self, obj: Any, /, *, capture_this: bool = False, roundtrip: bool = True) -> Any:
        """A proxy of a Python object in this runtime."""
        return self._call(_core.create_proxy, obj, capture_this, roundtrip)

    def run_sync(self, awaitable: Any, /) -> Any:
        """Waits for a promise of this runtime, or another awaitable."""
        return self._call(_core.run_sync, awaitable)

    def set_limits(self, *, memory: int | None = None, stack: int | None = None, seconds: float | None = None) -> None:
        """Limits it: bytes of memory, bytes of native stack, seconds for each call from Python."""
        self._call(_core.set_limits, memory, stack, seconds)

    def restrict(self) -> None:
        """From now on its JavaScript is given data, as copies, and functions, which it can only call."""
        self._call(_core.restrict)

    def interrupt(self) -> bool:
        """Stops what it runs now, from any thread; false when it runs nothing."""
        return bool(_core.interrupt_runtime(self._state))

    def statistics(self) -> dict[str, int]:
        """Counts of live proxies, and bytes in use."""
        return dict(self._call(_core.statistics))

    def close(self) -> None:
        """Ends its use, on its thread: its proxies raise from now on. Its memory is freed."""
        self._js = None
        _core.close_runtime(self._state)

    def __del__(self, abandon: Callable[[Any], object] = _core.abandon_runtime) -> None:
        # Its proxies may be in use still: it is closed when there are none.
        state = getattr(self, "_state", None)
        if state is not None:
            self._js = None
            abandon(state)

    def __enter__(self) -> Runtime:
        self._before.append(_core.use_runtime(self._state))
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        _core.use_runtime(self._before.pop())
        if not self._before:
            self.close()
