"""A refusal is a sentence."""

from __future__ import annotations

import inspect
import string

import pytest

from domain import refusals
from domain.refusals import Malformed, MalformedImport, NotAllowed, Refusal, Stale, Unknown, UnknownPerson

REFUSALS = [kind for _, kind in inspect.getmembers(refusals, inspect.isclass) if issubclass(kind, Refusal)]


def test_the_docstring_is_the_sentence_with_its_words_put_in() -> None:
    refusal = NotAllowed(change="move", standing="done", deed="rescheduled")
    assert str(refusal) == 'The change "move" is done, so it cannot be rescheduled.'
    assert refusal.words == {"change": "move", "standing": "done", "deed": "rescheduled"}


def test_a_sentence_over_several_lines_is_one_line() -> None:
    assert "\n" not in str(Stale(version=3))
    assert str(Stale(version=3)).startswith("The subject has changed since you looked: it is at version 3 now. Look")


@pytest.mark.parametrize("kind", REFUSALS)
def test_each_is_a_sentence_of_its_own(kind: type[Refusal]) -> None:
    sentence = inspect.cleandoc(kind.__doc__ or "")
    assert sentence[0].isupper()
    assert sentence[-1] in ".}"
    assert sum(other.__doc__ == kind.__doc__ for other in REFUSALS) == 1


@pytest.mark.parametrize("kind", [kind for kind in REFUSALS if kind is not MalformedImport])
def test_each_is_raised_with_the_words_that_it_names(kind: type[Refusal]) -> None:
    names = {name for _, name, _, _ in string.Formatter().parse(kind.__doc__ or "") if name}
    assert all(f"<{name}>" in str(kind(**{name: f"<{name}>" for name in names})) for name in names)


def test_a_line_of_an_import_is_named_with_what_is_wrong_with_it() -> None:
    cause = UnknownPerson(person="p-1")
    refusal = MalformedImport(7, cause)
    assert refusal.cause is cause
    assert str(refusal) == f"Line 7 was refused, so nothing was imported: {cause}"


def test_refusals_of_one_sort_are_caught_together() -> None:
    assert issubclass(UnknownPerson, Unknown)
    assert issubclass(refusals.MalformedDate, Malformed)
    assert issubclass(refusals.ClashOutOfSight, Malformed)
