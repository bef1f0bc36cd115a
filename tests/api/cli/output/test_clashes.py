"""Clashes as tables: certain ones first, their days in words, and every time that one was there."""

from __future__ import annotations

from typing import Any

import pytest

from api.cli.output.clashes import clash_days, show_clash, show_clash_table, show_clashes
from tests.api.cli.output.printing import printed

CLASH: dict[str, Any] = {
    "id": "c-1",
    "says": "The team response-a is based at a site that is closed.",
    "certainty": "certain",
    "from": "2018-10-01",
    "to": "2018-10-31",
    "certain_from": "2018-10-01",
    "certain_to": "2018-10-31",
    "changes": ["response-a", "closed"],
    "acknowledged": None,
}
OPENED = {"entry": "closed", "kind": "site-closed", "recorded_at": "2018-06-04T08:00:00.000000Z"}
CLEARED = {"entry": "moved", "kind": "team-moved", "recorded_at": "2018-07-01T08:00:00.000000Z"}
WHOLE = CLASH | {
    "rule": "team-at-closed-site",
    "sentence": "A team is based at a site that is open.",
    "subjects": [{"type": "team", "id": "response-a"}, {"type": "site", "id": "wembley"}],
    "mark": "m-9",
    "there": True,
    "episodes": [{"opened_by": OPENED, "cleared_by": CLEARED}, {"opened_by": None, "cleared_by": None}],
}


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        (None, None, "always"),
        (None, "2018-10-31", "until 31 October 2018"),
        ("2018-10-01", None, "from 1 October 2018"),
        ("2018-10-01", "2018-10-01", "on 1 October 2018"),
        ("2018-10-01", "2018-10-02", "from 1 October 2018 to 2 October 2018"),
    ],
)
def test_the_days_of_a_clash_are_said_in_words(first: str | None, last: str | None, sentence: str) -> None:
    days = {"from": first, "to": last}
    assert clash_days(CLASH | days | {"certain_from": first, "certain_to": last}) == sentence
    assert clash_days(CLASH | days | {"certainty": "possible"}) == f"{sentence}, possibly"


@pytest.mark.parametrize(
    ("certain", "sentence"),
    [
        ({"certain_from": "2018-10-05"}, "for certain from 5 October 2018 to 31 October 2018"),
        ({"certain_to": "2018-10-01"}, "for certain on 1 October 2018"),
    ],
)
def test_certain_days_are_said_where_they_are_fewer(certain: dict[str, str], sentence: str) -> None:
    assert clash_days(CLASH | certain) == f"from 1 October 2018 to 31 October 2018, {sentence}"


def test_certain_clashes_come_before_possible_ones_and_those_that_are_gone_come_last(
    capsys: pytest.CaptureFixture[str],
) -> None:
    clashes = [CLASH | {"id": "perhaps", "certainty": "possible"}, CLASH | {"id": "surely"}]
    answer = {"clashes": clashes, "cleared": [CLASH | {"id": "gone"}], "next": "mark-2"}
    text = printed(capsys, show_clashes, answer)
    assert text.heads == [["clash", "what is wrong", "when"]] * 3
    assert [row[0] for row in text.rows if row[0]] == ["surely", "perhaps", "gone"]
    titles = [line for line in text.lines if line in ("Certain", "Possible", "There no longer")]
    assert titles == ["Certain", "Possible", "There no longer"]
    assert "Nothing clashes." not in text
    assert text.lines[-1] == "There is more: --after mark-2"


def test_no_clashes_are_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys, show_clashes, {"clashes": [], "next": None}) == "Nothing clashes.\n"


def test_a_table_of_no_clashes_is_not_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys, show_clash_table, "Certain", []) == ""


def test_a_row_says_what_is_wrong_by_which_changes_and_who_acknowledged_it(capsys: pytest.CaptureFixture[str]) -> None:
    acknowledged = {"recorded_by": "rose", "reason": "They move in August."}
    clash = CLASH | {"acknowledged": acknowledged, "opened_by": OPENED, "cleared_by": CLEARED}
    text = printed(capsys, show_clash_table, "Certain", [clash])
    assert [row[1] for row in text.rows] == [
        CLASH["says"],
        "Made by response-a, closed.",
        "Acknowledged by rose: They move in August.",
        "Opened by closed (site-closed), 4 June 2018.",
        "Cleared by moved (team-moved), 1 July 2018.",
    ]
    assert text.rows[0][::2] == ["c-1", "from 1 October 2018 to 31 October 2018"]


def test_a_row_says_nothing_of_what_did_not_happen(capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(capsys, show_clash_table, "Certain", [CLASH | {"opened_by": None, "cleared_by": None}])
    assert [row[1] for row in text.rows] == [CLASH["says"], "Made by response-a, closed."]


def test_one_clash_is_shown_with_its_rule_its_subjects_and_its_mark(capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(capsys, show_clash, WHOLE)
    assert text.lines[0] == "c-1"
    assert [row for row in text.rows if len(row) == 2][:10] == [
        ["rule", "team-at-closed-site: A team is based at a site that is open."],
        ["what is wrong", CLASH["says"]],
        ["when", "from 1 October 2018 to 31 October 2018"],
        ["subjects", "team response-a"],
        ["", "site wembley"],
        ["changes", "response-a"],
        ["", "closed"],
        ["there", "yes"],
        ["acknowledged", "no"],
        ["mark", "m-9"],
    ]


def test_every_time_that_a_clash_was_there_has_its_two_entries(capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(capsys, show_clash, WHOLE)
    assert text.heads == [["opened", "cleared"]]
    assert text.rows[10:] == [
        ["by closed (site-closed), 4 June 2018", "by moved (team-moved), 1 July 2018"],
        ["–", "it is there still"],
    ]


def test_a_clash_that_is_gone_says_so_and_who_acknowledged_it(capsys: pytest.CaptureFixture[str]) -> None:
    acknowledged = {"recorded_by": "rose", "reason": "They move in August."}
    text = printed(capsys, show_clash, WHOLE | {"there": False, "acknowledged": acknowledged})
    assert ["there", "no longer"] in text.rows
    assert ["acknowledged", "by rose: They move in August."] in text.rows
