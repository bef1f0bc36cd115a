"""The words that all tables share, and quotes printed as they are."""

from __future__ import annotations

import json
from typing import Any

import pytest

from api.cli.output.terminal import console, count_days, day, print_json, words

HOLDER = {
    "person": "p-rose",
    "name": "Simon Rose",
    "rank": "Chief Superintendent",
    "tenure": "acting",
    "since": "2018-02-12",
}


def test_a_quote_is_printed_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    console().print("The [name] of :bus: 12")
    assert capsys.readouterr().out == "The [name] of :bus: 12\n"


def test_json_is_printed_whole(capsys: pytest.CaptureFixture[str]) -> None:
    print_json({"quote": "“North West”", "days": [1, 2]})
    assert json.loads(capsys.readouterr().out) == {"quote": "“North West”", "days": [1, 2]}


@pytest.mark.parametrize(
    ("text", "said"), [("2018-10-01", "1 October 2018"), ("2018-03-31", "31 March 2018"), (None, "open")]
)
def test_a_day_is_written_as_people_write_it(text: str | None, said: str) -> None:
    assert day(text) == said


def test_days_are_counted() -> None:
    assert (count_days(1), count_days(0), count_days(30)) == ("1 day", "0 days", "30 days")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "–"),
        ([], "–"),
        (True, "yes"),
        (False, "no"),
        (["barnet", "brent"], "barnet, brent"),
        (12, "12"),
        (HOLDER, "Chief Superintendent Simon Rose (acting), since 12 February 2018"),
        (HOLDER | {"name": None, "rank": None, "tenure": "substantive"}, "[name erased], since 12 February 2018"),
        ({"count": 3, "area": "brent"}, "3 areas of brent that no paper names"),
        ({"count": None, "area": "brent"}, "areas of brent that no paper names"),
    ],
)
def test_a_value_is_put_into_words(value: Any, said: str) -> None:
    assert words(value) == said
