"""Streams read with `async for`, made from Python, and text through them."""

import asyncio

from web import ReadableStream, Response


async def main() -> None:
    chunks = []
    async for chunk in Response("hello, streams").body:
        chunks.append(bytes(chunk))
    assert b"".join(chunks) == b"hello, streams", chunks

    # A source in Python: called when more is wanted, and told when nobody wants more.
    numbers = iter(range(5))
    cancelled = []

    def pull(controller) -> None:
        number = next(numbers, None)
        if number is None:
            controller.close()
        else:
            controller.enqueue(f"line {number}\n".encode())

    stream = ReadableStream({"pull": pull, "cancel": cancelled.append})
    read = [bytes(chunk).decode() async for chunk in stream]
    assert read == [f"line {number}\n" for number in range(5)], read

    endless = ReadableStream({"pull": lambda controller: controller.enqueue(b"x"), "cancel": cancelled.append})
    reader = endless.getReader()
    first = await reader.read()
    assert (bytes(first["value"]), first["done"]) == (b"x", False), first
    await reader.cancel("enough")
    assert cancelled == ["enough"], cancelled
    print("streams: async for, a source in Python, cancel")


asyncio.run(main())
