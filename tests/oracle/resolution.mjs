// Compares sigbind's module resolution with TypeScript's own, specifier by specifier.
//
//   node resolution.mjs RESOLVER ROOT [--mode bundler|node16] [--list N]
//
// RESOLVER is the compiled example `resolve` of sig-gen: requests as JSON lines in, answers as JSON lines out. ROOT holds
// `node_modules`. Prints one row for each package and the disagreements, and fails when the agreement is under 99.5 %.

import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { existsSync, realpathSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { declarationFiles, installedPackages, referencedFile, specifiersOf } from "./specifiers.mjs";

const LEAST = 0.995;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { mode: { type: "string", default: "bundler" }, list: { type: "string", default: "20" }, typescript: { type: "string" } },
});
if (positionals.length !== 2) {
  console.error("usage: node resolution.mjs RESOLVER ROOT [--mode bundler|node16] [--list N] [--typescript FOLDER]");
  process.exit(2);
}
const resolver = resolve(positionals[0]);
const root = realpathSync(positionals[1]);
const require = createRequire(join(resolve(values.typescript ?? root), "package.json"));
const ts = require("typescript");

const options = values.mode === "node16"
  ? { module: ts.ModuleKind.Node16, moduleResolution: ts.ModuleResolutionKind.Node16 }
  : { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler };
const host = { ...ts.sys, getCurrentDirectory: () => root };
const cache = ts.createModuleResolutionCache(root, (name) => name, options);
const formats = (file) => ts.getImpliedNodeFormatForFile(file, cache.getPackageJsonInfoCache(), host, options);

function expected({ file, specifier, kind, native }) {
  if (kind === "path") return referencedFile(file, specifier);
  if (kind === "types") {
    return ts.resolveTypeReferenceDirective(specifier, file, options, host, undefined, undefined, native)
      .resolvedTypeReferenceDirective?.resolvedFileName;
  }
  // Without the cache for whole names: it keeps an answer for every directory above, which its own documentation calls an approximation.
  return ts.resolveModuleName(specifier, file, options, host, undefined, undefined, native).resolvedModule?.resolvedFileName;
}

const packages = installedPackages(root).filter(({ name }) => name !== "typescript");
const requests = [];
for (const { name, directory } of packages) {
  for (const file of declarationFiles(directory)) {
    for (const request of specifiersOf(ts, file, options, host, formats)) requests.push({ package: name, ...request });
  }
}

const started = process.hrtime.bigint();
for (const request of requests) request.expected = expected(request) ?? null;
const theirs = Number(process.hrtime.bigint() - started) / 1e6;

const input = requests.map(({ file, specifier, kind, mode }) => JSON.stringify({ file, specifier, kind, mode })).join("\n");
const answer = spawnSync(resolver, [root, values.mode], { input, maxBuffer: 1 << 30, encoding: "utf8" });
if (answer.status !== 0) {
  console.error(answer.stderr || String(answer.error));
  process.exit(1);
}
const lines = answer.stdout.split("\n").filter(Boolean).map((line) => JSON.parse(line));
if (lines.length !== requests.length) throw new Error(`${requests.length} requests, ${lines.length} answers`);

const rows = new Map();
const disagreements = [];
requests.forEach((request, index) => {
  const row = rows.get(request.package) ?? { specifiers: 0, agree: 0, unresolved: 0 };
  rows.set(request.package, row);
  const ours = lines[index].path ?? null;
  row.specifiers += 1;
  if (request.expected === null) row.unresolved += 1;
  if (ours === request.expected) row.agree += 1;
  else disagreements.push({ ...request, ours, reason: lines[index].reason });
});

const percent = (part, whole) => (whole === 0 ? "-" : `${((100 * part) / whole).toFixed(2)} %`);
const width = Math.max(12, ...[...rows.keys()].map((name) => name.length));
console.log(`${"package".padEnd(width)}  specifiers  unresolved by both or one      agree`);
const total = { specifiers: 0, agree: 0, unresolved: 0 };
const print = (name, row) => console.log(
  `${name.padEnd(width)}  ${String(row.specifiers).padStart(10)}  ${String(row.unresolved).padStart(25)}  ${percent(row.agree, row.specifiers).padStart(9)}`);
for (const [name, row] of rows) {
  print(name, row);
  for (const key of Object.keys(total)) total[key] += row[key];
}
print("total", total);
console.log(`mode ${values.mode}; TypeScript ${ts.version}: ${theirs.toFixed(0)} ms; sigbind: ${answer.stderr.trim()}`);
for (const { file, specifier, kind, mode, expected, ours, reason } of disagreements.slice(0, Number(values.list))) {
  const short = (path) => (path === null ? "(unresolved)" : path.replace(`${root}/`, ""));
  console.log(`\n${short(file)}: ${kind} ${JSON.stringify(specifier)} (${mode})\n  tsc    ${short(expected)}\n  ours   ${short(ours)}${reason ? `: ${reason}` : ""}`);
}
if (disagreements.length > Number(values.list)) console.log(`\n... and ${disagreements.length - Number(values.list)} more`);
process.exit(total.agree / total.specifiers >= LEAST ? 0 : 1);
