"""Mail that cannot be sent: nothing is lost, nobody is told twice, and what failed for good is there to be seen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from projections.database.connections import editing, reading
from scheduler.delivery import queue
from scheduler.delivery.retry_policy import DEAD_AFTER, SENT, Outcome
from scheduler.due import enqueue
from tests.support.mail_and_webhooks import Post, post
from tests.support.reminder_office import MANAGER, OWNER, Office, office


@pytest.fixture(scope="module")
def mail() -> Iterator[Post]:
    with post() as found:
        yield found


@pytest.fixture
def ours(database: str, mail: Post) -> Iterator[Office]:
    mail.mails.clear()
    mail.answers.clear()
    with office(database, mail) as found:
        yield found


def test_a_relay_that_is_down_for_a_day_is_made_up_for_with_one_digest_each(ours: Office) -> None:
    ours.milestone("first", "2018-06-11")
    ours.milestone("second", "2018-06-12", owner=None)
    ours.milestone("third", "2018-06-12")
    ours.post.close()
    ours.at("2018-06-04T08:00")
    for _ in range(24):
        ours.tick()
        ours.later(hours=1)
    assert ours.post.mails == []
    assert ours.attempts == [], "what was never tried has no attempts"
    seen = ours.deployment.get(f"/programmes/{ours.programme}/reminders").json()
    assert [each["channel"] for each in seen["outages"]] == ["email"]
    # It is back at nine; what it missed arrives within ten minutes.
    ours.post.open()
    for _ in range(20):
        ours.tick()
        ours.later(seconds=30)
    assert sorted(str(each["X-To"]) for each in ours.post.mails) == [MANAGER, OWNER]
    assert ours.post.of(OWNER)[0]["Subject"] == "Due in 6 days: First is reached, 11 June 2018, and 1 more"
    assert all(row.state == "sent" for row in ours.reminders)
    seen = ours.deployment.get(f"/programmes/{ours.programme}/reminders").json()
    assert seen["outages"] == []


def test_a_relay_that_takes_nothing_for_a_day_is_made_up_for_at_the_next_opening(ours: Office) -> None:
    ours.milestone("first", "2018-06-11")
    ours.post.answers = ["451 Try again later"] * 100_000
    ours.at("2018-06-04T16:00")
    for _ in range(8):
        ours.tick()
        ours.later(minutes=10)
    assert ours.post.mails == []
    ours.milestone("second", "2018-06-12")
    ours.post.answers.clear()
    assert ours.tick_at("2018-06-04T20:00") == []
    ours.at("2018-06-05T07:00")
    for _ in range(20):
        ours.tick()
        ours.later(seconds=30)
    assert [str(mail["Subject"]) for mail in ours.post.mails] == [
        "Due in 6 days: First is reached, 11 June 2018, and 1 more"
    ]
    assert len({mail["Message-ID"] for mail in ours.post.mails}) == 1
    assert {row.outcome for row in ours.attempts} == {"deferred", "sent"}
    assert ours.attempts[0].answer == "451 Try again later"


def test_a_mail_that_may_have_arrived_is_sent_again_as_it_was(ours: Office) -> None:
    ours.milestone("first", "2018-06-11")
    ours.post.answers = ["hang up"]
    ours.tick_at("2018-06-04T09:00")
    ours.milestone("second", "2018-06-11")
    ours.tick_at("2018-06-04T09:02")
    ours.tick_at("2018-06-04T09:04")
    subjects = [str(mail["Subject"]) for mail in ours.post.mails]
    assert subjects == ["Due in 7 days: First is reached, 11 June 2018"] * 2
    assert len(set(ours.post.ids())) == 1, "whoever has it already can tell that it is the same"
    assert ours.tick_at("2018-06-05T09:00") == ["Due in 6 days: Second is reached, 11 June 2018"]


def test_an_address_that_is_refused_is_dead_and_can_be_tried_again(ours: Office) -> None:
    ours.milestone("first", "2018-06-11")
    ours.post.answers = ["550 No such user"]
    ours.tick_at("2018-06-04T09:00")
    assert ours.tick_at("2018-06-04T12:00") == []
    path = f"/programmes/{ours.programme}/reminders"
    (failed,) = ours.deployment.get(path).json()["failed"]
    assert failed["answer"] == "550 No such user"
    assert failed["reminders"] == [{"about": "first", "rung": "before-7"}]
    assert [each["outcome"] for each in failed["attempts"]] == ["refused"]
    retry = f"{path}/digests/{failed['digest']}/retry"
    assert ours.deployment.post(retry, None, "member").status_code == 403
    assert ours.deployment.post(retry, None).status_code == 200
    assert ours.tick_at("2018-06-04T12:01") == ["Due in 7 days: First is reached, 11 June 2018"]
    assert ours.deployment.get(path).json()["failed"] == []
    assert ours.deployment.post(retry, None).status_code == 404


def test_a_dead_digest_that_is_retried_joins_the_one_that_is_open(ours: Office) -> None:
    ours.milestone("first", "2018-06-11")
    ours.post.answers = ["550 No such user", "451 Not now"]
    ours.tick_at("2018-06-04T09:00")
    ours.milestone("second", "2018-06-12")
    ours.tick_at("2018-06-05T09:00")
    (dead,) = (row.id for row in ours.digests if row.state == "dead")
    with editing(ours.deployment.mergerlog.engine) as connection:
        queue.retry_digest(connection, 1, dead, ours.deployment.time())
    assert ours.tick_at("2018-06-05T09:05") == ["Due in 6 days: First is reached, 11 June 2018, and 1 more"]


def test_what_fails_for_five_days_is_dead(ours: Office) -> None:
    ours.milestone("first", "2018-06-11")
    ours.post.answers = ["451 Not now"]
    ours.tick_at("2018-06-04T09:00")
    with editing(ours.deployment.mergerlog.engine) as connection:
        connection.exec_driver_sql(f"UPDATE digest SET failures = {DEAD_AFTER['email'] - 1}")
    ours.post.answers = ["451 Not now"]
    ours.tick_at("2018-06-04T09:10")
    assert [row.state for row in ours.digests] == ["dead"]
    assert ours.rungs("dead") == [("first", "before-7")]


def test_a_claim_holds_until_its_lease_runs_out(ours: Office) -> None:
    ours.milestone("first", "2018-06-11")
    engine, time = ours.deployment.mergerlog.engine, ours.deployment.time
    ours.at("2018-06-04T09:00")
    reminders = ours.deployment.mergerlog.reminders
    enqueue.enqueue_due(engine, reminders.log, reminders.certain_clashes, time())
    with editing(engine) as connection:
        queue.gather_digests(connection, time())
        first = queue.claim_digest(connection, "email", time(), fresh=True)
    assert first is not None
    with editing(engine) as connection:
        assert queue.claim_digest(connection, "email", time(), fresh=True) is None
    ours.later(minutes=6)
    with editing(engine) as connection:
        second = queue.claim_digest(connection, "email", time(), fresh=True)
    assert second is not None
    assert (second.id, second.message_id, second.day) == (first.id, first.message_id, first.day)
    with editing(engine) as connection:
        assert not queue.finish_attempt(connection, first, Outcome(SENT, "late"), [1], time())
    assert ours.rungs("waiting") == [("first", "before-7")], "the one whose lease ran out marks nothing"
    with editing(engine) as connection:
        assert queue.finish_attempt(connection, second, Outcome(SENT, "in time"), [1], time())
    assert ours.rungs("sent") == [("first", "before-7")]


def test_two_that_reckon_at_once_note_each_reminder_once(ours: Office) -> None:
    ours.milestone("first", "2018-06-11")
    reminders, engine = ours.deployment.mergerlog.reminders, ours.deployment.mergerlog.engine
    with reading(engine) as connection:
        rows = enqueue.missing_reminders(connection, reminders.log, reminders.certain_clashes, ours.deployment.time())
    for _ in range(2):
        enqueue.store_reminders(engine, rows)
    assert len(ours.reminders) == 1
