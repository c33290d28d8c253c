// Loaded before a program (`node -r`): prints on exit what it cost, as the last line on standard error.
const started = process.hrtime.bigint();
process.on("exit", () => {
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  process.stderr.write(`\n${seconds.toFixed(3)}\t${process.resourceUsage().maxRSS}\n`);
});
