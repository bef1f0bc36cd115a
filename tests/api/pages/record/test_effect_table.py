"""What an entry alters, in words, before it is recorded."""

from __future__ import annotations

from typing import Any

import pytest

from api.pages.record.effect_table import alterations, names_of_effect
from api.pages.words.names import Names


def alteration(**fields: Any) -> dict[str, Any]:
    usual = {
        "type": "team",
        "id": "response-a",
        "field": "site",
        "before": "wembley",
        "after": None,
        "from": "2018-10-01",
        "to": None,
        "basis": ["done"],
    }
    return usual | fields


def row(**fields: Any) -> dict[str, str]:
    names = Names()
    names.put("team", "response-a", "Response A")
    names.put("site", "wembley", "Wembley")
    effect: Any = {"structure": [alteration(**fields)]}
    (found,) = alterations(effect, names)
    return {name: str(words) for name, words in found.items()}


def test_a_row_says_what_alters_from_what_to_what() -> None:
    assert row() == {
        "name": "Response A",
        "field": "Based at",
        "before": "Wembley",
        "after": "nothing",
        "when": "from 1 October 2018",
        "counting": "what has happened",
    }


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2018-10-01", "2018-10-31", "from 1 October 2018 until 31 October 2018"),
        ("2018-10-01", None, "from 1 October 2018"),
        (None, "2018-10-31", "from the beginning until 31 October 2018"),
        (None, None, "from the beginning"),
    ],
)
def test_the_days_between_which_it_alters(first: str | None, last: str | None, words: str) -> None:
    assert row(**{"from": first, "to": last})["when"] == words


def test_what_is_counted_is_every_basis_that_alters() -> None:
    counting = row(basis=["done", "planned", "proposed"])["counting"]
    assert counting == "what has happened, what is planned and what is proposed"


def test_whether_a_subject_is_there_is_yes_or_no() -> None:
    found = row(field="in the structure", before=False, after=True)
    assert (found["field"], found["before"], found["after"]) == ("In the structure", "no", "yes")


def test_the_names_that_rows_need_are_those_of_subjects_and_of_both_values() -> None:
    effect: Any = {
        "structure": [
            alteration(after="colindale"),
            alteration(type="unit", id="nw", field="in the structure", before=False, after=True),
        ]
    }
    assert names_of_effect(effect) == {
        ("team", "response-a"),
        ("site", "wembley"),
        ("site", "colindale"),
        ("unit", "nw"),
    }
