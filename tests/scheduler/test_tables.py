"""What the tables of the reminders refuse by themselves, whichever process writes: two of what there is one of."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Connection, Table, func, insert, select
from sqlalchemy.exc import IntegrityError

from scheduler import tables

CONTACT = {"name": "Rose", "role": "observer", "senior": False, "unsubscribed": False, "created_at": 0}
KEY = {"public": False, "created_at": 0}
REMINDER = {
    "programme": 1,
    "about": "go-live",
    "revision": 3,
    "rung": "before-7",
    "contact": "rose",
    "channel": "email",
    "track": "ladder",
    "due_on": 1,
    "noted_at": 0,
    "state": "waiting",
}
DIGEST = {
    "contact": "rose",
    "channel": "email",
    "day": 1,
    "message_id": "0a1b",
    "state": "open",
    "sealed": False,
    "attempts": 0,
    "failures": 0,
    "opened_at": 0,
    "next_at": 0,
    "leased_until": 0,
}
Row = dict[str, Any]


@pytest.mark.parametrize(
    ("table", "row", "same"),
    [
        (tables.contact, CONTACT | {"id": "a", "email": "rose@example.org"}, {"id": "b"}),
        (tables.contact, CONTACT | {"id": "a", "email": None}, {"email": "rose@example.org"}),
        (tables.calendar_key, KEY | {"id": "a", "hash": "x"}, {"id": "b"}),
        (tables.reminder, REMINDER, {"state": "sent", "track": "managers", "due_on": 2, "noted_at": 5}),
        (tables.digest, DIGEST, {"day": 2, "message_id": "2c3d"}),
        (tables.attempt, {"digest": 1, "number": 1, "began_at": 0}, {"began_at": 1}),
        (
            tables.acknowledgement,
            {"programme": 1, "about": "go-live", "revision": 3, "who": "rose", "at": 0},
            {"who": "blake", "at": 1},
        ),
        (tables.snooze, {"contact": "rose", "programme": 1, "about": "go-live", "until": 1}, {"until": 2}),
        (tables.outage, {"channel": "email", "since": 0, "answer": "away"}, {"since": 1}),
        (tables.secret, {"name": "links", "value": "x"}, {"value": "y"}),
        (tables.leader_lease, {"id": 1, "holder": "one", "until": 0}, {"holder": "other"}),
    ],
)
def test_there_is_only_one(connection: Connection, table: Table, row: Row, same: Row) -> None:
    connection.execute(insert(table), [row])
    with pytest.raises(IntegrityError):
        connection.execute(insert(table), [row | same])


@pytest.mark.parametrize(
    ("table", "row", "other"),
    [
        (tables.contact, CONTACT | {"id": "a", "email": None}, {"id": "b"}),
        *(
            (tables.reminder, REMINDER, {name: value})
            for name, value in (
                *(("programme", 2), ("about", "other"), ("revision", 4)),
                *(("rung", "before-1"), ("contact", "blake"), ("channel", "webhook:s-1")),
            )
        ),
        *((tables.digest, DIGEST, {"state": state}) for state in ("sent", "dead", "void")),
        (tables.digest, DIGEST, {"contact": "blake"}),
        (tables.digest, DIGEST, {"channel": "webhook:s-1"}),
        (tables.attempt, {"digest": 1, "number": 1, "began_at": 0}, {"number": 2}),
        (tables.attempt, {"digest": 1, "number": 1, "began_at": 0}, {"digest": 2}),
    ],
)
def test_there_can_be_another(connection: Connection, table: Table, row: Row, other: Row) -> None:
    connection.execute(insert(table), [row])
    connection.execute(insert(table), [row | other])
    assert connection.scalar(select(func.count()).select_from(table)) == 2


def test_an_instant_of_this_century_fits_where_instants_are_kept(connection: Connection) -> None:
    instant = 4_102_444_800_000_000
    row = DIGEST | {"opened_at": instant, "next_at": instant, "leased_until": instant, "sent_at": instant}
    connection.execute(insert(tables.digest), [row])
    kept = connection.execute(select(tables.digest)).one()
    assert {kept.opened_at, kept.next_at, kept.leased_until, kept.sent_at} == {instant}
