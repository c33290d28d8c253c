// What TypeScript's checker says of the surface that inputs offer: the facts of `sig-gen/src/facts`, one line each,
// `category TAB path TAB value`.
//
//     node facts.mjs [--no-dom] [--node] ROOT INPUT...        an INPUT is lib:NAME, a declaration file, or what an import names
import { keywords } from "./keywords.mjs";
import { KINDS, LEVEL, checker, contents, forms, names, optionsOf, ts } from "./surface.mjs";

const { SymbolFlags, TypeFlags, ObjectFlags, ModifierFlags } = ts;
const { print, printOptional, printParameter, printResult, parametersOf, propertyName, isReadonly, isHidden } = forms;

const lines = [];
const fact = (category, place, value) => lines.push(`${category}\t${place}\t${value}`);

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

const described = new Set();
for (const [place, , symbol] of names) {
  fact("symbol", place, KINDS.filter(([, flags]) => symbol.flags & flags).map(([kind]) => kind).join("+"));
  if (described.has(symbol)) continue;
  described.add(symbol);
  details(place, symbol);
}
lines.push(...keywords());
// In parts: all of it may be longer than a string can be.
for (let at = 0; at < lines.length; at += 1000) process.stdout.write(`${lines.slice(at, at + 1000).join("\n")}\n`);
