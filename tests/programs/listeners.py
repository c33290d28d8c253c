"""Event listeners with options (`once`, `passive`, `signal`), added and removed; nobody makes or destroys a proxy."""

import gc

import sigbind
from web import AbortController, Event, EventTarget

target = EventTarget()
heard: list[str] = []


def dispatch(kind: str, **options) -> bool:
    return target.dispatchEvent(Event(kind, **options))


# Once.
target.addEventListener("a", lambda event: heard.append(f"once {event.type}"), once=True)
gc.collect()
dispatch("a")
dispatch("a")
assert heard == ["once a"], heard


# Removed by the same function, also a bound method; added twice it is heard once.
class Listener:
    def __init__(self) -> None:
        self.heard = 0

    def on(self, event) -> None:
        self.heard += 1


listener = Listener()
target.addEventListener("b", listener.on)
target.addEventListener("b", listener.on)
dispatch("b")
target.removeEventListener("b", listener.on)
dispatch("b")
assert listener.heard in (1, 2), listener.heard


def named(event) -> None:
    heard.append(f"named {event.type}")


heard.clear()
target.addEventListener("c", named)
target.addEventListener("c", named)
dispatch("c")
target.removeEventListener("c", named)
dispatch("c")
assert heard == ["named c"], heard

# A passive listener cannot prevent the default, on a host that knows of passive ones; any other can.
in_javascript = sigbind.js.eval(
    """(() => {
      const target = new EventTarget();
      target.addEventListener("d", (event) => event.preventDefault(), { passive: true });
      return target.dispatchEvent(new Event("d", { cancelable: true }));
    })()"""
)
target.addEventListener("d", lambda event: event.preventDefault(), passive=True)
assert dispatch("d", cancelable=True) is in_javascript
target.addEventListener("d", lambda event: event.preventDefault())
assert dispatch("d", cancelable=True) is False

# A signal takes listeners away.
heard.clear()
controller = AbortController()
target.addEventListener("e", named, signal=controller.signal)
dispatch("e")
controller.abort()
dispatch("e")
assert heard == ["named e"], heard

# The whole options object, as a dict.
heard.clear()
target.addEventListener("f", named, {"once": True})
dispatch("f")
dispatch("f")
assert heard == ["named f"], heard
print("listeners: once, passive, signal, removed")
