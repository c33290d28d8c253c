// What the two runners share on the side of the command line: arguments, and the files that go into the virtual file system.

import fs from "node:fs";
import path from "node:path";
import process from "node:process";

function usage(message) {
  const name = path.basename(process.argv[1]);
  process.stderr.write(`${message}\nusage: node ${name} [--pyodide FOLDER] [--path FOLDER]... FILE.py [ARGUMENT]...\n`);
  process.exit(2);
}

// The command line: the folder with pyodide.mjs, further folders of sys.path, the program and its arguments.
export function parse(given) {
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
  return { pyodide: find(path.resolve(pyodide ?? path.join(import.meta.dirname, "node_modules"))), paths, file, args };
}

function find(folder) {
  for (const place of [folder, path.join(folder, "pyodide")]) {
    if (fs.existsSync(path.join(place, "pyodide.mjs"))) return place;
  }
  return usage(`no Pyodide in ${folder}`);
}

// The files of a folder by relative path. Byte-compiled files stay behind: they are for another Python.
export function read(folder, prefix = "", into = {}) {
  for (const entry of fs.readdirSync(path.join(folder, prefix), { withFileTypes: true })) {
    if (entry.name === "__pycache__" || entry.name === "node_modules" || entry.name.startsWith(".")) continue;
    const name = prefix + entry.name;
    if (entry.isDirectory()) read(folder, `${name}/`, into);
    else if (/\.(py|pyi|json|js|txt|typed)$/.test(name)) into[name] = fs.readFileSync(path.join(folder, name), "utf8");
  }
  return into;
}

// Everything that a program needs, as plain data.
export function program({ paths, file, args }) {
  const environment = Object.entries(process.env).filter(([name]) => name.startsWith("SIGBIND_"));
  return {
    folders: [path.dirname(path.resolve(file)), ...paths].map((folder) => read(folder)),
    source: fs.readFileSync(file, "utf8"),
    name: path.basename(file),
    args,
    environment: Object.fromEntries(environment),
  };
}
