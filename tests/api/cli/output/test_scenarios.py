"""Scenarios as tables: their entries, whether each can be recorded, and the clashes that they open and clear."""

from __future__ import annotations

from typing import Any

import pytest

from api.cli.output.scenarios import (
    show_changed_entries,
    show_scenario,
    show_scenario_clashes,
    show_scenarios,
)
from tests.api.cli.output.printing import printed

LISTED = {
    "id": "later",
    "name": "A month later",
    "state": "open",
    "entries": 3,
    "made_at": "2018-06-04T08:00:00.000000Z",
    "made_by": "rose",
}
ENTRY = {
    "id": "moved",
    "kind": "team-moved",
    "change": "moved",
    "subject": "response-a",
    "effective_on": "2018-10-01",
    "standing": "planned",
}
AMENDMENT = {"id": "late", "kind": "change-rescheduled", "change": "go-live", "effective_on": "2018-12"}
CONFLICT = {
    "id": "closed",
    "kind": "site-closed",
    "type": "site",
    "subject": "wembley",
    "recorded_at": "2018-06-05T08:00:00.000000Z",
    "recorded_by": "murray",
    "under": ["moved", "late"],
}
CLASH = {
    "id": "c-1",
    "mark": "m-1",
    "from": "2018-10-01",
    "to": None,
    "certainty": "certain",
    "says": "The site is closed.",
}
CLASHES: dict[str, Any] = {"clashes": [], "opened": [], "cleared": []}


def scenario(state: str = "open", **entry: Any) -> dict[str, Any]:
    """A scenario with one entry."""
    draft = {"entry": ENTRY, "refused": None, "changed": []} | entry
    return LISTED | {"state": state, "entries": [draft], "changed": []}


def test_each_scenario_is_a_row(capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(capsys, show_scenarios, {"scenarios": [LISTED]})
    assert text.heads == [["id", "name", "state", "entries", "made", "by"]]
    assert text.rows == [["later", "A month later", "open", "3", "4 June 2018", "rose"]]


def test_no_scenarios_are_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys, show_scenarios, {"scenarios": []}) == "There are no scenarios.\n"


@pytest.mark.parametrize(
    ("state", "refused", "changed", "verdict"),
    [
        ("open", None, [], "yes"),
        ("open", None, ["closed", "late"], "yes, but see what changed: closed, late"),
        ("open", "The team is not there.", ["closed"], "The team is not there."),
        ("committed", None, [], ""),
        ("discarded", None, [], ""),
    ],
)
def test_each_entry_says_whether_it_can_be_recorded(
    state: str, refused: str | None, changed: list[str], verdict: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = printed(capsys, show_scenario, scenario(state, refused=refused, changed=changed))
    assert text.lines[0] == f"A month later (later), {state}; made by rose."
    assert text.heads == [["id", "what", "subject or change", "when", "standing", "can it be recorded?"]]
    assert text.rows == [["moved", "team-moved", "response-a", "2018-10-01", "planned", verdict]]


def test_an_amendment_is_shown_by_its_change(capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(capsys, show_scenario, scenario(entry=AMENDMENT))
    assert text.rows == [["late", "change-rescheduled", "go-live", "2018-12", "", "yes"]]


def test_an_empty_scenario_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(capsys, show_scenario, LISTED | {"entries": [], "changed": []})
    assert text.lines[1:] == ["It holds no entry."]


def test_what_changed_under_a_scenario_is_a_second_table(capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(capsys, show_scenario, scenario() | {"changed": [CONFLICT]})
    assert "Recorded in the log since, about what it rests on" in text.lines
    assert len(text.rows) == 2


def test_a_changed_entry_names_the_entries_that_rest_on_it(capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(capsys, show_changed_entries, [CONFLICT], "Accepted")
    assert text.lines[0] == "Accepted"
    assert text.heads == [["id", "what", "subject", "recorded", "by", "under"]]
    assert text.rows == [["closed", "site-closed", "site wembley", "5 June 2018", "murray", "moved, late"]]


def test_a_scenario_opens_and_clears_clashes(capsys: pytest.CaptureFixture[str]) -> None:
    cleared = CLASH | {"id": "c-2", "mark": "m-2", "to": "2018-10-31"}
    text = printed(
        capsys,
        show_scenario_clashes,
        {"clashes": [CLASH], "opened": [CLASH], "cleared": [cleared]},
        with_others=False,
    )
    assert text.rows == [
        ["opened: c-1", "1 October 2018", "for good", "certain", "The site is closed."],
        ["cleared: c-2", "1 October 2018", "31 October 2018", "certain", "The site is closed."],
    ]
    assert "There anyway" not in text


def test_clashes_that_are_there_anyway_are_counted_or_listed(capsys: pytest.CaptureFixture[str]) -> None:
    anyway = CLASH | {"id": "c-3", "mark": "m-3"}
    answer = CLASHES | {"clashes": [CLASH, anyway], "opened": [CLASH]}
    counted = printed(capsys, show_scenario_clashes, answer, with_others=False)
    assert [row[0] for row in counted.rows] == ["opened: c-1"]
    assert counted.lines[-1] == "There anyway: 1. See them with --all."
    listed = printed(capsys, show_scenario_clashes, answer, with_others=True)
    assert [row[0] for row in listed.rows] == ["opened: c-1", "there anyway: c-3"]
    assert "--all" not in listed


def test_a_scenario_without_clashes_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(capsys, show_scenario_clashes, CLASHES, with_others=False)
    assert text.lines == ["It opens no clash, and clears none."]
