// What TypeScript's checker says of the surface that inputs offer: the facts of `sig-gen/src/facts`, one line each,
// `category TAB path TAB value`.
//
//     node facts.mjs [--no-dom] [--node] ROOT INPUT...        an INPUT is lib:NAME, a declaration file, or what an import names
import { createRequire } from "node:module";
import { writeSync } from "node:fs";
import path from "node:path";

import { normalForms } from "./normal.mjs";

// The context is the one that sig-gen takes: whether lib.dom stands beside the inputs, and whether @types/node does.
const flags = new Set(process.argv.slice(2).filter((one) => one.startsWith("--")));
const [root, ...inputs] = process.argv.slice(2).filter((one) => !one.startsWith("--"));
const hostLib = flags.has("--no-dom") ? [] : ["dom"];
const folder = path.resolve(root);
const ts = createRequire(path.join(folder, "package.json"))("typescript");
const { SymbolFlags, TypeFlags, ObjectFlags, ModifierFlags } = ts;

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
const { print, printOptional, printParameter, printResult, parametersOf, propertyName, isReadonly, isHidden, declaredName } = forms;
/** Types are written four levels deep. */
const LEVEL = forms.DEPTH - 3;
const MAXIMUM_NESTING = 6;

const lines = [];
const fact = (category, place, value) => lines.push(`${category}\t${place}\t${value}`);

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

/** The inputs' own names, by the prefix of their module. */
function offered() {
  const found = [];
  const own = new Set(files.map((file) => program.getSourceFile(file)));
  const inPackage = (file) => isOwn(file, own);
  for (const source of own) {
    const symbol = checker.getSymbolAtLocation(source);
    if (symbol) found.push(["", moduleExports(symbol)]);
  }
  const scripts = libs.length > 0 || [...own].some((source) => !checker.getSymbolAtLocation(source));
  if (scripts) {
    // Who adds to a global of somebody else does not make it an own one.
    const isEmitted = ({ declarations }) => declarations?.length > 0 && inPackage(declarations[0].getSourceFile());
    const globals = checker.getSymbolsInScope(program.getSourceFile(entry), ~0).filter((one) => one.flags & DECLARED && !one.name.startsWith('"') && isEmitted(one));
    found.push(["", globals.map((one) => [ts.unescapeLeadingUnderscores(one.escapedName), one])]);
    const modules = checker.getAmbientModules().filter((symbol) => symbol.declarations?.some((one) => inPackage(one.getSourceFile())));
    const isAlone = globals.length === 0 && modules.length === 1;
    for (const symbol of modules) found.push([isAlone ? "" : `${symbol.name}.`, moduleExports(symbol)]);
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

// ---- facts

function isFunction(type) {
  return (
    type.getCallSignatures().length > 0 &&
    type.getConstructSignatures().length === 0 &&
    type.getProperties().length === 0 &&
    checker.getIndexInfosOfType(type).length === 0
  );
}

/** An object type that has no name. */
function isAnonymous(type) {
  if (!(type.flags & TypeFlags.Object) || type.objectFlags & (ObjectFlags.Reference | ObjectFlags.ClassOrInterface)) return false;
  if (checker.isArrayType(type) || checker.isTupleType(type)) return false;
  if (type.symbol && type.objectFlags & ObjectFlags.Anonymous && type.symbol.flags & (SymbolFlags.Class | SymbolFlags.Enum | SymbolFlags.ValueModule)) {
    return type.symbol.flags & SymbolFlags.Function ? true : false;
  }
  return print(type, LEVEL) !== "mapped";
}

function describeValue(place, separator, type, mark) {
  if (isAnonymous(type)) {
    if (isFunction(type)) return describeSignatures(`${place}()`, type.getCallSignatures());
    return describeShape(place, separator, type, () => false);
  }
  return fact("type", `${place}${mark}`, print(type, LEVEL));
}

function describeShape(place, separator, type, skip) {
  for (const property of checker.getPropertiesOfType(type)) {
    if (isHidden(property) || skip(property)) continue;
    describeProperty(`${place}${separator}${propertyName(property)}`, property);
  }
  const visible = (one) => !one.declaration || !(ts.getCombinedModifierFlags(one.declaration) & (ModifierFlags.Private | ModifierFlags.Protected));
  const calls = checker.getSignaturesOfType(type, ts.SignatureKind.Call);
  const constructs = checker.getSignaturesOfType(type, ts.SignatureKind.Construct).filter(visible);
  if (calls.length) describeSignatures(`${place}${separator}()`, calls);
  if (constructs.length) describeSignatures(`${place}${separator}new()`, constructs);
  for (const index of checker.getIndexInfosOfType(type)) {
    fact("index", `${place}${separator}[${print(index.keyType, LEVEL)}]`, print(index.type, LEVEL));
  }
}

function describeProperty(place, property) {
  const optional = (property.flags & SymbolFlags.Optional) !== 0;
  fact("member", place, "");
  fact("optional", place, optional ? "optional" : "required");
  fact("readonly", place, isReadonly(property) ? "readonly" : "writable");
  let type = checker.getTypeOfSymbol(property);
  if (optional) type = withoutUndefined(type);
  if (type && isAnonymous(type) && isFunction(type)) return describeSignatures(place, type.getCallSignatures());
  const own = checker.getTypeOfSymbol(property);
  return fact("type", place, optional ? printOptional(own, LEVEL) : print(own, LEVEL));
}

/** The one member that is left without `undefined`, when it is one. */
function withoutUndefined(type) {
  if (!type.isUnion()) return type;
  const left = type.types.filter((one) => !(one.flags & TypeFlags.Undefined));
  return left.length === 1 ? left[0] : undefined;
}

function describeSignatures(place, signatures) {
  fact("overloads", place, signatures.length);
  signatures.forEach((signature, index) => describeSignature(`${place}/${index}`, signature));
}

function describeSignature(place, signature) {
  const parameters = parametersOf(signature);
  const required = parameters.findLastIndex((one) => !one.optional && !one.rest) + 1;
  const rest = parameters.some((one) => one.rest) ? " rest" : "";
  fact("arity", place, `<${signature.typeParameters?.length ?? 0}> ${required} of ${parameters.length}${rest}`);
  parameters.forEach((one, index) => fact("type", `${place}(${index})`, printParameter(one, LEVEL)));
  fact("type", `${place}=`, printResult(signature, LEVEL));
  for (const one of parameters.toReversed()) {
    if (one.rest) continue;
    const set = optionsOf(one.type);
    if (set) return fact("options", place, set.join(" "));
  }
  return undefined;
}

function details(place, symbol) {
  const { flags } = symbol;
  if (flags & (SymbolFlags.Class | SymbolFlags.Interface)) {
    describeShape(place, "#", checker.getDeclaredTypeOfSymbol(symbol), () => false);
  }
  if (flags & SymbolFlags.TypeAlias) describeValue(place, "#", checker.getDeclaredTypeOfSymbol(symbol), "=");
  if (flags & SymbolFlags.Class) {
    const inner = new Set(contents(symbol).map(([name]) => name));
    const skip = (one) => one.flags & SymbolFlags.Prototype || one.name === "prototype" || inner.has(ts.unescapeLeadingUnderscores(one.escapedName));
    describeShape(place, "::", checker.getTypeOfSymbol(symbol), skip);
  }
  if (flags & SymbolFlags.Function) describeSignatures(`${place}()`, checker.getTypeOfSymbol(symbol).getCallSignatures());
  if (flags & (SymbolFlags.Variable | SymbolFlags.Property | SymbolFlags.Method)) describeValue(place, "::", checker.getTypeOfSymbol(symbol), ":");
  if (flags & SymbolFlags.Enum) {
    for (const member of symbol.exports.values()) {
      if (!(member.flags & SymbolFlags.EnumMember)) continue;
      const value = checker.getConstantValue(member.valueDeclaration);
      const text = value === undefined ? "computed" : typeof value === "string" ? JSON.stringify(value) : String(value);
      fact("enum", `${place}.${ts.unescapeLeadingUnderscores(member.escapedName)}`, text);
    }
  }
}

const names = [];
for (const [prefix, list] of offered()) collect(prefix, list, [], names);
const order = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
const bytes = (text) => Buffer.from(text).toString("latin1");
names.sort((left, right) => left[1] - right[1] || order(bytes(left[0]), bytes(right[0])));
const described = new Set();
for (const [place, , symbol] of names) {
  fact("symbol", place, KINDS.filter(([, flags]) => symbol.flags & flags).map(([kind]) => kind).join("+"));
  if (described.has(symbol)) continue;
  described.add(symbol);
  details(place, symbol);
}
// In parts: all of it may be longer than a string can be.
for (let at = 0; at < lines.length; at += 1000) process.stdout.write(`${lines.slice(at, at + 1000).join("\n")}\n`);
