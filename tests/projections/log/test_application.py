"""The log as an application of the library: entries come back as they were appended, and nothing else is offered."""

from __future__ import annotations

import pytest
from sqlalchemy import bindparam

from projections.database.tables import log
from projections.log.application import Factory
from projections.log.log_rows import ENTRIES
from projections.log.programmes import create_programme
from tests.support.drafting import Drafting
from tests.support.examples import WORLD, start

BY_ID = ENTRIES.where(log.c.id == bindparam("id"), log.c.programme == bindparam("programme"))


def test_an_entry_comes_back_as_it_was_recorded(drafting: Drafting) -> None:
    entry = drafting.record(start("site-closed", "wembley", "2018-11-01", "planned", id="closed"))
    values = {"id": "closed", "programme": entry.programme}
    assert drafting.log.entry(drafting.connection, BY_ID, values) == entry
    assert drafting.log.entry(drafting.connection, BY_ID, values | {"id": "nowhere"}) is None
    assert list(drafting.log.entries(drafting.connection, ENTRIES.where(log.c.position == entry.place))) == [entry]


def test_the_entries_of_a_programme_are_its_own_in_the_order_of_recording(drafting: Drafting) -> None:
    number = drafting.draft("any").programme
    create_programme(drafting.connection, "elsewhere", "Elsewhere")
    Drafting(drafting.connection, drafting.log, "elsewhere").record(start("site-opened", "harrow", name="Harrow"))
    closed = drafting.record(start("site-closed", "wembley", "2018-11-01", "planned", id="closed"))
    entries = list(drafting.log.programme_entries(drafting.connection, number))
    assert [entry.id for entry in entries] == [*(body["id"] for body in WORLD), "closed"]
    assert entries[-1] == closed


def test_the_library_is_offered_no_second_recorder(drafting: Drafting) -> None:
    factory = Factory(drafting.log.engine)
    assert factory.application_recorder().engine is drafting.log.engine
    for recorder in (factory.aggregate_recorder, factory.tracking_recorder, factory.process_recorder):
        with pytest.raises(NotImplementedError):
            recorder()
