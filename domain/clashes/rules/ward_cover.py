"""Rules of cover: every ward has one response team, and every borough a point of contact."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from itertools import combinations
from typing import ClassVar

from domain.clashes.engine.hierarchy import Lineage, after_mergers, kin, lines_of, stretches
from domain.clashes.engine.knowledge import World
from domain.clashes.engine.rule import Fault, Finding, Rule
from domain.clashes.engine.timeline import Node

FAR = 2**31
"""Where a team names nothing that a ward lies in."""
Teams = dict[str, tuple[Node, ...]]
"""The states that the teams which ever name an area of a line are or may be in, by their slugs."""


class _Ward(Rule):
    by_day: ClassVar[bool] = True
    focus: ClassVar[tuple[str, ...]] = ("area",)

    def find(self, world: World, type_: str, slug: str) -> Iterator[Finding]:
        own = world.spells(type_, slug)
        if not any(_is(node, "ward") for _, _, nodes in own.spells for node in nodes):
            return
        areas = kin(world, type_, slug)
        slugs = sorted({team for area in areas for team in world.naming("teams of an area", area)})
        teams = {team: world.spells("team", team, "covers") for team in slugs}
        timelines = [*(world.spells(type_, area) for area in areas), *teams.values()]
        for first, last in stretches(timelines):
            wards = own.at(first)
            there = [ward for ward in wards if _is(ward, "ward")]
            if there:
                nodes_of = {team: spells.at(first) for team, spells in teams.items()}
                lines = lines_of(world, (type_, slug), there, first)
                yield from self.judged(there[0], slug, nodes_of, lines, (first, last, len(there) == len(wards)))

    def judged(
        self, ward: Node, slug: str, teams: Teams, lines: Sequence[Lineage], days: tuple[int, int, bool]
    ) -> Iterator[Finding]:
        """What is wrong with the teams of a ward, on some days on which it has one of some lines."""
        raise NotImplementedError


class WardWithoutResponse(_Ward):
    """A ward is covered by no response team."""

    name: ClassVar[str] = "ward-uncovered"

    def judged(
        self, ward: Node, slug: str, teams: Teams, lines: Sequence[Lineage], days: tuple[int, int, bool]
    ) -> Iterator[Finding]:
        covers = [[[_covers(node, line) for node in nodes] for nodes in teams.values()] for line in lines]
        if any(not any(all(each) for each in line) for line in covers):
            certain = days[2] and not any(any(each) for line in covers for each in line)
            says = f'No response team covers the ward "{slug}".'
            yield Finding((("area", slug),), ward.because("name"), days[0], days[1], certain, says)


class WardWithTwoResponseTeams(_Ward):
    """A ward is covered by two response teams."""

    name: ClassVar[str] = "ward-covered-twice"

    def judged(
        self, ward: Node, slug: str, teams: Teams, lines: Sequence[Lineage], days: tuple[int, int, bool]
    ) -> Iterator[Finding]:
        steps = [{team: _steps(nodes, line) for team, nodes in teams.items()} for line in lines]
        for pair in combinations(teams, 2):
            verdicts = [_both(pair, each) for each in steps]
            if not any(possible for possible, _ in verdicts):
                continue
            subjects = (("area", slug), *(("team", team) for team in pair))
            names = " and ".join(f'"{team}"' for team in pair)
            says = f'The ward "{slug}" is covered by the response teams {names}.'
            certain = days[2] and all(certain for _, certain in verdicts)
            yield Finding(subjects, self._changes(pair, teams, lines), days[0], days[1], certain, says)

    def _changes(self, pair: Sequence[str], teams: Teams, lines: Sequence[Lineage]) -> Fault:
        line = {area for line in lines for area in line}
        named = (next(node for node in teams[team] if _names(node, line)) for team in pair)
        return tuple(id_ for node in named for id_ in node.because("covers"))


def _both(pair: tuple[str, str], steps: dict[str, list[int]]) -> tuple[bool, bool]:
    """Whether two teams may cover a ward at once, and whether they do for certain, by how many steps up its line each
    team may name something. The nearest that any team names is what counts."""
    one, other = (set(steps[team]) - {FAR} for team in pair)
    nearest = min((max(found) for team, found in steps.items() if team not in pair), default=FAR)
    both = {step for step in one & other if step <= nearest}
    certain = len({*steps[pair[0]], *steps[pair[1]]}) == 1
    others = min((min(found) for team, found in steps.items() if team not in pair), default=FAR)
    return bool(both), bool(both) and certain and min(both) <= others


def _steps(nodes: Sequence[Node], line: Lineage) -> list[int]:
    """How many steps up a line a team names something, in each of its states."""
    return [next((step for step, area in enumerate(line) if _names(node, (area,))), FAR) for node in nodes]


class BoroughWithoutContact(Rule):
    """A borough of the resulting unit has no point of contact after the day that the merger takes effect."""

    name: ClassVar[str] = "no-point-of-contact"
    focus: ClassVar[tuple[str, ...]] = ("unit",)

    def find(self, world: World, type_: str, slug: str) -> Iterator[Finding]:
        if not world.mergers(slug):
            return
        for area in sorted(_boroughs(world, slug)):
            posts = [world.spells("post", post) for post in world.naming("posts of an area", area)]
            borough, unit = world.spells("area", area), world.spells(type_, slug)
            says = f'The borough "{area}" has no point of contact in "{slug}".'
            for first, last in stretches([borough, unit, *posts]):
                there = [_is(node, "borough") for node in borough.at(first)]
                stands = [node.stands for node in unit.at(first)]
                answers = [[_answers(node, area) for node in post.at(first)] for post in posts]
                if not (any(there) and any(stands)) or any(all(each) for each in answers):
                    continue
                surely = all(there) and all(stands) and not any(any(each) for each in answers)
                for merger, start, end, certain in after_mergers(world, slug, first, last):
                    yield Finding((("area", area), (type_, slug)), (merger,), start, end, certain and surely, says)


def _boroughs(world: World, unit: str) -> set[str]:
    """The areas that ever belong to a unit, or to one that was merged into it."""
    found: set[str] = set()
    merged = [slug for merger in world.mergers(unit) for slug in merger.event.also_ends()]
    for slug in (unit, *merged):
        for _, _, nodes in world.spells("unit", slug).spells:
            for node in nodes:
                found.update(node.state.fields.get("areas") or ())
    return found


def _answers(post: Node, area: str) -> bool:
    return post.stands and post.state.fields.get("area") == area


def _is(node: Node, area_type: str) -> bool:
    return node.stands and node.state.fields["area_type"] == area_type


def _names(team: Node, areas: Container[str]) -> bool:
    """Whether it is a response team that names one of some areas."""
    return _responds(team) and any(area in areas for area in team.state.fields.get("covers", ()))


def _covers(team: Node, line: Lineage) -> bool:
    """Whether it covers what has this line, by name or among areas that no paper names."""
    unnamed = team.state.fields.get("covers_unnamed") or {}
    return _names(team, line) or (_responds(team) and unnamed.get("area") in line)


def _responds(team: Node) -> bool:
    return team.stands and team.state.fields["function"] == "response"


RULES = (WardWithoutResponse, WardWithTwoResponseTeams, BoroughWithoutContact)
