"""The answers to reminders: to acknowledge a change, or to put its reminders off."""

from __future__ import annotations

from sqlalchemy import Connection, select, text

from domain.refusals import Malformed, Refusal
from domain.time import instants
from domain.time.edtf import show
from projections.questions import due
from scheduler import wording
from scheduler.people.contacts import get_contact
from scheduler.tables import acknowledgement, snooze

MOST_DAYS = 28
_SEEN = text(
    f"INSERT INTO {acknowledgement.name} (programme, about, revision, who, at) "
    "VALUES (:programme, :about, :revision, :who, :at) ON CONFLICT DO NOTHING"
)
_PUT_OFF = text(
    f"INSERT INTO {snooze.name} (contact, programme, about, until) VALUES (:contact, :programme, :about, :until) "
    "ON CONFLICT (contact, programme, about) DO UPDATE SET until = excluded.until"
)


class NothingOpen(Refusal):
    """Nothing is planned and open under "{about}" on the date that was meant: it was moved, done or dropped, and its
    old reminders are void. Look the change up."""


def acknowledge_change(
    connection: Connection, programme: int, about: str, who: str, now: int, revision: int | None = None
) -> None:
    """Acknowledge a change: it is not escalated until its date moves. Raises NothingOpen."""
    planned = due.one_plan(connection, programme, about)
    if planned is None or not planned.is_open or revision not in (None, planned.plan.dated):
        raise NothingOpen(about=about)
    values = {"programme": programme, "about": about, "revision": planned.plan.dated, "who": who, "at": now}
    connection.execute(_SEEN, values)


def acknowledged_on(connection: Connection, programme: int, about: str, revision: int) -> str | None:
    """The day on which it was acknowledged, in words; None where nobody has."""
    here = (acknowledgement.c.programme == programme, acknowledgement.c.about == about)
    at = connection.scalar(select(acknowledgement.c.at).where(*here, acknowledgement.c.revision == revision))
    return None if at is None else wording.day_of(instants.london_day(at))


def put_off_reminders(connection: Connection, programme: int, about: str, contact: str, until: int, today: int) -> None:
    """Send a contact no reminders of it before a day. Raises Malformed for a day that is past or too far, or
    NoSuchContact."""
    get_contact(connection, contact)
    if not today < until <= today + MOST_DAYS:
        fault = f"until must be after {show(today)} and at most {MOST_DAYS} days later"
        raise Malformed(fault=fault)
    connection.execute(_PUT_OFF, {"contact": contact, "programme": programme, "about": about, "until": until})
