"""`mergerlog scenario`: a draft is made, filled, looked at, and committed or discarded from a terminal."""

from __future__ import annotations

import pytest

from tests.api.cli.commands.conftest import Terminal
from tests.support.examples import log_of

CLOSED = ("site-closed", "wembley", "--on", "2018-11-01", "--id", "closed")


@pytest.fixture
def drafted(terminal: Terminal) -> Terminal:
    """A terminal with a draft `later` that holds one entry."""
    assert terminal.lines("scenario", "new", terminal.programme, "A month later", "--id", "later") == ["later"]
    added = terminal.lines("scenario", "add", terminal.programme, "later", *CLOSED)
    assert added[0] == "Put into later: site-closed wembley, id closed"
    return terminal


def test_an_entry_is_planned_where_nothing_else_is_said_and_put_in_once(drafted: Terminal) -> None:
    again = drafted.lines("scenario", "add", drafted.programme, "later", *CLOSED)
    assert again[0] == "Already in later: site-closed wembley, id closed"
    (draft,) = drafted.json("scenario", "show", drafted.programme, "later")["entries"]
    assert draft["entry"]["standing"] == "planned"


def test_scenarios_are_listed_as_a_table_or_as_json(drafted: Terminal) -> None:
    (listed,) = drafted.json("scenario", "list", drafted.programme)["scenarios"]
    assert (listed["id"], listed["entries"], listed["made_by"]) == ("later", 1, "rose")
    assert any("A month later" in line for line in drafted.lines("scenario", "list", drafted.programme))


def test_a_scenario_is_shown_with_its_verdict(drafted: Terminal) -> None:
    lines = drafted.lines("scenario", "show", drafted.programme, "later")
    assert lines[0] == "A month later (later), open; made by rose."


def test_an_entry_is_taken_out(drafted: Terminal) -> None:
    taken = drafted.lines("scenario", "remove", drafted.programme, "later", "closed")
    assert taken == ["Taken out of later: closed"]
    assert drafted.json("scenario", "show", drafted.programme, "later")["entries"] == []


@pytest.mark.parametrize(
    ("others", "heading"),
    [
        (["later"], "The log as it is, against later:"),
        (["later", "other"], "later, against other:"),
    ],
)
def test_a_scenario_is_compared_with_the_log_or_with_another(
    others: list[str], heading: str, drafted: Terminal
) -> None:
    drafted.lines("scenario", "new", drafted.programme, "Another", "--id", "other")
    options = ("--on", "2018-12-01", "--basis", "planned")
    lines = drafted.lines("scenario", "compare", drafted.programme, *others, *options)
    assert lines[0] == "On 1 December 2018, as known on 4 June 2018, counting what is done or planned."
    assert lines[1] == heading
    deed = "vanished" if len(others) == 1 else "appeared"
    answer = drafted.json("scenario", "compare", drafted.programme, *others, *options)
    assert [subject["id"] for subject in answer[deed]] == ["wembley"]


def test_the_clashes_that_a_scenario_opens_are_shown(drafted: Terminal) -> None:
    lines = drafted.lines("scenario", "clashes", drafted.programme, "later", "--basis", "planned")
    assert "Supposing the scenario later: A month later." in lines
    assert any("opened: " in line for line in lines)


def test_a_commit_is_said_once_and_then_said_to_have_been_before(drafted: Terminal) -> None:
    commit = ("scenario", "commit", drafted.programme, "later", "--reason", "It was agreed.")
    assert drafted.lines(*commit) == ["later was committed: 1 entry recorded."]
    assert drafted.lines(*commit) == ["later was committed before: 1 entry recorded."]
    assert log_of(drafted.deployment, drafted.programme)[-1]["reason"] == "It was agreed."


def test_a_draft_is_discarded_once(drafted: Terminal) -> None:
    discard = ("scenario", "discard", drafted.programme, "later", "--reason", "It was dropped.")
    assert drafted.lines(*discard) == ["later was discarded."]
    assert drafted.lines(*discard) == ["later was discarded before."]


def test_a_rebase_shows_what_changed_or_says_that_nothing_had(drafted: Terminal) -> None:
    rebase = ("scenario", "rebase", drafted.programme, "later")
    assert drafted.lines(*rebase) == ["Nothing had changed."]
    used = ("site-uses-changed", "wembley", "--on", "2018-05-01", "--set", "add=office", "--id", "used")
    drafted.lines("log", drafted.programme, *used)
    lines = drafted.lines(*rebase)
    assert lines[0] == "Accepted"
    assert any("used" in line and "site wembley" in line for line in lines)


def test_an_observer_supposes_nothing(drafted: Terminal) -> None:
    typed = drafted.type("structure", drafted.programme, "--scenario", "later", "--as-observer")
    assert typed.status == 2
    assert "an observer sees no scenario" in typed.err
