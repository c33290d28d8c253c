"""npm packages bound by `bind_module`: names, default exports, namespaces, and several modules of one package."""

import both
import marked_js
import rx_js
import sigbind
from source import module_of

# Before there is a module, a name is its declaration only.
marked = module_of("marked.umd.js")
assert sigbind.bind_module(marked, marked_js) is marked_js
assert marked_js.parse("# Title") == "<h1>Title</h1>\n", marked_js.parse("# Title")
assert marked_js.parse("a\nb", breaks=True) == "<p>a<br>b</p>\n"
from marked_js import Lexer, Marked  # noqa: E402

assert [token["type"] for token in Lexer().lex("- x")] == ["list"]
assert Marked({"breaks": True}).parse("a\nb") == "<p>a<br>b</p>\n"

# Classes that extend each other, callbacks, results that stay bound.
sigbind.bind_module(module_of("rxjs.umd.js"), rx_js)
from rx_js import Subject, map as mapped, of  # noqa: E402

seen: list[object] = []
of(1, 2, 3).pipe(mapped(lambda value, index: value * 10 + index)).subscribe(seen.append)
assert seen == [10, 21, 32], seen
subject = Subject()
subject.subscribe({"next": seen.append, "complete": lambda: seen.append("done")})
subject.next("x")
subject.complete()
assert seen[3:] == ["x", "done"], seen

# Two modules of one package, each a Python module.
main = sigbind.bind_module(marked, both, "marked")
assert main.__name__ == "both.marked"
from both.marked import Lexer as OtherLexer  # noqa: E402

assert [token["type"] for token in OtherLexer().lex("# x")] == ["heading"]

# The default export.
emitters = sigbind.js.eval("({ default: class EventEmitter extends Map {}, EventEmitter: class EventEmitter { eventNames() { return ['a']; } } })")
sigbind.bind_module(emitters, both, "eventemitter3")
from both.eventemitter3 import EventEmitter  # noqa: E402

assert list(EventEmitter().eventNames()) == ["a"]

# What is wrong says so.
try:
    sigbind.bind_module(marked, both, "event-emitter3")
except AttributeError as error:
    assert "Did you mean 'eventemitter3'?" in str(error), error
else:
    raise AssertionError("there is no such module")
try:
    sigbind.bind_module(marked, "sigbind.typing")
except TypeError as error:
    assert "no package that sig-gen wrote" in str(error), error
else:
    raise AssertionError("that is no generated package")
print("modules: marked, rxjs, two of one package")
