// entries
const f = new FormData(); f.append("a", "1"); f.append("b", 2); f.append("a", "3"); print(f.get("a"), f.getAll("a"), f.get("c"), f.has("b"), f.has("c"), [...f].join(";"), Object.prototype.toString.call(f));
//> 1 1,3 null true false a,1;b,2;a,3 [object FormData]

// set and delete
const f = new FormData(); for (const [k, v] of [["a", 1], ["b", 2], ["a", 3], ["c", 4]]) f.append(k, v);
f.set("a", "x"); print([...f].join(";")); f.set("d", "y"); f.delete("b"); print([...f].join(";"), [...f.keys()], [...f.values()]);
f.forEach((value, name, form) => print(name, value, form === f));
//> a,x;b,2;c,4
//> a,x;c,4;d,y a,c,d x,4,y
//> a x true
//> c 4 true
//> d y true

// what is refused
print(thrown(() => FormData()), thrown(() => new FormData(1)), thrown(() => new FormData().append("a")), thrown(() => new FormData().append("a", "b", "c")), thrown(() => new FormData().get()));
//> TypeError TypeError TypeError TypeError TypeError

// blobs become files
const f = new FormData(); f.append("a", new Blob(["x"], { type: "T/Y" })); f.append("b", new Blob(["y"]), "n.txt"); const file = new File(["z"], "f.bin", { lastModified: 5 }); f.append("c", file); f.append("d", file, "other");
for (const [name, value] of f) print(name, value instanceof File, value instanceof Blob, value.name, value.type, await value.text());
print(f.get("c") === file, f.get("d") === file, f.get("d").lastModified);
//> a true true blob t/y x
//> b true true n.txt  y
//> c true true f.bin  z
//> d true true other  z
//> true false 5

// lone surrogates
const f = new FormData(); f.append("\ud800", "a\udc00b"); print([...f][0].map(x => [...x].map(c => c.codePointAt(0).toString(16)).join(" ")));
//> fffd,61 fffd 62

// File
const a = new File(["ab", new Uint8Array([99])], "n", { type: "A/b", lastModified: 5 }); print(a.name, a.size, a.type, a.lastModified, await a.text(), Object.prototype.toString.call(a), File.length, await a.slice(1).text(), a.slice(1) instanceof File);
print(typeof new File([], "x").lastModified, thrown(() => new File([])), thrown(() => new File("x", "y")), thrown(() => File([], "x")));
//> n 3 a/b 5 abc [object File] 2 bc false
//> number TypeError TypeError TypeError

// a body
const f = new FormData(); f.append("a", "1\n2"); f.append('q"\n', "x"); f.append("f", new Blob(["data"], { type: "text/x" }), 'n"\n.txt');
const r = new Response(f); const type = r.headers.get("content-type"); const b = type.split("boundary=")[1];
print(type.startsWith("multipart/form-data; boundary="), JSON.stringify((await r.text()).replaceAll(b, "B").trimEnd()));
//> true "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n2\r\n--B\r\nContent-Disposition: form-data; name=\"q%22%0D%0A\"\r\n\r\nx\r\n--B\r\nContent-Disposition: form-data; name=\"f\"; filename=\"n%22%0A.txt\"\r\nContent-Type: text/x\r\n\r\ndata\r\n--B--"

// a body there and back
const f = new FormData(); f.append("a", "ü"); f.append("a", ""); f.append("f", new File([new Uint8Array([0, 13, 10, 255])], "x.bin", { type: "a/b" }));
const g = await new Response(f).formData(); print(g.getAll("a"), g.get("f").name, g.get("f").type, new Uint8Array(await g.get("f").arrayBuffer()));
//> ü, x.bin a/b 0,13,10,255

// formData of text
const form = (kind, body) => new Response(body, { headers: { "content-type": kind } }).formData();
print([...await form("application/x-www-form-urlencoded", "a=1&b=%20x&a=+")].join(";"));
print([...await form("multipart/form-data; boundary=B", '--B\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--B\r\nContent-Disposition: form-data; name="f"; filename="n"\r\nContent-Type: t/u\r\n\r\nx\r\ny\r\n--B--\r\n')].map(([k, v]) => `${k}=${v.name ?? v}`).join(";"));
//> a,1;b, x;a,
//> a=1;f=n

// what is no form
const form = (kind, body) => new Response(body, { headers: { "content-type": kind } }).formData();
print(await rejected(form("text/plain", "a=1")), await rejected(form("multipart/form-data", "x")), await rejected(form("multipart/form-data; boundary=B", "x")), await rejected(form("multipart/form-data; boundary=B", "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1")));
//> TypeError TypeError TypeError TypeError

// a form is sent and its type is known
const f = new FormData(); f.set("a", "1"); const r = new Request("http://a/", { method: "POST", body: f }); print(r.headers.get("content-type").startsWith("multipart/form-data"), (await r.formData()).get("a"));
//> true 1
