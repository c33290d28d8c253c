"""Listeners: functions, methods and lambdas, with and without the event; options as keywords, as an object and as a boolean."""

from __future__ import annotations

from web import AbortController, Event, EventTarget


class Counter:
    def __init__(self) -> None:
        self.count = 0

    def handle(self, event: Event) -> None:
        self.count += 1

    def handleEvent(self, object: Event, /) -> None:
        self.count += 1


def handler(event: Event) -> bool:
    return event.bubbles


async def coroutine(event: Event) -> None:
    event.preventDefault()


counter = Counter()
controller = AbortController()
target = EventTarget()
target.addEventListener("ping", handler)
target.addEventListener("ping", counter.handle, once=True)
target.addEventListener("ping", coroutine, signal=controller.signal)
target.addEventListener("ping", lambda event: print(event.type))
target.addEventListener("ping", lambda: None)
target.addEventListener("ping", counter, {"capture": True})
target.addEventListener("ping", handler, True)
target.addEventListener("ping", None)
target.dispatchEvent(Event("ping"))
target.dispatchEvent(Event("ping", bubbles=True))
target.dispatchEvent(Event("ping", {"cancelable": True}))
controller.signal.addEventListener("abort", handler)
controller.signal.onabort = handler
controller.signal.onabort = None
controller.abort()
constant: int = Event.AT_TARGET
