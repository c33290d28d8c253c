"""Lazy packages: a generated package costs nothing until a name of it is used.

`signatures.py` of a generated package may declare thousands of names. It is never compiled whole: its text is read on the
first use, and the definition of a name is cut out and compiled when that name is asked for. Definitions stand at the
margin and are separated by two blank lines; that is all that the cutting relies on. The module `PACKAGE.signatures` is the
place where the definitions live, so `from PACKAGE.signatures import Response_sig` gives the same class.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from types import CodeType, ModuleType
from typing import Any, ForwardRef

# The reader is imported where a definition is first used: importing a generated package must cost nothing.

_SEPARATOR = "\n\n\n"
_NAME = re.compile(r"(?:class|(?:async )?def) (\w+)|(\w+)(?:: | = )")
_DECORATED = re.compile(r"\n(?:class|(?:async )?def) (\w+)")
_NOT_NAMES = {"__getattr__", "__dir__", "__path__", "__file__", "__all__", "__wrapped__"}


class LazySignatures:
    """The definitions of one `signatures.py`, compiled one by one into its module."""

    def __init__(self, name: str, path: str) -> None:
        self.name = name
        self.path = path
        self._index: dict[str, list[tuple[int, str]]] | None = None
        self._loading: set[str] = set()
        module = self.module = ModuleType(name)
        module.__file__ = path
        module.__package__ = name.rpartition(".")[0]
        module.__dict__["__getattr__"] = self.load
        module.__dict__["__dir__"] = self.names

    @property
    def index(self) -> dict[str, list[tuple[int, str]]]:
        """The text of each definition (of each overload, for a function) and its line. Reading the file also runs its head:
        imports and type variables."""
        index = self._index
        if index is None:
            with open(self.path, encoding="utf-8") as file:
                head, *definitions = file.read().split(_SEPARATOR)
            index = self._index = {}
            line = head.count("\n") + 3
            for definition in definitions:
                found = _NAME.match(definition) or _DECORATED.search(definition)
                if found is not None:
                    index.setdefault(found[1] or found[2], []).append((line, definition))
                line += definition.count("\n") + 3
            self._run(0, head)
        return index

    def names(self) -> list[str]:
        """All declared names, without compiling anything."""
        return list(self.index)

    def load(self, name: str) -> Any:
        """The definition of `name`; raises AttributeError as a module does."""
        found = self.find(name)
        if found is None:
            if name == "__all__":
                return self.names()
            raise AttributeError(f"module {self.name!r} has no attribute {name!r}")
        return found[0]

    def find(self, name: str) -> tuple[Any] | None:
        """The definition of `name` in a tuple, or None when nothing of that name is declared."""
        namespace = self.module.__dict__
        if name in namespace:
            return (namespace[name],)
        if name in _NOT_NAMES:
            return None
        definitions = self.index.get(name)
        if name in namespace:
            return (namespace[name],)
        if definitions is None or name in self._loading:
            return None
        self._loading.add(name)
        try:
            for line, definition in definitions:
                self._run(line, definition)
        finally:
            self._loading.discard(name)
        if name not in namespace:
            # `name: T`, a variable: an annotation and no value.
            annotation = namespace.get("__annotations__", {}).get(name)
            namespace[name] = Variable(name, self.name, annotation)
        return (namespace[name],)

    def _run(self, lines: int, source: str) -> None:
        """Compiles and runs a part of the file that has so many lines above it, so that tracebacks name the right ones."""
        namespace = self.module.__dict__
        flags = _annotations_flag()
        try:
            code = compile(source, self.path, "exec", flags, True)
        except SyntaxError:
            compile("\n" * lines + source, self.path, "exec", flags, True)
            raise
        if lines:
            code = _shifted(code, lines)
        stand_ins = []
        for _ in range(100):
            try:
                exec(code, namespace)
                break
            except NameError as error:
                # A base class or decorator that is declared in the same file and has not been needed before.
                missing = getattr(error, "name", None)
                if not missing or missing in namespace:
                    raise
                if missing in self._loading:
                    # The argument of a generic base that names the class itself.
                    namespace[missing] = ForwardRef(missing)
                    stand_ins.append(missing)
                elif self.find(missing) is None:
                    raise
        for name in stand_ins:
            if isinstance(namespace.get(name), ForwardRef):
                del namespace[name]


def _annotations_flag() -> int:
    import __future__

    return __future__.annotations.compiler_flag


def _shifted(code: CodeType, lines: int) -> CodeType:
    """The same code, `lines` further down in its file."""
    constants = tuple(_shifted(each, lines) if isinstance(each, CodeType) else each for each in code.co_consts)
    return code.replace(co_firstlineno=code.co_firstlineno + lines, co_consts=constants)


class Variable:
    """A declared variable: its type is known, its value is read from JavaScript at each use."""

    __slots__ = ("annotation", "module", "name")

    def __init__(self, name: str, module: str, annotation: Any) -> None:
        self.name = name
        self.module = module
        self.annotation = annotation

    def type(self) -> dict:
        """The declared type."""
        from ._annotations import TypeReader, scope_by_identity

        return TypeReader(scope_by_identity(self.module)).read(self.annotation)


class Alias:
    """A type alias at run time: a name for annotations."""

    def __init__(self, name: str, module: str, value: str) -> None:
        self.__name__ = name
        self.__module__ = module
        self.__value__ = value

    def __repr__(self) -> str:
        return f"{self.__module__}.{self.__name__}"

    def __or__(self, other: object) -> object:
        return Any

    __ror__ = __or__

    def __getitem__(self, _arguments: object) -> Alias:
        return self

    def __call__(self, *_arguments: object) -> None:
        raise TypeError(f"{self.__name__} is a type alias and cannot be called")


def lazy_package(name: str, file: str, root: Callable[[], Any] | None = None) -> tuple[Callable, Callable]:
    """`__getattr__, __dir__ = lazy_package(__name__, __file__)`: makes a generated package of the module `name`.

    `root` gives the JavaScript object whose properties the names are; without it, the global object.
    """
    import os.path

    signatures = LazySignatures(f"{name}.signatures", os.path.join(os.path.dirname(file), "signatures.py"))
    sys.modules[signatures.name] = signatures.module

    def get_attribute(attribute: str) -> Any:
        found = signatures.find(f"{attribute}_sig") or signatures.find(attribute)
        if found is None:
            if attribute == "signatures":
                return signatures.module
            if attribute == "__all__":
                return get_names()
            raise AttributeError(f"module {name!r} has no attribute {attribute!r}")
        value, keep = _usable(found[0], attribute, signatures, root)
        if keep:
            sys.modules[name].__dict__[attribute] = value
        return value

    def get_names() -> list[str]:
        return sorted({each.removesuffix("_sig") for each in signatures.names()})

    return get_attribute, get_names


def _usable(declared: Any, attribute: str, signatures: LazySignatures, root: Callable[[], Any] | None) -> tuple[Any, bool]:
    """What a name of a package is for its user, and whether it stays the same."""
    if isinstance(declared, str):
        return Alias(attribute, signatures.name, declared), True
    if isinstance(declared, Variable):
        from . import _convert_result

        return _convert_result(_property(root, attribute), declared.type()), False
    from ._annotations import is_record
    from ._reader import read
    from .signatures import BindClass, Overloads

    is_class = isinstance(declared, type) and issubclass(declared, BindClass)
    if attribute.endswith("_sig") or not is_class and not callable(declared) or is_record(declared):
        return declared, True
    if isinstance(declared, type) and not is_class:
        return declared, True
    if not is_class and not isinstance(declared, Overloads) and not hasattr(declared, "__code__"):
        return declared, True
    from . import bind

    reader = read(declared)
    value = _property(root, reader.name)
    if value is None:
        return declared, True
    return bind(value, declared), True


def _property(root: Callable[[], Any] | None, name: str) -> Any:
    """The JavaScript object called `name`, or None."""
    from . import js

    return getattr(js if root is None else root(), name, None)

