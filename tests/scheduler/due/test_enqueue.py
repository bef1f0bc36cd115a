"""What is due and not stored yet: each reminder once, for whom it is, and for nobody who has put it off."""

from __future__ import annotations

import pytest
from sqlalchemy import insert

from domain.reminders.schedule import CLASHES, LADDER, MANAGERS, POSTS, SENIOR
from domain.time.edtf import show
from scheduler.due.enqueue import (
    CertainClashes,
    MissingReminder,
    ReminderKey,
    acknowledged_revisions,
    missing_reminders,
)
from scheduler.people import acknowledgements, contacts
from scheduler.tables import reminder
from tests.scheduler.merger import DAY, NOW, Merger, no_clashes, two_clashes

Row = tuple[str, str, str, str, int]
"""About what, on which track and rung, to whom, and so many days before today."""
LATE: list[Row] = [
    # Every seven days from 2 May, the day after the date; from 3 May, two working days after it; and from 9 May, five
    # working days after it, since 7 May is a bank holiday.
    ("late", LADDER, "overdue-5", "owner", 5),
    ("late", MANAGERS, "managers-5", "manager", 4),
    ("late", SENIOR, "senior-4", "senior", 5),
]
NEAR: list[Row] = [("near", LADDER, "before-7", "owner", 0)]
SECRET: list[Row] = [("secret", LADDER, "before-7", "manager", 0)]
"""The owner is an observer, and may not see it."""
DEPUTY: list[Row] = [("post:deputy", POSTS, "vacant", "manager", 20)]
ALL = [*LATE, *NEAR, *SECRET, *DEPUTY]


def missing(merger: Merger, certain_clashes: CertainClashes = no_clashes, now: int = NOW) -> list[MissingReminder]:
    return missing_reminders(merger.connection, merger.office.deployment.mergerlog.log, certain_clashes, now)


def rows(merger: Merger, certain_clashes: CertainClashes = no_clashes) -> list[Row]:
    return [
        (entry.key.about, entry.track, entry.key.rung, entry.key.contact, DAY - entry.due_on)
        for entry in missing(merger, certain_clashes)
    ]


def store(merger: Merger, entry: MissingReminder, state: str = "waiting") -> None:
    fields = {"track": entry.track, "due_on": entry.due_on, "noted_at": entry.noted_at, "state": state}
    merger.connection.execute(insert(reminder), [entry.key._asdict() | fields])


def test_everything_that_is_due_is_for_whom_its_track_says(merger: Merger) -> None:
    assert rows(merger) == ALL


def test_a_reminder_names_its_programme_its_revision_and_its_channel(merger: Merger) -> None:
    near = next(entry for entry in missing(merger) if entry.key.about == "near")
    key = ReminderKey(merger.number, "near", merger.revision("near"), "before-7", "owner", "email")
    assert near == MissingReminder(key, LADDER, DAY, NOW)


def test_a_clash_is_for_the_managers(merger: Merger) -> None:
    clashes = [(f"clash:{id_}", CLASHES, "certain", "manager", 0) for id_ in ("x-1", "x-2")]
    assert rows(merger, two_clashes) == ALL + clashes


@pytest.mark.parametrize("state", ["waiting", "sent", "void", "dead"])
def test_what_is_stored_is_not_stored_again_whatever_became_of_it(merger: Merger, state: str) -> None:
    for entry in missing(merger):
        if entry.key.about != "near":
            store(merger, entry, state)
    assert rows(merger) == NEAR


@pytest.mark.parametrize(
    "other",
    [{"revision": 1}, {"rung": "before-14"}, {"contact": "manager"}, {"channel": "webhook:s-1"}, {"programme": 9}],
)
def test_what_is_stored_of_another_date_rung_or_contact_does_not_count(
    merger: Merger, other: dict[str, int | str]
) -> None:
    for entry in missing(merger):
        store(merger, entry._replace(key=entry.key._replace(**other)))  # type: ignore[arg-type]
    # The manager is the contact of two of them in any case.
    gone = [row for row in ALL if row[3] == "manager"] if other == {"contact": "manager"} else []
    assert rows(merger) == [row for row in ALL if row not in gone]


@pytest.mark.parametrize(
    ("contact", "days", "left"),
    [
        ("owner", 1, [*LATE[1:], *NEAR, *SECRET, *DEPUTY]),
        ("manager", 28, [LATE[0], LATE[2], *NEAR, *SECRET, *DEPUTY]),
    ],
)
def test_what_a_contact_has_put_off_is_not_stored_for_them(
    merger: Merger, contact: str, days: int, left: list[Row]
) -> None:
    acknowledgements.put_off_reminders(merger.connection, merger.number, "late", contact, DAY + days, DAY)
    assert rows(merger) == left


def test_what_was_put_off_until_today_is_due_again(merger: Merger) -> None:
    acknowledgements.put_off_reminders(merger.connection, merger.number, "late", "owner", DAY, DAY - 1)
    assert rows(merger) == ALL


def test_an_acknowledgement_ends_the_escalations_and_nothing_else(merger: Merger) -> None:
    acknowledgements.acknowledge_change(merger.connection, merger.number, "late", "contact owner", NOW)
    assert acknowledged_revisions(merger.connection) == {merger.number: {("late", merger.revision("late"))}}
    assert rows(merger) == [LATE[0], *NEAR, *SECRET, *DEPUTY]


def test_what_has_nobody_to_go_to_is_not_stored(merger: Merger) -> None:
    for contact in ("owner", "manager", "senior"):
        contacts.remove_contact(merger.connection, contact)
    assert rows(merger) == []


@pytest.mark.parametrize(
    ("days_ago", "rung"),
    [
        (0, ("before-7", "2018-06-04")),
        (1, ("before-14", "2018-05-25")),  # 28 May is a bank holiday, after a weekend
        (10, ("before-14", "2018-05-25")),
        (11, ("before-28", "2018-05-14")),
        (21, ("before-28", "2018-05-14")),
        (22, None),
    ],
)
def test_a_date_stands_on_the_last_rung_that_it_has_reached(
    merger: Merger, days_ago: int, rung: tuple[str, str] | None
) -> None:
    reminders = missing(merger, now=NOW - days_ago * 24 * 3600 * 1_000_000)
    near = [(entry.key.rung, show(entry.due_on)) for entry in reminders if entry.key.about == "near"]
    assert near == ([] if rung is None else [rung])
