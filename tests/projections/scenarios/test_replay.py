"""A draft is tried out in a savepoint: what is refused is left out, and nothing of the rest remains."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from domain.refusals import Impossible, UnknownChange
from projections.database.tables import body, log, segment, stream, touch
from projections.log.recorder import last_position
from projections.recording.writer import Writer
from projections.scenarios.replay import replay_entries, rolling_back, supposing_draft
from tests.support.drafting import AUTHOR, Drafting
from tests.support.examples import amend, start

OPENED = start("site-opened", "kilburn", "2018-09-01", "planned", id="kilburn", name="Kilburn", uses=["response-base"])
MOVED = start("team-moved", "response-a", "2018-10-01", "planned", id="moved", to="kilburn")
LATER = amend("change-rescheduled", "moved", id="later", effective_on="2018-12-01")
RENAMED = start("site-renamed", "colindale", "2018-09-01", "planned", id="renamed", name="Colindale Centre")


def sizes(drafting: Drafting) -> list[int | None]:
    """How many rows each table has that recording an entry writes to."""
    counts = (select(func.count()).select_from(table) for table in (log, stream, touch, segment, body))
    return [drafting.connection.scalar(count) for count in counts]


def test_what_is_rolled_back_leaves_the_transaction_usable(drafting: Drafting) -> None:
    before = sizes(drafting)
    with rolling_back(drafting.connection):
        drafting.record(OPENED)
        assert sizes(drafting) != before
    assert sizes(drafting) == before
    assert drafting.record(OPENED).originator_version == 1


def test_an_error_rolls_back_too_and_goes_on(drafting: Drafting) -> None:
    before = sizes(drafting)
    with pytest.raises(LookupError), rolling_back(drafting.connection):
        drafting.record(OPENED)
        raise LookupError
    assert sizes(drafting) == before


def test_entries_are_recorded_one_over_another(drafting: Drafting) -> None:
    draft = drafting.draft("a", OPENED, MOVED, LATER)
    before = last_position(drafting.connection)
    with supposing_draft(drafting.connection, drafting.log, drafting.programme, draft, AUTHOR) as played:
        assert last_position(drafting.connection) == before + 3
    written = [replayed.recorded for replayed in played]
    assert [(each.entry.id, each.entry.place - before, each.entry.recorded_by) for each in written if each] == [
        ("kilburn", 1, "ada"), ("moved", 2, "ada"), ("later", 3, "ada"),
    ]  # fmt: skip
    assert [replayed.entry for replayed in played] == list(draft.entries)
    assert [replayed.refusal for replayed in played] == [None, None, None]


def test_a_draft_that_is_supposed_leaves_nothing_behind(drafting: Drafting) -> None:
    draft = drafting.draft("a", OPENED, MOVED)
    before = sizes(drafting)
    with supposing_draft(drafting.connection, drafting.log, drafting.programme, draft, AUTHOR):
        assert sizes(drafting) != before
    assert sizes(drafting) == before
    assert drafting.find("a") == draft


def test_what_rests_on_a_refused_entry_is_refused_and_the_rest_is_recorded(drafting: Drafting) -> None:
    draft = drafting.draft("a", MOVED | {"details": {"to": "colindale"}}, LATER, RENAMED)
    drafting.record(start("team-disbanded", "response-a", "2018-03-01"))
    with supposing_draft(drafting.connection, drafting.log, drafting.programme, draft, AUTHOR) as played:
        pass
    assert [(replayed.entry.id, type(replayed.refusal)) for replayed in played] == [
        ("moved", Impossible), ("later", UnknownChange), ("renamed", type(None)),
    ]  # fmt: skip
    assert [replayed.recorded is None for replayed in played] == [True, True, False]


def test_entries_of_an_empty_draft_are_none(drafting: Drafting) -> None:
    writer = Writer(drafting.connection, drafting.log, drafting.programme, AUTHOR)
    assert replay_entries(writer, ()) == []
