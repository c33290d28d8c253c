// The oracle of the options rule: what TypeScript's own checker says about every options parameter of a library.
//
// Prints one JSON object: for each callable, `Class.method`, `Class.static.method`, `Class.constructor` or `function`,
// the distinct property sets of its options parameters, each a sorted list of `name` or `name?`. Run as
//
//     node options.mjs PATH_TO_TYPESCRIPT_PACKAGE LIB [LIB ...]
import { createRequire } from "node:module";
import path from "node:path";

const [packagePath, ...libs] = process.argv.slice(2);
const ts = createRequire(import.meta.url)(path.resolve(packagePath));

const entry = "/entry.ts";
const options = { lib: libs.map((lib) => `lib.${lib}.d.ts`), target: ts.ScriptTarget.ESNext, noLib: false, strict: true };
const host = ts.createCompilerHost(options);
const { getSourceFile, fileExists } = host;
host.getSourceFile = (name, ...rest) =>
  name === entry ? ts.createSourceFile(name, "", ts.ScriptTarget.ESNext) : getSourceFile.call(host, name, ...rest);
host.fileExists = (name) => name === entry || fileExists.call(host, name);
host.getDefaultLibLocation = () => path.resolve(packagePath, "lib");
const program = ts.createProgram([entry], options, host);
const checker = program.getTypeChecker();
const globals = checker.getSymbolsInScope(program.getSourceFile(entry), ~0);

/** Whether something of the type's name exists at run time: then its values are instances and not data. */
function isInstance(type) {
  const symbol = type.getSymbol();
  if (!symbol || symbol.flags & (ts.SymbolFlags.TypeLiteral | ts.SymbolFlags.ObjectLiteral)) return false;
  return (symbol.flags & (ts.SymbolFlags.Class | ts.SymbolFlags.Variable | ts.SymbolFlags.Function)) !== 0;
}

/** Buffers are values of their own at the border, although their interface has only properties. */
const BUFFERS = new Set(["ArrayBuffer", "ArrayBufferView", "SharedArrayBuffer"]);

/** Every declared part of a type: bases and members of intersections must be data too. */
function parts(type) {
  if (type.isIntersection()) return type.types.flatMap(parts);
  const bases = type.isClassOrInterface?.() || type.target?.isClassOrInterface?.() ? checker.getBaseTypes(type.target ?? type) : [];
  return [type, ...bases.flatMap(parts)];
}

function isRecord(type) {
  if (!(type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection))) return false;
  if (checker.isArrayType(type) || checker.isTupleType(type)) return false;
  if (parts(type).some(isInstance) || BUFFERS.has(type.getSymbol()?.name)) return false;
  if (type.getCallSignatures().length || type.getConstructSignatures().length) return false;
  if (checker.getIndexInfosOfType(type).length) return false;
  return type.getProperties().every(
    (one) => one.flags & ts.SymbolFlags.Optional || !(one.flags & ts.SymbolFlags.Method),
  );
}

/** The properties of an options type, or nothing. */
function optionsOf(type) {
  const members = type.isUnion() ? type.types : [type];
  const records = [];
  for (let member of members) {
    if (member.flags & ts.TypeFlags.TypeParameter) member = checker.getBaseConstraintOfType(member) ?? member;
    const primitive = ts.TypeFlags.StringLike | ts.TypeFlags.NumberLike | ts.TypeFlags.BooleanLike |
      ts.TypeFlags.BigIntLike | ts.TypeFlags.ESSymbolLike | ts.TypeFlags.Undefined | ts.TypeFlags.Null | ts.TypeFlags.Void;
    if (member.flags & primitive) continue;
    if (!isRecord(member)) return undefined;
    records.push(member);
  }
  const found = new Map();
  for (const [index, record] of records.entries()) {
    for (const property of record.getProperties()) {
      if (property.name.startsWith("__@")) continue;
      const optional = (property.flags & ts.SymbolFlags.Optional) !== 0;
      found.set(property.name, optional || (found.has(property.name) ? found.get(property.name) : index > 0));
    }
  }
  for (const name of found.keys()) {
    if (!records.every((record) => record.getProperty(name))) found.set(name, true);
  }
  if (!found.size) return undefined;
  return [...found].map(([name, optional]) => (optional ? `${name}?` : name)).sort();
}

function optionsOfSignature(signature) {
  for (const parameter of [...signature.getParameters()].reverse()) {
    const declaration = parameter.valueDeclaration;
    if (declaration?.dotDotDotToken) continue;
    const found = optionsOf(checker.getTypeOfSymbol(parameter));
    if (found) return found;
  }
  return undefined;
}

const result = {};
function record(name, signatures) {
  const sets = new Set();
  for (const signature of signatures) {
    const found = optionsOfSignature(signature);
    if (found) sets.add(JSON.stringify(found));
  }
  if (sets.size) result[name] = [...sets].sort().map((text) => JSON.parse(text));
}

function callables(type) {
  return checker.getNonNullableType(type).getCallSignatures();
}

/** `Symbol.iterator` for the checker's own spelling of such a name. */
function spelling(name) {
  return name.replace(/^__@(\w+)@\d+$/, "Symbol.$1");
}

/** The methods of an instance, inherited ones included. Optional methods of records are called by JavaScript. */
function members(name, type) {
  if (isRecord(type)) return;
  for (const member of type.getProperties()) {
    if (!(member.flags & ts.SymbolFlags.Method)) continue;
    record(`${name}.${spelling(member.name)}`, callables(checker.getTypeOfSymbol(member)));
  }
}

function visit(prefix, symbol) {
  const name = prefix + symbol.name;
  const { Interface, Class, Variable, Function: Func, NamespaceModule, ValueModule } = ts.SymbolFlags;
  if (symbol.flags & (Interface | Class)) {
    const type = checker.getDeclaredTypeOfSymbol(symbol);
    members(name, type);
    if (!(symbol.flags & Variable)) record(`${name}.constructor`, type.getConstructSignatures());
  }
  if (symbol.flags & Variable) {
    const type = checker.getTypeOfSymbol(symbol);
    if (symbol.flags & Interface) {
      record(`${name}.constructor`, type.getConstructSignatures());
      record(`${name}.call`, type.getCallSignatures());
      for (const member of type.getProperties()) {
        if (member.flags & ts.SymbolFlags.Method) record(`${name}.static.${spelling(member.name)}`, callables(checker.getTypeOfSymbol(member)));
      }
    }
  }
  if (symbol.flags & Func) record(name, callables(checker.getTypeOfSymbol(symbol)));
  if (symbol.flags & (NamespaceModule | ValueModule)) {
    for (const member of checker.getExportsOfModule(symbol)) visit(`${name}.`, member);
  }
}

for (const symbol of globals) {
  const declared = symbol.declarations?.some((one) => one.getSourceFile().fileName.includes("/lib."));
  if (declared) visit("", symbol);
}
process.stdout.write(JSON.stringify(Object.fromEntries(Object.entries(result).sort(([a], [b]) => (a < b ? -1 : 1)))));
