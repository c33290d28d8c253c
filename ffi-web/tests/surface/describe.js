// Prints a line for each name of the list `specification`: what there is, as `typeof`, name, length and property attributes.
// Node makes some properties of its global object when they are first read.
for (const name of specification.match(/\w+/g)) void globalThis[name];
const flags = (found) => ["writable", "enumerable", "configurable"].filter((flag) => found[flag]).join(" ");
const shape = (value) => (typeof value === "function" ? `function ${value.name || "anonymous"}/${value.length}` : typeof value);
const describe = (found) => {
  if (!found) return "absent";
  const half = (accessor, side) => (accessor ? `${side} ${accessor.name}/${accessor.length}; ` : "");
  const what = "value" in found ? `${shape(found.value)}; ` : half(found.get, "get") + half(found.set, "set");
  return what + flags(found);
};
const property = (object, key) => {
  for (let at = object; at !== null && at !== undefined; at = Object.getPrototypeOf(at)) {
    const found = Object.getOwnPropertyDescriptor(at, key);
    if (found) return found;
  }
};
const own = (object, key) => Object.getOwnPropertyDescriptor(object, key);
const line = (place, text) => emit(`${place}\t${text}`);
const interfaceLines = (name, parent, members) => {
  line(name, describe(own(globalThis, name)));
  const made = globalThis[name];
  if (typeof made !== "function") return;
  line(`${name}.prototype`, describe(own(made, "prototype")));
  line(`${name} inherits`, `${Object.getPrototypeOf(made).name || "Function.prototype"}; ${Object.getPrototypeOf(made.prototype)?.constructor.name}`);
  line(`${name} class string`, `${made.prototype[Symbol.toStringTag]}; ${describe(own(made.prototype, Symbol.toStringTag))}`);
  line(`${name}.prototype.constructor`, describe(own(made.prototype, "constructor")));
  for (const [kind, names] of members) {
    for (const member of names) {
      if (kind === "static") line(`${name}.${member}`, describe(own(made, member)));
      else if (kind === "const") {
        line(`${name}.${member}`, `${made[member]}; ${describe(own(made, member))}; ${describe(own(made.prototype, member))}`);
      } else if (kind === "iterable") {
        const [symbol, same] = member.split("=");
        const found = own(made.prototype, Symbol[symbol]);
        line(`${name}[Symbol.${symbol}]`, `${describe(found)}; ${found?.value === made.prototype[same]}`);
      } else line(`${name}.prototype.${member}`, describe(own(made.prototype, member)));
    }
  }
};
let current;
const interfaces = [];
for (const text of specification.split("\n")) {
  if (text === "" || text.startsWith("#")) continue;
  if (!text.startsWith(" ")) interfaces.push((current = [text, []]));
  else {
    const words = text.trim().split(" ");
    const kind = ["static", "const", "iterable"].includes(words[0]) ? words.shift() : "";
    current[1].push([kind, words]);
  }
}
for (const [head, members] of interfaces) {
  const all = members.flatMap(([, names]) => names);
  if (head === "global") all.forEach((member) => line(`globalThis.${member}`, describe(property(globalThis, member))));
  else if (head.startsWith("namespace ")) {
    const name = head.slice("namespace ".length);
    all.forEach((member) => line(`${name}.${member}`, describe(property(globalThis[name], member))));
  } else interfaceLines(...head.split(" : ").concat(undefined).slice(0, 2), members);
}
