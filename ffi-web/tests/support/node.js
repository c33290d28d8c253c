// Runs the cases on Node, the oracle. Standard input: { prelude, base, cases: [source] }; standard output: [[line]].
const { prelude, base, cases } = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
const AsyncFunction = (async () => {}).constructor;
process.on("unhandledRejection", () => {});
// Some timers of Node (AbortSignal.timeout) do not keep the process alive.
setInterval(() => {}, 1000);
(async () => {
  const results = [];
  for (const source of cases) {
    const lines = [];
    const emit = (line) => lines.push(...line.split("\n"));
    try {
      const run = new AsyncFunction("emit", "takeReport", "server", `${prelude}\n${source}`)(emit, () => "", base);
      const late = await Promise.race([run, new Promise((done) => setTimeout(done, 10000, "late"))]);
      if (late === "late") lines.push("never ends");
    } catch (error) {
      lines.push(`uncaught ${error}`);
    }
    results.push(lines);
  }
  process.stdout.write(JSON.stringify(results), () => process.exit(0));
})();
