"""Cancelling a call: a task that is cancelled while it awaits the promise of a call aborts the call, where the signature says that its
options take an `AbortSignal`. The native runtime has the same in `python/signature/cancel.rs`.
"""

from __future__ import annotations

import asyncio
from typing import Any

from .._annotations import Json
from .._plan import Layout, Plan
from .helpers import run_js
from .to_js import fits

_make = run_js("() => typeof AbortController === 'function' ? new AbortController() : undefined")


def _is_signal(type: Json) -> bool:
    members = type["members"] if type["kind"] == "union" else [type]
    return any(each["kind"] == "reference" and each["name"].removesuffix("_sig") == "AbortSignal" for each in members)


def signal_keywords(plan: Plan) -> dict[int, str]:
    """The keywords that take a signal, by the places of their layouts."""
    found = {}
    for index, layout in enumerate(plan.layouts):
        for name, keyword in layout.keywords.items():
            if _is_signal(keyword.type):
                found[index] = name
                break
    return found


def begin(plan: Plan, signals: dict[int, str], arguments: tuple[Any, ...], given: dict[str, Any]) -> tuple[dict[str, Any], Any]:
    """The keywords of a call with a signal of its own, and the controller of that: when a loop is running, and the caller has given neither
    a signal nor a whole options object."""
    if asyncio._get_running_loop() is None:
        return given, None
    layout, index = plan.layouts[0], 0
    if len(plan.layouts) > 1:
        # What does not fit is refused by the call itself.
        try:
            layout = plan.match(arguments, given, fits).layout
        except TypeError:
            return given, None
        index = plan.layouts.index(layout)
    name = signals.get(index)
    if name is None or name in given or layout.keywords[name].also in given or not _has_place(layout, arguments, given):
        return given, None
    controller = _make()
    return ({**given, name: controller.signal}, controller) if controller is not None else (given, None)


def _has_place(layout: Layout, arguments: tuple[Any, ...], given: dict[str, Any]) -> bool:
    """Whether the options come of keywords, or could stand right behind the arguments."""
    position = layout.position
    if position is None:
        return False
    if given:
        return len(arguments) <= position or layout.options_follow_rest
    return len(arguments) == position and layout.rest is None


def attach(promise: Any, controller: Any) -> Any:
    """Lets the cancellation of a call's future abort the call."""
    add = getattr(promise, "add_done_callback", None)
    if controller is not None and add is not None:
        add(lambda done: controller.abort() if done.cancelled() else None)
    return promise
