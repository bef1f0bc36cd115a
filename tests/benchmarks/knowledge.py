"""What the log of the benchmark says, worked out by a fold of our own for the tables of the hand-written SQL.

Under the basis `done` alone, and for the kinds of the benchmark's log alone: the narrower, the faster the SQL beside
which the product is measured. Random ids are the product's, so the lines are read back from its export.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

import msgspec

from domain.kinds.registry import FIELDS, LISTS
from domain.time.edtf import END
from tests.benchmarks.logs import person_name

_TAIL = ',"possible":[],"overdue":[]}'
_SETS = {"team-moved": ("site", "to"), "team-transferred": ("unit", "to"), "team-resized": ("strength", "strength")}
_SETS |= {"site-renamed": ("name", "name"), "unit-renamed": ("name", "name")}
_BEGINS = {"area-defined", "unit-established", "site-opened", "team-formed", "post-created"}

State = tuple[dict[str, Any], dict[str, str], str]
"""The fields, `because` and `since`."""


class Closed(NamedTuple):
    """What was so on these days, and known so from this place in the programme's log to that."""

    day_from: int
    day_to: int
    known_from: int
    known_to: int
    item: str


class Lapse(NamedTuple):
    """A plan, known as planned from this place to that."""

    type: str
    slug: str
    change: str
    latest: int
    known_from: int
    known_to: int = END

    @property
    def stands(self) -> bool:
        """Whether it is planned to this day."""
        return self.known_to == END

    @property
    def day_from(self) -> int:
        """The first day on which it is overdue."""
        return self.latest + 1

    @property
    def day_to(self) -> int:
        """It would be overdue for ever."""
        return END


@dataclass
class Subject:
    """A subject's days: what is so from each of them on, and since which place that is known."""

    type: str
    slug: str
    changes: list[tuple[int, int, str, Any, str]] = field(default_factory=list)
    days: list[int] = field(default_factory=list)
    states: list[State] = field(default_factory=list)
    known: list[int] = field(default_factory=list)
    closed: list[Closed] = field(default_factory=list)

    def item(self, at: int) -> str:
        """The state from the day at this index on, as JSON."""
        fields, because, since = self.states[at]
        names = FIELDS[self.type]
        said = {"id": self.slug} | {name: fields.get(name, [] if name in LISTS else None) for name in names}
        said |= {"since": since, "because": {name: because[name] for name in names if name in because}}
        return msgspec.json.encode(said).decode()[:-1] + _TAIL

    def learn(self, day: int, start: int, kind: str, details: Any, change: str, place: int) -> None:
        """Take in a change that was done on a day, as known from a place on."""
        insort(self.changes, (day, start, kind, details, change))
        at, turn = bisect_left(self.days, day), bisect_left(self.changes, (day,))
        state = self.states[at - 1] if at else ({}, {}, "")
        while turn < len(self.changes):
            before, today = state, self.changes[turn][0]
            while turn < len(self.changes) and self.changes[turn][0] == today:
                state = _after(state, *self.changes[turn])
                turn += 1
            if at < len(self.days) and self.days[at] == today:
                if self.states[at] == state:
                    return
                self._close(at, today, at, place)
                self.states[at], self.known[at] = state, place
            elif state == before:
                continue
            else:
                if at:
                    self._close(at - 1, today, at - 1, place)
                self.days.insert(at, today)
                self.states.insert(at, state)
                self.known.insert(at, place)
            at += 1

    def _close(self, old: int, day: int, last: int, place: int) -> None:
        until = self.days[last + 1] if last + 1 < len(self.days) else END
        self.closed.append(Closed(day, until, self.known[old], place, self.item(old)))


def _after(state: State, day: int, _: int, kind: str, details: Any, change: str) -> State:
    fields, because, _since = state
    if kind in _BEGINS:
        news = details
    elif kind == "leader-appointed":
        named = {"person": details["person"], "name": person_name(details["person"]), "rank": None}
        news = {"holder": named | {"tenure": details["tenure"], "since": date.fromordinal(day).isoformat()}}
    elif kind in _SETS:
        name, said = _SETS[kind]
        news = {name: details[said]}
    else:
        return state
    return fields | news, because | dict.fromkeys(news, change), date.fromordinal(day).isoformat()


@dataclass
class Programme:
    """All that the hand-written SQL is to know of a programme."""

    subjects: dict[tuple[str, str], Subject] = field(default_factory=dict)
    lapses: list[Lapse] = field(default_factory=list)
    recorded: list[tuple[int, int]] = field(default_factory=list)
    """The day of each entry, and its place in the programme's log; the last of a day only."""
    _open: dict[str, tuple[Lapse, str, Any, int]] = field(default_factory=dict)

    def read(self, lines: Iterable[bytes]) -> Programme:
        """Take in a programme's export."""
        for place, said in enumerate(_entries(lines), 1):
            recorded = date.fromisoformat(said["recorded_at"][:10]).toordinal()
            if self.recorded and self.recorded[-1][0] == recorded:
                self.recorded.pop()
            self.recorded.append((recorded, place))
            self._take(said, place)
        self.lapses += [lapse for lapse, *_ in self._open.values()]
        return self

    def _take(self, said: dict[str, Any], place: int) -> None:
        day, kind = date.fromisoformat(said["effective_on"]).toordinal(), said["kind"]
        if kind in ("change-completed", "change-rescheduled"):
            lapse, was, details, start = self._open.pop(said["change"])
            self.lapses.append(lapse._replace(known_to=place))
            if kind == "change-rescheduled":
                self._open[lapse.change] = (lapse._replace(latest=day, known_from=place), was, details, start)
                return
            self.subjects[lapse.type, lapse.slug].learn(day, start, was, details, lapse.change, place)
            return
        type_, slug = kind.partition("-")[0].replace("leader", "post"), said["subject"]
        if said["standing"] == "planned":
            self._open[said["id"]] = (Lapse(type_, slug, said["id"], day, place), kind, said["details"], place)
            return
        subject = self.subjects.setdefault((type_, slug), Subject(type_, slug))
        subject.learn(day, place, kind, said["details"], said["id"], place)


def _entries(lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    for line in lines:
        said = msgspec.json.decode(line)
        if "kind" in said:
            yield said
