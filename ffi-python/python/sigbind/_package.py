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
from typing import Any

# The reader is imported where a definition is first used: importing a generated package must cost nothing.

_SEPARATOR = "\n\n\n"
_NAMES = re.compile(r"^(?:(?:class|(?:async )?def) (\w+)|(\w+)(?:: | = ))", re.MULTILINE)
_NOT_NAMES = {"__getattr__", "__dir__", "__path__", "__file__", "__all__", "__wrapped__"}


class LazySignatures:
    """The definitions of one `signatures.py`, compiled one by one into its module."""

    def __init__(self, name: str, path: str) -> None:
        self.name = name
        self.path = path
        self._text: str | None = None
        self._loading: set[str] = set()
        module = self.module = ModuleType(name)
        module.__file__ = path
        module.__package__ = name.rpartition(".")[0]
        module.__dict__["__getattr__"] = self.load
        module.__dict__["__dir__"] = self.names

    @property
    def text(self) -> str:
        """The text of the file. Reading it also runs its head: imports and type variables."""
        text = self._text
        if text is None:
            with open(self.path, encoding="utf-8", newline="") as file:
                text = file.read().replace("\r\n", "\n")
            text = self._text = "\n" + text
            self._run(text, 1, self._end(text, 1))
        return text

    def names(self) -> list[str]:
        """All declared names, without compiling anything."""
        text = self.text
        start = self._end(text, 1)
        return list(dict.fromkeys(match[1] or match[2] for match in _NAMES.finditer(text, start)))

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
        if name in _NOT_NAMES or not name.isidentifier():
            return None
        text = self.text
        if name in namespace:
            return (namespace[name],)
        position = self._position(text, name)
        if position is None:
            return None
        if name in self._loading:
            return None
        self._loading.add(name)
        try:
            definition = text[position : position + len(name) + 6]
            while position is not None:
                start = text.rfind(_SEPARATOR, 0, position + 1) + len(_SEPARATOR)
                end = self._end(text, position + 1)
                self._run(text, start, end)
                # Only functions are declared several times: one definition for each overload.
                position = self._again(text, name, end) if definition.startswith("\ndef") else None
        finally:
            self._loading.discard(name)
        if name not in namespace:
            # `name: T`, a variable: an annotation and no value.
            annotation = namespace.get("__annotations__", {}).get(name)
            namespace[name] = Variable(name, self.name, annotation)
        return (namespace[name],)

    @staticmethod
    def _position(text: str, name: str) -> int | None:
        for before, after in (("\nclass ", ("(", ":")), ("\ndef ", ("(",)), ("\n", (": ", " = ")), ("\nasync def ", ("(",))):
            for last in after:
                position = text.find(before + name + last)
                if position >= 0:
                    return position
        return None

    @staticmethod
    def _again(text: str, name: str, start: int) -> int | None:
        # Overloads follow one another.
        position = text.find(f"\ndef {name}(", start)
        if position < 0:
            return None
        between = text[start:position]
        return position if between.count(_SEPARATOR) <= 1 and "\nclass " not in between else None

    @staticmethod
    def _end(text: str, start: int) -> int:
        end = text.find(_SEPARATOR, start)
        return len(text) if end < 0 else end + 1

    def _run(self, text: str, start: int, end: int) -> None:
        """Compiles and runs text[start:end], with the line numbers that it has in the file."""
        namespace = self.module.__dict__
        lines = text.count("\n", 1, start)
        source = text[start:end]
        flags = _annotations_flag()
        try:
            code = compile(source, self.path, "exec", flags, True)
        except SyntaxError:
            code = compile("\n" * lines + source, self.path, "exec", flags, True)
            lines = 0
        if lines:
            code = _shifted(code, lines)
        for _ in range(100):
            try:
                exec(code, namespace)
                return
            except NameError as error:
                # A base class or decorator that is declared in the same file and has not been needed before.
                missing = getattr(error, "name", None)
                if not missing or missing in namespace or self.find(missing) is None:
                    raise


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

