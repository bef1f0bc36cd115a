"""Who answers for a ward or a borough: which response team and base, neighbourhood team, point of contact?"""

from __future__ import annotations

from typing import Any, TypedDict

from projections.questions.structure import read_structure
from projections.questions.structure_items import Holder
from projections.questions.subject import require_subject
from projections.questions.viewpoint import Viewpoint

Item = dict[str, Any]


class CoverCandidate(TypedDict):
    """A team that may answer for an area: where it is based, and by which area it was come to."""

    team: str
    name: str
    site: str | None
    site_name: str | None
    found_by: str
    named: bool
    """Whether the team names the area, and does not merely cover some of its parent's."""
    because: list[str]


class TeamCover(TypedDict):
    """The teams of one function that may answer for an area."""

    uncertain: bool
    candidates: list[CoverCandidate]


class ContactCandidate(TypedDict):
    """A post that may be the point of contact for an area."""

    post: str
    title: str
    holder: Holder | None
    found_by: str
    because: list[str]


class ContactCover(TypedDict):
    """The posts that may be the point of contact for an area."""

    uncertain: bool
    candidates: list[ContactCandidate]


class CoverAnswer(TypedDict):
    """The teams and the post that answer for an area, or for its nearest parent that is covered."""

    area: str
    name: str | None
    response: TeamCover
    neighbourhoods: TeamCover
    point_of_contact: ContactCover
    uncertain: bool


def cover_of(view: Viewpoint, slug: str) -> CoverAnswer:
    """Each found by the area or by its nearest parent that is covered. Raises NoSuchSubject."""
    require_subject(view, "area", slug)
    found = read_structure(view)
    areas = found.items("area")
    line = _line(areas, slug)
    teams, sites = found.items("team"), found.items("site")
    response = _team(line, _of(teams, "response"), sites)
    neighbourhoods = _team(line, _of(teams, "neighbourhoods"), sites)
    contact = _contact(line, found.items("post"))
    return {
        "area": slug,
        "name": areas[slug]["name"] if slug in areas else None,
        "response": response,
        "neighbourhoods": neighbourhoods,
        "point_of_contact": contact,
        "uncertain": response["uncertain"] or neighbourhoods["uncertain"] or contact["uncertain"],
    }


def _of(teams: dict[str, Item], function: str) -> list[Item]:
    return [team for _, team in sorted(teams.items()) if team["function"] == function]


def _line(areas: dict[str, Item], slug: str) -> list[str]:
    """The area, its parent, that one's parent and so on."""
    line: list[str] = []
    next_: str | None = slug
    while next_ is not None and next_ not in line:
        line.append(next_)
        next_ = areas[next_]["parent"] if next_ in areas else None
    return line


def _team(line: list[str], teams: list[Item], sites: dict[str, Item]) -> TeamCover:
    """The teams that answer: those that name the area; or, where some cover areas of a parent that no paper names,
    all that may; or those of the nearest parent that is covered."""

    def named(area: str) -> list[Item]:
        return [team for team in teams if area in team["covers"]]

    def unnamed(area: str) -> list[Item]:
        return [team for team in teams if (team["covers_unnamed"] or {}).get("area") == area]

    for area in line:
        certain = named(area)
        # Of an area that a team names, no paper leaves anything open; of one that none names, all who may answer.
        perhaps = [] if certain and area == line[0] else unnamed(area)
        if certain or perhaps:
            ids = {team["id"] for team in certain + perhaps}
            candidates = [_candidate(team, area, team in certain, sites) for team in teams if team["id"] in ids]
            return {"uncertain": bool(perhaps) or len(candidates) > 1, "candidates": candidates}
    return {"uncertain": False, "candidates": []}


def _candidate(team: Item, area: str, is_named: bool, sites: dict[str, Item]) -> CoverCandidate:
    because = {team["because"]["covers" if is_named else "covers_unnamed"]}
    if team["site"] is not None:
        because.add(team["because"]["site"])
    site = sites.get(team["site"] or "")
    return {
        "team": team["id"],
        "name": team["name"],
        "site": team["site"],
        "site_name": None if site is None else site["name"],
        "found_by": area,
        "named": is_named,
        "because": sorted(because),
    }


def _contact(line: list[str], posts: dict[str, Item]) -> ContactCover:
    """The posts that are the point of contact for the area, or for its nearest parent that has one."""
    for area in line:
        candidates: list[ContactCandidate] = [
            {
                "post": post["id"],
                "title": post["title"],
                "holder": post["holder"],
                "found_by": area,
                "because": sorted({post["because"][field] for field in ("area", "holder") if field in post["because"]}),
            }
            for _, post in sorted(posts.items())
            if post["area"] == area
        ]
        if candidates:
            return {"uncertain": len(candidates) > 1, "candidates": candidates}
    return {"uncertain": False, "candidates": []}
