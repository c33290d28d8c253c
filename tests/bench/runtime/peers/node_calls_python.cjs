// What the border of npm's node-calls-python costs, under the names of `border.py`. Node.js is the host: JavaScript calls Python.
"use strict";

const path = require("node:path");
const { performance } = require("node:perf_hooks");

const began = performance.now();
const { interpreter } = require(process.env.SIGBIND_PEER);
const module_ = interpreter.importSync(path.join(__dirname, "functions.py"));
interpreter.callSync(module_, "first", 1, 2);
const found = { import: (performance.now() - began) * 1e6 };
if (process.env.SIGBIND_STARTED) {
  found["start of the process to the first evaluation"] = Date.now() * 1e6 - Number(process.env.SIGBIND_STARTED) * 1e9;
}

function least(run, count) {
  run(Math.max(count / 10, 1));
  let best = Infinity;
  for (let repeat = 0; repeat < 30; repeat++) {
    const start = performance.now();
    run(count);
    best = Math.min(best, ((performance.now() - start) * 1e6) / count);
  }
  return best;
}

const times = (operation) => (n) => {
  for (let i = 0; i < n; i++) operation();
};
const record = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => ["key" + i, i]));
const list = Array.from({ length: 1000 }, (_, i) => i);
const records = list.map((id) => ({ id, name: "name " + id, tags: ["a", "b"] }));
const call = (...words) => times(() => interpreter.callSync(module_, ...words));
found["call from JavaScript"] = least(call("first", 1, 2), 2000);
found["string of 10 there and back"] = least(call("identity", "0123456789"), 2000);
for (const [name, value] of [["dict of 1,000", record], ["list of 1,000", list], ["1,000 records", records]]) {
  found[`${name} to Python`] = least(call("size", value), 5);
  found[`${name} to JavaScript`] = least(call("give", name), 5);
}
console.log(JSON.stringify(found));
process.exit(0);
