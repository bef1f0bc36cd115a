"""A draft ends once: all of it is recorded, or none, and a restricted entry of the log says how it ended."""

from __future__ import annotations

import msgspec
import pytest
from sqlalchemy import select

from domain.kinds.programme import ScenarioCommitted, ScenarioDiscarded
from domain.log.payloads import Starting
from projections.database.tables import log
from projections.log.recorder import last_position
from projections.scenarios.commit import (
    CannotBeRecorded,
    ClosedDraft,
    EmptyScenario,
    GroundMoved,
    Obstacles,
    commit_draft,
    discard_draft,
)
from projections.scenarios.conflicts import accept_conflicts, find_conflicts
from projections.scenarios.drafts import ScenarioClosed
from projections.scenarios.replay import supposing_draft
from tests.support.drafting import AUTHOR, Drafting, payload
from tests.support.examples import Body, amend, start

OPENED = start("site-opened", "kilburn", "2018-09-01", "planned", id="kilburn", name="Kilburn", uses=["response-base"])
MOVED = start("team-moved", "response-a", "2018-10-01", "planned", id="moved", to="kilburn")
RENAMED = start("site-renamed", "colindale", "2018-09-01", "planned", id="renamed", name="Colindale Centre")


def commit(drafting: Drafting, id_: str, reason: str | None = None) -> ClosedDraft:
    return commit_draft(drafting.connection, drafting.log, drafting.programme, drafting.find(id_), AUTHOR, reason)


def discard(drafting: Drafting, id_: str) -> ClosedDraft:
    draft = drafting.find(id_)
    return discard_draft(drafting.connection, drafting.log, drafting.programme, draft, AUTHOR, "Three it is.")


def recorded_since(drafting: Drafting, place: int) -> list[str]:
    return list(drafting.connection.scalars(select(log.c.id).where(log.c.position > place).order_by(log.c.position)))


def close(id_: str, site: str) -> Body:
    return start("site-closed", site, "2019-06-01", "planned", id=id_)


def test_a_committed_draft_is_recorded_in_its_order_and_then_said_to_be(drafting: Drafting) -> None:
    drafting.draft("two-bases", OPENED, MOVED)
    before = last_position(drafting.connection)
    closed = commit(drafting, "two-bases")
    assert closed.recorded == ("kilburn", "moved")
    assert recorded_since(drafting, before) == ["kilburn", "moved", closed.entry.id]
    draft = drafting.find("two-bases")
    assert (draft.state, draft.closed_by) == ("committed", closed.entry.id)


def test_the_entry_of_a_commit_is_restricted_and_done_on_its_day(drafting: Drafting) -> None:
    drafting.draft("two-bases", OPENED, MOVED)
    body = commit(drafting, "two-bases", "Agreed on Monday.").entry.body
    assert isinstance(body, Starting)
    assert body.details == ScenarioCommitted(scenario="two-bases", name="Two-Bases", entries=2)
    assert (body.subject, body.effective_on, body.standing) == (drafting.programme, "2018-06-04", "done")
    assert (body.restricted, body.reason) == (True, "Agreed on Monday.")


def test_a_commit_needs_no_reason(drafting: Drafting) -> None:
    drafting.draft("a", OPENED)
    assert commit(drafting, "a").entry.body.reason is None


def test_a_discarded_draft_leaves_one_entry_which_says_so(drafting: Drafting) -> None:
    drafting.draft("two-bases", OPENED, MOVED)
    before = last_position(drafting.connection)
    closed = discard(drafting, "two-bases")
    assert closed.recorded == ()
    assert recorded_since(drafting, before) == [closed.entry.id]
    body = closed.entry.body
    assert isinstance(body, Starting)
    assert body.details == ScenarioDiscarded(scenario="two-bases", name="Two-Bases", entries=2)
    assert (body.restricted, body.reason) == (True, "Three it is.")
    draft = drafting.find("two-bases")
    assert (draft.state, draft.closed_by, len(draft.entries)) == ("discarded", closed.entry.id, 2)


def test_an_empty_draft_can_be_discarded_and_not_committed(drafting: Drafting) -> None:
    drafting.draft("a")
    with pytest.raises(EmptyScenario):
        commit(drafting, "a")
    discard(drafting, "a")
    assert drafting.find("a").state == "discarded"


def test_a_draft_ends_once(drafting: Drafting) -> None:
    drafting.draft("a", OPENED)
    drafting.draft("b", RENAMED)
    commit(drafting, "a")
    discard(drafting, "b")
    for id_ in ("a", "b"):
        with pytest.raises(ScenarioClosed):
            commit(drafting, id_)
        with pytest.raises(ScenarioClosed):
            discard(drafting, id_)


def test_a_draft_on_moved_ground_is_committed_once_that_is_accepted(drafting: Drafting) -> None:
    draft = drafting.draft("a", RENAMED)
    drafting.record(close("closed", "colindale"))
    with drafting.connection.begin_nested() as savepoint:
        with pytest.raises(GroundMoved) as refusal:
            commit(drafting, "a")
        savepoint.rollback()
    obstacles = refusal.value.words["obstacles"]
    assert isinstance(obstacles, Obstacles)
    assert ([conflict.entry.id for conflict in obstacles.changed], obstacles.refused) == (["closed"], [])
    assert drafting.find("a").state == "open"
    accept_conflicts(drafting.connection, drafting.log, draft, None)
    assert commit(drafting, "a").recorded == ("renamed",)


def test_a_draft_whose_ground_is_accepted_may_still_hold_what_cannot_be_recorded(drafting: Drafting) -> None:
    draft = drafting.draft("a", RENAMED)
    drafting.record(start("site-closed", "colindale", "2018-02-01", id="closed"))
    accept_conflicts(drafting.connection, drafting.log, draft, None)
    with pytest.raises(CannotBeRecorded, match='"a" holds what can be recorded no more: "renamed" is refused'):
        commit(drafting, "a")


def test_obstacles_are_told_by_who_recorded_what_of_which_subject_when(drafting: Drafting) -> None:
    draft = drafting.draft("a", RENAMED)
    drafting.record(close("closed", "colindale"), by="bob")
    changed = find_conflicts(drafting.connection, drafting.log, draft)
    assert str(Obstacles(changed, [])) == (
        'bob recorded site-closed of site colindale ("closed") at 2018-06-04T08:00:00.000000Z'
    )


@pytest.mark.parametrize(
    ("count", "end"),
    [
        (3, '("put-off-2") at 2018-06-04T08:00:00.000000Z'),
        (4, "; and 1 more entry was recorded"),
        (5, "; and 2 more entries were recorded"),
    ],
)
def test_three_conflicts_are_named_and_the_rest_is_counted(drafting: Drafting, count: int, end: str) -> None:
    draft = drafting.draft("a", RENAMED)
    drafting.record(close("closed", "colindale"))
    for number in range(1, count):
        drafting.record(
            amend("change-rescheduled", "closed", id=f"put-off-{number}", effective_on=f"2019-07-0{number}")
        )
    sentence = str(Obstacles(find_conflicts(drafting.connection, drafting.log, draft), []))
    assert sentence.count("bob recorded") == 3
    assert sentence.endswith(end)


@pytest.mark.parametrize(("count", "more"), [(3, ""), (4, "; and 1 more is refused"), (5, "; and 2 more are refused")])
def test_three_refusals_are_named_and_the_rest_is_counted(drafting: Drafting, count: int, more: str) -> None:
    names = [RENAMED | {"id": f"name-{number}", "effective_on": f"2018-09-0{number + 1}"} for number in range(count)]
    draft = drafting.draft("a", *names)
    drafting.record(start("site-closed", "colindale", "2018-02-01", id="closed"))
    with supposing_draft(drafting.connection, drafting.log, drafting.programme, draft, AUTHOR) as played:
        sentence = str(Obstacles([], played))
    assert [sentence.count(f'"name-{number}" is refused (') for number in range(count)] == [1, 1, 1, 0, 0][:count]
    assert sentence.endswith(f"){more}")
    assert ".)" not in sentence


def test_a_draft_is_recorded_as_it_was_said(drafting: Drafting) -> None:
    drafting.draft("a", RENAMED)
    closed = commit(drafting, "a")
    entry = next(entry for entry in drafting.log.programme_entries(drafting.connection, closed.entry.programme)
                 if entry.id == "renamed")  # fmt: skip
    assert msgspec.structs.replace(entry.body, id=None) == msgspec.structs.replace(payload(RENAMED), id=None)
    assert (entry.recorded_by, entry.recorded_at) == (AUTHOR.name, AUTHOR.now)
