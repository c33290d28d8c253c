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

function usage(message) {
  process.stderr.write(`${message}\nusage: node run_pyodide.mjs [--pyodide FOLDER] [--path FOLDER]... FILE.py [ARGUMENT]...\n`);
  process.exit(2);
}

function parse(given) {
  const rest = [...given];
  const paths = [];
  let pyodide = null;
  for (;;) {
    if (rest[0] === "--pyodide") [, pyodide] = rest.splice(0, 2);
    else if (rest[0] === "--path") paths.push(rest.splice(0, 2)[1]);
    else break;
  }
  // The short form: the folder of the package first.
  if (pyodide === null && rest[0] && !rest[0].endsWith(".py")) pyodide = rest.shift();
  const [file, ...args] = rest;
  if (!file) usage("FILE.py is needed");
  return { entry: find(path.resolve(pyodide ?? path.join(import.meta.dirname, "node_modules"))), paths, file, args };
}

function find(folder) {
  for (const place of [folder, path.join(folder, "pyodide")]) {
    const entry = path.join(place, "pyodide.mjs");
    if (fs.existsSync(entry)) return entry;
  }
  return usage(`no Pyodide in ${folder}`);
}

// Copies a folder into the virtual file system. Byte-compiled files stay behind: they are for another Python.
function copy(FS, from, to) {
  FS.mkdirTree(to);
  for (const entry of fs.readdirSync(from, { withFileTypes: true })) {
    if (entry.name === "__pycache__" || entry.name === "node_modules" || entry.name.startsWith(".")) continue;
    const source = path.join(from, entry.name);
    if (entry.isDirectory()) copy(FS, source, `${to}/${entry.name}`);
    else if (/\.(py|pyi|json|js|txt|typed)$/.test(entry.name)) FS.writeFile(`${to}/${entry.name}`, fs.readFileSync(source));
  }
}

// What asyncio.run starts is awaited at the end: without stack switching it cannot wait where it is called.
const PREPARE = `
import asyncio, os, sys
def _prepare():
    started = []
    codes = []
    async def guarded(main):
        # SystemExit must not reach the event loop, which would end the process with a stack trace.
        try:
            return await main
        except SystemExit as exit:
            codes.append(exit.code)
    def run(main, *, debug=None, loop_factory=None):
        task = asyncio.ensure_future(guarded(main))
        started.append(task)
        return task
    asyncio.run = run
    async def finish():
        while started:
            await started.pop(0)
        for code in codes:
            if code is not None:
                if not isinstance(code, int):
                    print(code, file=sys.stderr)
                return code if isinstance(code, int) else 1
        return 0
    return finish
_finish_program = _prepare()
del _prepare
`;

async function main() {
  const { entry, paths, file, args } = parse(process.argv.slice(2));
  const { loadPyodide } = await import(pathToFileURL(entry).href);
  const pyodide = await loadPyodide({
    stdout: (line) => fs.writeSync(1, line + "\n"),
    stderr: (line) => fs.writeSync(2, line + "\n"),
  });
  const folders = [path.dirname(path.resolve(file)), ...paths].map((folder, index) => {
    const place = `/home/pyodide/path${index}`;
    copy(pyodide.FS, folder, place);
    return place;
  });
  const script = `${folders[0]}/${path.basename(file)}`;
  pyodide.runPython(PREPARE);
  const sys = pyodide.pyimport("sys");
  folders.forEach((folder) => sys.path.insert(0, folder));
  sys.argv = pyodide.toPy([script, ...args]);
  const environ = pyodide.pyimport("os").environ;
  Object.keys(process.env).filter((name) => name.startsWith("SIGBIND_")).forEach((name) => {
    environ.set(name, process.env[name]);
  });
  pyodide.globals.set("__file__", script);
  try {
    await pyodide.runPythonAsync(fs.readFileSync(file, "utf8"), { filename: script });
    return await pyodide.runPythonAsync("await _finish_program()");
  } catch (error) {
    const message = String(error?.message ?? error);
    const exit = /SystemExit(?:: (\d+))?\s*$/.exec(message);
    if (exit) return Number(exit[1] ?? 0);
    fs.writeSync(2, `${message}\n`);
    return 1;
  } finally {
    pyodide.runPython("sys.stdout.flush(); sys.stderr.flush()");
  }
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
