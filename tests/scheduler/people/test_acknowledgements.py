"""Answers to reminders: a change is acknowledged for its present date, and a contact puts reminders off for a while."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, insert, select

from domain.refusals import Malformed
from domain.time import instants
from projections.database.connections import reading
from projections.log import programmes
from projections.questions import due
from scheduler.people.acknowledgements import (
    NothingOpen,
    acknowledge_change,
    acknowledged_on,
    put_off_reminders,
)
from scheduler.people.contacts import Contact, NoSuchContact, add_contact
from scheduler.tables import acknowledgement, snooze
from tests.support.deployments import Deployment
from tests.support.examples import amend, record, world

NOW = instants.parse("2018-06-04T23:30:00Z")
"""Half past midnight on 5 June in London."""
TODAY = instants.london_day(NOW)


@pytest.fixture
def merger(on_sqlite: Deployment) -> str:
    """A programme with the milestone `go-live` to come."""
    return world(on_sqlite)


@pytest.fixture
def undone(on_sqlite: Deployment) -> Iterator[Connection]:
    """A transaction on the shared deployment, of which nothing stays."""
    with on_sqlite.mergerlog.engine.connect() as opened, opened.begin() as transaction:
        yield opened
        transaction.rollback()


def number_and_revision(deployment: Deployment, programme: str) -> tuple[int, int]:
    with reading(deployment.mergerlog.engine) as connection:
        number = programmes.programme_number(connection, programme)
        planned = due.one_plan(connection, number, "go-live")
    assert planned is not None
    return number, planned.plan.dated


def test_a_change_is_acknowledged_once_by_whom_came_first(
    on_sqlite: Deployment, merger: str, undone: Connection
) -> None:
    number, revision = number_and_revision(on_sqlite, merger)
    acknowledge_change(undone, number, "go-live", "contact rose", NOW)
    acknowledge_change(undone, number, "go-live", "contact blake", NOW + 1, revision)
    rows = undone.execute(select(acknowledgement).where(acknowledgement.c.programme == number)).all()
    assert [tuple(row) for row in rows] == [(number, "go-live", revision, "contact rose", NOW)]
    assert acknowledged_on(undone, number, "go-live", revision) == "5 June 2018"


def test_an_acknowledgement_is_of_one_date_of_one_change_of_one_programme(
    on_sqlite: Deployment, merger: str, undone: Connection
) -> None:
    number, revision = number_and_revision(on_sqlite, merger)
    acknowledge_change(undone, number, "go-live", "contact rose", NOW)
    assert acknowledged_on(undone, number, "go-live", revision + 1) is None
    assert acknowledged_on(undone, number, "other", revision) is None
    assert acknowledged_on(undone, number + 1, "go-live", revision) is None


def test_a_date_that_has_moved_is_to_be_acknowledged_again(on_sqlite: Deployment, merger: str) -> None:
    number, before = number_and_revision(on_sqlite, merger)
    record(on_sqlite, merger, amend("change-rescheduled", "go-live", effective_on="2019-02"))
    _, after = number_and_revision(on_sqlite, merger)
    assert after > before
    with on_sqlite.mergerlog.engine.connect() as connection:
        with pytest.raises(NothingOpen, match='Nothing is planned and open under "go-live"'):
            acknowledge_change(connection, number, "go-live", "contact rose", NOW, before)
        acknowledge_change(connection, number, "go-live", "contact rose", NOW, after)
        assert acknowledged_on(connection, number, "go-live", after) is not None
        connection.rollback()


@pytest.mark.parametrize("end", ["change-withdrawn", "change-retracted", "change-completed"])
def test_what_is_no_longer_open_cannot_be_acknowledged(on_sqlite: Deployment, merger: str, end: str) -> None:
    number, _ = number_and_revision(on_sqlite, merger)
    fields = {"effective_on": "2018-06-01"} if end == "change-completed" else {}
    record(on_sqlite, merger, amend(end, "go-live", **fields))
    with reading(on_sqlite.mergerlog.engine) as connection, pytest.raises(NothingOpen):
        acknowledge_change(connection, number, "go-live", "contact rose", NOW)


@pytest.mark.parametrize("about", ["brent", "nothing", "clash:x", "post:commander"])
def test_only_what_was_planned_can_be_acknowledged(
    on_sqlite: Deployment, merger: str, undone: Connection, about: str
) -> None:
    number, _ = number_and_revision(on_sqlite, merger)
    with pytest.raises(NothingOpen):
        acknowledge_change(undone, number, about, "contact rose", NOW)


@pytest.mark.parametrize(("days", "is_taken"), [(-1, False), (0, False), (1, True), (28, True), (29, False)])
def test_reminders_are_put_off_for_1_to_28_days(connection: Connection, days: int, is_taken: bool) -> None:
    add_contact(connection, Contact(id="rose", name="Rose"), NOW)
    if is_taken:
        put_off_reminders(connection, 1, "go-live", "rose", TODAY + days, TODAY)
    else:
        with pytest.raises(Malformed, match="until must be after 2018-06-05 and at most 28 days later"):
            put_off_reminders(connection, 1, "go-live", "rose", TODAY + days, TODAY)
    rows = [("rose", 1, "go-live", TODAY + days)] if is_taken else []
    assert [tuple(row) for row in connection.execute(select(snooze))] == rows


def test_the_last_answer_counts_and_touches_no_other(connection: Connection) -> None:
    others = [("blake", 1, "go-live"), ("rose", 2, "go-live"), ("rose", 1, "other")]
    columns = ("contact", "programme", "about")
    connection.execute(insert(snooze), [dict(zip(columns, row, strict=True)) | {"until": 1} for row in others])
    add_contact(connection, Contact(id="rose", name="Rose"), NOW)
    for days in (14, 3):
        put_off_reminders(connection, 1, "go-live", "rose", TODAY + days, TODAY)
    rows = {tuple(row) for row in connection.execute(select(snooze))}
    assert rows == {("rose", 1, "go-live", TODAY + 3), *((*row, 1) for row in others)}


def test_nobody_but_a_contact_puts_anything_off(connection: Connection) -> None:
    with pytest.raises(NoSuchContact, match='There is no contact "rose"'):
        put_off_reminders(connection, 1, "go-live", "rose", TODAY + 1, TODAY)
