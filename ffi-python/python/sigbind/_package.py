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
        # Classes that stand between what extends something that is being declared and that, by its path.
        self._pending: dict[str, type] = {}
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

    def respelled(self, spelled: str) -> str | None:
        """The name whose second spelling this is."""
        if "_" not in spelled or spelled.startswith("__"):
            return None
        names = self.names()
        from . import _spelling

        if not _spelling.is_used(self.module):
            return None
        return _spelling.declared_as(spelled, (each.removesuffix("_sig") for each in names))

    def second_spellings(self, names: set[str]) -> list[str]:
        """The second spellings of functions and variables among the names."""
        from . import _spelling

        return list(_spelling.second_spellings(names).values()) if _spelling.is_used(self.module) else []

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
        stand_ins: dict[str, StandIn] = {}
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
                    # What is being declared, and needed for that itself.
                    stand_ins[missing] = namespace[missing] = StandIn(missing, self._pending)
                elif self.find(missing) is None:
                    raise
        for name, stand_in in stand_ins.items():
            if namespace.get(name) is stand_in:
                del namespace[name]
        for name in [name for name in self._pending if name.partition(".")[0] in namespace]:
            self._settle(name)

    def _settle(self, path: str) -> None:
        """Gives those that extend what was being declared their base."""
        found = self.module
        for part in path.split("."):
            found = getattr(found, part, None)
        pending = self._pending.pop(path)
        if isinstance(found, type) and not issubclass(found, pending):
            pending.__bases__ = (found,)


class StandIn:
    """Stands for a class that is being declared, or for one inside of it, where a base or an argument of a base names it."""

    def __init__(self, path: str, pending: dict[str, type]) -> None:
        # As an argument it is read like a forward reference.
        self.__forward_arg__ = path
        self._pending = pending

    def __getattr__(self, attribute: str) -> StandIn:
        if attribute.startswith("__"):
            raise AttributeError(attribute)
        return StandIn(f"{self.__forward_arg__}.{attribute}", self._pending)

    def __getitem__(self, _arguments: object) -> StandIn:
        return self

    def __mro_entries__(self, _bases: tuple[object, ...]) -> tuple[type, ...]:
        """As a base it is a class between, whose own base is known later."""
        path = self.__forward_arg__
        if path not in self._pending:
            from .signatures import BindClass, TypedDict

            self._pending[path] = type(path, (BindClass,), {}) if path.endswith("_sig") else _record_between(path, TypedDict)
        return (self._pending[path],)

    def __call__(self, *_arguments: object) -> None:
        # What is an argument of a generic class has to be callable.
        raise TypeError(f"{self.__forward_arg__} is being declared")


def _record_between(name: str, record: Any) -> type:
    return type(record)(name, (record,), {})


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

    def js_name(self) -> str:
        """Its name in JavaScript: `default` for what a module exports by default."""
        from ._annotations import TypeReader, scope_by_identity
        from ._reader import js_name_in

        return js_name_in(self.annotation, TypeReader(scope_by_identity(self.module))) or self.name

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


class Package:
    """Where the values of a generated package come from."""

    __slots__ = ("get", "kept", "modules", "name", "root")

    def __init__(self, name: str, root: Callable[[], Any] | None) -> None:
        self.name = name
        self.root = root
        # The package's own `__getattr__`.
        self.get: Callable[[str], Any]
        # The modules that were given, by their names in the package.
        self.modules: dict[str, Any] = {}
        # The attributes that stay the same, which stand in the package's namespace.
        self.kept: dict[str, Any] = {}

    def value(self, name: str) -> Any:
        """The JavaScript object called `name`, or None."""
        if name in self.modules:
            return self.modules[name]
        from . import js

        if self.root is None:
            return getattr(js, name, None)
        root = self.root()
        found = getattr(root, name, None)
        if found is None and name != "default":
            # What CommonJS exports is the default export for who imports it.
            default = getattr(root, "default", None)
            found = None if default is None else getattr(default, name, None)
        return found

    def forget(self) -> None:
        """Lets go of what was bound to other modules."""
        namespace = sys.modules[self.name].__dict__
        while self.kept:
            name, value = self.kept.popitem()
            if namespace.get(name) is value:
                del namespace[name]


_PACKAGES: dict[str, Package] = {}


def bind_module(js_module: Any, package: Any, module: str | None = None) -> Any:
    """Gives a generated package the JavaScript module that it describes: see `sigbind.bind_module`."""
    name = package if isinstance(package, str) else getattr(package, "__name__", None)
    if not isinstance(name, str):
        raise TypeError(f"bind_module() takes a generated package, not {type(package).__name__}")
    if name not in _PACKAGES:
        import importlib

        importlib.import_module(name)
    known = _PACKAGES.get(name)
    if known is None:
        raise TypeError(f"{name!r} is no package that sig-gen wrote")
    if module is None:
        known.forget()
        known.root = lambda: js_module
        return sys.modules[name]
    spelled = _spelled(module)
    declared = [each for each in dir(sys.modules[name]) if not each.startswith("__")]
    if spelled not in declared:
        from difflib import get_close_matches

        near = get_close_matches(spelled, declared, 1)
        advice = f". Did you mean {near[0]!r}?" if near else ""
        raise AttributeError(f"{name!r} has no module {module!r}{advice}")
    known.forget()
    known.modules[spelled] = js_module
    import importlib

    return importlib.import_module(f"{name}.{spelled}")


def lazy_module(name: str) -> tuple[Callable, Callable]:
    """`__getattr__, __dir__ = lazy_module(__name__)`: makes a submodule of what a package says of one of its modules."""
    package, _, module = name.rpartition(".")

    def namespace() -> Any:
        return _PACKAGES[package].get(module)

    def get_attribute(attribute: str) -> Any:
        if attribute == "__all__":
            return get_names()
        if attribute.startswith("__"):
            raise AttributeError(f"module {name!r} has no attribute {attribute!r}")
        return getattr(namespace(), attribute)

    def get_names() -> list[str]:
        declared = getattr(sys.modules[f"{package}.signatures"], f"{module}_sig")
        return sorted({each.removesuffix("_sig") for each in _declared_names(declared)})

    return get_attribute, get_names


def _declared_names(namespace: type) -> set[str]:
    from ._reader import annotations_of

    names = {*vars(namespace), *annotations_of(namespace)}
    return {each for each in names if not each.startswith("__")}


def _spelled(specifier: str) -> str:
    """The name of a module in a package: its specifier as Python can write it."""
    name = re.sub(r"\W", "_", specifier.lstrip("./@"))
    return f"_{name}" if name[:1].isdigit() else name


def lazy_package(name: str, file: str, root: Callable[[], Any] | None = None) -> tuple[Callable, Callable]:
    """`__getattr__, __dir__ = lazy_package(__name__, __file__)`: makes a generated package of the module `name`.

    `root` gives the JavaScript object whose properties the names are; without it, the global object.
    """
    import os.path

    signatures = LazySignatures(f"{name}.signatures", os.path.join(os.path.dirname(file), "signatures.py"))
    sys.modules[signatures.name] = signatures.module
    package = _PACKAGES[name] = Package(name, root)

    def get_attribute(attribute: str) -> Any:
        if attribute in package.kept:
            return package.kept[attribute]
        found = signatures.find(f"{attribute}_sig") or signatures.find(attribute)
        if found is None:
            # A second spelling is the same object.
            first = signatures.respelled(attribute)
            if first is not None:
                return getattr(sys.modules[name], first)
            if attribute == "signatures":
                return signatures.module
            if attribute == "__all__":
                return get_names()
            raise AttributeError(f"module {name!r} has no attribute {attribute!r}")
        value, keep = _usable(found[0], attribute, signatures, package)
        if keep:
            package.kept[attribute] = value
            # A submodule is an attribute of its package.
            if f"{name}.{attribute}" not in sys.modules:
                sys.modules[name].__dict__[attribute] = value
        return value

    package.get = get_attribute

    def get_names() -> list[str]:
        names = {each.removesuffix("_sig") for each in signatures.names()}
        return sorted({*names, *signatures.second_spellings(names)})

    return get_attribute, get_names


def _usable(declared: Any, attribute: str, signatures: LazySignatures, package: Package) -> tuple[Any, bool]:
    """What a name of a package is for its user, and whether it stays the same."""
    if isinstance(declared, str):
        return Alias(attribute, signatures.name, declared), True
    if isinstance(declared, Variable):
        from . import _convert_result

        return _convert_result(package.value(declared.js_name()), declared.type()), False
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
    value = package.value(reader.name)
    if value is not None:
        return bind(value, declared), True
    refuse = _absent(attribute, reader.name, package)
    if not is_class:
        return refuse, False
    if reader.kind == "class":
        # It stands in annotations; what would construct it says what is missing.
        declared.__new__ = refuse
    return declared, False


def _absent(attribute: str, js: str, package: Package) -> Callable[..., Any]:
    """What stands for a function or constructor that JavaScript does not have: calling it says so."""

    def refuse(*_arguments: Any, **_keywords: Any) -> Any:
        if package.root is None:
            advice = f"; a package of a module takes it by `sigbind.bind_module(module, {package.name})`"
            raise AttributeError(f"{package.name}.{attribute}: JavaScript has no global {js!r} here{advice}")
        raise AttributeError(f"{package.name}.{attribute}: the module that was given has no {js!r}")

    refuse.__name__ = refuse.__qualname__ = attribute
    return refuse
