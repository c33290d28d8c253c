## accept: an application
from hono import Hono
app = Hono()
app.get("/", lambda c: c.text("Hello"))
## accept: answers of a context
from hono import Context
def answer(c: Context) -> object:
    c.header("a", "b")
    c.status(201)
    return c.json({"a": 1})
## accept: the request
from hono import Context
async def read(c: Context) -> str:
    return await c.req.text()
## accept: options of an application
from hono import Hono
Hono(strict=False)
## reject: an unknown option
from hono import Hono
Hono(strikt=False)  # error
## reject: a status that is text
from hono import Context
def answer(c: Context) -> None:
    c.status("201")  # error
## reject: no such method
from hono import Context
def answer(c: Context) -> None:
    c.jsn({})  # error
