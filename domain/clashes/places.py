"""Rules of places: a team needs a site that is open, and fit for what it does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import ClassVar

from domain.clashes.rule import Fault, Finding, Rule, judge, named_by
from domain.clashes.spells import Node, Spells
from domain.clashes.world import World

NEEDS: dict[str, tuple[str, ...]] = {
    "neighbourhoods": ("neighbourhood-base",),
    "response": ("response-base", "patrol-base"),
    "investigation": ("office", "headquarters"),
    "safeguarding": ("office", "headquarters"),
    "headquarters": ("headquarters", "office"),
}
"""The uses that a site must have for a team of each function: any one of them does."""


class _AtSite(Rule):
    by_day: ClassVar[bool] = True
    focus: ClassVar[tuple[str, ...]] = ("team",)

    def find(self, world: World, type_: str, slug: str) -> Iterator[Finding]:
        at: dict[str, tuple[Spells, Callable[[Node, Node], Fault | None]]] = {}
        for start, end, teams in world.spells(type_, slug, "site").spells:
            for site in named_by(teams, "site"):
                if site not in at:
                    there = world.spells("site", site, "uses")
                    at[site] = there, self.fault(site, there)
                there, fault = at[site]
                for first, last, sites in there.between(start, end):
                    found, certain = judge(fault, teams, sites)
                    for changes in found:
                        subjects = (("team", slug), ("site", site))
                        yield Finding(subjects, changes, first, last, certain, self.says(slug, site))

    def fault(self, site: str, there: Spells) -> Callable[[Node, Node], Fault | None]:
        """What is wrong between a state of the team and one of the site."""
        raise NotImplementedError

    def says(self, team: str, site: str) -> str:
        """It in words."""
        raise NotImplementedError


class TeamAtSiteThatIsNotOpen(_AtSite):
    """A team is based at a site that is closed, or not yet open."""

    name: ClassVar[str] = "site-not-open"

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

    def fault(self, site: str, there: Spells) -> Callable[[Node, Node], Fault | None]:
        def fault(team: Node, place: Node) -> Fault | None:
            fields = team.state.fields
            if not (team.stands and place.stands) or fields.get("site") != site:
                return None
            uses = place.state.fields.get("uses")
            # What no paper says of a site, it does not lack.
            if uses is None or not set(uses).isdisjoint(NEEDS[fields["function"]]):
                return None
            return (*team.because("site"), *place.because("uses"))

        return fault

    def says(self, team: str, site: str) -> str:
        return f'The team "{team}" is based at "{site}", which does not have the use that the team needs.'


RULES = (TeamAtSiteThatIsNotOpen, TeamAtSiteWithoutItsUse)
