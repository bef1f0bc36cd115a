"""The log of the benchmark: a fixed mix and seed, entries as lines of an import file.

A programme has 200 subjects. Of what follows their beginnings 8% is planned, and completed (or, one in ten, moved)
100 to 600 entries later; 5% is recorded up to 90 days late. The mix is the same at every length of the log: what
grows is only how much falls on one day.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

import msgspec

AREAS, UNITS, SITES, TEAMS, POSTS = 30, 10, 40, 90, 30
SUBJECTS = AREAS + UNITS + SITES + TEAMS + POSTS
PEOPLE = 40
START = date(2015, 1, 1)
DAYS = 3650
TODAY = START + timedelta(days=DAYS + 3)
LATE_SHARE, MOST_LATE = 0.05, 90
MOST_OPEN = 50
PLANNED_SHARE = 0.08
_DONE_SHARE = 0.83
"""What is neither planned nor an amendment: the part from which late entries are drawn."""
_OVERRUN = 100
ENTRIES_A_WIDE_PROGRAMME = 1000

Line = dict[str, Any]
Programme = tuple[str, int, int]
"""A programme of the benchmark: its slug, how many entries it holds, its seed."""


def programmes(shape: str, size: int) -> list[Programme]:
    """The programmes of a shape: one of all entries, or as many as there are thousands."""
    if shape == "deep":
        return [("deep", size, 2018)]
    return [(f"wide-{n}", ENTRIES_A_WIDE_PROGRAMME, 2018 + n) for n in range(max(size // ENTRIES_A_WIDE_PROGRAMME, 1))]


def people() -> Iterator[bytes]:
    """The people of every programme."""
    for number in range(PEOPLE):
        yield msgspec.json.encode({"person": f"p-{number:02}", "name": person_name(f"p-{number:02}")})


def person_name(person: str) -> str:
    """The name under which a person is registered."""
    return f"Person {int(person[2:])}"


def lines(entries: int, seed: int = 2018) -> Iterator[bytes]:
    """A programme's log of so many entries."""
    return itertools.islice(map(msgspec.json.encode, _made(Random(seed), entries)), entries)


def _made(rng: Random, entries: int) -> Iterator[Line]:
    span = max(entries - SUBJECTS, 1)

    def day(number: int) -> date:
        return START + timedelta(days=1 + number * DAYS // span)

    yield from _beginnings(rng)
    plans: list[tuple[int, str, bool]] = []  # when it is taken up again, its id, and whether it then moves
    for number in itertools.count(1):
        today = day(number)
        if plans and plans[0][0] <= number:
            _, plan, moves = heapq.heappop(plans)
            if moves:
                heapq.heappush(plans, (number + _OVERRUN, plan, False))
                moved = {"effective_on": day(number + _OVERRUN).isoformat(), "reason": "It takes longer."}
                yield _stamped({"kind": "change-rescheduled", "change": plan, **moved}, today)
            else:
                yield _stamped({"kind": "change-completed", "change": plan, "effective_on": today.isoformat()}, today)
            continue
        line = _event(rng)
        if len(plans) < MOST_OPEN and rng.random() < PLANNED_SHARE:
            due, moves, plan = number + rng.randrange(100, 500), rng.random() < 0.1, f"plan-{number}"
            heapq.heappush(plans, (due + moves * _OVERRUN, plan, moves))
            yield _stamped(line | {"id": plan, "effective_on": day(due).isoformat(), "standing": "planned"}, today)
            continue
        late = rng.randrange(1, MOST_LATE + 1) if rng.random() < LATE_SHARE / _DONE_SHARE else 0
        effective = max(today - timedelta(days=late), START + timedelta(days=1))
        yield _stamped(line | {"effective_on": effective.isoformat(), "standing": "done"}, today)


def _stamped(line: Line, today: date) -> Line:
    return line | {"recorded_at": f"{today.isoformat()}T12:00:00Z"}


def _beginnings(rng: Random) -> Iterator[Line]:
    def begin(kind: str, subject: str, **details: Any) -> Line:
        when = {"effective_on": START.isoformat(), "standing": "done"}
        return _stamped({"kind": kind, "subject": subject, **when, "details": details}, START)

    for i in range(AREAS):
        parent = {} if i < 3 else {"parent": f"area-{i % 3}"}
        yield begin("area-defined", f"area-{i}", name=f"Area {i}", area_type="ward" if parent else "borough", **parent)
    for i in range(UNITS):
        yield begin("unit-established", f"unit-{i}", name=f"Unit {i}", unit_type="function", areas=[f"area-{i}"])
    for i in range(SITES):
        uses = ["office", "response-base"]
        yield begin("site-opened", f"site-{i}", name=f"Site {i}", area=f"area-{i % AREAS}", uses=uses)
    for i in range(TEAMS):
        yield begin(
            "team-formed", f"team-{i}", name=f"Team {i}", unit=f"unit-{i % UNITS}", function="response",
            site=f"site-{i % SITES}", covers=[f"area-{i % AREAS}"], strength=rng.randrange(5, 60),
        )  # fmt: skip
    for i in range(POSTS):
        yield begin("post-created", f"post-{i}", title=f"Post {i}", unit=f"unit-{i % UNITS}", rank="Superintendent")


def _event(rng: Random) -> Line:
    drawn = rng.random()
    team = f"team-{rng.randrange(TEAMS)}"
    if drawn < 0.30:
        return {"kind": "team-moved", "subject": team, "details": {"to": f"site-{rng.randrange(SITES)}"}}
    if drawn < 0.45:
        return {"kind": "team-transferred", "subject": team, "details": {"to": f"unit-{rng.randrange(UNITS)}"}}
    if drawn < 0.60:
        return {"kind": "team-resized", "subject": team, "details": {"strength": rng.randrange(5, 60)}}
    if drawn < 0.75:
        details = {"person": f"p-{rng.randrange(PEOPLE):02}", "tenure": "substantive"}
        return {"kind": "leader-appointed", "subject": f"post-{rng.randrange(POSTS)}", "details": details}
    if drawn < 0.85:
        details = {"name": f"Site, name {rng.randrange(1000)}"}
        return {"kind": "site-renamed", "subject": f"site-{rng.randrange(SITES)}", "details": details}
    if drawn < 0.95:
        name = {"name": f"Unit, name {rng.randrange(1000)}"}
        return {"kind": "unit-renamed", "subject": f"unit-{rng.randrange(UNITS)}", "details": name}
    return {"kind": "area-stated", "subject": f"area-{rng.randrange(AREAS)}", "details": {"text": "It stays as it is."}}
