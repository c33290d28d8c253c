// Runs a Python file in a stock Pyodide under Node.
//
//   node run_pyodide.mjs [--pyodide FOLDER] [--path FOLDER]... FILE.py [ARGUMENT]...
//
// --pyodide names the npm package, or a node_modules folder with it (default: node_modules beside this file). Each --path folder is
// copied into Pyodide's file system and put on sys.path, as is the folder of FILE.py. The file runs as `__main__`, with top-level
// await; `asyncio.run` works, though it returns before it is done: the program ends when everything started so has ended. Environment
// variables that start with SIGBIND_ are passed on. An error prints the Python traceback (never Pyodide's source) to stderr and the
// status is 1; sys.exit works.

import fs from "node:fs";
import path from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";

import { parse, program } from "./command.mjs";
import { place, run } from "./program.mjs";

async function main() {
  const parsed = parse(process.argv.slice(2));
  const { loadPyodide } = await import(pathToFileURL(path.join(parsed.pyodide, "pyodide.mjs")).href);
  const pyodide = await loadPyodide({
    stdout: (line) => fs.writeSync(1, line + "\n"),
    stderr: (line) => fs.writeSync(2, line + "\n"),
  });
  const { folders, name, ...rest } = program(parsed);
  const [first] = place(pyodide, folders);
  return run(pyodide, { ...rest, script: `${first}/${name}`, complain: (message) => fs.writeSync(2, `${message}\n`) });
}

// An error outside of any await would make Node print Pyodide's source.
process.on("uncaughtException", (error) => {
  fs.writeSync(2, `${error?.message ?? error}\n`);
  process.exit(1);
});

main().then(
  (status) => process.exit(status),
  (error) => {
    process.stderr.write(`${error.message ?? error}\n`);
    process.exit(1);
  },
);
