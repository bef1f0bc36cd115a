"""The words of a reminder: what is to happen, when, and how pressing that is. Plain text, safe in any one line."""

from __future__ import annotations

import unicodedata
from datetime import date

from domain.kinds.event import Event, Stated
from domain.kinds.milestones import MilestoneSet
from domain.kinds.template import fill
from domain.reminders.schedule import MANAGERS, SENIOR
from domain.time.edtf import BEGINNING, END, When

NEW_CLASH = "A clash has become certain"
_MOST_TEXT = 140

ESCALATED = {
    MANAGERS: "You get this as a programme manager, because nobody has acknowledged it.",
    SENIOR: "You get this as the senior responsible officer, because nobody has acknowledged it.",
}


def title(event: Event, name: str) -> str:
    """What is to happen, in one line: a milestone's title, or what happens to a subject of that name."""
    subject = (event.given_name if event.begins else None) or name
    line = fill(event.wording().deed, event, {"subject": subject}, lambda _, slug: slug)
    return one_line(line.rstrip(". "), _MOST_TEXT) if isinstance(event, Stated) else one_line(line)


def rank(event: Event) -> int:
    """Which of two things with the same date comes first: milestones, and last statements, which alter nothing."""
    return 0 if isinstance(event, MilestoneSet) else 2 if isinstance(event, Stated) else 1


def lead(when: When, day: int, *, window: bool = False) -> str:
    """How pressing it is on a day. `window`: its first possible day has come, and the last is not near."""
    left = when.latest - day
    if left < 0:
        return f"Overdue by {days(-left)}"
    if window:
        return "The window has opened"
    if left == 0:
        return "Due today"
    return "Due tomorrow" if left == 1 else f"Due in {days(left)}"


def date_of(when: When) -> str:
    """An effective date in words: 1 October 2018, or between which days."""
    if when.is_exact:
        return day_of(when.latest)
    if when.latest == END:
        return f"on or after {day_of(when.earliest)}"
    if when.earliest == BEGINNING:
        return f"by {day_of(when.latest)}"
    return f"between {day_of(when.earliest)} and {day_of(when.latest)}"


def post_lead(held: bool, count: int) -> str:
    """How long a post has been without a holder, or in the hands of an acting one."""
    return f"Acting for {days(count)}, with no end planned" if held else f"Vacant for {days(count)}"


def clash_clause(says: str) -> str:
    """What a clash says, as a part of a sentence."""
    return one_line(says).rstrip(".")


def clash_days(first: int, until: int) -> str:
    """The days of a clash, from the first to the one before `until`, as a part of a sentence."""
    if until == END:
        return f"at odds from {day_of(first)}" if first > BEGINNING else "at odds on every day"
    if first == BEGINNING:
        return f"at odds up to {day_of(until - 1)}"
    if until - first == 1:
        return f"at odds on {day_of(first)}"
    return f"at odds from {day_of(first)} to {day_of(until - 1)}"


def since_day(day: int) -> str:
    """A day from which something is so, in words."""
    return f"since {day_of(day)}"


def day_of(day: int) -> str:
    """A day in words."""
    if day in (BEGINNING, END):
        return "any day"
    when = date.fromordinal(day)
    return f"{when.day} {when:%B} {when.year}"


def days(count: int) -> str:
    """A number of days in words."""
    return "1 day" if count == 1 else f"{count} days"


def one_line(text: str, most: int = 300) -> str:
    """A text as one line without anything that steers a program that shows it, cut where it is very long."""
    words = " ".join("".join(" " if _steers(each) else each for each in text).split())
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def _steers(character: str) -> bool:
    """Control characters, line and paragraph separators, lone surrogates, and marks that turn the writing around."""
    kind = unicodedata.category(character)
    return kind in ("Cc", "Cs", "Zl", "Zp") or unicodedata.bidirectional(character) in _TURNS


_TURNS = frozenset(("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"))
