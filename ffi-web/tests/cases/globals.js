// strategies
const c = new CountQueuingStrategy({ highWaterMark: 3 }), b = new ByteLengthQueuingStrategy({ highWaterMark: "4" }); print(c.highWaterMark, c.size(), c.size("abc"), b.highWaterMark, b.size(new Uint8Array(5)), c.size === new CountQueuingStrategy({ highWaterMark: 1 }).size, b.size.length, c.size.length);
print(thrown(() => new CountQueuingStrategy()), thrown(() => new CountQueuingStrategy({})), thrown(() => CountQueuingStrategy({ highWaterMark: 1 })), Number.isNaN(new CountQueuingStrategy({ highWaterMark: "x" }).highWaterMark));
//> 3 1 1 4 5 true 1 0
//> TypeError TypeError TypeError true

// a stream with a strategy
const s = new ReadableStream({ start(c) { c.enqueue("abc"); print(c.desiredSize) } }, new CountQueuingStrategy({ highWaterMark: 3 }));
//> 2

// self and navigator
// [standard] Node: has neither in every version
print(self === globalThis, typeof navigator.userAgent, navigator.userAgent.length > 0, thrown(() => new Navigator()));
//> true string true TypeError
