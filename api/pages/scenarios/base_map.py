"""Which teams are based where, on each of several sides, for the drawing of it."""

from __future__ import annotations

from collections.abc import Sequence

from api.pages.drawings.bases import Base, Column, bases
from api.pages.scenarios.comparison import ScenarioSide
from api.pages.words import labels
from domain.kinds.template import enumeration


def columns(sides: Sequence[ScenarioSide]) -> list[Column]:
    """The sites that differ, or that teams come to or leave; none where all of them are the same everywhere."""
    teams = sorted({slug for side in sides for slug in side.teams})
    moving = [team for team in teams if len({_site(side, team) for side in sides}) > 1]
    sites = sorted({slug for side in sides for slug in side.sites})
    differing = [site for site in sites if len({_uses(side, site) for side in sides}) > 1]
    if not moving and not differing:
        return []
    wanted = [site for site in sites if site in differing or any(site == _site(s, t) for s in sides for t in moving)]
    called = {slug: item["name"] for side in sides for slug, item in side.sites.items()}
    by_side = []
    for side in sides:
        there = [_base(side, sides[0], site, called[site], moving) for site in wanted]
        by_side.append(Column(side.name, [*there, _nowhere(side, sides[0], moving)]))
    return by_side


def draw(sides: Sequence[ScenarioSide], title: str, note: str, only: int | None = None) -> str:
    """The drawing, of all sides or of one; nothing where there is none."""
    by_side = columns(sides)
    return bases(by_side, title, note, only) if by_side else ""


def _site(side: ScenarioSide, team: str) -> str | None:
    item = side.teams.get(team)
    return None if item is None else item["site"]


def _uses(side: ScenarioSide, site: str) -> tuple[str, ...] | None:
    item = side.sites.get(site)
    return None if item is None else tuple(item["uses"])


def _base(side: ScenarioSide, first: ScenarioSide, site: str, called: str, moving: Sequence[str]) -> Base:
    item = side.sites.get(site)
    if item is None:
        return Base(called, None, "Not there")
    mark = ""
    if side is not first and _uses(first, site) != _uses(side, site):
        mark = "new" if _uses(first, site) is None else "changed"
    uses = [labels.USES[use].lower() if at else labels.USES[use] for at, use in enumerate(item["uses"])]
    href = side.page.to(f"sites/{site}")
    return Base(item["name"], href, enumeration(uses), _teams(side, first, site, moving), mark)


def _nowhere(side: ScenarioSide, first: ScenarioSide, moving: Sequence[str]) -> Base:
    """Those of the teams that move somewhere for which no base is recorded."""
    teams = _teams(side, first, None, moving)
    return Base("No base recorded", side.page.to("structure"), "" if teams else "None of these teams", teams)


def _teams(
    side: ScenarioSide, first: ScenarioSide, site: str | None, moving: Sequence[str]
) -> list[tuple[str, str, bool]]:
    teams = [(item["name"], slug) for slug, item in side.teams.items()]
    here = sorted((name, slug) for name, slug in teams if _site(side, slug) == site and (site or slug in moving))
    comes = side is not first and site is not None
    return [(name, side.page.to(f"teams/{slug}"), comes and _site(first, slug) != site) for name, slug in here]
