// encode
print(new TextEncoder().encode("a€😀"), new TextEncoder().encoding, new TextEncoder().encode().length, new TextEncoder().encode(undefined).length, new TextEncoder().encode("") instanceof Uint8Array);
//> 97,226,130,172,240,159,152,128 utf-8 0 0 true

// lone surrogates are replaced
print(new TextEncoder().encode("\ud800a\udc00"));
//> 239,191,189,97,239,191,189

// encodeInto
const to = new Uint8Array(5);
for (const text of ["abc", "a€€", "😀a", "😀😀", ""]) { const r = new TextEncoder().encodeInto(text, to); print(r.read, r.written, to); }
//> 3 3 97,98,99,0,0
//> 2 4 97,226,130,172,0
//> 3 5 240,159,152,128,97
//> 2 4 240,159,152,128,97
//> 0 0 240,159,152,128,97

// encodeInto needs a Uint8Array
print(thrown(() => new TextEncoder().encodeInto("a", [])), thrown(() => new TextEncoder().encodeInto("a", new Uint16Array(2))), thrown(() => new TextEncoder().encodeInto("a")));
//> TypeError TypeError TypeError

// decode
print(new TextDecoder().decode(new Uint8Array([0xef, 0xbb, 0xbf, 97, 0xff, 0xe2, 0x82])), new TextDecoder().decode(), new TextDecoder().decode(undefined) === "");
//> a��  true

// buffers of every sort
const bytes = new Uint8Array([120, 97, 98, 99]);
print(new TextDecoder().decode(bytes.buffer), new TextDecoder().decode(bytes.subarray(1, 3)), new TextDecoder().decode(new DataView(bytes.buffer, 2)), new TextDecoder().decode(new Uint16Array(bytes.buffer, 2)));
print(thrown(() => new TextDecoder().decode("abc")), thrown(() => new TextDecoder().decode([97])), thrown(() => new TextDecoder().decode(null)));
//> xabc ab bc bc
//> TypeError TypeError TypeError

// streaming
const d = new TextDecoder(); const out = [];
for (const chunk of [[0xe2], [0x82], [0xac, 0xf0], []]) out.push(d.decode(new Uint8Array(chunk), { stream: true }));
out.push(d.decode()); print(JSON.stringify(out)); print(d.decode(new Uint8Array([0xef, 0xbb, 0xbf, 98])));
//> ["","","€","","�"]
//> b

// fatal
const d = new TextDecoder("utf-8", { fatal: true });
print(d.fatal, d.ignoreBOM, thrown(() => d.decode(new Uint8Array([0xff]))), d.decode(new Uint8Array([97])));
try { d.decode(new Uint8Array([0xff])); } catch (e) { print(e.code); }
//> true false TypeError a
//> ERR_ENCODING_INVALID_ENCODED_DATA

// ignoreBOM keeps the mark
const d = new TextDecoder("utf-8", { ignoreBOM: true }); print(d.decode(new Uint8Array([0xef, 0xbb, 0xbf, 97])).length, d.ignoreBOM);
//> 2 true

// labels
for (const label of ["UTF8", " utf-8\n", "latin1", "ascii", "utf-16", "shift-jis", "gbk"]) print(new TextDecoder(label).encoding);
//> utf-8
//> utf-8
//> windows-1252
//> windows-1252
//> utf-16le
//> shift_jis
//> gbk

// unknown labels are RangeErrors
print(thrown(() => new TextDecoder("nope")), thrown(() => new TextDecoder("")), thrown(() => new TextDecoder("utf-8\0")));
//> RangeError RangeError RangeError

// legacy encodings
print(new TextDecoder("windows-1252").decode(new Uint8Array([0xe9])), new TextDecoder("shift_jis").decode(new Uint8Array([0x83, 0x65])), new TextDecoder("utf-16be").decode(new Uint8Array([0, 97, 0xd8])));
//> é テ a�

// class shapes
print(TextDecoder.length, TextEncoder.length, Object.prototype.toString.call(new TextEncoder()), Object.prototype.toString.call(new TextDecoder()), thrown(() => TextEncoder()), thrown(() => TextDecoder.prototype.decode.call({})));
//> 0 0 [object TextEncoder] [object TextDecoder] TypeError TypeError

// atob and btoa
print(btoa(""), btoa("a"), btoa("ab"), btoa("abc"), btoa("\u00ff\u0000"), btoa(null), atob(" YW J\nj "), atob("YQ"), atob("").length, atob("/+8=").charCodeAt(0));
//>  YQ== YWI= YWJj /wA= bnVsbA== abc a 0 255

// atob and btoa: failures
print(thrown(() => btoa("\u0100")), thrown(() => atob("a")), thrown(() => atob("ab=")), thrown(() => atob("****")), thrown(() => atob("YQ===")), thrown(() => atob()));
//> DOMException/InvalidCharacterError DOMException/InvalidCharacterError DOMException/InvalidCharacterError DOMException/InvalidCharacterError DOMException/InvalidCharacterError TypeError

// windows-1252 is not latin1
// [standard] Node 20: decodes it as latin1
print(new TextDecoder("latin1").decode(new Uint8Array([0x80, 0x9f])));
//> €Ÿ
