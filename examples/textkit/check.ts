// Uses the library as a program does: tsc judges it by `textkit.d.ts`, and its JavaScript runs in `check.py`.
declare const textkit: typeof import("./textkit");

function check(name: string, found: unknown, expected: unknown): void {
  if (JSON.stringify(found) !== JSON.stringify(expected)) {
    throw new Error(`${name}: ${JSON.stringify(found)} and not ${JSON.stringify(expected)}`);
  }
}

const slug: string = textkit.slugify("Hello, World!", { separator: "_", case: "upper" });
check("slugify", slug, "HELLO_WORLD");
const lines: string[] = textkit.wrap("one two three", { width: 7, prefix: "> " });
check("wrap", lines, ["> one", "> two", "> three"]);
check("count", [textkit.count("one two"), textkit.count("one two", "letters"), textkit.count("one two", 4)], [2, 7, 2]);
check("join", [textkit.join("a", "b"), textkit.join("a", "b", "c", { separator: "-" })], ["ab", "a-b-c"]);
for (const token of textkit.tokens("one two")) {
  // The tag tells which of the two it is.
  check("tokens", token.kind === "word" ? token.text.length : 0, token.kind === "gap" ? 0 : 3);
}
check("map_words", textkit.map_words("one two", (word) => word.toUpperCase()), "ONE TWO");
check("encode", textkit.encode("ab").byteLength, 2);

const index = new textkit.Index({ limit: 1 });
index.add("a", "one");
let message = "";
try {
  index.add("b", "two");
} catch (error) {
  message = String(error);
}
check("limit", message, "Error: the index is full");
index.limit = undefined;
index.merge(textkit.Index.of({ b: "one" }));
const names: string[] = index.find("one");
check("find", [names, index.size, index.get("z")], [["a", "b"], 2, undefined]);

const counts: Promise<Record<string, number>> = textkit.frequencies(Promise.resolve("a b a"), { least: 2 });
counts.then((counts) => check("frequencies", counts, { a: 2 }));

function refused(): void {
  // @ts-expect-error a misspelt option
  textkit.slugify("a", { seperator: "_" });
  // @ts-expect-error another type
  textkit.wrap("a", { width: "80" });
  // @ts-expect-error none of the literals
  textkit.count("a", "lines");
  // @ts-expect-error a read-only property
  index.size = 3;
}
