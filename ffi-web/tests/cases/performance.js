// marks
const m = performance.mark("a"); print(m.constructor.name, m instanceof PerformanceEntry, m.name, m.entryType, m.duration, m.detail, m.startTime > 0, Object.prototype.toString.call(m));
const d = { deep: [1] }, n = performance.mark("b", { startTime: 1e9, detail: d }); print(n.startTime, n.detail.deep, n.detail !== d, performance.mark("c", { detail: 0 }).detail);
print(thrown(() => performance.mark()), thrown(() => performance.mark("x", { startTime: -1 })), await rejected((async () => performance.mark("x", { detail: () => {} }))()));
print(performance.getEntriesByType("mark").map((entry) => entry.name), performance.getEntriesByName("b").length, performance.getEntriesByName("b", "measure").length, performance.getEntriesByName("b", "mark").length, performance.getEntriesByType("other").length);
performance.clearMarks("a"); print(performance.getEntriesByType("mark").map((entry) => entry.name)); performance.clearMarks(); print(performance.getEntriesByType("mark").length);
//> PerformanceMark true a mark 0 null true [object PerformanceMark]
//> 1000000000 1 true 0
//> TypeError TypeError DOMException/DataCloneError
//> a,c,b 1 0 1 0
//> c,b
//> 0

// measures
performance.mark("start", { startTime: 0 }); performance.mark("end", { startTime: 30 });
const show = (entry) => print(entry.constructor.name, entry.name, entry.entryType, entry.startTime, entry.duration, entry.detail);
show(performance.measure("m", "start", "end")); show(performance.measure("m", { start: "start", end: "end", detail: 5 })); show(performance.measure("m", { start: 3, duration: 4 })); show(performance.measure("m", { end: 9, duration: 4 })); show(performance.measure("m", { start: 1, end: 2 })); show(performance.measure("m", undefined, "end"));
const open = performance.measure("open"), from = performance.measure("from", "start"); print(open.startTime, open.duration > 0, from.startTime, from.duration > 0);
print(thrown(() => performance.measure()), thrown(() => performance.measure("x", "missing")), thrown(() => performance.measure("x", "start", "missing")), thrown(() => performance.measure("x", { start: 1, end: 2, duration: 3 })), thrown(() => performance.measure("x", { start: 1 }, "end")), thrown(() => performance.measure("x", { start: -1 })));
print(performance.getEntriesByType("measure").map((entry) => entry.name), performance.getEntriesByName("m").map((entry) => entry.startTime)); performance.clearMeasures("m"); print(performance.getEntriesByType("measure").length); performance.clearMarks(); performance.clearMeasures();
//> PerformanceMeasure m measure 0 30 null
//> PerformanceMeasure m measure 0 30 5
//> PerformanceMeasure m measure 3 4 null
//> PerformanceMeasure m measure 5 4 null
//> PerformanceMeasure m measure 1 1 null
//> PerformanceMeasure m measure 0 30 null
//> 0 true 0 true
//> TypeError DOMException/SyntaxError DOMException/SyntaxError TypeError TypeError TypeError
//> m,m,m,open,from,m,m,m 0,0,0,1,3,5
//> 2

// entries tell of themselves
performance.mark("j", { startTime: 1 }); const [entry] = performance.getEntriesByName("j"), json = entry.toJSON(); print(["name", "entryType", "startTime", "duration"].map((name) => json[name]), performance.getEntriesByName("j")[0] === entry); performance.clearMarks();
print(thrown(() => new PerformanceEntry()), thrown(() => new PerformanceMeasure()), thrown(() => new PerformanceMark()), new PerformanceMark("own", { startTime: 7 }).startTime, performance.getEntriesByName("own").length, thrown(() => new Performance()));
//> j,mark,1,0 true
//> TypeError TypeError TypeError 7 0 TypeError

// the order of the timeline
performance.mark("late", { startTime: 50 }); performance.mark("early", { startTime: 2 }); performance.mark("same", { startTime: 50 }); print(performance.getEntriesByType("mark").map((entry) => entry.name)); performance.clearMarks();
//> early,late,same

// performance is an event target, and its clock goes on
let n = 0; const f = () => n++; performance.addEventListener("x", f); performance.dispatchEvent(new Event("x")); performance.removeEventListener("x", f); performance.dispatchEvent(new Event("x")); print(n, performance instanceof EventTarget);
const before = performance.now(); await new Promise((done) => setTimeout(done, 2)); print(performance.now() > before, Math.abs(performance.timeOrigin + performance.now() - Date.now()) < 1000, typeof performance.toJSON().timeOrigin);
//> 1 true
//> true true number

// a measure whose options say neither start nor end
// [standard] Node: measures from the beginning
print(thrown(() => performance.measure("x", { detail: 1 })), thrown(() => performance.measure("x", { duration: 1 })), thrown(() => performance.measure("x", {}))); performance.clearMeasures();
//> TypeError TypeError nothing

// observers
const log = [], turn = () => new Promise((done) => setTimeout(done, 5)), note = (list, observer) => log.push(`${list.constructor.name} ${list.getEntries().map((entry) => entry.name)} ${list.getEntriesByType("mark").length} ${list.getEntriesByName("b").length} ${observer === o}`), o = new PerformanceObserver(note); o.observe({ entryTypes: ["mark", "measure", "nothing"] });
performance.mark("a"); performance.mark("b"); performance.measure("c", "a", "b"); print(log); await turn(); print(log); o.disconnect(); performance.mark("e"); await turn(); print(log.length, o.takeRecords().length);
const seen = [], p = new PerformanceObserver((list) => seen.push(list.getEntries().map((entry) => entry.name))); p.observe({ type: "mark", buffered: true }); await turn(); print(seen.length, seen[0]); p.disconnect();
print(thrown(() => new PerformanceObserver()), thrown(() => new PerformanceObserver({})), thrown(() => o.observe()), thrown(() => o.observe({})), thrown(() => o.observe({ entryTypes: ["mark"], type: "mark" })), ["mark", "measure"].every((name) => PerformanceObserver.supportedEntryTypes.includes(name)), Object.isFrozen(PerformanceObserver.supportedEntryTypes));
performance.clearMarks(); performance.clearMeasures();
//>
//> PerformanceObserverEntryList a,c,b 2 1 true
//> 1 0
//> 1 a,b,e
//> TypeError TypeError TypeError TypeError TypeError true true

// records that are taken are not given again
// [standard] Node 20: calls the observer with none
let calls = 0; const o = new PerformanceObserver(() => calls++); o.observe({ type: "mark" }); performance.mark("d"); print(o.takeRecords().map((entry) => entry.name), o.takeRecords().length); await new Promise((done) => setTimeout(done, 5)); print(calls, thrown(() => o.observe({ entryTypes: ["mark"] }))); o.disconnect(); performance.clearMarks();
//> d 0
//> 0 DOMException/InvalidModificationError
