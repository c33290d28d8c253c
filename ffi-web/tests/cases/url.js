// the parts of a URL
const u = new URL("https://user:pa%20ss@Example.COM:8080/a/../b c?x=1&y=ü#frag");
print(u.href); print(u.origin, u.protocol, u.username, u.password, u.host, u.hostname, u.port);
print(u.pathname, u.search, u.hash);
//> https://user:pa%20ss@example.com:8080/b%20c?x=1&y=%C3%BC#frag
//> https://example.com:8080 https: user pa%20ss example.com:8080 example.com 8080
//> /b%20c ?x=1&y=%C3%BC #frag

// default ports vanish
const u = new URL("http://a:80/"); print(u.port === "", u.host, u.href);
u.port = "81"; print(u.href); u.port = ""; print(u.href); u.port = "99999"; print(u.href); u.port = "12x"; print(u.href);
//> true a http://a/
//> http://a:81/
//> http://a/
//> http://a/
//> http://a:12/

// relative to a base
for (const [input, base] of [["../x?q", "http://h/a/b/c"], ["//other/p", "https://h/"], ["?q", "http://h/p#f"], ["#f", "http://h/p?q"], ["", "http://h/p?q#f"], ["/abs", new URL("http://h/x")]])
  print(new URL(input, base).href);
//> http://h/a/x?q
//> https://other/p
//> http://h/p?q
//> http://h/p?q#f
//> http://h/p?q
//> http://h/abs

// what is not a URL
for (const args of [["x"], [""], ["http://"], ["http://a b/"], ["http://[::1"], ["x", "y"], ["http://a:b/"]]) print(thrown(() => new URL(...args)));
const e = (() => { try { new URL("x"); } catch (e) { return e; } })();
print(e.message, e.code, e.input);
//> TypeError
//> TypeError
//> TypeError
//> TypeError
//> TypeError
//> TypeError
//> TypeError
//> Invalid URL ERR_INVALID_URL x

// setters
const u = new URL("http://h/p?q#f");
u.protocol = "https"; u.username = "me"; u.password = "a:b"; u.hostname = "x.y"; u.pathname = "a b"; u.search = "k=v w"; u.hash = "";
print(u.href);
u.host = "z:90"; print(u.host, u.hostname, u.port); u.protocol = "mailto"; print(u.protocol); u.search = ""; print(u.href);
//> https://me:a%3Ab@x.y/a%20b?k=v%20w
//> z:90 z 90
//> https:
//> https://me:a%3Ab@z:90/a%20b

// href setter parses or throws
const u = new URL("http://h/"); u.href = "https://other/?a=1";
print(u.host, u.searchParams.get("a"), thrown(() => { u.href = "nope"; }), u.href);
//> other 1 TypeError https://other/?a=1

// origin is read-only
const u = new URL("http://h/"); u.origin = "x"; print(u.origin);
print(thrown(() => { "use strict"; u.origin = "x"; }));
//> http://h
//> TypeError

// opaque origins and paths
print(new URL("data:text/plain,x").origin, new URL("mailto:a@b").pathname, new URL("blob:http://h/id").origin, new URL("javascript:alert(1)").href);
//> null a@b http://h javascript:alert(1)

// canParse and parse
print(URL.canParse("http://h"), URL.canParse("x"), URL.canParse("x", "http://h"), URL.canParse.length, thrown(() => URL.canParse()));
//> true false true 1 TypeError

// toString, toJSON and stringification
const u = new URL("http://h/x"); print(u.toString(), u.toJSON(), JSON.stringify({ u }), `${u}`);
//> http://h/x http://h/x {"u":"http://h/x"} http://h/x

// searchParams is the same object and writes through
const u = new URL("http://h/?a=1&b=2");
print(u.searchParams === u.searchParams); u.searchParams.append("c", "3 4"); print(u.search); u.searchParams.delete("a"); print(u.href);
u.search = "?z=9"; print(u.searchParams.get("z"), u.searchParams.has("b")); u.searchParams.delete("z"); print(u.href);
//> true
//> ?a=1&b=2&c=3+4
//> http://h/?b=2&c=3+4
//> 9 false
//> http://h/

// searchParams cannot be replaced
const u = new URL("http://h/?a=1"); u.searchParams = "x"; print(u.searchParams.get("a"));
//> 1

// hosts
print(new URL("http://EXAMPLE.com./").host, new URL("http://0x7f.1/").host, new URL("http://[2001:DB8::0:1]/").host, new URL("http://münchen.de/").host);
//> example.com. 127.0.0.1 [2001:db8::1] xn--mnchen-3ya.de

// special characters in each part
print(new URL("http://h/{}|^`\"<>?'\"<>#`<>").href);
//> http://h/%7B%7D|^%60%22%3C%3E?%27%22%3C%3E#%60%3C%3E

// tabs and newlines are removed, spaces trimmed
print(new URL("  ht\ntp://h/\ta\rb  ").href);
//> http://h/ab

// class shape
print(URL.length, URL.name, Object.prototype.toString.call(new URL("a:b")), thrown(() => URL("a:b")), thrown(() => new URL()));
const d = Object.getOwnPropertyDescriptor(URL.prototype, "href"); print(d.enumerable, d.configurable, typeof d.get, typeof d.set);
print(Object.getOwnPropertyDescriptor(URL.prototype, "origin").set, thrown(() => d.get.call({})));
//> 1 URL [object URL] TypeError TypeError
//> true true function function
//> undefined TypeError

// arguments are converted to strings
print(new URL({ toString: () => "http://t/" }).href, new URL("null", "http://h/a").href, thrown(() => new URL(Symbol())));
//> http://t/ http://h/null TypeError

// lone surrogates become replacement characters
print(new URL("http://h/\ud800x").href, new URLSearchParams("a=\udc00").get("a").charCodeAt(0).toString(16));
//> http://h/%EF%BF%BDx fffd

// search params from a string
const p = new URLSearchParams("?a=1&b=2&a=3&c&=d&e=%20+%zz");
print(p.get("a"), p.getAll("a"), JSON.stringify([...p]), p.toString(), p.size);
//> 1 1,3 [["a","1"],["b","2"],["a","3"],["c",""],["","d"],["e","  %zz"]] a=1&b=2&a=3&c=&=d&e=++%25zz 6

// search params from pairs, a record and another
// [standard] Node: null is the empty string
print(String(new URLSearchParams([["a", "1"], ["a", 2]])), String(new URLSearchParams({ x: "1", y: null })), String(new URLSearchParams(new URLSearchParams("k=v"))));
print(String(new URLSearchParams(new Map([["m", 1]]))), String(new URLSearchParams()), String(new URLSearchParams(undefined)), String(new URLSearchParams(null)));
//> a=1&a=2 x=1&y=null k=v
//> m=1   null=

// pairs must be pairs
print(thrown(() => new URLSearchParams([["a"]])), thrown(() => new URLSearchParams([[1, 2, 3]])), thrown(() => new URLSearchParams([1])));
//> TypeError TypeError TypeError

// search params: has and delete with a value
const p = new URLSearchParams("a=1&a=2&b=3");
print(p.has("a", "2"), p.has("a", "3"), p.has("b", undefined)); p.delete("a", "1"); print(String(p)); p.delete("a"); print(String(p));
//> true false true
//> a=2&b=3
//> b=3

// search params: set and append
const p = new URLSearchParams("a=1&b=2&a=3"); p.set("a", "x y"); p.append("é", "&="); print(String(p)); p.set("new", 1); print(p.size);
//> a=x+y&b=2&%C3%A9=%26%3D
//> 4

// search params: sort by code units, stably
const p = new URLSearchParams("z=1&\ufffd=2&\ud83c\udf08=3&a=4&z=0"); p.sort(); print(String(p));
//> a=4&z=1&z=0&%F0%9F%8C%88=3&%EF%BF%BD=2

// search params: iteration is live
const p = new URLSearchParams("a=1&b=2&c=3"); const seen = [];
for (const [k] of p) { seen.push(k); if (k === "a") p.delete("b"); }
print(seen, [...p.keys()], [...p.values()], [...p.entries()].length);
//> a,c a,c 1,3 2

// search params: forEach and the iterator's class
const p = new URLSearchParams("a=1"); p.forEach((v, k, o) => print(v, k, o === p));
print(Object.prototype.toString.call(p), Object.prototype.toString.call(p.keys()), URLSearchParams.prototype[Symbol.iterator] === URLSearchParams.prototype.entries);
//> 1 a true
//> [object URLSearchParams] [object URLSearchParams Iterator] true

// search params: class shape
print(URLSearchParams.length, URLSearchParams.prototype.append.length, URLSearchParams.prototype.has.length, thrown(() => new URLSearchParams().append("a")), thrown(() => URLSearchParams.prototype.get.call({}, "a")));
//> 0 2 1 TypeError TypeError

// search params: what is escaped
print(String(new URLSearchParams({ "*-._ ~!'()": "ü\n😀" })));
//> *-._+%7E%21%27%28%29=%C3%BC%0A%F0%9F%98%80

// a URL's username and password are escaped
const u = new URL("http://h/"); u.username = "a@b:c/"; u.password = "\u20ac"; print(u.href);
const f = new URL("file:///x"); f.username = "a"; f.port = "1"; print(f.href);
//> http://a%40b%3Ac%2F:%E2%82%AC@h/
//> file:///x

// pathname of an opaque path does not change
const u = new URL("mailto:a"); u.pathname = "b"; print(u.href); u.search = "q"; u.hash = "f"; print(u.href);
//> mailto:a
//> mailto:a?q#f

// file URLs
print(new URL("file:///C:/x/../y").href, new URL("file://host/p").host, new URL("..\\z", "file:///a/b/c").href);
//> file:///C:/y host file:///a/z

// URLs of blobs
const url = URL.createObjectURL(new Blob(["some text"], { type: "text/X" })); print(url.startsWith("blob:"), url !== URL.createObjectURL(new Blob([])), new URL(url).protocol);
const r = await fetch(url); print(r.status, r.headers.get("content-type"), r.headers.get("content-length"), r.url === url, await r.text()); print(await rejected(fetch(url, { method: "POST" })));
URL.revokeObjectURL(url); print(await rejected(fetch(url)), thrown(() => URL.createObjectURL()), thrown(() => URL.createObjectURL({})), URL.revokeObjectURL("blob:what"), thrown(() => URL.revokeObjectURL()));
//> true true blob:
//> 200 text/x 9 true some text
//> TypeError
//> TypeError TypeError TypeError undefined TypeError
