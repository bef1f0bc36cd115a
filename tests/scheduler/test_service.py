"""Who is told what, and when: given plans and contacts, when days pass, then these mails reach a real mail server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from domain.reminders.schedule import MANAGERS, SENIOR
from projections.database.connections import editing
from scheduler import report
from scheduler.people import acknowledgements, contacts
from tests.support.deployments import sqlite_url
from tests.support.examples import PERSON, amend, start
from tests.support.mail_and_webhooks import Post, post, text_of
from tests.support.reminder_office import ADDRESS, MANAGER, OWNER, Office, office
from tests.support.reminder_office import SENIOR as ABOVE


@pytest.fixture(scope="module")
def mail() -> Iterator[Post]:
    with post() as found:
        yield found


@pytest.fixture
def ours(tmp_path: Path, mail: Post) -> Iterator[Office]:
    mail.mails.clear()
    mail.answers.clear()
    with office(sqlite_url(tmp_path), mail) as found:
        yield found


def to(ours: Office) -> list[str]:
    return [str(mail["X-To"]) for mail in ours.post.mails]


def test_whoever_answers_for_it_is_told_before_on_and_after_the_day(ours: Office) -> None:
    ours.milestone("colours", "2018-10-01", title="North West BCU go-live")
    assert ours.tick_at("2018-09-24T06:59") == []  # before eight in London
    assert ours.tick_at("2018-09-24T07:00") == ["Due in 7 days: North West BCU go-live, 1 October 2018"]
    assert to(ours) == [OWNER]
    assert ours.tick_at("2018-09-24T16:59") == []
    assert ours.tick_at("2018-09-25T09:00") == []
    assert ours.tick_at("2018-09-28T09:00") == ["Due in 3 days: North West BCU go-live, 1 October 2018"]
    assert ours.tick_at("2018-09-30T09:00") == []  # a Sunday
    assert ours.tick_at("2018-10-01T09:00") == ["Due today: North West BCU go-live, 1 October 2018"]
    assert ours.tick_at("2018-10-02T09:00") == ["Overdue by 1 day: North West BCU go-live, 1 October 2018"]
    assert set(to(ours)) == {OWNER}
    ours.tick_at("2018-10-03T09:00")
    assert to(ours)[-1] == MANAGER
    ours.tick_at("2018-10-08T09:00")
    assert to(ours)[-1] == ABOVE
    ours.record(amend("change-completed", "colours", effective_on="2018-10-07"))
    assert ours.tick_at("2018-10-09T09:00") == []
    assert ours.tick_at("2018-10-31T09:00") == []


def test_a_digest_holds_all_and_the_most_pressing_first(ours: Office) -> None:
    ours.milestone("late", "2018-06-04")
    ours.milestone("near", "2018-06-12")
    ours.milestone("far", "2018-06-19")
    ours.tick_at("2018-06-05T09:00")
    (mail,) = ours.post.of(OWNER)
    assert mail["Subject"] == "Overdue by 1 day: Late is reached, 4 June 2018, and 2 more"
    for kind in ("plain", "html"):
        text = text_of(mail, kind)
        assert text.index("Late is reached") < text.index("Near is reached") < text.index("Far is reached")
        assert f"{ADDRESS}/reminders/item?key=" in text
        assert f"{ADDRESS}/programmes/{ours.programme}/changes/late" in text
    assert mail["List-Unsubscribe"].startswith(f"<{ADDRESS}/reminders/unsubscribe?key=")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["Message-ID"].endswith("@example.org>")


def test_one_digest_a_person_a_day(ours: Office) -> None:
    ours.milestone("first", "2018-06-11")
    ours.tick_at("2018-06-04T09:00")
    ours.milestone("second", "2018-06-11")
    assert ours.tick_at("2018-06-04T12:00") == []
    assert ours.tick_at("2018-06-05T09:00") == ["Due in 6 days: Second is reached, 11 June 2018"]


def test_a_date_that_moves_starts_its_ladder_anew(ours: Office) -> None:
    ours.milestone("move", "2018-06-11")
    ours.tick_at("2018-06-04T09:00")
    ours.record(amend("change-rescheduled", "move", effective_on="2018-07-30"))
    assert ours.tick_at("2018-06-11T09:00") == []
    assert ours.tick_at("2018-07-02T09:00") == ["Due in 28 days: Move is reached, 30 July 2018"]
    assert ours.tick_at("2018-07-23T09:00") == ["Due in 7 days: Move is reached, 30 July 2018"]
    assert ours.rungs() == [("move", "before-7"), ("move", "before-28"), ("move", "before-7")]


@pytest.mark.parametrize("end", ["change-withdrawn", "change-retracted", "change-completed", "change-rescheduled"])
def test_what_waits_is_void_once_it_no_longer_holds(ours: Office, end: str) -> None:
    ours.milestone("gone", "2018-06-11")
    ours.post.close()
    ours.tick_at("2018-06-04T09:00")
    assert ours.rungs("waiting") == [("gone", "before-7")]
    dates = {"change-completed": "2018-06-04", "change-rescheduled": "2019-06-11"}
    ours.record(amend(end, "gone", **({"effective_on": dates[end]} if end in dates else {})))
    ours.post.open()
    assert ours.tick_at("2018-06-04T10:00") == []
    assert ours.rungs("void") == [("gone", "before-7")]
    assert ours.reminders[0].why == "it was moved, done or dropped"


def test_what_nobody_answers_for_is_the_managers(ours: Office) -> None:
    ours.milestone("nobody", "2018-06-11", owner=None)
    ours.milestone("vacant", "2018-06-11", owner="commander")
    ours.record(start("post-vacated", "commander", "2018-06-04"))
    ours.tick_at("2018-06-04T09:00")
    (mail,) = ours.post.mails
    assert mail["X-To"] == MANAGER
    assert mail["Subject"].endswith("and 1 more")
    # They were told from the first, so nothing is escalated to them; it is to the one above.
    ours.tick_at("2018-06-20T09:00")
    assert {row.contact for row in ours.reminders if row.track == MANAGERS} == set()
    assert {row.contact for row in ours.reminders if row.track == SENIOR} == {"senior"}


def test_an_escalation_says_so_and_cannot_be_unsubscribed(ours: Office) -> None:
    with editing(ours.deployment.mergerlog.engine) as connection:
        for each in ("owner", "manager", "senior"):
            contacts.set_unsubscribed(connection, each)
    ours.milestone("late", "2018-05-01")
    ours.tick_at("2018-06-04T09:00")
    assert set(to(ours)) == {MANAGER, ABOVE}
    for mail in ours.post.mails:
        assert mail["List-Unsubscribe"] is None
        assert "nobody has acknowledged it" in text_of(mail)
        assert "Everything in this mail was escalated to you." in text_of(mail, "html")


def test_without_a_senior_officer_it_goes_to_the_managers_once_more_and_is_said(ours: Office) -> None:
    ours.milestone("late", "2018-06-04")
    with editing(ours.deployment.mergerlog.engine) as connection:
        contacts.remove_contact(connection, "senior")
    ours.tick_at("2018-06-06T09:00")
    ours.tick_at("2018-06-11T09:00")
    ours.tick_at("2018-06-12T09:00")
    rungs = {row.rung for row in ours.reminders if row.contact == "manager" and row.track == SENIOR}
    assert rungs, "it is not lost"
    gaps = ours.deployment.get(f"/programmes/{ours.programme}/reminders").json()["gaps"]
    assert gaps == [report.NO_SENIOR]
    with editing(ours.deployment.mergerlog.engine) as connection:
        contacts.remove_contact(connection, "manager")
    gaps = ours.deployment.get(f"/programmes/{ours.programme}/reminders").json()["gaps"]
    assert gaps == [report.NO_MANAGER, report.NO_SENIOR]


def test_an_acknowledgement_ends_the_escalation_and_not_the_reminders(ours: Office) -> None:
    ours.milestone("late", "2018-05-31")
    ours.tick_at("2018-06-01T09:00")
    said = {"about": "late"}
    path = f"/programmes/{ours.programme}/reminders/acknowledge"
    assert ours.deployment.post(path, said, "member").status_code == 200
    ours.tick_at("2018-06-18T09:00")
    assert set(to(ours)) == {OWNER}
    ours.record(amend("change-rescheduled", "late", effective_on="2018-06-20"))
    ours.tick_at("2018-06-28T09:00")
    assert set(to(ours)) == {OWNER, MANAGER, ABOVE}, "its date has moved: that was another one"


def test_an_escalation_that_waits_is_void_once_it_is_acknowledged(ours: Office) -> None:
    ours.milestone("late", "2018-05-01")
    ours.post.close()
    ours.tick_at("2018-06-04T09:00")
    with editing(ours.deployment.mergerlog.engine) as connection:
        acknowledgements.acknowledge_change(connection, 1, "late", "tester", 0)
    ours.post.open()
    ours.tick_at("2018-06-04T10:00")
    assert set(to(ours)) == {OWNER}
    assert {row.why for row in ours.reminders if row.state == "void"} == {"it was acknowledged"}


def test_a_snooze_keeps_it_from_one_contact_until_a_day(ours: Office) -> None:
    ours.milestone("off", "2018-06-11")
    said = {"about": "off", "contact": "owner", "until": "2018-06-07"}
    reply = ours.deployment.post(f"/programmes/{ours.programme}/reminders/snooze", said)
    assert reply.status_code == 200, reply.text
    assert ours.tick_at("2018-06-04T09:00") == []
    assert ours.tick_at("2018-06-06T09:00") == []
    assert ours.tick_at("2018-06-07T09:00") == ["Due in 4 days: Off is reached, 11 June 2018"]


def test_what_waits_sleeps_too(ours: Office) -> None:
    ours.milestone("off", "2018-06-11")
    ours.milestone("on", "2018-06-11")
    ours.post.close()
    ours.tick_at("2018-06-04T09:00")
    said = {"about": "off", "contact": "owner", "until": "2018-06-06"}
    ours.deployment.post(f"/programmes/{ours.programme}/reminders/snooze", said)
    ours.post.open()
    assert ours.tick_at("2018-06-04T10:00") == ["Due in 7 days: On is reached, 11 June 2018"]
    assert ours.tick_at("2018-06-05T10:00") == []
    assert ours.tick_at("2018-06-06T10:00") == ["Due in 5 days: Off is reached, 11 June 2018"]


def test_a_post_that_is_vacant_too_long_and_an_acting_holder_without_end(ours: Office) -> None:
    ours.record(
        start("post-created", "lead", "2018-05-25", id="lead", title="Safeguarding Lead", unit="nw-bcu"),
        start("leader-appointed", "commander", "2018-05-14", id="acting", person=PERSON, tenure="acting"),
    )
    assert ours.tick_at("2018-06-07T09:00") == []
    assert ours.tick_at("2018-06-08T09:00") == ["Vacant for 14 days: Safeguarding Lead, since 25 May 2018"]
    assert ours.tick_at("2018-06-11T09:00") == ["Acting for 28 days, with no end planned: Commander, since 14 May 2018"]
    assert to(ours) == [MANAGER, MANAGER]
    assert ours.tick_at("2018-07-11T09:00") == []


def test_an_acting_holder_whose_end_is_planned_is_no_matter(ours: Office) -> None:
    ours.record(
        start("leader-appointed", "commander", "2018-05-14", id="acting", person=PERSON, tenure="acting"),
        start("post-vacated", "commander", "2018-12-01", "planned", id="leaves"),
    )
    assert ours.tick_at("2018-06-20T09:00") == []


def test_a_policy_is_an_entry_like_any_other(ours: Office) -> None:
    ours.milestone("own", "2018-06-14")
    policy = {"rungs": [3], "overdue_every": 1}
    ours.record(start("reminder-policy-set", ours.programme, "2018-06-05", "planned", details=policy))
    assert ours.tick_at("2018-06-07T09:00") == []
    assert ours.tick_at("2018-06-11T09:00") == ["Due in 3 days: Own is reached, 14 June 2018"]
    assert ours.tick_at("2018-06-18T09:00")[0].startswith("Overdue by 4 days")
    assert ours.tick_at("2018-06-19T09:00")[0].startswith("Overdue by 5 days")


def test_a_scheduler_that_slept_over_a_weekend_sends_one_digest_and_drops_nothing(ours: Office) -> None:
    for slug, on in (("friday", 8), ("saturday", 9), ("monday", 11), ("far", 18)):
        ours.milestone(slug, f"2018-06-{on:02}")
    ours.tick_at("2018-06-07T16:00")
    assert len(ours.post.mails) == 1
    before = len(ours.post.mails)
    ours.tick_at("2018-06-11T15:00")
    (mail,) = ours.post.mails[before:]
    told = ("Overdue by 3 days: Friday", "Overdue by 2 days: Saturday", "Due today: Monday", "Due in 7 days: Far")
    assert all(words in text_of(mail) for words in told)


def test_a_clock_set_back_sends_nothing_twice(ours: Office) -> None:
    ours.milestone("twice", "2018-06-11")
    assert len(ours.tick_at("2018-06-04T09:00")) == 1
    for moment in ("2018-06-04T08:50", "2018-06-04T08:55", "2018-06-04T09:05", "2018-06-03T23:30", "2018-06-04T09:10"):
        assert ours.tick_at(moment) == []
    assert len({tuple(row)[1:7] for row in ours.reminders}) == len(ours.reminders) == 1


def test_who_may_not_see_what_is_restricted_is_told_nothing_of_it(ours: Office) -> None:
    ours.milestone("secret", "2018-06-11", title="A closure that is not public", restricted=True)
    ours.milestone("open", "2018-06-11")
    ours.tick_at("2018-06-04T09:00")
    (mail,) = ours.post.of(OWNER)  # whose role is that of an observer
    assert "closure" not in mail.as_string()
    assert "A closure that is not public" in text_of(ours.post.of(MANAGER)[0])


def test_who_may_see_it_is_decided_at_sending(ours: Office) -> None:
    ours.milestone("secret", "2018-06-11", title="A closure that is not public")
    ours.post.close()
    ours.tick_at("2018-06-04T09:00")
    assert ours.rungs("waiting") == [("secret", "before-7")]
    ours.record(amend("change-restricted", "secret"))
    ours.post.open()
    ours.tick_at("2018-06-04T10:00")
    assert to(ours) == [MANAGER]
    assert [row.why for row in ours.reminders if row.state == "void"] == ["the contact may not see it"]


def test_a_name_that_is_restricted_does_not_come_in_by_another_change(ours: Office) -> None:
    ours.record(start("site-renamed", "wembley", "2018-05-01", id="renamed", name="Secret base", restricted=True))
    ours.record(start("site-closed", "wembley", "2018-06-11", "planned", id="closes"))
    ours.deployment.mergerlog.reminders.tick()
    reply = _subscribe(ours, "owner", "site/wembley")
    assert reply.status_code == 201, reply.text
    ours.tick_at("2018-06-04T09:30")
    assert ours.post.of(OWNER)[0]["Subject"] == "Due in 7 days: Closure of Wembley, 11 June 2018"
    assert ours.post.of(MANAGER)[0]["Subject"] == "Due in 7 days: Closure of Secret base, 11 June 2018"


def _subscribe(ours: Office, contact: str, subject: str | None = None, channel: str = "email") -> Any:
    body = {"programme": ours.programme, "channel": channel} | ({"subject": subject} if subject else {})
    return ours.deployment.post(f"/contacts/{contact}/subscriptions", body)


def test_a_subscriber_is_told_of_a_subject_or_of_a_programme(ours: Office) -> None:
    ours.add(id="reader")
    ours.add(id="neighbour")
    assert _subscribe(ours, "reader").status_code == 201
    assert _subscribe(ours, "neighbour", "site/wembley").status_code == 201
    ours.milestone("one", "2018-06-11")
    ours.record(start("site-closed", "wembley", "2018-06-11", "planned", id="closes"))
    ours.tick_at("2018-06-04T09:00")
    assert "and 1 more" in ours.post.of("reader@example.org")[0]["Subject"]
    assert ours.post.of("neighbour@example.org")[0]["Subject"] == "Due in 7 days: Closure of Wembley, 11 June 2018"


def test_a_contact_of_another_programme_is_told_nothing(ours: Office) -> None:
    other = ours.deployment.programme()
    ours.add(id="stranger", role="manager", programme=2)
    ours.milestone("ours", "2018-06-11", owner=None)
    ours.tick_at("2018-06-04T09:00")
    assert other
    assert to(ours) == [MANAGER]


HOSTILE = 'Go\r\nBcc: evil@example.com\r\n\r\nlive <script>alert("x")</script> \u2028& "more"'


def test_titles_and_names_add_no_header_and_no_mark_up(ours: Office) -> None:
    ours.add(id="hostile", name='"Eve"\r\nBcc: evil@example.com <evil@example.com>', role="manager")
    ours.milestone("bad", "2018-06-11", title=HOSTILE, owner=None)
    ours.tick_at("2018-06-04T09:00")
    (mail,) = ours.post.of("hostile@example.org")
    assert mail["Bcc"] is None
    assert mail["X-To"] == "hostile@example.org"
    assert [each.addr_spec for each in mail["To"].addresses] == ["hostile@example.org"]
    assert "\n" not in mail["Subject"]
    assert "Bcc: evil@example.com" in mail["Subject"]
    assert "<script" not in text_of(mail, "html")
    assert "&lt;script&gt;" in text_of(mail, "html")
    lines = text_of(mail).splitlines()
    assert not any(line.startswith(("Bcc", "live")) for line in lines)


def test_a_clash_that_becomes_certain_is_mailed_once_and_again_when_it_comes_back(tmp_path: Path, mail: Post) -> None:
    mail.mails.clear()
    with office(sqlite_url(tmp_path), mail, clashes=True) as ours:
        ours.add(id="reader")
        assert _subscribe(ours, "reader", "team/response-a").status_code == 201
        ours.tick_at("2018-06-04T09:00")  # the small merger has clashes from the first: they are told now
        before = len(mail.of(MANAGER))
        ours.record(start("site-closed", "wembley", "2018-12-03", "planned", id="closes", restricted=True))
        ours.tick_at("2018-06-05T09:00")
        (mailed,) = mail.of(MANAGER)[before:]
        assert "A clash has become certain" in mailed["Subject"]
        assert "Response A is based at Wembley, which is not open" in text_of(mailed), "names, and not ids"
        assert "at odds from 3 December 2018" in text_of(mailed), "its own first day, and not the day of the look"
        assert mail.of("reader@example.org") == [], "an observer does not see the closure, nor that it clashes"
        ours.tick_at("2018-06-06T09:00")
        assert len(mail.of(MANAGER)) == before + 1
        ours.record(amend("change-withdrawn", "closes"))
        ours.tick_at("2018-06-07T09:00")
        ours.record(start("site-closed", "wembley", "2018-12-04", "planned", id="closes-after-all"))
        ours.tick_at("2018-06-08T09:00")
        assert len(mail.of(MANAGER)) == before + 2
        assert "A clash has become certain" in mail.of("reader@example.org")[0]["Subject"]
