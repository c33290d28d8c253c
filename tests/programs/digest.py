"""`crypto.subtle`: digests, keys, signatures, encryption; bytes go in and come out as bytes."""

import asyncio
import hashlib
import hmac

from web import TextEncoder, crypto

NEEDS = "crypto.subtle"


async def main() -> None:
    subtle = crypto.subtle
    for name, reference in (("SHA-256", hashlib.sha256), ("SHA-512", hashlib.sha512)):
        digest = (await subtle.digest(name, b"the quick brown fox")).to_bytes()
        assert digest == reference(b"the quick brown fox").digest(), name

    key = await subtle.importKey("raw", b"secret", {"name": "HMAC", "hash": "SHA-256"}, False, ["sign", "verify"])
    signature = (await subtle.sign("HMAC", key, b"message")).to_bytes()
    assert signature == hmac.new(b"secret", b"message", "sha256").digest()
    assert await subtle.verify("HMAC", key, signature, b"message") is True
    assert await subtle.verify("HMAC", key, signature, b"massage") is False

    aes = await subtle.generateKey({"name": "AES-GCM", "length": 256}, True, ["encrypt", "decrypt"])
    nonce = bytes(range(12))
    plain = bytes(TextEncoder().encode("in the open"))
    sealed = (await subtle.encrypt({"name": "AES-GCM", "iv": nonce}, aes, plain)).to_bytes()
    assert sealed != plain and len(sealed) == len(plain) + 16
    assert (await subtle.decrypt({"name": "AES-GCM", "iv": nonce}, aes, sealed)).to_bytes() == plain
    print("crypto.subtle: digest, HMAC, AES-GCM")


asyncio.run(main())
