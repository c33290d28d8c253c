// What the bench calls in Node.js.
exports.first = (a, b) => a;
exports.identity = (x) => x;
exports.size = (x) => 1;
exports.target = { n: 1, method(a) { return a; } };
exports.record = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => ["key" + i, i]));
exports.array = Array.from({ length: 1000 }, (_, i) => i);
