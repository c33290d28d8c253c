// Runs a Python file in a stock Pyodide under Node.
//
//   node run_pyodide.mjs NODE_MODULES [--path FOLDER]... FILE.py [ARGUMENT]...
//
// NODE_MODULES is a folder that holds the npm package `pyodide`. Each --path folder is copied into Pyodide's file system and put
// on sys.path, as is the folder of FILE.py. The file runs as `__main__`, with top-level await; its output goes to stdout. An
// error prints the Python traceback (or the message, never Pyodide's source) to stderr and exits with status 1; sys.exit works.

import fs from "node:fs";
import path from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";

function usage(message) {
  process.stderr.write(`${message}\nusage: node run_pyodide.mjs NODE_MODULES [--path FOLDER]... FILE.py [ARGUMENT]...\n`);
  process.exit(2);
}

function parse(given) {
  const [modules, ...rest] = given;
  const paths = [];
  while (rest[0] === "--path") {
    paths.push(rest[1]);
    rest.splice(0, 2);
  }
  const [file, ...args] = rest;
  if (!modules || !file) usage("NODE_MODULES and FILE.py are needed");
  return { modules: path.resolve(modules), paths, file, args };
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

async function main() {
  const { modules, paths, file, args } = parse(process.argv.slice(2));
  const entry = path.join(modules, "pyodide", "pyodide.mjs");
  if (!fs.existsSync(entry)) usage(`no Pyodide in ${modules}`);
  const { loadPyodide } = await import(pathToFileURL(entry).href);
  const write = (stream) => ({ batched: (line) => stream.write(line + "\n") });
  const pyodide = await loadPyodide();
  pyodide.setStdout(write(process.stdout));
  pyodide.setStderr(write(process.stderr));
  const folders = [path.dirname(path.resolve(file)), ...paths].map((folder, index) => {
    const place = `/home/pyodide/path${index}`;
    copy(pyodide.FS, folder, place);
    return place;
  });
  const script = `${folders[0]}/${path.basename(file)}`;
  const globals = pyodide.globals;
  globals.set("__file__", script);
  const sys = pyodide.pyimport("sys");
  folders.forEach((folder) => sys.path.insert(0, folder));
  sys.argv = pyodide.toPy([script, ...args]);
  Object.entries(process.env).filter(([name]) => name.startsWith("SIGBIND_")).forEach(([name, value]) => {
    pyodide.runPython(`import os; os.environ[${JSON.stringify(name)}] = ${JSON.stringify(value)}`);
  });
  try {
    await pyodide.runPythonAsync(fs.readFileSync(file, "utf8"), { globals, filename: script });
  } catch (error) {
    const exit = /SystemExit: (\d+)\s*$/.exec(error.message ?? "");
    if (exit) return Number(exit[1]);
    if (/SystemExit\s*$/.test(error.message ?? "")) return 0;
    process.stderr.write(`${error.message ?? error}\n`);
    return 1;
  }
  return 0;
}

main().then(
  (status) => process.exit(status),
  (error) => {
    process.stderr.write(`${error.message ?? error}\n`);
    process.exit(1);
  },
);
