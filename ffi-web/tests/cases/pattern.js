// parts of a pattern
// [standard] Node 20: has no URLPattern
const p = new URLPattern({ pathname: "/books/:id(\\d+)", hostname: "*.example.com" }); print(p.pathname, p.hostname, p.protocol, p.search, p.hash, p.port, p.username, p.password, p.hasRegExpGroups, Object.prototype.toString.call(p));
//> /books/:id(\d+) *.example.com * * * * * * true [object URLPattern]

// test
// [standard] Node 20: has no URLPattern
const p = new URLPattern("/a/:b?", "http://h"); print(p.test("http://h/a/x"), p.test("http://h/a"), p.test("http://h/b"), p.test("/a/y", "http://h"), p.test({ pathname: "/a/z", baseURL: "http://h" }), p.test("no url"), p.test({ pathname: "/b" }));
//> true true false true true false false

// exec
// [standard] Node 20: has no URLPattern
const r = new URLPattern({ pathname: "/:a/*", search: "q=:q" }).exec("https://h:8/x/y/z?q=1#f"); print(r.pathname.input, JSON.stringify(r.pathname.groups), JSON.stringify(r.search.groups), r.hostname.input, r.port.input, r.hash.input, r.inputs);
print(new URLPattern({ pathname: "/a" }).exec("http://h/b"), new URLPattern("http://h/*").exec("http://h/x").pathname.groups[0], JSON.stringify(new URLPattern({ pathname: "/a/:b?" }).exec("http://h/a").pathname.groups));
//> /x/y/z {"0":"y/z","a":"x"} {"q":"1"} h 8 f https://h:8/x/y/z?q=1#f
//> null x {}

// options
// [standard] Node 20: has no URLPattern
print(new URLPattern({ pathname: "/ABC" }, { ignoreCase: true }).test("http://h/abc"), new URLPattern({ pathname: "/ABC" }).test("http://h/abc"), new URLPattern("/ABC", "http://h", { ignoreCase: true }).test("http://h/abc"));
//> true false true

// what is refused
// [standard] Node 20: has no URLPattern
print(thrown(() => new URLPattern("/a")), thrown(() => new URLPattern({ pathname: "/(" })), thrown(() => new URLPattern({}, "http://h")), thrown(() => URLPattern({})), thrown(() => new URLPattern({}).test({}, "http://h")), new URLPattern().test("http://any/thing"));
//> TypeError TypeError TypeError TypeError TypeError true
