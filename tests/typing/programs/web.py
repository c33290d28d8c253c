## accept: options as keywords, construction by call
from web import Response
r = Response("", status=404, statusText="Not found")
status: float = r.status
## accept: static methods beside instance methods of the same name
from web import Response
async def main() -> None:
    r = Response.json({"a": [1]}, status=200)
    print((await r.json())["a"])
## accept: nested records as dicts
from web import fetch
async def main() -> None:
    r = await fetch("/", method="POST", headers={"x-a": "b"}, body="hi", cache="no-store")
    print((await r.text()).upper())
## accept: a record by name, built in steps
from web import RequestInit, fetch
init: RequestInit = {"method": "POST"}
init["headers"] = [("a", "b")]
promise = fetch("/", init)
## accept: the whole object instead of keywords
from web import Event
e = Event("ping", {"bubbles": True})
print(e.bubbles)
## accept: a boolean in place of options
from web import Event, EventTarget
def handler(event: Event) -> None: ...
EventTarget().addEventListener("ping", handler, True)
EventTarget().addEventListener("ping", handler, once=True, passive=None)
## accept: event maps name the event of a listener
from web import KeyboardEvent, MouseEvent, document
def on_click(event: MouseEvent) -> None:
    print(event.clientX)
def on_key(event: KeyboardEvent) -> None:
    print(event.key.lower())
document.addEventListener("click", on_click)
document.addEventListener("keydown", on_key, once=True)
document.addEventListener("keyup", lambda event: print(event.code))
## accept: a listener without parameters
from web import window
window.addEventListener("resize", lambda: None)
## accept: other events have the general form
from web import CustomEvent, Event, document
def handler(event: Event) -> None: ...
document.addEventListener("my-event", handler)
document.dispatchEvent(CustomEvent("my-event", detail={"a": 1}))
## accept: tag names determine elements
from web import HTMLCanvasElement, HTMLInputElement, document
canvas: HTMLCanvasElement = document.createElement("canvas")
field: HTMLInputElement = document.createElement("input")
field.value = "x"
## accept: selectors by tag name
from web import document
button = document.querySelector("button")
if button is not None:
    button.disabled = True
## accept: canvas contexts by name
from web import document
context = document.createElement("canvas").getContext("2d")
if context is not None:
    context.fillStyle = "red"
    context.fillRect(0, 0, 10, 10)
## accept: context options as keywords
from web import document
context = document.createElement("canvas").getContext("2d", alpha=False)
## accept: None where null is allowed
from web import Response, document
r = Response(None)
document.onclick = None
text: str | None = document.body.textContent
## accept: promises are awaited
from web import caches
async def main() -> bool:
    cache = await caches.open("v1")
    return await cache.delete("/", ignoreSearch=True)
## accept: a promise in parts
from web import fetch
promise = fetch("/").then(lambda response: response.status)
## accept: iteration over pairs
from web import Headers
for name, value in Headers({"a": "b"}):
    print(name.lower(), value.lower())
## accept: length and items of array-likes
from web import document
nodes = document.querySelectorAll("p")
print(len(nodes), nodes[0].textContent)
for node in nodes:
    print(node.innerHTML)
## accept: covariant collections
from web import Element, NodeListOf, document
def count(nodes: NodeListOf[Element]) -> int:
    return len(nodes)
count(document.querySelectorAll("canvas"))
## accept: bytes where a buffer is taken
from web import Blob, TextDecoder, crypto
async def main() -> None:
    digest = await crypto.subtle.digest("SHA-256", b"data")
    print(digest.byteLength)
    TextDecoder().decode(bytearray(3))
    Blob([b"a", "b"], type="text/plain")
## accept: typed arrays come back
from web import TextEncoder
data = TextEncoder().encode("text")
print(len(data), data[0] + 1)
## accept: records that are returned are dicts with known keys
from web import TextEncoder, Uint8Array
result = TextEncoder().encodeInto("x", Uint8Array(8))
print(result["read"] + result["written"])
## accept: a reader of a stream
from web import Response
async def main() -> None:
    body = Response("x").body
    if body is not None:
        chunk = await body.getReader().read()
        print(chunk["done"], chunk["value"])
## accept: setters take more than getters give
from web import document
element = document.createElement("div")
element.style = "color: red"
print(element.style.color.upper())
## accept: literal types
from web import RequestMode, fetch
mode: RequestMode = "cors"
fetch("/", mode=mode)
## accept: constants of class objects and instances
from web import Event, Node, document
phase: int = Event.CAPTURING_PHASE
print(document.nodeType == Node.DOCUMENT_NODE)
## accept: callbacks with fewer parameters
from web import document
document.querySelectorAll("p").forEach(lambda node: print(node.id))
document.querySelectorAll("p").forEach(lambda node, index: print(index + 1))
## accept: an observer with options
from web import MutationObserver, document
observer = MutationObserver(lambda records, observer: observer.disconnect())
observer.observe(document.body, childList=True, attributeFilter=["class"])
## accept: an abort signal as a keyword
from web import AbortController, AbortSignal, fetch
controller = AbortController()
fetch("/", signal=controller.signal)
fetch("/", signal=AbortSignal.timeout(100))
## accept: a class as the base of another in Python
from web import Event
class Own:
    def handleEvent(self, object: Event, /) -> None: ...
from web import EventTarget
EventTarget().addEventListener("x", Own())
## accept: subclass instances where the base is taken
from web import Element, Node, document
def describe(node: Node) -> str:
    return node.nodeName
element: Element = document.createElement("b")
describe(element)
## accept: intersection and resize entries
from web import IntersectionObserver
IntersectionObserver(lambda entries: print(entries[0].isIntersecting), threshold=[0, 1], rootMargin="1px")
## accept: numbers are int or float
from web import DOMRect
rect = DOMRect(1, 2.5)
size: int | float = rect.width
## accept: functions of the global object
from web import btoa, queueMicrotask, setTimeout, structuredClone
identifier = setTimeout(lambda: None, 10)
queueMicrotask(lambda: None)
print(btoa("a").upper(), structuredClone({"a": 1}))
## accept: maps of search parameters
from web import URL, URLSearchParams
url = URL("/a?b=c", base="https://example.com") if False else URL("/a?b=c", "https://example.com")
for key, value in url.searchParams:
    print(key, value)
print(URLSearchParams({"a": "1"}).toString())
## accept: async iteration of a stream
from web import ReadableStream
async def read(stream: ReadableStream[str]) -> None:
    async for chunk in stream:
        print(chunk.upper())
## accept: forms
from web import FormData
form = FormData()
form.append("a", "b")
value = form.get("a")
if isinstance(value, str):
    print(value.upper())
## accept: websocket handlers as attributes
from web import WebSocket
socket = WebSocket("wss://example.com", ["a"])
socket.onmessage = lambda event: print(event.data)
socket.send(b"data")
## accept: storage by index
from web import localStorage
localStorage.setItem("a", "b")
value = localStorage.getItem("a")
## accept: animation with keyframes
from web import document
animation = document.body.animate([{"opacity": 0}, {"opacity": 1}], duration=100, iterations=2)
animation.cancel()
## accept: scrolling with options or numbers
from web import window
window.scrollTo(0, 1)
window.scrollTo(top=1, behavior="smooth")
## accept: keys of cryptography
from web import crypto
async def main() -> None:
    key = await crypto.subtle.generateKey({"name": "AES-GCM", "length": 256}, True, ["encrypt", "decrypt"])
    print(key)
## accept: navigator and geolocation
from web import navigator
navigator.geolocation.getCurrentPosition(lambda position: print(position.coords.latitude), enableHighAccuracy=True)
## accept: the names of a namespace
from web import Intl
text: str = Intl.NumberFormat("de", style="currency", currency="EUR").format(1)
## reject: an unknown keyword
from web import Response
Response("", stauts=404)  # error
## reject: an unknown keyword of a function
from web import fetch
fetch("/", methd="POST")  # error
## reject: a wrong type of a keyword
from web import Response
Response("", status="404")  # error
## reject: a wrong type in nested data
from web import fetch
fetch("/", headers={"x": 1})  # error
## reject: an unknown key of a whole object
from web import fetch
fetch("/", {"methd": "POST"})  # error
## reject: a wrong value of a whole object
from web import Event
Event("x", {"bubbles": "yes"})  # error
## reject: both keywords and the whole object
from web import Event
Event("x", {"bubbles": True}, bubbles=True)  # error
## reject: a literal that is not one of the values
from web import fetch
fetch("/", mode="crs")  # error
## reject: a positional parameter by its name
from web import fetch
fetch(input="/")  # error
## reject: a missing argument
from web import URL
URL()  # error
## reject: too many arguments
from web import btoa
btoa("a", "b")  # error
## reject: a read-only property
from web import Response
r = Response("")
r.status = 3  # error
## reject: an unknown attribute
from web import document
document.bdy  # error
## reject: None where nothing is nullable
from web import btoa
btoa(None)  # error
## reject: a nullable result used as if it were there
from web import document
document.querySelector("p").remove()  # error
## reject: a handler of the wrong event
from web import KeyboardEvent, document
def handler(event: KeyboardEvent) -> None: ...
document.addEventListener("click", handler)  # error
## reject: a handler with too many parameters
from web import Event, EventTarget
def handler(event: Event, more: int) -> None: ...
EventTarget().addEventListener("x", handler)  # error
## reject: a handler that cannot be called
from web import EventTarget
EventTarget().addEventListener("x", 3)  # error
## reject: an unknown option of a listener
from web import EventTarget
EventTarget().addEventListener("x", None, onec=True)  # error
## reject: an interface cannot be constructed
from web import Body
Body()  # error
## reject: a class without a constructor cannot be constructed
from web import Window
Window(1)  # error
## reject: an instance method on the class object
from web import Response
Response.text()  # error
## reject: an element of another kind
from web import HTMLCanvasElement, document
canvas: HTMLCanvasElement = document.createElement("p")  # error
## reject: an attribute of another element
from web import document
document.createElement("p").getContext("2d")  # error
## reject: a property of a wrong type
from web import document
document.title = 3  # error
## reject: a string where bytes are taken
from web import crypto
crypto.subtle.digest("SHA-256", "text")  # error
## reject: the value of a promise that is not awaited
from web import fetch
fetch("/").status  # error
## reject: a missing required key of a record
from web import RsaHashedKeyGenParams
params: RsaHashedKeyGenParams = {"name": "RSA-PSS"}  # error
## reject: a wrong key of a record by name
from web import RequestInit
init: RequestInit = {"metod": "POST"}  # error
## reject: a wrong item of a sequence
from web import MutationObserver, document
MutationObserver(lambda records: None).observe(document.body, attributeFilter=[1])  # error
## reject: a callback with a wrong parameter
from web import document
def each(node: int) -> None: ...
document.querySelectorAll("p").forEach(each)  # error
## reject: the result is exact
from web import URL
number: int = URL("https://a").href  # error
## reject: a tuple of the wrong length
from web import Headers
Headers([("a", "b", "c")])  # error
## reject: items of a read-only list
from web import document
document.querySelectorAll("p")[0] = document.body  # error
## reject: a constant cannot be set by text
from web import Event
phase: str = Event.AT_TARGET  # error
## reject: a key that a returned record has not
from web import TextEncoder, Uint8Array
TextEncoder().encodeInto("x", Uint8Array(8))["reed"]  # error
## reject: a setter that takes no numbers
from web import document
document.body.style = 3  # error
## reject: no function of this name
from web import fetsch  # error
## reject: a namespace has no such function
from web import Intl
Intl.getCanonicalLocale("de")  # error
## reject: a wrong keyword of a class in a namespace
from web import Intl
Intl.NumberFormat("de", stlye="currency")  # error
## reject: chunks of another type
from web import ReadableStream
async def read(stream: ReadableStream[int]) -> None:
    async for chunk in stream:
        chunk.upper()  # error
## accept: a source as a dict of functions
from web import ReadableStream, TransformStream, WritableStream
ReadableStream({"pull": lambda controller: controller.enqueue("a")})
ReadableStream({"start": lambda controller: controller.enqueue("a")}, highWaterMark=3)
WritableStream({"write": lambda chunk, controller: print(chunk)})
TransformStream({"transform": lambda chunk, controller: controller.enqueue(chunk)})
## reject: a source that is no function
from web import ReadableStream
ReadableStream({"pull": 3})  # error
