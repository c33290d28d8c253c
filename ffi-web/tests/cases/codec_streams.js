// text is decoded as it comes
const out = []; const s = new ReadableStream({ start(c) { [[0x61, 0xe2], [0x82], [0xac, 0x62]].forEach((x) => c.enqueue(new Uint8Array(x))); c.close(); } }); for await (const x of s.pipeThrough(new TextDecoderStream())) out.push(x); print(out.length, out.join("|"));
//> 2 a|€b

// the attributes of a decoder
const d = new TextDecoderStream("LATIN1", { fatal: true, ignoreBOM: true }); print(d.encoding, d.fatal, d.ignoreBOM, new TextDecoderStream().encoding, new TextDecoderStream().fatal, d.readable instanceof ReadableStream, d.writable instanceof WritableStream, thrown(() => new TextDecoderStream("utf-7")));
//> windows-1252 true true utf-8 false true true RangeError

// malformed text
const read = async (options, ...bytes) => { let text = ""; for await (const x of new ReadableStream({ start(c) { bytes.forEach((x) => c.enqueue(new Uint8Array(x))); c.close(); } }).pipeThrough(new TextDecoderStream("utf-8", options))) text += x; return text; }; print(await read({}, [0x61, 0xff]) === "a\ufffd", await read({}, [0xe2, 0x82]) === "\ufffd", await rejected(read({ fatal: true }, [0xff])), await rejected(read({ fatal: true }, [0xe2, 0x82])));
//> true true TypeError TypeError

// a byte order mark
const read = async (options, ...bytes) => { let text = ""; for await (const x of new ReadableStream({ start(c) { bytes.forEach((x) => c.enqueue(new Uint8Array(x))); c.close(); } }).pipeThrough(new TextDecoderStream("utf-8", options))) text += x; return text; }; print((await read({}, [0xef], [0xbb, 0xbf, 0x61])).length, (await read({ ignoreBOM: true }, [0xef], [0xbb, 0xbf, 0x61])).length);
//> 1 2

// chunks that are no bytes
const d = new TextDecoderStream(); const w = d.writable.getWriter(), r = d.readable.getReader(); const p = rejected(r.read()); print(await rejected(w.write("x")), await p); const e = new TextDecoderStream(); const v = e.writable.getWriter(), q = e.readable.getReader(); v.write(new Uint8Array([97]).buffer); print((await q.read()).value); v.write(new DataView(new ArrayBuffer(1))); print((await q.read()).value.length);
//> TypeError TypeError
//> a
//> 1

// text is encoded
const out = []; for await (const x of new ReadableStream({ start(c) { c.enqueue("a€"); c.enqueue(1); c.enqueue(""); c.enqueue(null); c.close(); } }).pipeThrough(new TextEncoderStream())) out.push(x.constructor.name, ...x); print(out, new TextEncoderStream().encoding);
//> Uint8Array,97,226,130,172,Uint8Array,49,Uint8Array,110,117,108,108 utf-8

// a character in two halves
const encode = async (...items) => { const out = []; for await (const x of new ReadableStream({ start(c) { items.forEach((x) => c.enqueue(x)); c.close(); } }).pipeThrough(new TextEncoderStream())) out.push(...x); return out; }; print(await encode("\ud83d", "\ude00"), await encode("\ud83d", "", "\ude00b"), await encode("\ud83d", "x"), await encode("x\ud83d"), await encode("\ude00"));
//> 240,159,152,128 240,159,152,128,98 239,191,189,120 120,239,191,189 239,191,189

// what cannot be a string
const e = new TextEncoderStream(); const w = e.writable.getWriter(), r = e.readable.getReader(); const p = rejected(r.read()); print(await rejected(w.write({ toString() { throw new EvalError("t"); } })), await p, thrown(() => TextEncoderStream()), thrown(() => TextDecoderStream()));
//> EvalError EvalError TypeError TypeError

// there and back, in each format
const collect = async (s) => new Uint8Array(await new Response(s).arrayBuffer()); const words = "the same words, ".repeat(1000);
for (const format of ["gzip", "deflate", "deflate-raw"]) { const packed = await collect(new Response(words).body.pipeThrough(new CompressionStream(format))); const back = new Response(new Response(packed).body.pipeThrough(new DecompressionStream(format))); print(format, packed.length < 200, (await back.text()) === words); }
//> gzip true true
//> deflate true true
//> deflate-raw true true

// the envelopes
const collect = async (s) => new Uint8Array(await new Response(s).arrayBuffer()); const start = async (format) => (await collect(new Response("abc").body.pipeThrough(new CompressionStream(format)))).slice(0, 2).toString(); print(await start("gzip"), await start("deflate"));
//> 31,139 120,156

// data of another program, in small pieces
const gzip = Uint8Array.from(atob("H4sIAAAAAAAAA8tIzcnJVyjPL8pJAQCFEUoNCwAAAA=="), (c) => c.charCodeAt(0)); const s = new ReadableStream({ start(c) { for (const x of gzip) c.enqueue(Uint8Array.of(x)); c.close(); } }); print(await new Response(s.pipeThrough(new DecompressionStream("gzip"))).text());
//> hello world

// nothing at all
const collect = async (s) => new Uint8Array(await new Response(s).arrayBuffer()); const empty = () => new ReadableStream({ start(c) { c.close(); } }); const packed = await collect(empty().pipeThrough(new CompressionStream("gzip"))); print(packed.length, (await collect(new Response(packed).body.pipeThrough(new DecompressionStream("gzip")))).length);
//> 20 0

// data that is not of the format
// [standard] Node 20: a plain Error
const read = (bytes, format) => rejected(new Response(new ReadableStream({ start(c) { c.enqueue(bytes); c.close(); } }).pipeThrough(new DecompressionStream(format))).text()); print(await read(new TextEncoder().encode("not gzip at all"), "gzip"), await read(new TextEncoder().encode("not zlib at all"), "deflate"), await read(Uint8Array.of(7, 7), "deflate-raw"));
//> TypeError TypeError TypeError

// data that ends too soon, or goes on
// [standard] Node 20: takes what goes on after the end
const collect = async (s) => new Uint8Array(await new Response(s).arrayBuffer()); const read = (bytes, format) => rejected(new Response(new ReadableStream({ start(c) { c.enqueue(bytes); c.close(); } }).pipeThrough(new DecompressionStream(format))).text());
for (const format of ["gzip", "deflate", "deflate-raw"]) { const packed = await collect(new Response("some words of text").body.pipeThrough(new CompressionStream(format))); print(format, await read(packed, format), await read(packed.slice(0, -1), format), await read(packed.slice(0, 5), format), await read(new Uint8Array([...packed, 1]), format), await read(new Uint8Array(), format)); }
//> gzip nothing TypeError TypeError TypeError TypeError
//> deflate nothing TypeError TypeError TypeError TypeError
//> deflate-raw nothing TypeError TypeError TypeError TypeError

// formats
print(thrown(() => new CompressionStream()), thrown(() => new CompressionStream("brotli?")), thrown(() => new DecompressionStream("")), thrown(() => CompressionStream("gzip")), Object.prototype.toString.call(new CompressionStream("gzip")), Object.prototype.toString.call(new DecompressionStream("gzip")));
//> TypeError TypeError TypeError TypeError [object CompressionStream] [object DecompressionStream]

// a chunk that is no bytes
// [standard] Node 20 compresses strings
const c = new CompressionStream("gzip"); const w = c.writable.getWriter(); const r = rejected(c.readable.getReader().read()); print(await rejected(w.write("text")), await r);
//> TypeError TypeError
