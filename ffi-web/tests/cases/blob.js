// parts
const b = new Blob(["a€", new Uint8Array([98]), new Blob(["c"]), new Uint8Array([100, 101]).buffer, 5], { type: "Text/Plain" }); print(b.size, b.type, await b.text());
//> 9 text/plain a€bcde5

// defaults
const b = new Blob(); print(b.size, JSON.stringify(b.type), JSON.stringify(await b.text()), Object.prototype.toString.call(b), Blob.length, new Blob([]).size, new Blob(undefined).size);
//> 0 "" "" [object Blob] 0 0 0

// what the constructor refuses
print(thrown(() => new Blob("abc")), thrown(() => new Blob(1)), thrown(() => new Blob(null)), thrown(() => Blob([])), thrown(() => new Blob([], { endings: "x" })));
//> TypeError TypeError TypeError TypeError TypeError

// types
print(new Blob([], { type: "A/B;c=D" }).type, JSON.stringify(new Blob([], { type: "a\u00e9" }).type), JSON.stringify(new Blob([], { type: "a\n" }).type), new Blob([], { type: null }).type);
//> a/b;c=d "" "" null

// slice
const b = new Blob(["abcdef"], { type: "x/y" }); for (const args of [[], [1], [1, 3], [-2], [0, -1], [4, 2], [10], [2, 100]]) print(await b.slice(...args).text());
print(JSON.stringify(b.slice(0, 1).type), b.slice(0, 1, "A/b").type);
//> abcdef
//> bcdef
//> bc
//> ef
//> abcde
//>
//>
//> cdef
//> "" a/b

// arrayBuffer and stream
const b = new Blob(["abc"]); print(new Uint8Array(await b.arrayBuffer()), (await b.stream().getReader().read()).value, await new Response(b.stream()).text());
//> 97,98,99 97,98,99 abc

// endings
print(JSON.stringify(await new Blob(["a\r\nb\nc"], { endings: "native" }).text()), JSON.stringify(await new Blob(["a\r\nb"]).text()));
//> "a\nb\nc" "a\r\nb"

// a lone carriage return ends a line too
// [standard] Node: keeps it
print(JSON.stringify(await new Blob(["a\rb"], { endings: "native" }).text()));
//> "a\nb"
