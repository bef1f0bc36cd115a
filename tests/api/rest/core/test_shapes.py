"""Shapes: the name of each and the types that it is made of."""

from __future__ import annotations

import pytest

from api.rest.core.shapes import Shape, ShapeReference, answer, plain, plain_answer
from projections.questions.headings import Heading, QuestionHeading


class ClashesPage:
    """A page."""


class CoverAnswer:
    """An answer."""


class PersonRecord:
    """A record."""


class Ledger:
    """Neither."""


@pytest.mark.parametrize(
    ("type_", "name"),
    [
        (ClashesPage, "ClashesPage"),
        (CoverAnswer, "CoverAnswer"),
        (PersonRecord, "PersonAnswer"),
        (Ledger, "LedgerAnswer"),
    ],
)
def test_an_answer_is_named_by_its_type_and_has_the_members_of_its_heading(type_: type, name: str) -> None:
    assert answer(type_) == Shape(name, (Heading, type_))
    assert plain_answer(type_) == Shape(name, (QuestionHeading, type_))


def test_an_answer_may_have_a_name_of_its_own_and_members_that_may_be_missing() -> None:
    assert answer(Ledger, ClashesPage, name="Own") == Shape("Own", (Heading, Ledger), (ClashesPage,))
    assert plain_answer(Ledger, name="Own") == Shape("Own", (QuestionHeading, Ledger))


def test_a_plain_shape_is_its_type_alone() -> None:
    assert plain(PersonRecord) == Shape("PersonRecord", (PersonRecord,))


def test_a_reference_is_json_that_leads_to_its_shape() -> None:
    reference = ShapeReference(plain(Ledger))
    assert reference == {"$ref": "#/components/schemas/Ledger"}
    assert reference.shape == plain(Ledger)
