"""Rules of places: a team needs a site that is open, and fit for what it does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import ClassVar

from domain.clashes.engine.knowledge import World
from domain.clashes.engine.rule import Fault, Finding, Rule, judge_states, named_by
from domain.clashes.engine.timeline import Node, Some, Spells

NEEDS: dict[str, frozenset[str]] = {
    "neighbourhoods": frozenset({"neighbourhood-base"}),
    "response": frozenset({"response-base", "patrol-base"}),
    "investigation": frozenset({"office", "headquarters"}),
    "safeguarding": frozenset({"office", "headquarters"}),
    "headquarters": frozenset({"office", "headquarters"}),
}
"""The uses that a site must have for a team of each function: any one of them does."""


class _AtSite(Rule):
    by_day: ClassVar[bool] = True
    focus: ClassVar[tuple[str, ...]] = ("team",)

    def find(self, world: World, type_: str, slug: str) -> Iterator[Finding]:
        for start, end, teams in world.spells(type_, slug, "site").spells:
            for site in named_by(teams, "site"):
                there = world.spells("site", site, "uses")
                for first, last, sites in self.unfit(there, teams).between(start, end):
                    found, certain = judge_states(self.fault(site, there), teams, sites)
                    for changes in found:
                        subjects = (("team", slug), ("site", site))
                        yield Finding(subjects, changes, first, last, certain, self.says(slug, site))

    def unfit(self, there: Spells, teams: Sequence[Node]) -> Some:
        """When a site may be wrong for a team in one of these states."""
        raise NotImplementedError

    def fault(self, site: str, there: Spells) -> Callable[[Node, Node], Fault | None]:
        """What is wrong between a state of the team and one of the site."""
        raise NotImplementedError

    def says(self, team: str, site: str) -> str:
        """It in words."""
        raise NotImplementedError


class TeamAtSiteThatIsNotOpen(_AtSite):
    """A team is based at a site that is closed, or not yet open."""

    name: ClassVar[str] = "site-not-open"

    def unfit(self, there: Spells, teams: Sequence[Node]) -> Some:
        return there.absent

    def fault(self, site: str, there: Spells) -> Callable[[Node, Node], Fault | None]:
        def fault(team: Node, place: Node) -> Fault | None:
            if not team.stands or team.state.fields.get("site") != site or place.stands:
                return None
            turn = there.first_begun() if place.turn is None else (place.turn.id,)
            return (*team.because("site"), *turn)

        return fault

    def says(self, team: str, site: str) -> str:
        return f'The team "{team}" is based at "{site}", which is not open.'


class TeamAtSiteWithoutItsUse(_AtSite):
    """A team is based at a site that lacks the use that the team's function needs."""

    name: ClassVar[str] = "site-lacks-use"

    def unfit(self, there: Spells, teams: Sequence[Node]) -> Some:
        functions = tuple(named_by(teams, "function"))
        return there.where(functions, lambda place: any(_lacks(place, function) for function in functions))

    def fault(self, site: str, there: Spells) -> Callable[[Node, Node], Fault | None]:
        def fault(team: Node, place: Node) -> Fault | None:
            fields = team.state.fields
            if not team.stands or fields.get("site") != site or not _lacks(place, fields["function"]):
                return None
            return (*team.because("site"), *place.because("uses"))

        return fault

    def says(self, team: str, site: str) -> str:
        return f'The team "{team}" is based at "{site}", which does not have the use that the team needs.'


def _lacks(site: Node, function: str) -> bool:
    """Whether it is open, and lacks what a team of this function needs. What no paper says of it, it does not lack."""
    uses = site.state.fields.get("uses")
    return site.stands and uses is not None and NEEDS[function].isdisjoint(uses)


RULES = (TeamAtSiteThatIsNotOpen, TeamAtSiteWithoutItsUse)
