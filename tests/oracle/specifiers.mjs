// Every module specifier and type reference of a tree of declaration files, with the resolution mode that TypeScript
// gives it. Shared by the comparisons of this folder; knows nothing of sigbind.

import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, join } from "node:path";

/** The declaration files under `directory`, in order, without nested `node_modules`. */
export function declarationFiles(directory) {
  const found = [];
  const folders = [directory];
  while (folders.length > 0) {
    const folder = folders.pop();
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (entry.name !== "node_modules") folders.push(path);
      } else if (/\.d\.[cm]?ts$|\.d\.[^.]+\.ts$/.test(entry.name)) {
        found.push(path);
      }
    }
  }
  return found.sort();
}

/** The installed packages under `root/node_modules`, nested ones too, as `{ name, directory }` with real paths. */
export function installedPackages(root) {
  const packages = new Map();
  const modules = [join(root, "node_modules")];
  const seen = new Set();
  while (modules.length > 0) {
    const folder = modules.pop();
    if (!existsSync(folder)) continue;
    const real = realpathSync(folder);
    if (seen.has(real)) continue;
    seen.add(real);
    const names = readdirSync(folder).flatMap((name) =>
      name.startsWith("@") ? readdirSync(join(folder, name)).map((inner) => `${name}/${inner}`) : [name]);
    for (const name of names) {
      if (name === ".pnpm") {
        for (const store of readdirSync(join(folder, name))) modules.push(join(folder, name, store, "node_modules"));
      }
      if (name.startsWith(".")) continue;
      const path = join(folder, name);
      if (!existsSync(path) || !statSync(path).isDirectory()) continue;
      const directory = realpathSync(path);
      if (!packages.has(directory)) packages.set(directory, { name, directory });
      modules.push(join(directory, "node_modules"));
    }
  }
  return [...packages.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** The specifiers of one file: `{ file, specifier, kind: "module" | "types" | "path", mode }`. */
export function specifiersOf(ts, file, options, host, formats) {
  const text = readFileSync(file, "utf8");
  const source = ts.createSourceFile(file, text, { languageVersion: ts.ScriptTarget.ESNext, impliedNodeFormat: formats(file) }, true);
  const found = new Map();
  const add = (specifier, kind, mode) => {
    const written = mode === ts.ModuleKind.CommonJS ? "require" : "import";
    found.set(`${kind} ${written} ${specifier}`, { file, specifier, kind, mode: written, native: mode });
  };
  const module = (literal) => {
    if (literal && ts.isStringLiteralLike(literal) && literal.text !== "") {
      add(literal.text, "module", ts.getModeForUsageLocation(source, literal, options));
    }
  };
  const visit = (node) => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) module(node.moduleSpecifier);
    else if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference)) module(node.moduleReference.expression);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) module(node.argument.literal);
    else if (ts.isModuleDeclaration(node) && ts.isStringLiteral(node.name) && ts.isExternalModule(source) && !node.name.text.includes("*")) module(node.name);
    ts.forEachChild(node, visit);
  };
  visit(source);
  for (const reference of source.typeReferenceDirectives) {
    add(reference.fileName, "types", reference.resolutionMode ?? formats(file));
  }
  for (const reference of source.referencedFiles) add(reference.fileName, "path", undefined);
  return [...found.values()];
}

/** What a triple-slash `path` names: the file itself, or the first of TypeScript's extensions that exists. */
export function referencedFile(from, path) {
  const base = join(dirname(from), path);
  const isFile = (name) => existsSync(name) && statSync(name).isFile();
  if (/\.[^./]+$/.test(base)) return isFile(base) ? base : undefined;
  return [".ts", ".tsx", ".d.ts", ".cts", ".d.cts", ".mts", ".d.mts"].map((end) => base + end).find(isFile);
}
