"""The report on reminders: who is to be reminded and was, page by page, what failed for good, and what is missing."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import insert, select

from domain.reminders.schedule import LADDER, MANAGERS, POSTS, SENIOR
from domain.time import instants
from scheduler import report
from scheduler.due import working_hours
from scheduler.due.enqueue import missing_reminders
from scheduler.people import acknowledgements, contacts
from scheduler.people.contacts import Contact
from scheduler.people.recipients import Audience
from scheduler.report import NO_MANAGER, NO_SENIOR, ReminderReport, gaps, reminder_report
from scheduler.tables import attempt, digest, outage, reminder
from tests.scheduler.merger import DAY, NOW, Merger, no_clashes

SECOND = 1_000_000
MANAGER = Contact(id="office", name="Office", email="office@example.org", role="manager")
CHIEF = Contact(id="chief", name="Chief", email="chief@example.org", senior=True)
UNREACHED = Contact(id="away", name="Away", role="manager", senior=True)


def report_on(merger: Merger, *, limit: int = 10, before: int | None = None) -> ReminderReport:
    log = merger.office.deployment.mergerlog.log
    return reminder_report(merger.connection, log, no_clashes, merger.number, NOW, limit=limit, before=before)


def store(merger: Merger, number: int, into: int | None, state: str, **fields: Any) -> None:
    """Store the reminder of the near milestone to its owner, or another one."""
    key = {"about": "near", "revision": merger.revision("near"), "rung": "before-7", "contact": "owner"}
    row = {"id": number, "programme": merger.number, "channel": "email", "track": LADDER, "due_on": DAY}
    state_ = {"noted_at": NOW, "state": state, "digest": into}
    merger.connection.execute(insert(reminder), [key | row | state_ | fields])


def open_digest(merger: Merger, number: int, state: str, **fields: Any) -> None:
    key = {"id": number, "contact": "owner", "channel": "email", "day": DAY, "message_id": f"m-{number}"}
    counts = {"state": state, "sealed": False, "attempts": 1, "failures": 0}
    times = {"opened_at": NOW, "next_at": NOW, "leased_until": 0}
    merger.connection.execute(insert(digest), [key | counts | times | fields])


@pytest.mark.parametrize(
    ("people", "sentences"),
    [
        ([], [NO_MANAGER, NO_SENIOR]),
        ([MANAGER], [NO_SENIOR]),
        ([CHIEF], [NO_MANAGER]),
        ([MANAGER, CHIEF], []),
        ([UNREACHED], [NO_MANAGER, NO_SENIOR]),
    ],
)
def test_a_gap_is_named_where_nobody_whom_mail_reaches_is_a_manager_or_senior(
    people: list[Contact], sentences: list[str]
) -> None:
    assert gaps(Audience(people, ()), DAY) == sentences


@pytest.mark.parametrize(("days_before", "is_named"), [(91, False), (90, False), (89, True), (0, True), (-400, True)])
def test_the_end_of_the_known_bank_holidays_is_named_ahead(days_before: int, is_named: bool) -> None:
    end = working_hours.working_days().known_to
    named = gaps(Audience([MANAGER, CHIEF], ()), end - days_before)
    assert len(named) == is_named
    assert all(sentence.startswith("Bank holidays are known up to 31 December 20") for sentence in named)


def test_what_is_due_has_its_rung_its_subject_and_its_recipients(merger: Merger) -> None:
    due = report_on(merger)["due"]
    assert [(entry["about"], entry["track"], entry["rung"], entry["due_on"]) for entry in due] == [
        ("late", LADDER, "overdue-5", "2018-05-30"),
        ("late", MANAGERS, "managers-5", "2018-05-31"),
        ("late", SENIOR, "senior-4", "2018-05-30"),
        ("near", LADDER, "before-7", "2018-06-04"),
        ("secret", LADDER, "before-7", "2018-06-04"),
        ("post:deputy", POSTS, "vacant", "2018-05-15"),
    ]
    assert [entry["recipients"] for entry in due] == [
        [{"contact": contact, "channel": "email", "state": "due"}]
        for contact in ("owner", "manager", "senior", "owner", "manager", "manager")
    ]
    assert [(entry["type"], entry["subject"]) for entry in due[3:]] == [
        ("milestone", "near"),
        ("milestone", "secret"),
        ("post", "deputy"),
    ]
    assert [entry["restricted"] for entry in due] == [False] * 4 + [True, False]
    assert not any(entry["acknowledged"] for entry in due)


def test_what_is_acknowledged_is_still_due_to_its_owner_alone(merger: Merger) -> None:
    acknowledgements.acknowledge_change(merger.connection, merger.number, "late", "contact owner", NOW)
    due = report_on(merger)["due"]
    answered = [(entry["about"], entry["track"]) for entry in due if entry["acknowledged"]]
    assert answered == [("late", LADDER)]
    assert [entry["about"] for entry in due] == ["late", "near", "secret", "post:deputy"]


@pytest.mark.parametrize("state", ["waiting", "sent", "void", "dead"])
def test_a_recipient_has_the_state_of_the_reminder_to_them(merger: Merger, state: str) -> None:
    store(merger, 1, None, state)
    store(merger, 2, None, "void", about="late")  # of another rung and revision
    states = {entry["about"]: entry["recipients"][0]["state"] for entry in report_on(merger)["due"]}
    assert states == {"late": "due", "near": state, "secret": "due", "post:deputy": "due"}


def test_what_is_listed_as_due_is_what_would_be_stored(merger: Merger) -> None:
    log = merger.office.deployment.mergerlog.log
    stored = [entry.key for entry in missing_reminders(merger.connection, log, no_clashes, NOW)]
    listed = [
        (entry["about"], entry["rung"], recipient["contact"], recipient["channel"])
        for entry in report_on(merger)["due"]
        for recipient in entry["recipients"]
    ]
    assert listed == [(key.about, key.rung, key.contact, key.channel) for key in stored]


def test_what_was_sent_has_its_proof_even_when_its_contact_is_gone(merger: Merger) -> None:
    open_digest(merger, 7, "sent", sent_at=NOW + SECOND, answer="250 accepted")
    store(merger, 1, 7, "sent")
    (sent,) = report_on(merger)["sent"]
    assert sent == {
        "about": "near",
        "rung": "before-7",
        "due_on": "2018-06-04",
        "contact": "owner",
        "name": "Owner",
        "channel": "email",
        "sent_at": "2018-06-04T09:00:01.000000Z",
        "digest": 7,
        "message_id": "m-7",
        "answer": "250 accepted",
    }
    contacts.remove_contact(merger.connection, "owner")
    assert report_on(merger)["sent"] == [{**sent, "name": None}]


@pytest.mark.parametrize(
    ("limit", "before", "rungs", "next_"),
    [
        (2, None, ["r-3", "r-2"], 2),
        (2, 2, ["r-1"], None),
        (3, None, ["r-3", "r-2", "r-1"], None),
        (1, 3, ["r-2"], 2),
        (5, 1, [], None),
    ],
)
def test_what_was_sent_comes_in_pages_with_the_last_first(
    merger: Merger, limit: int, before: int | None, rungs: list[str], next_: int | None
) -> None:
    open_digest(merger, 7, "sent", sent_at=NOW)
    for number in (1, 2, 3):
        store(merger, number, 7, "sent", rung=f"r-{number}")
    store(merger, 4, 7, "void", rung="r-4")
    store(merger, 5, 7, "sent", rung="r-5", programme=merger.number + 1)
    page = report_on(merger, limit=limit, before=before)
    assert ([sent["rung"] for sent in page["sent"]], page["next"]) == (rungs, next_)


def test_what_failed_for_good_is_listed_with_every_attempt(merger: Merger) -> None:
    open_digest(merger, 7, "dead", answer="550 No such user")
    open_digest(merger, 8, "open", contact="manager")
    open_digest(merger, 9, "dead", contact="senior")  # of another programme
    for number, into in ((1, 7), (2, 8), (3, 9)):
        programme = merger.number + (into == 9)
        store(merger, number, into, "dead", rung=f"r-{number}", programme=programme)
    marks: list[tuple[Any, ...]] = [(2, None, None, None), (1, NOW + SECOND, "deferred", "451 Later")]
    columns = ("number", "ended_at", "outcome", "answer")
    rows = [{"digest": 7, "began_at": NOW} | dict(zip(columns, mark, strict=True)) for mark in marks]
    merger.connection.execute(insert(attempt), rows)
    began, ended = (instants.show(instant) for instant in (NOW, NOW + SECOND))
    assert report_on(merger)["failed"] == [
        {
            "digest": 7,
            "contact": "owner",
            "channel": "email",
            "answer": "550 No such user",
            "reminders": [{"about": "near", "rung": "r-1"}],
            "attempts": [
                {"began_at": began, "ended_at": ended, "outcome": "deferred", "answer": "451 Later"},
                {"began_at": began, "ended_at": None, "outcome": None, "answer": None},
            ],
        }
    ]


def test_a_channel_that_is_closed_is_listed_with_its_answer(merger: Merger) -> None:
    assert report_on(merger)["outages"] == []
    merger.connection.execute(insert(outage), [{"channel": "email", "since": NOW, "answer": "refused"}])
    since = "2018-06-04T09:00:00.000000Z"
    assert report_on(merger)["outages"] == [{"channel": "email", "since": since, "answer": "refused"}]


def test_a_report_stores_nothing(merger: Merger) -> None:
    report_on(merger)
    assert merger.connection.execute(select(reminder)).all() == []
    assert report.gaps(Audience.load(merger.connection, merger.number), DAY) == []
