"""Calendar feeds: what is planned, and what became of it, as whole-day events with alarms.

An event keeps its UID for ever; its SEQUENCE rises whenever its date moves, so that calendars move it too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta

from icalendar import Alarm, Calendar, Event
from sqlalchemy import Connection

from domain.changes.change import DONE, Change
from domain.kinds.reminder_policy import ReminderPolicy
from domain.reminders.schedule import LADDER
from domain.time import instants
from domain.time.edtf import END
from projections.log.application import Log
from projections.log.head import Head, read_head
from projections.log.histories import entries_of_change, evolve_change
from projections.questions import due
from projections.questions.current_name import current_name
from projections.questions.due import Planned
from projections.questions.reminder_policy import policy_on
from scheduler import wording
from scheduler.people.contacts import Contact
from scheduler.people.recipients import Audience, Topic, may_see

_MORNING = timedelta(hours=9)
"""When, on its day, an alarm rings."""
ProgrammeRow = tuple[int, str, str]
"""A programme's number, id and name."""


class CalendarBuilder:
    """Builds calendars, in one transaction."""

    def __init__(self, connection: Connection, log: Log, now: int) -> None:
        self._connection = connection
        self._log = log
        self._now = now
        self._day = instants.london_day(now)

    def of_programme(self, programme: ProgrammeRow, *, public: bool) -> bytes:
        """The calendar of a programme: all that is or was planned, as everyone sees it or as an observer does."""
        made = _calendar(programme[2])
        self._add(made, programme, public, lambda planned: not (public and planned.restricted))
        return bytes(made.to_ical())

    def of_contact(self, contact: Contact, programmes: Iterable[ProgrammeRow]) -> bytes:
        """The calendar of a contact: all that they own or have subscribed to."""
        made = _calendar(wording.one_line(contact.name))
        for programme in programmes:
            if contact.belongs_to(programme[0]):
                audience = Audience.load(self._connection, programme[0])
                posts = due.posts(due.tenancies(self._connection, programme[0]), self._day)

                def is_theirs(planned: Planned, audience: Audience = audience, posts: _Posts = posts) -> bool:
                    topic = Topic(planned.type, planned.slug, planned.owner, planned.restricted)
                    recipients = audience.recipients(LADDER, topic, posts)
                    return may_see(contact, planned.restricted) and any(whose == contact.id for whose, _ in recipients)

                self._add(made, programme, contact.public, is_theirs)
        return bytes(made.to_ical())

    def _add(self, made: Calendar, programme: ProgrammeRow, public: bool, wanted: Callable[[Planned], bool]) -> None:
        number, slug, _ = programme
        rules = policy_on(self._connection, self._log, number, self._day)
        at = read_head(self._connection, slug)
        for planned in due.ever_planned(self._connection, number):
            if planned.plan.latest < END and wanted(planned):
                made.add_component(self._event(at, programme, planned, rules, public))

    def _event(self, at: Head, programme: ProgrammeRow, planned: Planned, rules: ReminderPolicy, public: bool) -> Event:
        change: Change | None = None
        entries = entries_of_change(self._connection, self._log, planned.plan.place)
        for entry in entries:
            change = evolve_change(change, entry)
        assert change is not None
        subject, latest = (change.type, change.slug), change.when.latest
        name = current_name(self._connection, self._log, at, *subject, self._now, public=public, by=latest)
        title = wording.title(change.event, name)
        dropped = planned.standing == 0
        event = Event()
        event.add("uid", f"{programme[1]}/{change.id}@mergerlog")
        # To be dropped is to be moved off the calendar.
        event.add("sequence", planned.redated + dropped)
        event.add("dtstamp", datetime.fromtimestamp(entries[-1].recorded_at // 1_000_000, UTC))
        event.add("summary", title if change.when.is_exact else f"{title} ({wording.date_of(change.when)})")
        event.add("description", f"{change.standing.capitalize()}: {wording.date_of(change.when)}\n{programme[2]}")
        day = date.fromordinal(change.when.latest)
        event.add("dtstart", day)
        if change.when.latest < date.max.toordinal():
            event.add("dtend", day + timedelta(days=1))
        event.add("status", "CANCELLED" if dropped else "CONFIRMED" if change.standing == DONE else "TENTATIVE")
        event.add("transp", "TRANSPARENT")
        for before in sorted({*rules.rungs, 0}, reverse=True) if planned.is_open else ():
            event.add_component(_alarm(title, before))
        return event


_Posts = dict[str, due.Post]


def _calendar(name: str) -> Calendar:
    made = Calendar()
    made.add("prodid", "-//Mergerlog//Reminders//EN")
    made.add("version", "2.0")
    made.add("x-wr-calname", wording.one_line(name))
    made.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    return made


def _alarm(title: str, before: int) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", _MORNING - timedelta(days=before))
    return alarm
