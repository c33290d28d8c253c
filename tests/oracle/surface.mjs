// The surface that inputs offer, as TypeScript's checker resolves it: the program, the public names in order, and the options rule.
//
// The arguments are those of `facts.mjs`.
import { createRequire } from "node:module";
import path from "node:path";

import { normalForms } from "./normal.mjs";

// The context is the one that sig-gen takes: whether lib.dom stands beside the inputs, and whether @types/node does.
const flags = new Set(process.argv.slice(2).filter((one) => one.startsWith("--")));
const [root, ...inputs] = process.argv.slice(2).filter((one) => !one.startsWith("--"));
const hostLib = flags.has("--no-dom") ? [] : ["dom"];
const folder = path.resolve(root);
const ts = createRequire(path.join(folder, "package.json"))("typescript");
const { SymbolFlags, TypeFlags } = ts;

/** Host libraries come with the parts that TypeScript splits off. */
const withParts = (name) => (name === "dom" || name === "webworker" ? [name, `${name}.iterable`, `${name}.asynciterable`] : [name]);
const libs = inputs.filter((input) => input.startsWith("lib:")).map((input) => input.slice(4));
const emittedLibs = libs.flatMap(withParts);
const contextLibs = libs.length === 0 ? ["esnext", ...hostLib.flatMap(withParts)] : libs.some((name) => name.startsWith("es")) ? [] : ["esnext"];
const options = {
  lib: [...new Set([...contextLibs, ...emittedLibs])].map((name) => `lib.${name}.d.ts`),
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  types: flags.has("--node") ? ["node"] : [],
};

const entry = path.join(folder, "__entry__.ts");
const packages = inputs.filter((input) => !input.startsWith("lib:"));
const specifier = (input) => (/\.[cm]?ts$/.test(input) ? path.resolve(folder, input) : input.replace(/^@types\/(.*)__(.*)$/, "@$1/$2").replace(/^@types\//, ""));
const host = ts.createCompilerHost(options);
// `types` are looked up from here.
host.getCurrentDirectory = () => folder;
const { getSourceFile, fileExists } = host;

/** The file behind an input: a module, or a script of globals and ambient modules. */
function fileOf(input) {
  const wanted = specifier(input);
  if (path.isAbsolute(wanted)) return wanted;
  const resolved = ts.resolveModuleName(wanted, entry, options, host).resolvedModule;
  const types = ts.resolveTypeReferenceDirective(wanted, entry, options, host).resolvedTypeReferenceDirective;
  // Declarations come before sources: a package may have both.
  const isSource = resolved && !/\.d\.[cm]?ts$/.test(resolved.resolvedFileName) && types?.resolvedFileName.endsWith(".d.ts");
  if (resolved && !isSource && /\.[cm]?tsx?$/.test(resolved.resolvedFileName)) return resolved.resolvedFileName;
  if (!types) throw new Error(`cannot resolve ${input}`);
  return types.resolvedFileName;
}
const files = packages.map(fileOf);
host.getSourceFile = (name, ...rest) =>
  name === entry ? ts.createSourceFile(name, "export {};", ts.ScriptTarget.ESNext) : getSourceFile.call(host, name, ...rest);
host.fileExists = (name) => name === entry || fileExists.call(host, name);
const program = ts.createProgram([entry, ...files], options, host);
const checker = program.getTypeChecker();
const forms = normalForms(ts, checker);
const { print, propertyName, isHidden, declaredName } = forms;
/** Types are written four levels deep. */
export const LEVEL = forms.DEPTH - 3;
const MAXIMUM_NESTING = 6;

// ---- names

const KINDS = [
  ["alias", SymbolFlags.TypeAlias],
  ["class", SymbolFlags.Class],
  ["enum", SymbolFlags.Enum],
  ["function", SymbolFlags.Function],
  ["interface", SymbolFlags.Interface],
  ["namespace", SymbolFlags.Namespace & ~SymbolFlags.Enum],
  ["variable", SymbolFlags.Variable],
];
const DECLARED = KINDS.reduce((flags, [, one]) => flags | one, 0);

const followed = (symbol) => (symbol.flags & SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol);

/** What a namespace or module offers. */
function contents(symbol) {
  if (!(symbol.flags & (SymbolFlags.ValueModule | SymbolFlags.NamespaceModule))) return [];
  return moduleExports(symbol);
}

function moduleExports(symbol) {
  const assigned = symbol.exports?.get("export=");
  if (assigned) {
    // With what other modules add to it.
    const target = checker.resolveExternalModuleSymbol(symbol) ?? followed(assigned);
    if (target.flags & DECLARED & ~SymbolFlags.ValueModule & ~SymbolFlags.NamespaceModule) return [[declaredName(target), target]];
    return contents(target);
  }
  // Static members of a class stand among its exports; an expression that is exported is a property.
  const wanted = symbol.flags & (SymbolFlags.Class | SymbolFlags.Function) ? DECLARED : DECLARED | SymbolFlags.Property | SymbolFlags.Method;
  return checker
    .getExportsOfModule(symbol)
    .filter((one) => followed(one).flags & wanted && !(followed(one).flags & SymbolFlags.Prototype))
    .map((one) => [ts.unescapeLeadingUnderscores(one.escapedName), one]);
}

function collect(prefix, offered, stack, into) {
  for (const [name, given] of offered) {
    const symbol = followed(given);
    into.push([`${prefix}${name}`, stack.length, symbol]);
    if (stack.includes(symbol) || stack.length >= MAXIMUM_NESTING) continue;
    const inner = contents(symbol);
    if (inner.length) collect(`${prefix}${name}.`, inner, [...stack, symbol], into);
  }
}

/** The inputs' own modules, with the prefix of their names. */
const modules = [];
/** The inputs' own names, by the prefix of their module. */
function offered() {
  const found = [];
  const own = new Set(files.map((file) => program.getSourceFile(file)));
  const inPackage = (file) => isOwn(file, own);
  for (const source of own) {
    const symbol = checker.getSymbolAtLocation(source);
    if (!symbol) continue;
    modules.push(["", symbol]);
    found.push(["", moduleExports(symbol)]);
  }
  const scripts = libs.length > 0 || [...own].some((source) => !checker.getSymbolAtLocation(source));
  if (scripts) {
    // Who adds to a global of somebody else does not make it an own one.
    const isEmitted = ({ declarations }) => declarations?.length > 0 && inPackage(declarations[0].getSourceFile());
    const globals = checker.getSymbolsInScope(program.getSourceFile(entry), ~0).filter((one) => one.flags & DECLARED && !one.name.startsWith('"') && isEmitted(one));
    found.push(["", globals.map((one) => [ts.unescapeLeadingUnderscores(one.escapedName), one])]);
    const ambient = checker.getAmbientModules().filter((symbol) => symbol.declarations?.some((one) => inPackage(one.getSourceFile())));
    const isAlone = globals.length === 0 && ambient.length === 1;
    for (const symbol of ambient) {
      const prefix = isAlone ? "" : `${symbol.name}.`;
      modules.push([prefix, symbol]);
      found.push([prefix, moduleExports(symbol)]);
    }
  }
  return found;
}

/** The folder of the package that a file is in. */
function packageOf(file) {
  return /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+\//.exec(file.fileName)?.[0];
}

/** Files of the inputs: themselves and their packages, what scripts refer to by path, and the libraries asked for. */
function isOwn(file, own) {
  if (own.has(file)) return true;
  if (packageOf(file) && [...own].some((one) => packageOf(one) === packageOf(file))) return true;
  if (libs.length) {
    const name = path.basename(file.fileName);
    const wanted = program.getSourceFiles().filter((one) => emittedLibs.some((lib) => path.basename(one.fileName) === `lib.${lib}.d.ts`));
    return /^lib\..*\.d\.ts$/.test(name) && closure(wanted).has(file);
  }
  return closure([...own]).has(file);
}

const closures = new Map();
function closure(files) {
  const key = files.map((one) => one.fileName).join("|");
  if (closures.has(key)) return closures.get(key);
  const found = new Set(files);
  for (const file of found) {
    for (const reference of file.referencedFiles) {
      const target = program.getSourceFile(path.resolve(path.dirname(file.fileName), reference.fileName));
      if (target) found.add(target);
    }
    if (libs.length) {
      for (const reference of file.libReferenceDirectives) {
        const target = program.getSourceFiles().find((one) => path.basename(one.fileName) === `lib.${reference.fileName.toLowerCase()}.d.ts`);
        if (target) found.add(target);
      }
    }
  }
  closures.set(key, found);
  return found;
}

// ---- the options rule

function isInstance(type) {
  const symbol = type.getSymbol();
  if (!symbol || symbol.flags & (SymbolFlags.TypeLiteral | SymbolFlags.ObjectLiteral)) return false;
  return (symbol.flags & (SymbolFlags.Class | SymbolFlags.Variable | SymbolFlags.Function)) !== 0;
}
const BUFFERS = new Set(["ArrayBuffer", "ArrayBufferView", "SharedArrayBuffer"]);
function parts(type) {
  if (type.isIntersection()) return type.types.flatMap(parts);
  const target = type.target ?? type;
  const bases = type.isClassOrInterface?.() || type.target?.isClassOrInterface?.() ? checker.getBaseTypes(target) : [];
  return [type, ...bases.flatMap(parts)];
}
function isRecord(type) {
  if (!(type.flags & (TypeFlags.Object | TypeFlags.Intersection))) return false;
  if (checker.isArrayType(type) || checker.isTupleType(type)) return false;
  const all = parts(type);
  if (all.some((one) => !(one.flags & TypeFlags.Object) || print(one, LEVEL) === "mapped" || isInstance(one) || BUFFERS.has(one.getSymbol()?.name))) return false;
  if (type.getCallSignatures().length || type.getConstructSignatures().length) return false;
  if (checker.getIndexInfosOfType(type).length) return false;
  // A mapped type makes properties of methods; for the rule they are what they were made from.
  const isMethod = (one) => ((one.links?.syntheticOrigin?.flags ?? 0) | one.flags) & SymbolFlags.Method;
  return type.getProperties().every((one) => one.flags & SymbolFlags.Optional || !isMethod(one));
}
const PRIMITIVE =
  TypeFlags.StringLike | TypeFlags.NumberLike | TypeFlags.BooleanLike | TypeFlags.BigIntLike | TypeFlags.ESSymbolLike | TypeFlags.Undefined | TypeFlags.Null | TypeFlags.Void;
function optionsOf(type) {
  const members = type.isUnion() ? type.types : [type];
  const records = [];
  for (let member of members) {
    if (member.flags & TypeFlags.TypeParameter) {
      const constraint = checker.getBaseConstraintOfType(member);
      if (!constraint) return undefined;
      member = constraint;
    }
    if (member.flags & PRIMITIVE) continue;
    if (!isRecord(member)) return undefined;
    records.push(member);
  }
  const found = new Map();
  for (const record of records) {
    for (const property of record.getProperties()) {
      if (property.name.startsWith("__@") || isHidden(property)) continue;
      const known = found.get(propertyName(property)) ?? { count: 0, optional: false };
      found.set(propertyName(property), { count: known.count + 1, optional: known.optional || (property.flags & SymbolFlags.Optional) !== 0 });
    }
  }
  if (!found.size) return undefined;
  return [...found].map(([name, one]) => (one.optional || one.count < records.length ? `${name}?` : name)).sort();
}

const names = [];
for (const [prefix, list] of offered()) collect(prefix, list, [], names);
const order = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
const bytes = (text) => Buffer.from(text).toString("latin1");
names.sort((left, right) => left[1] - right[1] || order(bytes(left[0]), bytes(right[0])));
export const isLibrary = libs.length > 0;
export { ts, program, checker, forms, names, modules, contents, isRecord, optionsOf, KINDS };
