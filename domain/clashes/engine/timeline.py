"""The timeline of one subject: its states from the first day to the last, certain and possible.

Where dates are imprecise, more than one state is possible on a day. The first is always the one that the structure
shows: the fold of the changes in effect. The others come from changes possibly in effect: each of them alone, and each
of them after all those before it in the fold.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from operator import attrgetter

import msgspec

from domain.changes.change import Change
from domain.changes.fold import after, impossible
from domain.kinds.posts import LeaderAppointed, PostVacated
from domain.kinds.registry import EVENTS, TYPES
from domain.kinds.state import NOTHING, STANDING, State
from domain.time.edtf import BEGINNING, END

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
TIMELINES: dict[str, tuple[str, ...]] = dict.fromkeys(TYPES, ("",)) | {
    "site": ("", "uses"),
    "team": ("", "site", "unit", "covers"),
    "post": ("", "holder"),
}
"""The fields of which rules ask for a timeline, by the type of the subject; "" is its life alone."""


_TURNS = {kind for kind, event in EVENTS.items() if event.begins or event.ends}
_KINDS = {field: _TURNS | {kind for kind, each in ALTERS.items() if each == field} for field in ("", *ALTERS.values())}
"""The kinds that have to do with a subject's life, or with a field of it."""


class Node(msgspec.Struct, frozen=True, gc=False):
    """A state of a subject, certain or possible."""

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

    __slots__ = ("_changes", "_field", "_slug", "_some", "_starts", "_whole", "holders", "spells")

    def __init__(self, slug: str, field: str, changes: Sequence[Change], spells: list[Spell] | None = None) -> None:
        """Of the changes that touch the subject and count, in fold order; `spells`, where they are known."""
        self._slug, self._field, self._changes = slug, field, changes
        self.spells = list(_spells(slug, self._later(changes), BEGINNING, NEVER)) if spells is None else spells
        self._starts = [spell[0] for spell in self.spells]
        self._some: dict[Hashable, Some] = {}
        self._whole: Spells | None = None
        """What this is cut out of."""
        self.holders: dict[str, list[Spell]] | None = None
        """Of a post, by the person who holds it: what the rule of two posts found out about it."""

    def revised(self, changes: Sequence[Change], day: int) -> Spells:
        """The timeline of other changes, which differ from these only from a day on."""
        at = bisect_left(self._starts, day) - 1
        if at < 0:
            return Spells(self._slug, self._field, changes)
        start, _, nodes = self.spells[at]
        again = _spells(self._slug, self._later(changes, start), start, nodes[0])
        return Spells(self._slug, self._field, changes, [*self.spells[:at], *again])

    def since(self, day: int) -> Spells:
        """The same from a day on, as if it had been so ever before: quicker to go through."""
        at = bisect_right(self._starts, day) - 1
        if at < 1:
            return self
        first = (BEGINNING, *self.spells[at][1:])
        found = Spells(self._slug, self._field, self._changes, [first, *self.spells[at + 1 :]])
        found._whole = self
        return found

    def _later(self, changes: Iterable[Change], day: int = BEGINNING - 1) -> list[Change]:
        slug, kinds = self._slug, _KINDS[self._field]
        later = changes if day < BEGINNING else [each for each in changes if each.when.latest > day]
        return [each for each in later if each.event.kind in kinds or each.slug != slug]

    def between(self, first: int, last: int) -> Sequence[Spell]:
        """The parts of spells from one day to the day before another."""
        at = bisect_right(self._starts, first) - 1
        if last <= self.spells[at][1]:
            return ((first, last, self.spells[at][2]),)
        until = bisect_left(self._starts, last)
        within = self.spells[at:until]
        return [(max(first, start), min(last, end), nodes) for start, end, nodes in within]

    @property
    def absent(self) -> Some:
        """The spells in which the subject is absent, or may be."""
        return self.where("absent", _is_absent)

    def where(self, name: Hashable, wanted: Callable[[Node], bool]) -> Some:
        """The spells of the whole timeline with a state that `wanted` accepts. A name always stands for the same
        `wanted`."""
        if self._whole is not None:
            return self._whole.where(name, wanted)
        found = self._some.get(name)
        if found is None:
            found = self._some[name] = Some([spell for spell in self.spells if any(map(wanted, spell[2]))])
        return found

    def at(self, day: int) -> tuple[Node, ...]:
        """The states on a day: first the one that the structure shows."""
        return self.spells[bisect_right(self._starts, day) - 1][2]

    def on(self, day: int) -> Node:
        """The state that the structure shows on a day."""
        return self.spells[bisect_right(self._starts, day) - 1][2][0]

    def first_begun(self) -> tuple[str, ...]:
        """The id of the first change that brings it into being, if any does."""
        return next(((change.id,) for change in self._changes if change.event.begins), ())


def _is_absent(node: Node) -> bool:
    return not node.stands


class Some:
    """Some of the spells of a subject, with gaps between them."""

    __slots__ = ("_end", "_starts", "spells")

    def __init__(self, spells: Sequence[Spell]) -> None:
        """In the order of their days."""
        self.spells = spells
        self._starts = [spell[0] for spell in spells]
        self._end = spells[-1][1] if spells else BEGINNING

    def between(self, first: int, last: int) -> Sequence[Spell]:
        """The parts of them from one day to the day before another."""
        if self._end <= first or last <= self._starts[0]:
            return ()
        at = max(bisect_right(self._starts, first) - 1, 0)
        within = self.spells[at : bisect_left(self._starts, last)]
        return [(max(first, start), min(last, end), nodes) for start, end, nodes in within if end > first]


def turns(change: Change, slug: str) -> bool:
    """Whether a change begins a subject's life, or ends it."""
    return change.event.begins or change.event.ends or change.slug != slug


def _spells(slug: str, changes: Sequence[Change], start: int, node: Node) -> Iterator[Spell]:
    """The spells from a day on at whose start a subject is in a state; changes are those that come later."""
    imprecise = [change for change in changes if change.when.earliest != change.when.latest]
    if not imprecise:
        yield from _exact(slug, changes, start, node)
        return
    days = {change.when.latest for change in changes} | {change.when.earliest for change in imprecise}
    starts = [start, *sorted(day for day in days if start < day < END)]
    waiting = iter(changes)
    change = next(waiting, None)
    for day, until in zip(starts, [*starts[1:], END], strict=True):
        while change is not None and change.when.latest <= day:
            node = step_state(slug, node, change) or node
            change = next(waiting, None)
        possible = [each for each in imprecise if each.when.earliest <= day < each.when.latest]
        yield day, until, _nodes(slug, node, possible) if possible else (node,)


def _exact(slug: str, changes: Sequence[Change], start: int, node: Node) -> Iterator[Spell]:
    """The same where every change comes on one day."""
    for change in changes:
        day = change.when.latest
        if day > start:
            yield start, day, (node,)
            start = day
        node = step_state(slug, node, change) or node
    yield start, END, (node,)


def _nodes(slug: str, node: Node, possible: Sequence[Change]) -> tuple[Node, ...]:
    found = [node]
    chain = node
    for change in sorted(possible, key=attrgetter("order")):
        for each in (step_state(slug, node, change), step_state(slug, chain, change)):
            if each is not None and each not in found:
                found.append(each)
        chain = step_state(slug, chain, change) or chain
    return tuple(found)


def step_state(slug: str, node: Node, change: Change) -> Node | None:
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
