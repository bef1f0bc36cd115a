"""Sizes: files and functions that are read at a glance."""

from __future__ import annotations

from statistics import median

from tests.conventions.source_files import PACKAGES, Function, source_files

PRODUCT = source_files(*PACKAGES)


def test_no_file_is_long_and_most_are_short() -> None:
    lengths = {file.path: len(file.lines) for file in PRODUCT}
    assert {path: length for path, length in lengths.items() if length > 250} == {}
    assert median(length for path, length in lengths.items() if not path.endswith("__init__.py")) <= 90


def test_no_function_is_long_and_most_are_short() -> None:
    lengths = {f"{file.path}:{node.name}": _lines(node) for file in PRODUCT for node in file.functions()}
    assert {place: length for place, length in lengths.items() if length > 45} == {}
    assert median(lengths.values()) <= 7


def _lines(function: Function) -> int:
    assert function.end_lineno is not None
    return function.end_lineno - function.lineno + 1


def test_few_lines_are_wide() -> None:
    lines = [line for file in PRODUCT for line in file.lines]
    assert max(map(len, lines)) <= 120
    assert sum(len(line) > 110 for line in lines) <= len(lines) / 25


def test_there_is_a_line_of_test_to_each_of_code() -> None:
    code, tests = (sum(len(file.lines) for file in source_files(*packages)) for packages in (PACKAGES, ("tests",)))
    print(f"{code} lines of code, {tests} of tests: {tests / code:.2f} to one")
    assert tests >= 0.9 * code
