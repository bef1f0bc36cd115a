"""Names: one meaning a word, and no word that says nothing."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator

from tests.conventions.source_files import PACKAGES, Function, SourceFile, source_files

VAGUE = frozenset(("told", "found", "each", "said", "seen"))
"""Words that say that something was done, and not what it is."""
BARE = frozenset(
    (
        *("of", "at", "by", "to", "take", "tell", "say", "find", "get", "add", "put", "keep", "read"),
        *("one", "page", "everything", "everyone", "listed", "public", "once"),
    )
)
"""Prepositions, and verbs without a noun: no names for what a module offers."""
ON_THE_WIRE = frozenset(("DraftAnswer.seen",))
"""Keys of JSON objects: the API keeps the names that its readers know."""
PRODUCT = source_files(*PACKAGES)


def public_definitions(file: SourceFile) -> Iterator[ast.stmt]:
    """The classes and functions that a module offers."""
    for node in file.tree.body:
        if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_"):
            yield node


def test_no_public_type_has_the_name_of_another() -> None:
    places = defaultdict(list)
    for file in PRODUCT:
        for node in public_definitions(file):
            if isinstance(node, ast.ClassDef):
                places[node.name].append(file.path)
    assert {name: paths for name, paths in places.items() if len(paths) > 1} == {}


def test_no_module_of_ours_is_imported_under_another_name() -> None:
    modules = {file.path.removesuffix(".py").replace("/", ".").removesuffix(".__init__") for file in PRODUCT}
    aliases = [
        f"{file.path}:{node.lineno} {alias.name} as {alias.asname}"
        for file in source_files(*PACKAGES, "tests")
        for node in ast.walk(file.tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
        if alias.asname and _imported(node, alias) in modules
    ]
    assert aliases == []


def _imported(node: ast.Import | ast.ImportFrom, alias: ast.alias) -> str:
    return f"{node.module}.{alias.name}" if isinstance(node, ast.ImportFrom) else alias.name


def test_no_parameter_has_a_vague_name() -> None:
    vague = [
        f"{file.path}:{function.lineno} {function.name}({argument.arg})"
        for file in PRODUCT
        for function in file.functions()
        for argument in _arguments(function)
        if argument.arg in VAGUE
    ]
    assert vague == []


def _arguments(function: Function) -> list[ast.arg]:
    arguments = function.args
    return [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]


def test_no_public_name_is_vague_or_bare() -> None:
    vague = []
    for file in PRODUCT:
        for node in file.tree.body:
            vague += [f"{file.path}:{node.lineno} {name}" for name in _names(node) if name in VAGUE | BARE]
        for class_ in (node for node in ast.walk(file.tree) if isinstance(node, ast.ClassDef)):
            members = [name for member in class_.body for name in _names(member)]
            names = [f"{class_.name}.{name}" for name in members if name in VAGUE]
            vague += [f"{file.path}:{class_.lineno} {name}" for name in names if name not in ON_THE_WIRE]
    assert vague == []


def _names(node: ast.stmt) -> list[str]:
    """The names that a statement of a module or of a class defines."""
    if isinstance(node, Function | ast.ClassDef):
        return [node.name]
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return [node.target.id]
    if isinstance(node, ast.Assign):
        return [target.id for target in node.targets if isinstance(target, ast.Name)]
    return []
