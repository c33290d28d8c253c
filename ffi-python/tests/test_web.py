"""Web APIs of the embedded engine as Python uses them through `js`: keys, byte streams, what nobody catches."""

from __future__ import annotations

import asyncio
import gc
import sys

import pytest

import sigbind

sigbind.install()

import js  # noqa: E402
from pyodide.code import run_js  # noqa: E402
from pyodide.ffi import JsException, create_proxy, to_js  # noqa: E402


def _dict(**members):
    return to_js(members, dict_converter=js.Object.fromEntries)


def test_a_key_is_derived_and_encrypts():
    async def main():
        subtle = js.crypto.subtle
        password = await subtle.importKey("raw", to_js(b"password"), "PBKDF2", False, to_js(["deriveKey"]))
        derivation = _dict(name="PBKDF2", hash="SHA-256", salt=b"salt", iterations=1000)
        wanted = _dict(name="AES-GCM", length=256)
        key = await subtle.deriveKey(derivation, password, wanted, True, to_js(["encrypt", "decrypt"]))
        assert (await subtle.exportKey("raw", key)).to_bytes().hex().startswith("632c2812e46d4604")
        algorithm = _dict(name="AES-GCM", iv=bytes(12), tagLength=96)
        sealed = await subtle.encrypt(algorithm, key, to_js(b"secret"))
        assert (await subtle.decrypt(algorithm, key, sealed)).to_bytes() == b"secret"
        with pytest.raises(JsException, match="Unable to use this key to sign|mismatch|Unrecognized"):
            await subtle.sign("HMAC", key, to_js(b"data"))

    asyncio.run(main())


def test_a_signature_on_a_curve():
    async def main():
        subtle = js.crypto.subtle
        for algorithm, signing in (
            (_dict(name="ECDSA", namedCurve="P-256"), _dict(name="ECDSA", hash="SHA-512")),
            (_dict(name="Ed25519"), _dict(name="Ed25519")),
        ):
            pair = await subtle.generateKey(algorithm, True, to_js(["sign", "verify"]))
            made = await subtle.sign(signing, pair.privateKey, to_js(b"data"))
            assert await subtle.verify(signing, pair.publicKey, made, to_js(b"data")) is True
            assert await subtle.verify(signing, pair.publicKey, made, to_js(b"date")) is False

    asyncio.run(main())


def test_the_chunks_of_a_body():
    async def main():
        response = js.Response.new("some text")
        assert b"".join([chunk.to_bytes() async for chunk in response.body]) == b"some text"

    asyncio.run(main())


def test_reads_into_a_bytearray():
    async def main():
        reader = js.Response.new("hello world").body.getReader(mode="byob")
        target, seen = bytearray(8), b""
        while True:
            view = js.Uint8Array.new(len(target))
            result = await reader.read(view)
            if result.done:
                break
            result.value.assign_to(memoryview(target)[: result.value.byteLength])
            seen += target[: result.value.byteLength]
        assert seen == b"hello world"
        assert view.byteLength == 0

    asyncio.run(main())


def test_reads_into_the_memory_of_a_bytearray():
    async def main():
        target = bytearray(5)
        read = run_js("(stream, target) => stream.getReader({ mode: 'byob' }).read(target.getBuffer().data)")
        result = await read(js.Blob.new(to_js(["bytes of a blob"])).stream(), target)
        assert result.value.to_bytes() == b"bytes" == bytes(target)

    asyncio.run(main())


def test_a_stream_from_a_generator_of_python():
    async def numbers():
        for number in range(3):
            await asyncio.sleep(0)
            yield number

    async def main():
        stream = js.ReadableStream.from_(create_proxy(numbers()))
        assert [number async for number in stream] == [0, 1, 2]

    asyncio.run(main())


def test_a_listener_sees_what_nobody_catches(monkeypatch):
    reports = []
    monkeypatch.setattr(sys, "unraisablehook", lambda report: reports.append(str(report.exc_value)))
    seen = []

    def listener(event):
        seen.append(str(event.reason.message))
        if "stopped" in seen[-1]:
            event.preventDefault()

    proxy = create_proxy(listener)
    js.addEventListener("unhandledrejection", proxy)
    run_js("Promise.reject(new Error('reported')); Promise.reject(new Error('stopped')); 0")
    gc.collect()
    run_js("0")
    js.removeEventListener("unhandledrejection", proxy)
    proxy.destroy()
    assert (seen, reports) == (["reported", "stopped"], ["Error: reported"])
    js.onerror = proxy = create_proxy(lambda message, *place: message == "Uncaught Error: known")
    js.reportError(js.Error.new("known"))
    js.reportError(js.Error.new("unknown"))
    js.onerror = None
    proxy.destroy()
    assert reports[1:] == ["Error: unknown"]


def test_a_listener_in_python_that_raises_does_not_hide_the_report(monkeypatch):
    reports = []
    monkeypatch.setattr(sys, "unraisablehook", lambda report: reports.append(str(report.exc_value)))

    def listener(event):
        raise ValueError("in the listener")

    proxy = create_proxy(listener)
    js.addEventListener("unhandledrejection", proxy)
    run_js("Promise.reject(new Error('lost')); 0")
    run_js("0")
    js.removeEventListener("unhandledrejection", proxy)
    proxy.destroy()
    assert reports == ["in the listener", "Error: lost"]


def test_the_listeners_of_a_closed_runtime_are_let_go():
    import weakref

    class Listener:
        def __call__(self, event):
            pass

    listener = Listener()
    with sigbind.Runtime() as runtime:
        runtime.run_js("listener => { addEventListener('error', listener); globalThis.onerror = listener }")(listener)
    gone = weakref.ref(listener)
    del listener, runtime
    gc.collect()
    assert gone() is None
