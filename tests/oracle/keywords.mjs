// The property sets of the options parameters of everything that can be called, for the comparison with what lowering makes of them.
//
// A line `keywords TAB CALLABLE TAB SET` for each distinct set (`#may` for one that need not be in the output), where a callable is a function or a variable that is one, `C.new`,
// `C.call`, `C.member` (inherited members too) or `C.static.member`; and `#same TAB NAME TAB NAME` where a symbol has several names.
import { KINDS, checker, contents, forms, isLibrary, isRecord, modules, names, optionsOf, program, ts } from "./surface.mjs";

const { SymbolFlags, TypeFlags, ObjectFlags, ModifierFlags, SignatureKind } = ts;
const { parametersOf, propertyName, isHidden } = forms;
const HIDDEN = ModifierFlags.Private | ModifierFlags.Protected;
const symbolConstructor = checker.getDeclaredTypeOfSymbol(checker.resolveName("SymbolConstructor", undefined, SymbolFlags.Interface, false));
const BESIDE = TypeFlags.Undefined | TypeFlags.Null | TypeFlags.Void;

/** Calls `see` with the name and signatures of everything under a name that can be called. */
function callables(name, symbol, see) {
  const { Interface, Class, Variable, TypeAlias, Function: Func } = SymbolFlags;
  const isClass = (symbol.flags & Class) !== 0;
  if (symbol.flags & (Interface | Class | TypeAlias)) {
    const type = checker.getDeclaredTypeOfSymbol(symbol);
    // An alias of an object type that is written there is an interface.
    const isObject = !(symbol.flags & TypeAlias) || (type.aliasSymbol === symbol && type.symbol?.flags & SymbolFlags.TypeLiteral && type.objectFlags & ObjectFlags.Anonymous);
    // What is data is called by JavaScript; where something extends it that is no data, it is an interface nevertheless.
    if (isObject && isRecord(type)) members(`${name}.`, type, (place, signatures) => see(place, signatures, "#may"));
    else if (isObject) {
      // An interface that is nothing but a function is the type of what Python gives; what has that type and is called has a name of its own.
      const isCallback = type.getProperties().length === 0 && type.getConstructSignatures().length === 0 && !(symbol.flags & Variable);
      if (!isCallback) see(`${name}.call`, checker.getSignaturesOfType(type, SignatureKind.Call));
      see(`${name}.new`, checker.getSignaturesOfType(type, SignatureKind.Construct));
      members(`${name}.`, type, see);
    }
  }
  if (symbol.flags & (Variable | Class) && (isClass || symbol.flags & Interface)) {
    const type = checker.getTypeOfSymbol(symbol);
    const isAbstract = symbol.declarations.some((one) => ts.getCombinedModifierFlags(one) & ModifierFlags.Abstract);
    if (!isAbstract) see(`${name}.new`, checker.getSignaturesOfType(type, SignatureKind.Construct));
    if (!isClass) see(`${name}.call`, checker.getSignaturesOfType(type, SignatureKind.Call));
    const inner = new Set(contents(symbol).map(([one]) => one));
    members(`${name}.static.`, type, see, inner);
  } else if (symbol.flags & Func) {
    see(symbol.flags & Interface ? `${name}.call` : name, checker.getTypeOfSymbol(symbol).getCallSignatures());
  } else if (symbol.flags & (Variable | SymbolFlags.Property | SymbolFlags.Method)) {
    see(name, functionType(checker.getTypeOfSymbol(symbol), true));
  }
}

function members(prefix, type, see, skipped) {
  for (const member of checker.getPropertiesOfType(type)) {
    if (isHidden(member) || member.flags & SymbolFlags.Prototype || skipped?.has(ts.unescapeLeadingUnderscores(member.escapedName))) continue;
    // What a namespace that is merged with a class declares has a name of its own.
    if (member.flags & SymbolFlags.Function) continue;
    if (isOfContext(member) || isUniqueSymbol(member)) continue;
    const own = checker.getTypeOfSymbol(member);
    const isMethod = member.flags & SymbolFlags.Method;
    see(`${prefix}${propertyName(member)}`, isMethod ? checker.getNonNullableType(own).getCallSignatures() : functionType(own));
  }
}

/** What a library that is context only declares, no package describes. */
function isOfContext(member) {
  return !isLibrary && member.declarations?.every((one) => program.isSourceFileDefaultLibrary(one.getSourceFile()));
}

/** Python has names for what `Symbol` has, and none for other symbols. */
function isUniqueSymbol(member) {
  const name = String(member.escapedName);
  return name.startsWith("__@") && !checker.getPropertyOfType(symbolConstructor, /^__@(.+)@\d+$/.exec(name)[1]);
}

/** The signatures of a type that is written as a function, with a name of its own or not, `undefined` and `null` beside it or not. */
function functionType(type, mayHaveName = false) {
  const left = (type.isUnion() ? type.types : [type]).filter((one) => !(one.flags & BESIDE));
  const [one] = left;
  const isFunction =
    left.length === 1 &&
    one.flags & TypeFlags.Object &&
    (mayHaveName || !(one.objectFlags & (ObjectFlags.ClassOrInterface | ObjectFlags.Reference) || one.aliasSymbol)) &&
    (one.symbol?.flags & SymbolFlags.Function || one.getProperties().length === 0) &&
    one.getConstructSignatures().length === 0;
  return isFunction ? one.getCallSignatures() : [];
}

/** The property sets of a signature: one, or, for a member of the symbol itself, of the arguments that each key of an event map has. */
function setsOf(signature, symbol) {
  const parameters = parametersOf(signature);
  const last = signature.getParameters().at(-1);
  const isOwn = symbol.declarations?.includes(signature.declaration?.parent);
  if (isOwn && parameters.at(-1)?.rest && last) {
    const type = checker.getTypeOfSymbol(last);
    const tuples = type.flags & TypeFlags.IndexedAccess ? checker.getBaseConstraintOfType(type) : undefined;
    const members = tuples?.isUnion() ? tuples.types : [tuples ?? type];
    if (tuples && members.every(checker.isTupleType)) {
      return members.map((one) => lastOptions([...parameters.slice(0, -1).map(({ type }) => type), ...checker.getTypeArguments(one)]));
    }
  }
  return [lastOptions(parameters.filter((one) => !one.rest).map(({ type }) => type))];
}

function lastOptions(types) {
  for (const type of types.toReversed()) {
    const set = optionsOf(type);
    if (set) return set.join(" ");
  }
  return undefined;
}

/** The lines of all public names. */
export function keywords() {
  const lines = new Set();
  const first = new Map();
  for (const [name, , symbol] of names) {
    const known = first.get(symbol);
    if (known !== undefined) {
      if (known !== name) lines.add(`#same\t${name}\t${known}`);
      continue;
    }
    first.set(symbol, name);
    if (!KINDS.some(([, flags]) => symbol.flags & flags) && !(symbol.flags & (SymbolFlags.Property | SymbolFlags.Method))) continue;
    callables(name, symbol, (callable, signatures, word = "keywords") => {
      for (const signature of signatures) {
        if (signature.declaration && ts.getCombinedModifierFlags(signature.declaration) & HIDDEN) continue;
        for (const set of setsOf(signature, symbol)) if (set !== undefined) lines.add(`${word}\t${callable}\t${set}`);
      }
    });
  }
  // What a module assigns is offered as what the module has, too.
  for (const [prefix, module] of modules.filter(([, one]) => one.exports?.has("export="))) {
    for (const [name, , symbol] of names) {
      const inside = name.startsWith(prefix) ? name.slice(prefix.length).split(".") : [];
      if (inside.length > 1) lines.add(`#same\t${prefix}${inside.slice(1).join(".")}\t${first.get(symbol)}`);
    }
  }
  return lines;
}
