"""The log of the benchmark: a fixed mix and seed, entries as lines of an import file.

A programme has 200 subjects. Half of the entries in a long log are moves and transfers of teams; 5% of the entries are
recorded up to 90 days late, and at most 50 plans are open at a time.
"""

from __future__ import annotations

from collections import deque
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
LATE_SHARE, MOST_LATE = 0.05, 90
MOST_OPEN = 50
PLANNED_SHARE = 0.08

Line = dict[str, Any]


def people() -> Iterator[bytes]:
    """The people of every programme."""
    for number in range(PEOPLE):
        yield msgspec.json.encode({"person": f"p-{number:02}", "name": f"Person {number}"})


def lines(entries: int, seed: int = 2018) -> Iterator[bytes]:
    """A programme's log of so many entries."""
    made = _made(Random(seed), entries)
    for _, line in zip(range(entries), made, strict=False):
        yield msgspec.json.encode(line)


def _made(rng: Random, entries: int) -> Iterator[Line]:
    yield from _beginnings(rng)
    plans: deque[tuple[str, date]] = deque()
    number = 0
    span = max(entries - SUBJECTS, 1)
    while True:
        today = START + timedelta(days=1 + number * DAYS // span)
        number += 1
        if plans and plans[0][1] <= today:
            plan, due = plans.popleft()
            yield _stamped({"kind": "change-completed", "change": plan, "effective_on": due.isoformat()}, today)
            continue
        line = _event(rng)
        if len(plans) < MOST_OPEN and rng.random() < PLANNED_SHARE:
            due = today + timedelta(days=30)
            plans.append((f"plan-{number}", due))
            yield _stamped(line | {"id": f"plan-{number}", "effective_on": due.isoformat(), "standing": "planned"}, today)
            continue
        late = rng.randrange(1, MOST_LATE) if rng.random() < LATE_SHARE else 0
        effective = max(today - timedelta(days=late), START + timedelta(days=1))
        yield _stamped(line | {"effective_on": effective.isoformat(), "standing": "done"}, today)


def _stamped(line: Line, today: date) -> Line:
    return line | {"recorded_at": f"{today.isoformat()}T12:00:00Z"}


def _beginnings(rng: Random) -> Iterator[Line]:
    def begin(kind: str, subject: str, **details: Any) -> Line:
        line = {"kind": kind, "subject": subject, "effective_on": START.isoformat(), "standing": "done", "details": details}
        return _stamped(line, START)

    for i in range(AREAS):
        parent = {} if i < 3 else {"parent": f"area-{i % 3}"}
        yield begin("area-defined", f"area-{i}", name=f"Area {i}", area_type="ward" if parent else "borough", **parent)
    for i in range(UNITS):
        yield begin("unit-established", f"unit-{i}", name=f"Unit {i}", unit_type="function", areas=[f"area-{i}"])
    for i in range(SITES):
        yield begin("site-opened", f"site-{i}", name=f"Site {i}", area=f"area-{i % AREAS}", uses=["response-base", "office"])
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
