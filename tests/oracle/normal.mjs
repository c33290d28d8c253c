// The normal form of a type, from TypeScript's checker: what `sig-gen/src/facts/normal.rs` prints of ours.
//
// Names of declared types with their arguments, unions and intersections as sorted sets, object types as sorted properties; aliases are
// looked through, below DEPTH levels everything is `...`, and a text that grows too long is its digest. Only the checker's flags are
// asked, never its own printer.

/** The functions that print, for one `typescript` module and one of its checkers. */
export function normalForms(ts, checker) {
  const { TypeFlags, ObjectFlags, SymbolFlags, ElementFlags } = ts;
  const DEPTH = 6;
  /** How long the text of one type may be, in bytes. */
  const LENGTH = 1500;
  const bytes = new TextEncoder();
  /** What was printed already: by type, one text for each depth. */
  const printed = new Map();

  /** A long text is a digest (FNV-1a) instead; both sides cut at the same places. */
  function limited(text) {
    if (text.length * 3 < LENGTH) return text;
    const all = bytes.encode(text);
    if (all.length <= LENGTH) return text;
    let hash = 0x811c9dc5;
    for (const byte of all) hash = Math.imul(hash ^ byte, 0x01000193);
    return `#${(hash >>> 0).toString(16)}/${all.length}`;
  }
  // From here on only the names of properties are printed: large object types in each other have no end.
  const NAMES_ONLY = DEPTH - 1;

  function propertyName(symbol) {
    const name = symbol.escapedName;
    const known = /^__@(.+)@\d+$/.exec(name);
    return known ? `[${known[1]}]` : JSON.stringify(ts.unescapeLeadingUnderscores(name));
  }

  function isReadonly(symbol) {
    const checkFlags = symbol.links?.checkFlags ?? 0;
    return Boolean(
      checkFlags & 8 ||
        (symbol.flags & SymbolFlags.Property &&
          ts.getDeclarationModifierFlagsFromSymbol(symbol) & ts.ModifierFlags.Readonly) ||
        (symbol.flags & SymbolFlags.Accessor && !(symbol.flags & SymbolFlags.SetAccessor)) ||
        symbol.flags & SymbolFlags.EnumMember,
    );
  }

  function isHidden(symbol) {
    return (
      String(symbol.escapedName).startsWith("__#") ||
      ts.getDeclarationModifierFlagsFromSymbol(symbol) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)
    );
  }

  /** The name of a declared type; of a default export that of its declaration. */
  function nameOf(symbol) {
    return symbol.name === "default" ? (symbol.declarations?.[0]?.name?.text ?? symbol.name) : symbol.name;
  }

  /** The name of a declared type; of a default export, the one that it has inside. */
  function declaredName(symbol) {
    if (symbol.escapedName !== "default" && symbol.escapedName !== "export=") return ts.unescapeLeadingUnderscores(symbol.escapedName);
    return symbol.declarations?.map((one) => one.name?.text).find(Boolean) ?? "default";
  }

  function members(type) {
    return type.flags & TypeFlags.Union ? type.types.flatMap(members) : [type];
  }

  function printUnion(types, depth) {
    const parts = new Set(types.map((one) => print(one, depth)));
    if (parts.has("true") && parts.has("false")) {
      parts.delete("true");
      parts.delete("false");
      parts.add("boolean");
    }
    return parts.size === 0 ? "never" : [...parts].sort().join(" | ");
  }

  /** A type without the `undefined` that optionality adds. */
  function printOptional(type, depth) {
    const left = members(type).filter((one) => !(one.flags & TypeFlags.Undefined));
    return limited(printUnion(left, depth));
  }

  /** The parameters of a signature, tuples of a rest parameter taken apart: name, type, whether a call may leave it out, rest. */
  function parametersOf(signature) {
    const alternatives = checker.getExpandedParameters(signature);
    const expanded = alternatives.length === 1 ? alternatives[0] : signature.parameters;
    const hasRest = ts.signatureHasRestParameter(signature);
    const list = expanded.map((symbol, index) => {
    const checkFlags = symbol.links?.checkFlags ?? 0;
    const declaration = symbol.valueDeclaration;
    const rest =
      Boolean(checkFlags & (1 << 15)) ||
      Boolean(declaration?.dotDotDotToken && hasRest && index === expanded.length - 1 && symbol === signature.parameters.at(-1));
    const marked = Boolean(checkFlags & (1 << 14)) || Boolean(declaration && (declaration.questionToken || declaration.initializer));
    return { symbol, type: checker.getTypeOfSymbol(symbol), optional: marked && !rest, rest };
    });
    const required = list.findLastIndex((one) => !one.optional && !one.rest) + 1;
    return list.map((one, index) => ({ ...one, leftOut: one.optional && index >= required }));
  }

  function printParameter({ type, rest, leftOut }, depth) {
    // What a call gathers in a rest parameter is a new array, whatever the function may do with it.
    if (rest) return type.flags & TypeFlags.Any ? "...Array<any>" : `...${print(type, depth).replace(/^ReadonlyArray</, "Array<")}`;
    return leftOut ? `?${printOptional(type, depth)}` : print(type, depth);
  }

  function printResult(signature, depth) {
    const predicate = checker.getTypePredicateOfSignature(signature);
    if (!predicate) return print(checker.getReturnTypeOfSignature(signature), depth);
    return `${predicate.kind >= 2 ? "asserts " : ""}is ${predicate.type ? print(predicate.type, depth) : "truthy"}`;
  }

  function printSignature(signature, depth, construct) {
    const parts = parametersOf(signature).map((one) => printParameter(one, depth + 1));
    const generic = signature.typeParameters?.length ? `<${signature.typeParameters.length}>` : "";
    const kind = construct ? (signature.flags & 4 ? "abstract new " : "new ") : "";
    return `${kind}${generic}(${parts.join(", ")}) => ${printResult(signature, depth + 1)}`;
  }

  function printStructure(type, depth) {
    const parts = [];
    for (const property of checker.getPropertiesOfType(type)) {
      if (isHidden(property)) {
        continue;
      }
      const optional = Boolean(property.flags & SymbolFlags.Optional);
      if (depth >= NAMES_ONLY) {
        parts.push(`${propertyName(property)}${optional ? "?" : ""}`);
        continue;
      }
      const own = checker.getTypeOfSymbol(property);
      const printed = optional ? printOptional(own, depth + 1) : print(own, depth + 1);
      parts.push(`${isReadonly(property) ? "readonly " : ""}${propertyName(property)}${optional ? "?" : ""}: ${printed}`);
    }
    for (const index of checker.getIndexInfosOfType(type)) {
      const readonly = index.isReadonly ? "readonly " : "";
      parts.push(`${readonly}[key: ${print(index.keyType, depth + 1)}]: ${print(index.type, depth + 1)}`);
    }
    parts.sort();
    for (const signature of checker.getSignaturesOfType(type, ts.SignatureKind.Call)) {
      parts.push(printSignature(signature, depth, false));
    }
    for (const signature of checker.getSignaturesOfType(type, ts.SignatureKind.Construct)) {
      parts.push(printSignature(signature, depth, true));
    }
    return parts.length === 0 ? "{}" : `{ ${parts.join("; ")} }`;
  }

  function printTuple(type, depth) {
    const flags = type.target.elementFlags;
    const parts = checker.getTypeArguments(type).map((one, index) => {
      const flag = flags[index];
      if (flag & ElementFlags.Rest) {
        return `...Array<${print(one, depth + 1)}>`;
      }
      if (flag & ElementFlags.Variadic) {
        return `...${print(one, depth + 1)}`;
      }
      return flag & ElementFlags.Optional ? `${printOptional(one, depth + 1)}?` : print(one, depth + 1);
    });
    return `${type.target.readonly ? "readonly " : ""}[${parts.join(", ")}]`;
  }

  function print(type, depth) {
    const known = printed.get(type)?.[depth];
    if (known !== undefined) return known;
    const text = limited(printAny(type, depth));
    if (!printed.has(type)) printed.set(type, []);
    printed.get(type)[depth] = text;
    return text;
  }

  function printAny(type, depth) {
    const { flags } = type;
    if (flags & TypeFlags.Any) return "any";
    if (flags & TypeFlags.Unknown) return "unknown";
    if (flags & TypeFlags.Never) return "never";
    if (flags & TypeFlags.Void) return "void";
    if (flags & TypeFlags.Undefined) return "undefined";
    if (flags & TypeFlags.Null) return "null";
    if (flags & TypeFlags.Enum || (flags & TypeFlags.EnumLiteral && !(flags & TypeFlags.Union))) {
      const parent = ts.getCheckFlags ? type.symbol.parent : undefined;
      return parent && type.symbol.flags & SymbolFlags.EnumMember ? `${parent.name}.${type.symbol.name}` : type.symbol.name;
    }
    if (flags & TypeFlags.StringLiteral) return JSON.stringify(type.value);
    if (flags & TypeFlags.NumberLiteral) return String(type.value);
    if (flags & TypeFlags.BigIntLiteral) return `${type.value.negative ? "-" : ""}${type.value.base10Value}n`;
    if (flags & TypeFlags.BooleanLiteral) return type.intrinsicName;
    if (flags & TypeFlags.UniqueESSymbol) return `unique ${type.symbol.name}`;
    if (flags & (TypeFlags.String | TypeFlags.Number | TypeFlags.BigInt | TypeFlags.ESSymbol | TypeFlags.NonPrimitive)) {
      return type.intrinsicName;
    }
    if (flags & TypeFlags.Boolean) return "boolean";
    if (depth > DEPTH) return "...";
    if (flags & TypeFlags.Union) return printUnion(members(type), depth);
    if (flags & TypeFlags.Intersection) {
      if (checker.typeToString(type) === "never") return "never";
      return [...new Set(type.types.map((one) => `(${print(one, depth + 1)})`))].sort().join(" & ");
    }
    if (flags & TypeFlags.TypeParameter) return type.isThisType ? "this" : type.symbol.name;
    if (flags & TypeFlags.Index) return `keyof ${print(type.type, depth + 1)}`;
    if (flags & TypeFlags.IndexedAccess) return `${print(type.objectType, depth + 1)}[${print(type.indexType, depth + 1)}]`;
    if (flags & TypeFlags.Conditional) return "conditional";
    if (flags & TypeFlags.Substitution) return print(type.baseType, depth);
    if (flags & TypeFlags.TemplateLiteral) {
      let text = JSON.stringify(type.texts[0]).slice(1, -1);
      type.types.forEach((one, index) => {
        text += `\${${print(one, depth + 1)}}${JSON.stringify(type.texts[index + 1]).slice(1, -1)}`;
      });
      return `\`${text}\``;
    }
    if (flags & TypeFlags.StringMapping) return `${type.symbol.name}<${print(type.type, depth + 1)}>`;
    if (!(flags & TypeFlags.Object)) return `?${flags}`;
    if (checker.isTupleType(type)) return printTuple(type, depth);
    if (type.objectFlags & ObjectFlags.Reference || type.objectFlags & ObjectFlags.ClassOrInterface) {
      const target = type.target ?? type;
      const count = target.typeParameters?.length ?? 0;
      const list = checker.getTypeArguments(type).slice(0, count);
      const name = nameOf(type.symbol);
      return list.length ? `${name}<${list.map((one) => print(one, depth + 1)).join(", ")}>` : name;
    }
    if (type.objectFlags & ObjectFlags.Mapped) {
      checker.getPropertiesOfType(type);
      const generic = TypeFlags.TypeParameter | TypeFlags.Index | TypeFlags.IndexedAccess | TypeFlags.Conditional;
      if (type.constraintType && type.constraintType.flags & generic) return "mapped";
    }
    const symbol = type.symbol;
    const hasName = symbol && symbol.flags & (SymbolFlags.Class | SymbolFlags.Enum | SymbolFlags.ValueModule) && !(symbol.flags & SymbolFlags.Function);
    if (hasName && type.objectFlags & ObjectFlags.Anonymous) {
      return `typeof ${symbol.flags & SymbolFlags.ValueModule && /"/.test(symbol.name) ? "module" : nameOf(symbol)}`;
    }
    return printStructure(type, depth);
  }

  return { DEPTH, print, printOptional, printParameter, printResult, parametersOf, propertyName, isReadonly, isHidden, members, declaredName };
}
