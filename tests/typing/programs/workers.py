## accept: a value of a namespace
from workers import KVNamespace
async def main(kv: KVNamespace[str]) -> None:
    text = await kv.get("key")
    if text is not None:
        print(text.upper())
## accept: options of a value
from workers import KVNamespace
async def main(kv: KVNamespace[str]) -> None:
    await kv.put("key", "value", expirationTtl=60, metadata={"a": 1})
    await kv.get("key", type="json")
## accept: kinds of values
from workers import KVNamespace
async def main(kv: KVNamespace[str]) -> None:
    data = await kv.get("key", "arrayBuffer")
    if data is not None:
        print(data.byteLength)
## accept: a database
from workers import D1Database
async def main(db: D1Database) -> None:
    statement = db.prepare("select 1").bind(1, "a")
    result = await statement.all()
    print(result)
## accept: a bucket
from workers import R2Bucket
async def main(bucket: R2Bucket) -> None:
    item = await bucket.head("a")
    if item is not None:
        print(item.key.upper(), item.size + 1)
## accept: a response with a websocket
from workers import Response, WebSocket
def answer(socket: WebSocket) -> Response:
    return Response(None, status=101, webSocket=socket)
## accept: a request as it arrives
from workers import Request, Response, URL
async def fetch(request: Request) -> Response:
    url = URL(request.url)
    return Response("path " + url.pathname, headers={"content-type": "text/plain"})
## reject: a value that cannot be stored
from workers import KVNamespace
async def main(kv: KVNamespace[str]) -> None:
    await kv.put("key", 3)  # error
## reject: an unknown option of a value
from workers import KVNamespace
async def main(kv: KVNamespace[str]) -> None:
    await kv.put("key", "value", expiration_ttl=60)  # error
## reject: a value may be missing
from workers import KVNamespace
async def main(kv: KVNamespace[str]) -> None:
    (await kv.get("key")).upper()  # error
## reject: a statement is text
from workers import D1Database
def main(db: D1Database) -> None:
    db.prepare(1)  # error
## reject: an object may be missing
from workers import R2Bucket
async def main(bucket: R2Bucket) -> None:
    (await bucket.head("a")).key  # error
## reject: a status is a number
from workers import Response
Response(None, status="101")  # error
## reject: a database has no such method
from workers import D1Database
def main(db: D1Database) -> None:
    db.query("select 1")  # error
