"""Hierarchies: the chain from an area up to its borough, and from a unit up to its topmost parent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from domain.clashes.engine.knowledge import SubjectKey, World
from domain.clashes.engine.timeline import Node, Spells
from domain.time.edtf import BEGINNING, END

Lineage = tuple[str, ...]
"""A slug, the slug of its parent, and so on upwards; each occurs once."""


def kin(world: World, type_: str, slug: str) -> list[str]:
    """A subject, and all its ancestors on any day."""
    found: list[str] = []
    waiting = [slug]
    while waiting:
        each = waiting.pop(0)
        if each not in found:
            found.append(each)
            nodes = (node for _, _, nodes in world.spells(type_, each).spells for node in nodes)
            parents = (node.state.fields.get("parent") for node in nodes)
            waiting += dict.fromkeys(parent for parent in parents if parent is not None)
    return found


def lines(world: World, type_: str, slug: str, day: int, below: Lineage = ()) -> list[Lineage]:
    """Every chain that a subject may have on a day. A subject that does not stand has no ancestors."""
    if slug in below:  # parents may go in a ring
        return [()]
    return lines_of(world, (type_, slug), world.spells(type_, slug).at(day), day, below)


def lines_of(world: World, subject: SubjectKey, nodes: Iterable[Node], day: int, below: Lineage = ()) -> list[Lineage]:
    """The same for a subject that is in one of the given states."""
    type_, slug = subject
    found: dict[Lineage, None] = {}
    for parent in dict.fromkeys(node.state.fields.get("parent") for node in nodes):
        above = [()] if parent is None else lines(world, type_, parent, day, (*below, slug))
        found |= dict.fromkeys((slug, *rest) for rest in above)
    return list(found)


def stretches(timelines: Iterable[Spells], first: int = BEGINNING, last: int = END) -> Iterator[tuple[int, int]]:
    """The stretches of days during which no given timeline changes."""
    within = {start for each in timelines for start, _, _ in each.spells if first < start < last}
    starts = sorted({first, *within})
    yield from zip(starts, [*starts[1:], last], strict=True)


def after_mergers(world: World, unit: str, first: int, last: int) -> Iterator[tuple[str, int, int, bool]]:
    """The mergers into a unit, each with the days after it within a span, and whether those are certain."""
    for merger in world.mergers(unit):
        days = (merger.when.earliest, merger.when.latest)
        earliest, latest = (day if day in (BEGINNING, END) else day + 1 for day in days)
        for start, end, certain in ((earliest, latest, False), (latest, END, True)):
            if max(start, first) < min(end, last):
                yield merger.id, max(start, first), min(end, last), certain


def after_mergers_above(world: World, unit: str, first: int, last: int) -> Iterator[tuple[str, int, int, bool]]:
    """The same for mergers into the unit or into one of its ancestors."""
    units = kin(world, "unit", unit)
    merged = [each for each in units if world.mergers(each)]
    for start, end in stretches([world.spells("unit", each) for each in units], first, last) if merged else ():
        found = lines(world, "unit", unit, start)
        for each in merged:
            within = [each in line for line in found]
            for id_, since, until, certain in after_mergers(world, each, start, end) if any(within) else ():
                yield id_, since, until, certain and all(within)
