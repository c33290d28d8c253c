"""Uses the library as a program does: mypy judges it by `textkit.pyi`, Python runs it."""

import asyncio
from typing import TYPE_CHECKING, List

import textkit

if TYPE_CHECKING:
    # What must be refused; `--warn-unused-ignores` makes sure that it is.
    textkit.slugify("a", seperator="_")  # type: ignore[call-arg]
    textkit.wrap("a", width="80")  # type: ignore[call-overload]
    textkit.count("a", "lines")  # type: ignore[arg-type]
    textkit.Index(3)  # type: ignore[call-arg]
    textkit.Index().size = 3  # type: ignore[misc]

slug: str = textkit.slugify("Hello, World!", separator="_")
assert slug == "hello_world", slug
assert textkit.slugify("Hello, World!", case="upper") == "HELLO-WORLD"

lines: List[str] = textkit.wrap("one two three", width=7, prefix="> ")
assert lines == ["> one", "> two", "> three"], lines
assert textkit.wrap("one two", {"maxLines": 1, "width": 3}) == ["one"]
try:
    textkit.wrap("one", width=0)
except ValueError as error:
    assert str(error) == "a line needs room"
else:
    raise AssertionError("a line without room")

number: int = textkit.count("one two", 4)
assert (textkit.count("one two"), textkit.count("one two", "letters"), number) == (2, 7, 2)

kinds = [token["kind"] for token in textkit.tokens("one two")]
assert kinds == ["word", "gap", "word"], kinds
assert textkit.join("a", "b", "c", separator="-") == "a-b-c"
assert textkit.map_words("one two", lambda word: word.upper()) == "ONE TWO"
assert bytes(textkit.encode("ab")) == b"ab"

index = textkit.Index(limit=2)
index.add("a", "one two")
index.add("b", "two")
try:
    index.add("b", "three", replace=False)
except ValueError as error:
    assert str(error) == "there is a text of the name b"
index.merge(textkit.Index.of({"c": "three"}))
names: List[str] = index.find("two")
assert (names, index.size, index.limit, index.get("z")) == (["a", "b"], 3, 2, None)
index.limit = None


async def frequencies() -> "dict[str, int]":
    async def later() -> str:
        await asyncio.sleep(0.01)
        return "a b a"

    return await textkit.frequencies(later(), least=2)


if not TYPE_CHECKING:
    counts = asyncio.run(frequencies())
    assert counts == {"a": 2}, counts
    # The same library in JavaScript.
    textkit.run_js(open(__file__.replace("check.py", "check.js")).read())
    print("textkit: Python and JavaScript agree")
