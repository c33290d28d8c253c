"""Python callables given to JavaScript: converted both ways, the same function each time, alive as long as JavaScript holds them."""

from __future__ import annotations

import gc

from sigbind.signatures import Any, Awaitable, BindClass, Callable, Interface, JsNull

JAVASCRIPT = """(() => {
  class Event { constructor(type) { this.type = type; } describe(options) { return this.type + " " + show(options); } }
  class Emitter {
    constructor() { this.listeners = []; }
    on(name, listener) { this.listeners.push(listener); }
    off(name, listener) {
      const before = this.listeners.length;
      this.listeners = this.listeners.filter((each) => each !== listener);
      return before - this.listeners.length;
    }
    emit(name, ...more) { return this.listeners.map((each) => show(each(new Event(name), ...more))).join("; "); }
    emitObject(name) { return this.listeners.map((each) => show(each.handleEvent(new Event(name)))).join("; "); }
    map(items, callback) { return items.map(callback).map(show).join(" "); }
    wait(callback) { return callback().then((value) => "waited " + show(value)); }
    get count() { return this.listeners.length; }
  }
  return { Emitter, Event };
})()"""


class Event_sig(BindClass):
    def __init__(self, type: str, /) -> None: ...
    type: str
    def describe(self, /, *, how: str = None) -> str: ...


class Handler_sig(Interface):
    def handleEvent(self, event: Event_sig, /) -> Any: ...


class Emitter_sig(BindClass):
    def __init__(self, /) -> None: ...
    count: float
    def on(self, name: str, listener: Callable[[Event_sig], Any] | Handler_sig | JsNull, /) -> None: ...
    def off(self, name: str, listener: Callable[..., Any] | JsNull, /) -> float: ...
    def emit(self, name: str, /, *more: Any) -> str: ...
    def emitObject(self, name: str, /) -> str: ...
    def map(self, items: list[float], callback: Callable[[float, float, Any], Any], /) -> str: ...
    def wait(self, callback: Callable[[], Awaitable[Any]], /) -> Awaitable[str]: ...


def bind(sigbind, made):
    return {"Emitter": sigbind.bind(made.Emitter, Emitter_sig), "Event": sigbind.bind(made.Event, Event_sig)}


class Receiver:
    def __init__(self):
        self.heard = []

    def hear(self, event):
        self.heard.append(event.describe(how="x"))
        return len(self.heard)


def typed_argument(e):
    emitter = e["Emitter"]()
    emitter.on("ping", lambda event: event.describe(how="x"))
    return emitter.emit("ping")


def lives(e):
    emitter = e["Emitter"]()
    receiver = Receiver()
    heard = receiver.heard
    emitter.on("ping", receiver.hear)
    del receiver
    gc.collect()
    emitter.emit("ping")
    gc.collect()
    return emitter.emit("ping"), heard


def removed(e):
    emitter = e["Emitter"]()
    receiver = Receiver()

    def listener(event):
        return 1

    emitter.on("ping", receiver.hear)
    emitter.on("ping", listener)
    return emitter.off("ping", receiver.hear), emitter.off("ping", listener), emitter.off("ping", len), emitter.count


def excess(e):
    emitter = e["Emitter"]()
    emitter.on("ping", lambda: "none")
    emitter.on("ping", lambda event, a: a)
    emitter.on("ping", lambda *given: len(given))
    return emitter.emit("ping", 1, 2)


def object_with_method(e):
    class Handler:
        def handleEvent(self, event):
            return event.type

    emitter = e["Emitter"]()
    emitter.on("ping", Handler())
    gc.collect()
    return emitter.emitObject("ping")


def error(e):
    def listener(event):
        raise KeyError("mine")

    emitter = e["Emitter"]()
    emitter.on("ping", listener)
    try:
        emitter.emit("ping")
    except Exception as caught:
        return "mine" in str(caught) or repr(caught)


async def coroutine(e):
    async def later():
        return 5

    return await e["Emitter"]().wait(later)


CASES = [
    ("arguments are bound", typed_argument, '"ping {how: \\"x\\"}"'),
    ("a bound method lives", lives, ("2", ['ping {how: "x"}', 'ping {how: "x"}'])),
    ("the same callable is the same function", removed, (1, 1, 0, 0)),
    ("excess arguments are dropped", excess, '"none"; 1; 3'),
    ("an object with the method", object_with_method, '"ping"'),
    ("results are converted", lambda e: e["Emitter"]().map([1, 2], lambda x: {"v": x}), "{v: 1} {v: 2}"),
    ("builtin as callback", lambda e: e["Emitter"]().map([1.5, 2], str), '"1.5" "2"'),
    ("an exception comes through", error, True),
    ("a coroutine is a promise", coroutine, "waited 5"),
]
