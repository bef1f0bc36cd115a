"""An entry goes into a draft where it could be recorded over the log and the rest; it comes out where none needs it."""

from __future__ import annotations

import pytest

from domain.decisions.known import Author, ClashSight
from domain.kinds.programme import ClashAcknowledged
from domain.refusals import IdTaken, Impossible, UnknownChange, UnknownClash
from projections.log.recorder import last_position
from projections.recording.effect import Recorded
from projections.scenarios import add_remove
from projections.scenarios.add_remove import InTheLogAlready, NeededLater, add_draft_entry, remove_draft_entry
from projections.scenarios.drafts import NoSuchDraftEntry, ScenarioClosed, ScenarioFull, close_draft
from tests.support.drafting import AUTHOR, NOW, Drafting, payload
from tests.support.examples import amend, start

OPENED = start("site-opened", "kilburn", "2018-09-01", "planned", id="kilburn", name="Kilburn", uses=["response-base"])
MOVED = start("team-moved", "response-a", "2018-10-01", "planned", id="moved", to="kilburn")
CLOSED = start("site-closed", "wembley", "2018-11-01", "planned", id="closed")


def remove(drafting: Drafting, draft: str, entry: str) -> None:
    log, programme = drafting.log, drafting.programme
    remove_draft_entry(drafting.connection, log, programme, drafting.find(draft), entry, AUTHOR)


def ids(drafting: Drafting, draft: str) -> list[str]:
    return [entry.id for entry in drafting.find(draft).entries]


def test_an_entry_is_kept_with_what_it_rests_on_and_where_the_log_was(drafting: Drafting) -> None:
    ground = last_position(drafting.connection)
    drafting.draft("a", OPENED)
    recorded, entry = drafting.add("a", MOVED)
    assert recorded.is_new
    assert (recorded.entry.id, recorded.entry.originator_version) == ("moved", 2)
    assert (entry.number, entry.id, entry.body, entry.ground) == (2, "moved", payload(MOVED), ground)
    assert entry.rests_on == (("site", "kilburn"), ("team", "response-a"))
    assert (entry.added_by, entry.added_at) == ("ada", NOW)
    assert drafting.find("a").entries[1] == entry


def test_nothing_of_a_draft_reaches_the_log(drafting: Drafting) -> None:
    before = last_position(drafting.connection)
    drafting.draft("a", OPENED, MOVED)
    remove(drafting, "a", "moved")
    assert last_position(drafting.connection) == before


def test_an_entry_without_an_id_gets_one_of_its_own(drafting: Drafting) -> None:
    drafting.draft("a")
    _, entry = drafting.add("a", {name: value for name, value in OPENED.items() if name != "id"})
    assert entry.body.id == entry.id
    assert len(entry.id) == 12
    assert ids(drafting, "a") == [entry.id]


def test_an_entry_is_numbered_after_the_last_even_where_one_is_gone(drafting: Drafting) -> None:
    drafting.draft("a", OPENED, MOVED, CLOSED)
    remove(drafting, "a", "moved")
    drafting.add("a", start("site-renamed", "colindale", "2018-09", "planned", id="renamed", name="C"))
    assert [(entry.number, entry.id) for entry in drafting.find("a").entries] == [
        (1, "kilburn"), (3, "closed"), (4, "renamed"),
    ]  # fmt: skip


def test_an_entry_is_decided_upon_over_the_draft(drafting: Drafting) -> None:
    drafting.draft("a", CLOSED)
    with pytest.raises(Impossible):
        drafting.add("a", start("site-renamed", "wembley", "2018-12", "planned", name="W"))
    with pytest.raises(UnknownChange):
        drafting.add("a", amend("change-withdrawn", "kilburn"))
    assert ids(drafting, "a") == ["closed"]


def test_the_same_entry_again_is_no_error_and_another_of_its_id_is(drafting: Drafting) -> None:
    drafting.draft("a", OPENED, MOVED)
    first = drafting.find("a").entries[0]
    recorded, entry = drafting.add("a", OPENED)
    assert entry == first
    assert recorded.effect["structure"], "what it would do is shown again"
    assert (recorded.is_new, recorded.entry.id, entry.number) == (False, "kilburn", 1)
    with pytest.raises(IdTaken):
        drafting.add("a", OPENED | {"effective_on": "2018-09-02"})
    assert ids(drafting, "a") == ["kilburn", "moved"]


def test_an_entry_that_the_log_holds_is_not_drafted(drafting: Drafting) -> None:
    drafting.draft("a")
    drafting.record(CLOSED)
    with pytest.raises(InTheLogAlready, match='holds the entry "closed" already'):
        drafting.add("a", CLOSED)
    assert ids(drafting, "a") == []


def test_a_full_draft_takes_no_more_but_the_same_again(drafting: Drafting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(add_remove, "MOST_ENTRIES", 2)
    drafting.draft("a", OPENED, MOVED)
    with pytest.raises(ScenarioFull, match='"a" holds 2 entries'):
        drafting.add("a", CLOSED)
    assert drafting.add("a", MOVED)[0].is_new is False


def test_a_closed_draft_is_neither_filled_nor_emptied(drafting: Drafting) -> None:
    draft = drafting.draft("a", OPENED)
    close_draft(drafting.connection, draft, "discarded", "the-entry")
    with pytest.raises(ScenarioClosed):
        drafting.add("a", OPENED)
    with pytest.raises(ScenarioClosed):
        remove(drafting, "a", "kilburn")
    assert ids(drafting, "a") == ["kilburn"]


class Watcher:
    """A judge that sees one clash, and keeps what it is asked."""

    def __init__(self) -> None:
        self.foretold: list[str] = []

    def find_clash(self, acknowledged: ClashAcknowledged) -> ClashSight:
        return "public" if acknowledged.clash == "a-clash" else "absent"

    def foretell(self, recorded: Recorded) -> Recorded:
        self.foretold.append(recorded.entry.id)
        return recorded


def acknowledge(drafting: Drafting, judge: Watcher, clash: str) -> None:
    details = {"clash": clash, "mark": "1"}
    body = payload(start("clash-acknowledged", drafting.programme, id="known", reason="Known.", details=details))
    author = Author("ada", NOW, NOW)
    add_draft_entry(drafting.connection, drafting.log, drafting.programme, drafting.find("a"), body, author, judge)


def test_the_judge_says_whether_a_clash_is_there_when_its_acknowledgement_is_added(drafting: Drafting) -> None:
    drafting.draft("a")
    with pytest.raises(UnknownClash):
        acknowledge(drafting, Watcher(), "another")
    judge = Watcher()
    acknowledge(drafting, judge, "a-clash")
    assert judge.foretold == ["known"]
    assert drafting.find("a").entries[0].rests_on == ()


def test_an_entry_that_is_taken_out_can_be_put_in_again(drafting: Drafting) -> None:
    drafting.draft("a", OPENED, CLOSED)
    remove(drafting, "a", "kilburn")
    assert ids(drafting, "a") == ["closed"]
    drafting.add("a", OPENED)
    assert ids(drafting, "a") == ["closed", "kilburn"]


def test_an_entry_that_is_not_in_the_draft_cannot_be_taken_out(drafting: Drafting) -> None:
    drafting.draft("a", OPENED)
    with pytest.raises(NoSuchDraftEntry, match='"a" has no entry "wembley"'):
        remove(drafting, "a", "wembley")


def test_an_entry_that_another_rests_on_cannot_be_taken_out_before_it(drafting: Drafting) -> None:
    drafting.draft("a", OPENED, MOVED)
    with pytest.raises(NeededLater) as refusal:
        remove(drafting, "a", "kilburn")
    assert (refusal.value.words["id"], refusal.value.words["other"]) == ("kilburn", "moved")
    assert ids(drafting, "a") == ["kilburn", "moved"]
    remove(drafting, "a", "moved")
    remove(drafting, "a", "kilburn")
    assert ids(drafting, "a") == []


def test_an_entry_that_is_refused_in_any_case_keeps_no_other_in(drafting: Drafting) -> None:
    """Somebody closed Wembley in the meantime: the draft can be emptied all the same."""
    drafting.draft("a", OPENED, start("site-renamed", "wembley", "2018-09", "planned", id="renamed", name="W"))
    drafting.record(start("site-closed", "wembley", "2018-03-01", id="gone"))
    remove(drafting, "a", "kilburn")
    assert ids(drafting, "a") == ["renamed"]
