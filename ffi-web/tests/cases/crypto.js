// digests
const data = new TextEncoder().encode("abc");
for (const name of ["SHA-1", "sha-256", { name: "SHA-384" }, "SHA-512"]) print(hex(await crypto.subtle.digest(name, data)));
print(hex(await crypto.subtle.digest("SHA-256", new ArrayBuffer(0))), (await crypto.subtle.digest("SHA-1", data)) instanceof ArrayBuffer);
//> a9993e364706816aba3e25717850c26c9cd0d89d
//> ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad
//> cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7
//> ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f
//> e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 true

// what digest refuses
print(await rejected(crypto.subtle.digest("MD5", new Uint8Array(1))), await rejected(crypto.subtle.digest("SHA-1", "abc")), await rejected(crypto.subtle.digest("SHA-1")), await rejected(crypto.subtle.digest({}, new Uint8Array(1))));
//> DOMException/NotSupportedError TypeError TypeError TypeError

// HMAC
const bytes = (text) => new TextEncoder().encode(text);
for (const hash of ["SHA-1", "SHA-256", "SHA-384", "SHA-512"]) {
  const key = await crypto.subtle.importKey("raw", bytes("key"), { name: "HMAC", hash }, true, ["sign", "verify"]);
  const tag = await crypto.subtle.sign("HMAC", key, bytes("data"));
  print(hex(tag), await crypto.subtle.verify("HMAC", key, tag, bytes("data")), await crypto.subtle.verify("hmac", key, tag, bytes("date")), await crypto.subtle.verify("HMAC", key, new Uint8Array(3), bytes("data")));
}
//> 104152c5bfdca07bc633eebd46199f0255c9f49d true false false
//> 5031fe3d989c6d1537a013fa6e739da23463fdaec3b70137d828e36ace221bd0 true false false
//> c5f97ad9fd1020c174d7dc02cf83c4c1bf15ee20ec555b690ad58e62da8a00ee44ccdb65cb8c80acfd127ebee568958a true false false
//> 3c5953a18f7303ec653ba170ae334fafa08e3846f2efe317b87efce82376253cb52a8c31ddcde5a3a2eee183c2b34cb91f85e64ddbc325f7692b199473579c58 true false false

// the attributes of a key
const key = await crypto.subtle.importKey("raw", new Uint8Array(16), { name: "hmac", hash: { name: "sha-256" } }, false, ["verify", "sign"]);
print(key.type, key.extractable, key.algorithm.name, key.algorithm.hash.name, key.algorithm.length, [...key.usages].sort(), Object.prototype.toString.call(key), thrown(() => new CryptoKey()));
const aes = await crypto.subtle.importKey("raw", new Uint8Array(32), "AES-GCM", true, ["encrypt"]);
print(aes.algorithm.name, aes.algorithm.length, aes.usages);
//> secret false HMAC SHA-256 128 sign,verify [object CryptoKey] TypeError
//> AES-GCM 256 encrypt

// generated keys
const length = async (algorithm, usages) => (await crypto.subtle.exportKey("raw", await crypto.subtle.generateKey(algorithm, true, usages))).byteLength;
print(await length({ name: "HMAC", hash: "SHA-256" }, ["sign"]), await length({ name: "HMAC", hash: "SHA-512" }, ["sign"]), await length({ name: "HMAC", hash: "SHA-1", length: 256 }, ["sign"]), await length({ name: "AES-GCM", length: 128 }, ["encrypt"]), await length({ name: "AES-GCM", length: 256 }, ["encrypt", "decrypt"]));
//> 64 128 32 16 32

// JSON web keys
const key = await crypto.subtle.importKey("jwk", { kty: "oct", k: "AQIDBAUGBwgJCgsMDQ4PEA", alg: "A128GCM" }, { name: "AES-GCM" }, true, ["encrypt", "decrypt"]);
const jwk = await crypto.subtle.exportKey("jwk", key); print(new Uint8Array(await crypto.subtle.exportKey("raw", key)), jwk.kty, jwk.k, jwk.alg, jwk.ext, jwk.key_ops);
const mac = await crypto.subtle.importKey("raw", new Uint8Array([251, 255, 254, 0]), { name: "HMAC", hash: "SHA-256" }, true, ["sign"]); const out = await crypto.subtle.exportKey("jwk", mac); print(out.k, out.alg);
//> 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16 oct AQIDBAUGBwgJCgsMDQ4PEA A128GCM true encrypt,decrypt
//> -__-AA HS256

// AES-GCM there and back
const iv = new Uint8Array(12).fill(7), additionalData = new Uint8Array([1, 2]);
for (const size of [16, 32]) {
  const key = await crypto.subtle.importKey("raw", new Uint8Array(size).fill(3), "AES-GCM", false, ["encrypt", "decrypt"]);
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData }, key, new TextEncoder().encode("secret"));
  print(new Uint8Array(sealed), new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData }, key, sealed)));
  print(await rejected(crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, sealed)), await rejected(crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData }, key, new Uint8Array(40))), new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv, tagLength: 128 }, key, new Uint8Array(0))));
}
//> 148,76,193,203,101,60,179,18,117,31,35,20,213,188,251,82,199,97,87,68,225,54 secret
//> DOMException/OperationError DOMException/OperationError 96,87,200,165,37,185,92,59,132,170,59,219,218,220,87,23
//> 103,72,167,209,113,28,144,114,133,13,182,229,53,15,228,118,224,186,110,211,22,253 secret
//> DOMException/OperationError DOMException/OperationError 10,70,57,154,103,177,27,41,107,77,103,127,174,77,30,59

// what keys refuse
const key = await crypto.subtle.importKey("raw", new Uint8Array(16), "AES-GCM", false, ["encrypt"]);
print(await rejected(crypto.subtle.decrypt({ name: "AES-GCM", iv: new Uint8Array(12) }, key, new Uint8Array(20))), await rejected(crypto.subtle.sign("HMAC", key, new Uint8Array(1))));
print(await rejected(crypto.subtle.importKey("raw", new Uint8Array(5), "AES-GCM", false, ["encrypt"])), await rejected(crypto.subtle.importKey("raw", new Uint8Array(16), "AES-GCM", false, [])), await rejected(crypto.subtle.importKey("raw", new Uint8Array(16), "AES-GCM", false, ["sign"])), await rejected(crypto.subtle.importKey("raw", new Uint8Array(16), "HMAC", false, ["sign"])));
print(await rejected(crypto.subtle.importKey("raw", new Uint8Array(16), "AES-XYZ", false, ["encrypt"])), await rejected(crypto.subtle.importKey("raw", new Uint8Array(16), "AES-GCM", false, ["fly"])), await rejected(crypto.subtle.importKey("paw", new Uint8Array(16), "AES-GCM", false, ["encrypt"])), await rejected(crypto.subtle.generateKey({ name: "AES-GCM", length: 100 }, false, ["encrypt"])));
//> DOMException/InvalidAccessError DOMException/InvalidAccessError
//> DOMException/DataError DOMException/SyntaxError DOMException/SyntaxError TypeError
//> DOMException/NotSupportedError TypeError TypeError DOMException/OperationError

// a key that stays where it is
// [standard] Node 20: calls the error InvalidAccessException
const key = await crypto.subtle.importKey("raw", new Uint8Array(16), "AES-GCM", false, ["encrypt"]);
print(await rejected(crypto.subtle.exportKey("raw", key)), await rejected(crypto.subtle.exportKey("jwk", key)));
//> DOMException/InvalidAccessError DOMException/InvalidAccessError

// a usage named twice
// [standard] Node 20: keeps it twice
print((await crypto.subtle.importKey("raw", new Uint8Array(16), "AES-GCM", false, ["encrypt", "decrypt", "encrypt"])).usages);
//> encrypt,decrypt

// random values
const a = crypto.getRandomValues(new Uint32Array(4)); print(a.length, a.some((x) => x !== 0), crypto.randomUUID().length, thrown(() => crypto.getRandomValues(new Float32Array(1))), thrown(() => crypto.getRandomValues(new Uint8Array(65537))));
//> 4 true 36 DOMException/TypeMismatchError DOMException/QuotaExceededError

// the objects
print(Object.prototype.toString.call(crypto.subtle), crypto.subtle === crypto.subtle, typeof SubtleCrypto, thrown(() => new SubtleCrypto()));
//> [object SubtleCrypto] true function TypeError
