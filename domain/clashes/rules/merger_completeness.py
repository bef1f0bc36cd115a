"""The rule of mergers: what those who merged had is accounted for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from domain.changes.change import Change
from domain.clashes.engine.knowledge import World
from domain.clashes.engine.references import named
from domain.clashes.engine.rule import Finding, Rule
from domain.kinds.state import STANDING, State
from domain.mergers.holdings import StandingStates
from domain.mergers.ledger import LEFT_OVER, LedgerLine, ledger
from domain.time.edtf import END

_FIELDS = {"unit": ("",), "site": ("uses",), "team": ("unit", "site"), "post": ("",), "area": ("",)}
"""The timelines of each type that a ledger asks for."""

Circle = dict[str, set[str]]
"""Slugs, by type."""


class MergerWithRemainder(Rule):
    """A merger has taken effect, and something that the units which it ended had is not yet accounted for."""

    name: ClassVar[str] = "merger-with-remainder"
    focus: ClassVar[tuple[str, ...]] = ("unit",)

    def find(self, world: World, type_: str, slug: str) -> Iterator[Finding]:
        for merger in world.mergers(slug):
            if merger.when.latest < END:
                yield from self._left_over(world, merger)

    def _left_over(self, world: World, merger: Change) -> Iterator[Finding]:
        """Each thing that is left over, or may be, on the merger's last day or later."""
        circle = _circle(world, merger)
        before = _structure(world, circle, merger.when.latest - 1)
        days = sorted({merger.when.latest, *_turns(world, circle, merger.when.latest)} - {END})
        for first, last in zip(days, [*days[1:], END], strict=True):
            after = _structure(world, circle, first)
            for line in ledger(merger, before, after):
                verdicts = _verdicts(world, merger, (before, after), line, first)
                whys = [each.why for each in verdicts if each.outcome == LEFT_OVER]
                if whys:
                    says = f'The merger "{merger.id}" leaves the {line.type} "{line.slug}" over: {whys[0]}.'
                    subjects = (("unit", merger.slug), (line.type, line.slug))
                    yield Finding(subjects, (merger.id,), first, last, len(whys) == len(verdicts), says)


def _verdicts(
    world: World, merger: Change, around: tuple[StandingStates, StandingStates], line: LedgerLine, day: int
) -> list[LedgerLine]:
    """The line of one thing, in each of the states that it may be in. All else is as the structure shows it."""
    nodes = world.spells(line.type, line.slug, _FIELDS[line.type][0]).at(day)
    if len(nodes) == 1:
        return [line]
    before, after = around
    found = []
    for node in nodes:
        things = {slug: state for slug, state in after[line.type].items() if slug != line.slug}
        things |= {line.slug: _with(after[line.type].get(line.slug), node.state)} if node.stands else {}
        found += [
            each
            for each in ledger(merger, before, {**after, line.type: things})
            if (each.type, each.slug) == (line.type, line.slug)
        ]
    return found


def _with(shown: State | None, state: State) -> State:
    """A state with what only another of its subject's timelines knows."""
    if shown is None:
        return state
    fields = shown.fields | {name: value for name, value in state.fields.items() if name != "site"}
    return State(STANDING, fields, shown.because | state.because, state.since)


def _circle(world: World, merger: Change) -> Circle:
    """The subjects that a merger's ledger may ask about, on whatever day: looked up by who names whom, so that what is
    found is asked for again when somebody comes to name one of them."""
    units = _whole(world, "units of a unit", (merger.slug, *merger.event.also_ends()))
    posts = {post for unit in units for post in world.naming("posts of a unit", unit)}
    teams = {team for unit in units for team in world.naming("teams of a unit", unit)}
    answered_for = {area for unit in units for area in named("units of an area", world.own("unit", unit))}
    areas = _whole(world, "areas of an area", answered_for)
    sites = {site for area in areas for site in world.naming("sites of an area", area)}
    sites |= {site for team in teams for site in named("teams of a site", world.own("team", team))}
    teams |= {team for site in sites for team in world.naming("teams of a site", site)}
    # And those that may have come to have any of it, though they have no part in the merger.
    units |= {unit for team in teams for unit in named("teams of a unit", world.own("team", team))}
    units |= {unit for post in posts for unit in named("posts of a unit", world.own("post", post))}
    units |= {unit for area in areas for unit in world.naming("units of an area", area)}
    return {"unit": units, "site": sites, "team": teams, "post": posts, "area": areas}


def _whole(world: World, index: str, roots: Iterable[str]) -> set[str]:
    """Some subjects, and all their descendants."""
    found, waiting = set(roots), list(roots)
    while waiting:
        more = set(world.naming(index, waiting.pop())) - found
        found |= more
        waiting += more
    return found


def _structure(world: World, circle: Circle, day: int) -> StandingStates:
    """What of them stands on a day."""
    return {
        type_: {slug: state for slug in circle[type_] if (state := _state(world, type_, slug, day)) is not None}
        for type_ in _FIELDS
    }


def _state(world: World, type_: str, slug: str, day: int) -> State | None:
    fields: dict[str, Any] = {}
    because: dict[str, str] = {}
    for name in _FIELDS[type_]:
        node = world.spells(type_, slug, name).at(day)[0]
        if not node.stands:
            return None
        # Each timeline knows the one field that it is of, and what the subject began with.
        fields = node.state.fields | fields | {name: node.state.fields.get(name)}
        because = node.state.because | because
        if name in node.state.because:
            because[name] = node.state.because[name]
    return State(STANDING, fields, because, day)


def _turns(world: World, circle: Circle, day: int) -> Iterator[int]:
    """The later days on which anything that a ledger depends on changes."""
    for type_, names in _FIELDS.items():
        for slug in circle[type_]:
            for name in names:
                yield from (start for start, _, _ in world.spells(type_, slug, name).spells if start > day)


RULES = (MergerWithRemainder,)
