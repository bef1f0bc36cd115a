"""Drafts as they are stored: made once, filled in order, and closed for good."""

from __future__ import annotations

import json
from dataclasses import replace

import msgspec
import pytest

from projections.database.scenario_tables import scenario_entry
from projections.log.application import Log
from projections.log.mapper import Registry
from projections.log.programmes import NoSuchProgramme, create_programme
from projections.scenarios.drafts import (
    Draft,
    DraftEntry,
    DraftState,
    NoSuchScenario,
    ScenarioClosed,
    ScenarioTaken,
    append_entry,
    close_draft,
    create_draft,
    delete_entry,
    find_draft,
    list_drafts,
    move_ground,
)
from tests.support.drafting import NOW, Drafting, payload
from tests.support.examples import PAPER, amend, start
from tests.support.older_forms import OLDER_SITES

CLOSED = start("site-closed", "wembley", "2018-11-01", "planned", id="closed", source=PAPER)
LATER = amend("change-rescheduled", "closed", id="later", effective_on="2018-12")


def entry(number: int, ground: int = 3) -> DraftEntry:
    """An entry to put into a draft, with the number as its id too."""
    body = payload(CLOSED | {"id": str(number)})
    rests_on = (("site", "wembley"), ("team", "response-a"))
    return DraftEntry(number, str(number), body, "site-closed", rests_on, ground, "ada", NOW)


def create(drafting: Drafting, id_: str | None, name: str, by: str = "ada", at: int = NOW) -> tuple[Draft, bool]:
    """Make a draft in the programme of the test."""
    return create_draft(drafting.connection, drafting.log, drafting.programme, id_, name, by, at)


def test_a_new_draft_is_open_and_empty(drafting: Drafting) -> None:
    draft, is_new = create_draft(
        drafting.connection, drafting.log, drafting.programme, "two-bases", "Two bases", "ada", NOW
    )
    assert is_new
    number = draft.programme
    assert draft == Draft(number, "two-bases", "Two bases", "open", "ada", NOW, None, ())
    assert drafting.find("two-bases") == draft


def test_a_draft_without_an_id_gets_one_of_its_own(drafting: Drafting) -> None:
    first, second = (create(drafting, None, "Two bases")[0] for _ in range(2))
    assert first.id != second.id
    assert drafting.find(first.id) == first


def test_a_draft_that_is_made_again_is_the_one_that_is_there(drafting: Drafting) -> None:
    stored = drafting.draft("a", CLOSED)
    again = create(drafting, "a", "A", "bob", NOW + 1)
    assert again == (stored, False)
    with pytest.raises(ScenarioTaken, match='"a" is there already under another name'):
        create(drafting, "a", "Another")


@pytest.mark.parametrize("id_", ["nowhere", "No slug", "", "a\n", "\x00"])
def test_a_draft_that_is_not_there_is_named(drafting: Drafting, id_: str) -> None:
    drafting.draft("a")
    with pytest.raises(NoSuchScenario) as refusal:
        drafting.find(id_)
    assert refusal.value.words == {"id": id_}


def test_a_draft_is_of_its_own_programme_only(drafting: Drafting) -> None:
    drafting.draft("a", CLOSED)
    create_programme(drafting.connection, "elsewhere", "Elsewhere")
    with pytest.raises(NoSuchScenario):
        find_draft(drafting.connection, drafting.log, "elsewhere", "a")
    assert list_drafts(drafting.connection, "elsewhere") == []
    made, is_new = create_draft(drafting.connection, drafting.log, "elsewhere", "a", "Another", "bob", NOW)
    assert is_new
    assert find_draft(drafting.connection, drafting.log, "elsewhere", "a") == made
    assert len(drafting.find("a").entries) == 1


def test_the_programme_of_a_draft_must_be_there(drafting: Drafting) -> None:
    with pytest.raises(NoSuchProgramme):
        create_draft(drafting.connection, drafting.log, "nowhere", "a", "A", "ada", NOW)
    with pytest.raises(NoSuchProgramme):
        find_draft(drafting.connection, drafting.log, "nowhere", "a")
    with pytest.raises(NoSuchProgramme):
        list_drafts(drafting.connection, "nowhere")


def test_drafts_are_listed_in_the_order_of_their_making_with_their_sizes(drafting: Drafting) -> None:
    for id_, made_at in (("late", NOW + 2), ("b", NOW + 1), ("a", NOW + 1), ("early", NOW)):
        create(drafting, id_, id_, "ada", made_at)
    drafting.add("b", CLOSED)
    drafting.add("b", LATER)
    listed = list_drafts(drafting.connection, drafting.programme)
    assert [(draft.id, size, draft.entries) for draft, size in listed] == [
        ("early", 0, ()), ("a", 0, ()), ("b", 2, ()), ("late", 0, ()),
    ]  # fmt: skip


def test_entries_come_back_as_they_were_put_in_by_their_numbers(drafting: Drafting) -> None:
    draft = drafting.draft("a")
    for number in (2, 1, 10):
        append_entry(drafting.connection, drafting.log, draft, entry(number))
    assert drafting.find("a").entries == (entry(1), entry(2), entry(10))


def test_an_entry_of_a_draft_is_found_by_its_id(drafting: Drafting) -> None:
    draft = replace(drafting.draft("a"), entries=(entry(1), entry(2)))
    assert draft.entry("2") == entry(2)
    assert draft.entry("3") is None


def test_an_entry_that_is_taken_out_leaves_the_others(drafting: Drafting) -> None:
    first, second = drafting.draft("a"), drafting.draft("b")
    for draft in (first, second):
        append_entry(drafting.connection, drafting.log, draft, entry(1))
        append_entry(drafting.connection, drafting.log, draft, entry(2))
    delete_entry(drafting.connection, first, entry(1))
    assert drafting.find("a").entries == (entry(2),)
    assert drafting.find("b").entries == (entry(1), entry(2))


def test_ground_moves_forward_only_and_in_one_draft(drafting: Drafting) -> None:
    first, second = drafting.draft("a"), drafting.draft("b")
    for number, ground in ((1, 4), (2, 5), (3, 6)):
        append_entry(drafting.connection, drafting.log, first, entry(number, ground))
    append_entry(drafting.connection, drafting.log, second, entry(1, 4))
    move_ground(drafting.connection, first, 5)
    assert [drafted.ground for drafted in drafting.find("a").entries] == [5, 5, 6]
    assert [drafted.ground for drafted in drafting.find("b").entries] == [4]


def test_a_draft_that_is_closed_says_by_which_entry(drafting: Drafting) -> None:
    draft, other = drafting.draft("a", CLOSED), drafting.draft("b")
    close_draft(drafting.connection, draft, "committed", "the-entry")
    closed = drafting.find("a")
    assert closed == replace(draft, state="committed", closed_by="the-entry")
    assert drafting.find("b") == other


def test_an_entry_that_an_older_version_put_in_is_read_in_todays_form(drafting: Drafting) -> None:
    opened = start("site-opened", "harrow", id="opened", title="Harow")
    corrected = amend("change-corrected", "opened", id="corrected", details={"title": "Harrow"})
    of_log = amend("change-corrected", "wembley", id="of-log", details={"title": "Wembley Park"})
    draft, _ = create(drafting, "a", "A")
    for number, body in enumerate((opened, corrected, of_log), 1):
        append_entry(drafting.connection, drafting.log, draft, replace(entry(number), id=body["id"]))
        text = scenario_entry.update().where(scenario_entry.c.number == number).values(said=json.dumps(body))
        drafting.connection.execute(text)
    later = replace(drafting, log=Log(drafting.log.engine, Registry(OLDER_SITES)))
    details = [json.loads(msgspec.json.encode(drafted.body))["details"] for drafted in later.find("a").entries]
    assert details == [{"name": "Harow"}, {"name": "Harrow"}, {"name": "Wembley Park"}]
    assert [drafted.change_kind for drafted in later.find("a").entries] == ["site-opened"] * 3


@pytest.mark.parametrize("state", ["committed", "discarded"])
def test_only_an_open_draft_can_be_worked_on(state: DraftState) -> None:
    draft = Draft(1, "a", "A", "open", "ada", NOW, None)
    draft.require_open()
    with pytest.raises(ScenarioClosed, match=f'"a" was {state}'):
        replace(draft, state=state).require_open()
