"""Calendars: what is planned as whole-day events, which calendar programs follow when a date moves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from tests.support.deployments import sqlite_url
from tests.support.examples import amend, start
from tests.support.mail_and_webhooks import Post
from tests.support.reminder_office import Office, office


@pytest.fixture
def ours(tmp_path: Path) -> Iterator[Office]:
    with office(sqlite_url(tmp_path), Post(), anyone_reads=True) as found:
        yield found


def events(raw: bytes) -> dict[str, Any]:
    """The events of a calendar, by UID."""
    calendar = Calendar.from_ical(raw)
    return {str(event["uid"]): event for event in calendar.walk("VEVENT")}


def calendar(ours: Office, role: str = "manager", **params: str) -> dict[str, Any]:
    reply = ours.deployment.get(f"/programmes/{ours.programme}/calendar.ics", role, **params)
    assert reply.status_code == 200, reply.text
    assert reply.headers["Content-Type"].startswith("text/calendar")
    return events(reply.content)


def uid(ours: Office, change: str) -> str:
    return f"{ours.programme}/{change}@mergerlog"


def test_a_plan_is_a_whole_day_with_alarms(ours: Office) -> None:
    ours.milestone("live", "2018-10-01", title="North West BCU go-live")
    event = calendar(ours)[uid(ours, "live")]
    assert event["summary"] == "North West BCU go-live"
    assert event["dtstart"].dt == date(2018, 10, 1)
    assert event["dtend"].dt == date(2018, 10, 2)
    assert (event["sequence"], event["status"], event["transp"]) == (0, "TENTATIVE", "TRANSPARENT")
    alarms = [alarm["trigger"].dt for alarm in event.walk("VALARM")]
    assert alarms == [timedelta(hours=9) - timedelta(days=days) for days in (28, 14, 7, 1, 0)]


def test_an_imprecise_date_is_its_last_day_and_says_so(ours: Office) -> None:
    event = calendar(ours)[uid(ours, "go-live")]
    assert event["dtstart"].dt == date(2018, 11, 30)
    assert event["summary"] == "Go live (between 1 November 2018 and 30 November 2018)"
    ours.milestone("open", "2018-11/..")
    assert uid(ours, "open") not in calendar(ours)


def test_a_date_that_moves_keeps_its_uid_and_raises_its_sequence(ours: Office) -> None:
    ours.milestone("live", "2018-10-01")
    seen = []
    for on in ("2018-11-01", "2018-10-15"):
        ours.record(amend("change-rescheduled", "live", effective_on=on))
        event = calendar(ours)[uid(ours, "live")]
        seen.append((event["sequence"], event["dtstart"].dt.isoformat()))
    assert seen == [(1, "2018-11-01"), (2, "2018-10-15")]
    ours.record(amend("change-corrected", "live", details={"title": "Live indeed"}))
    event = calendar(ours)[uid(ours, "live")]
    assert (event["sequence"], event["summary"]) == (2, "Live indeed")


def test_what_is_done_is_confirmed_on_its_day_and_what_is_dropped_is_cancelled(ours: Office) -> None:
    ours.milestone("done", "2018-06-20")
    ours.milestone("gone", "2018-06-20")
    ours.record(amend("change-completed", "done", effective_on="2018-06-04"), amend("change-withdrawn", "gone"))
    found = calendar(ours)
    done, gone = found[uid(ours, "done")], found[uid(ours, "gone")]
    assert (done["status"], done["sequence"], done["dtstart"].dt) == ("CONFIRMED", 1, date(2018, 6, 4))
    assert (gone["status"], gone["sequence"]) == ("CANCELLED", 1)
    assert not done.walk("VALARM")
    assert not gone.walk("VALARM")


def test_an_observer_sees_nothing_restricted(ours: Office) -> None:
    ours.milestone("secret", "2018-10-01", title="A closure that is not public", restricted=True)
    ours.milestone("later", "2018-10-01", title="Another that is not public")
    ours.record(amend("change-restricted", "later"))
    key = _key(ours, "observer")
    path = f"/v1/programmes/{ours.programme}/calendar.ics"
    for reply in (
        ours.deployment.client.get(path),
        ours.deployment.client.get(path, params={"key": key}),
        ours.deployment.get(f"/programmes/{ours.programme}/calendar.ics", "observer"),
    ):
        assert reply.status_code == 200
        assert "not public" not in reply.text
        assert uid(ours, "secret") not in events(reply.content)
    member = ours.deployment.client.get(path, params={"key": _key(ours, "member")})
    assert {uid(ours, "secret"), uid(ours, "later")} <= events(member.content).keys()


def _key(ours: Office, role: str) -> str:
    reply = ours.deployment.post(f"/programmes/{ours.programme}/calendar-keys", {"role": role})
    assert reply.status_code == 201, reply.text
    return str(reply.json()["address"]).partition("key=")[2]


def test_a_key_can_be_taken_back(ours: Office) -> None:
    base = f"/programmes/{ours.programme}/calendar-keys"
    made = ours.deployment.post(base, {}).json()
    path = made["address"].removeprefix("https://merger.example.org")
    assert ours.deployment.client.get(path).status_code == 200
    (listed,) = ours.deployment.get(base).json()["calendar_keys"]
    assert listed["id"] == made["id"]
    assert made["address"].partition("key=")[2] not in str(listed)
    for role in ("member", "observer"):
        assert ours.deployment.get(base, role).status_code == 403
    gone = ours.deployment.client.delete(f"/v1{base}/{made['id']}", headers=ours.deployment.headers())
    assert gone.status_code == 204
    assert ours.deployment.client.get(path).status_code == 404


def test_a_contact_has_a_calendar_of_what_they_answer_for_or_subscribed_to(ours: Office) -> None:
    ours.milestone("owned", "2018-10-01")
    ours.milestone("other", "2018-10-01", owner=None)
    ours.milestone("secret", "2018-10-01", restricted=True)
    ours.record(start("site-closed", "wembley", "2018-10-01", "planned", id="closes"))
    body = {"programme": ours.programme, "channel": "email", "subject": "site/wembley"}
    assert ours.deployment.post("/contacts/owner/subscriptions", body).status_code == 201
    made = ours.deployment.post("/contacts/owner/calendar-keys", None).json()
    path = made["address"].removeprefix("https://merger.example.org")
    found = events(ours.deployment.client.get(path).content)
    assert found.keys() == {uid(ours, each) for each in ("owned", "closes", "go-live")}
    other = path.replace("/contacts/owner/", "/contacts/manager/")
    assert ours.deployment.client.get(other).status_code == 404, "a key opens one calendar"
    gone = ours.deployment.client.delete(
        f"/v1/contacts/owner/calendar-keys/{made['id']}", headers=ours.deployment.headers()
    )
    assert gone.status_code == 204
    assert ours.deployment.client.get(path).status_code == 404


def test_titles_and_names_add_no_line(ours: Office) -> None:
    hostile = "Live\r\nEND:VEVENT\r\nBEGIN:VEVENT\nATTACH:https://evil.test/;x=,\\n\u2028ACTION:EMAIL"
    ours.milestone("bad", "2018-10-01", title=hostile, owner=None)
    ours.add(id="eve", name='Eve"\r\nX-EVIL:1', role="manager")
    made = ours.deployment.post("/contacts/eve/calendar-keys", None).json()
    path = made["address"].removeprefix("https://merger.example.org")
    raw = ours.deployment.client.get(path).content
    lines = raw.replace(b"\r\n ", b"").split(b"\r\n")
    assert not any(line.startswith((b"ATTACH", b"X-EVIL", b"ACTION:EMAIL")) for line in lines)
    assert lines.count(b"BEGIN:VEVENT") == lines.count(b"END:VEVENT") == len(events(raw))
    found = events(raw)[uid(ours, "bad")]
    assert "END:VEVENT BEGIN:VEVENT ATTACH" in str(found["summary"])
    assert b"\n" not in raw.replace(b"\r\n", b"")
