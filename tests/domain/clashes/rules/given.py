"""Given entries, what does a rule find? Bodies are as they are sent; nothing is stored."""

from __future__ import annotations

from typing import Any, NamedTuple

import msgspec

from domain.changes.change import Change, amend_change, start_change
from domain.clashes.engine.knowledge import World, by_subject
from domain.clashes.evaluate import BY_NAME, Clash, sweep
from domain.log.amendments import Amendment
from domain.log.parsing import read_entry
from domain.log.payloads import Starting
from domain.time.edtf import BEGINNING, END, parse, show
from tests.support.examples import Body, start


class Found(NamedTuple):
    """A clash, as a sentence of a test says it. Days are inclusive; None is without end."""

    subjects: str
    first: str | None
    last: str | None
    certain_from: str | None
    certain_to: str | None
    by: str
    """The ids of the changes that make it."""


def certain(subjects: str, first: str | None, last: str | None = None, *, by: str) -> Found:
    """Certain on all of its days."""
    return Found(subjects, first, last, first, last, by)


def possible(subjects: str, first: str | None, last: str | None = None, *, by: str) -> Found:
    """Certain on none of its days."""
    return Found(subjects, first, last, None, None, by)


def partly(
    subjects: str, first: str | None, last: str | None = None, *, certain: tuple[str | None, str | None], by: str
) -> Found:
    """Certain on some of its days."""
    return Found(subjects, first, last, *certain, by)


class Given:
    """What is known, by entries that all stand in the log."""

    def __init__(self, *bodies: Body, basis: str = "planned", today: str = "2018-06-04") -> None:
        self.changes = told(*bodies)
        counting = [change for change in self.changes.values() if change.counts_under]
        gone: dict[Any, Any] = {}
        for change in self.changes.values():
            if not change.counts_under:
                gone |= {change.id: change} | ({change.slug: change} if change.type == "milestone" else {})
        self.world = World(by_subject(counting), basis, parse(today).earliest, gone)

    def clashes(self, rule: str) -> list[Clash]:
        return sweep(self.world, (BY_NAME[rule],))

    def breaks(self, rule: str) -> list[Found]:
        """What a rule finds, certain clashes first, and then in the order of their days."""
        found = sorted(self.clashes(rule), key=lambda clash: (not clash.is_certain, clash.first, clash.subjects))
        return [_found(clash) for clash in found]


def told(*bodies: Body) -> dict[str, Change]:
    """The changes that bodies make. Those without an id get one: the subject, and the last word of the kind."""
    found: dict[str, Change] = {}
    for place, body in enumerate(bodies, start=1):
        read = read_entry(msgspec.json.encode(body))
        if isinstance(read, Starting):
            id_ = read.id or f"{read.subject}-{read.kind.rpartition('-')[2]}"
            assert id_ not in found, f"{id_} is used: give the entry an id"
            found[id_] = start_change(read, id_, place)
        else:
            assert isinstance(read, Amendment)
            found[read.change] = amend_change(found[read.change], read, place)
    return found


def _found(clash: Clash) -> Found:
    subjects = " ".join(f"{type_}/{slug}" for type_, slug in clash.subjects)
    until = [None if day in (None, BEGINNING, END) else show(day - 1) for day in (clash.last, clash.certain_to)]
    since = None if clash.certain_from is None else show(clash.certain_from)
    return Found(subjects, show(clash.first), until[0], since, until[1], " ".join(clash.changes))


def site(slug: str, on: str = "2018-01-01", standing: str = "done", **more: Any) -> Body:
    return start("site-opened", slug, on, standing, name=slug, **more)


def closed(slug: str, on: str, standing: str = "planned", **more: Any) -> Body:
    return start("site-closed", slug, on, standing, **more)


def unit(slug: str, on: str = "2018-01-01", standing: str = "done", **more: Any) -> Body:
    return start("unit-established", slug, on, standing, **{"name": slug, "unit_type": "bcu"} | more)


def team(slug: str, on: str = "2018-01-01", standing: str = "done", **more: Any) -> Body:
    return start("team-formed", slug, on, standing, **{"name": slug, "unit": "bcu", "function": "response"} | more)


def post(slug: str, on: str = "2018-01-01", standing: str = "done", **more: Any) -> Body:
    return start("post-created", slug, on, standing, **{"title": slug, "unit": "bcu"} | more)


def appointed(
    slug: str, person: str, on: str = "2018-02-01", standing: str = "done", tenure: str = "substantive", **more: Any
) -> Body:
    return start("leader-appointed", slug, on, standing, person=person, tenure=tenure, id=person, **more)


def borough(slug: str, on: str = "2018-01-01", standing: str = "done", **more: Any) -> Body:
    return start("area-defined", slug, on, standing, name=slug, area_type="borough", **more)


def ward(slug: str, on: str = "2018-01-01", standing: str = "done", **more: Any) -> Body:
    return start("area-defined", slug, on, standing, name=slug, area_type="ward", **more)


def milestone(slug: str, on: str, standing: str = "planned", **more: Any) -> Body:
    return start("milestone-set", slug, on, standing, **{"title": slug} | more)
