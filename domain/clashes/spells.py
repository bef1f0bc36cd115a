"""The whole timeline of one subject: from which day to which it is in which state, or may be in which states.

Where dates are imprecise, more than one state is possible on a day. The first is always the one that the structure
shows: the fold of the changes in effect. The others come of changes possibly in effect: each of them alone, and each of
them after all that come before it in the fold.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from operator import attrgetter

import msgspec

from domain.changes import Change
from domain.edtf import BEGINNING, END
from domain.fold import after, impossible
from domain.posts import LeaderAppointed, PostVacated
from domain.states import NOTHING, STANDING, State

ALTERS = {
    "site-uses-changed": "uses",
    "team-moved": "site",
    "team-transferred": "unit",
    "team-cover-changed": "covers",
    "leader-appointed": "holder",
    "post-vacated": "holder",
}
"""The field that rules ask about, which each kind alters that neither begins nor ends a life. What no paper names
goes with `covers`."""


class Node(msgspec.Struct, frozen=True):
    """A state that a subject is in, or may be in."""

    state: State
    turn: Change | None = None
    """The change that last brought it into being or ended it."""
    substantive: tuple[str, str] | None = None
    """Of a post: the last substantive appointment and its person, until the post was vacated."""
    over: str | None = None
    """Of a post: the substantive appointment that had not been vacated when the present holder was appointed."""

    @property
    def stands(self) -> bool:
        """Whether it is in the structure."""
        return self.state.life == STANDING

    def because(self, field: str) -> tuple[str, ...]:
        """The id of the change that set a field; the one that brought the subject into being where none did."""
        found = self.state.because.get(field)
        if found is not None:
            return (found,)
        return () if self.turn is None else (self.turn.id,)


Spell = tuple[int, int, tuple[Node, ...]]
"""From a day, to the day before another, and the states: first the one that the structure shows."""

NEVER = Node(NOTHING)


class Spells:
    """The spells of a subject, as far as its life and one field go, without a gap from the beginning to the end."""

    __slots__ = ("_starts", "changes", "holders", "spells")

    def __init__(self, slug: str, field: str, changes: Sequence[Change]) -> None:
        self.changes = [change for change in changes if matters(change, slug, field)]
        self.spells = list(_spells(slug, self.changes))
        self._starts = [spell[0] for spell in self.spells]
        self.holders: dict[str, list[Spell]] | None = None
        """Of a post, by the person who holds it: what the rule of two posts found out about it."""

    def between(self, first: int, last: int) -> Iterator[Spell]:
        """The parts of spells from one day to the day before another."""
        number = bisect_right(self._starts, first) - 1
        start, end, nodes = self.spells[number]
        while end < last:
            yield max(start, first), end, nodes
            number += 1
            start, end, nodes = self.spells[number]
        yield max(start, first), last, nodes

    def at(self, day: int) -> tuple[Node, ...]:
        """The states on a day: first the one that the structure shows."""
        return self.spells[bisect_right(self._starts, day) - 1][2]

    def on(self, day: int) -> Node:
        """The state that the structure shows on a day."""
        return self.spells[bisect_right(self._starts, day) - 1][2][0]

    def first_begun(self) -> tuple[str, ...]:
        """The id of the first change that brings it into being, if any does."""
        return next(((change.id,) for change in self.changes if change.event.begins), ())


def matters(change: Change, slug: str, field: str) -> bool:
    """Whether a change has to do with a subject's life, or with a field of it."""
    event = change.event
    return event.begins or event.ends or change.slug != slug or ALTERS.get(event.kind) == field != ""


def _spells(slug: str, changes: Sequence[Change]) -> Iterator[Spell]:
    imprecise = [change for change in changes if not change.when.is_exact]
    days = {change.when.latest for change in changes} | {change.when.earliest for change in imprecise} | {BEGINNING}
    starts = sorted(days - {END})
    waiting = iter(changes)
    change = next(waiting, None)
    node = NEVER
    for day, until in zip(starts, [*starts[1:], END], strict=True):
        while change is not None and change.when.latest <= day:
            node = step(slug, node, change) or node
            change = next(waiting, None)
        possible = [each for each in imprecise if each.when.earliest <= day < each.when.latest]
        yield day, until, _nodes(slug, node, possible) if possible else (node,)


def _nodes(slug: str, node: Node, possible: Sequence[Change]) -> tuple[Node, ...]:
    found = [node]
    chain = node
    for change in sorted(possible, key=attrgetter("order")):
        for each in (step(slug, node, change), step(slug, chain, change)):
            if each is not None and each not in found:
                found.append(each)
        chain = step(slug, chain, change) or chain
    return tuple(found)


def step(slug: str, node: Node, change: Change) -> Node | None:
    """What a change makes of a state; None where it is impossible."""
    if impossible(node.state, slug, change) is not None:
        return None
    event = change.event
    state = after(node.state, slug, change)
    if event.begins or event.ends or change.slug != slug:
        return Node(state, change)
    if isinstance(event, LeaderAppointed):
        return _appointed(node, state, change.id, event)
    if isinstance(event, PostVacated):
        return Node(state, node.turn)
    return Node(state, node.turn, node.substantive, node.over)


def _appointed(node: Node, state: State, change: str, event: LeaderAppointed) -> Node:
    if event.tenure != "substantive":
        return Node(state, node.turn, node.substantive)
    last = node.substantive
    over = last[0] if last is not None and last[1] != event.person else None
    return Node(state, node.turn, (change, event.person), over)
