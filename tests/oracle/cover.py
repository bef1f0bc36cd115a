"""Who answers for an area: each found by the area itself or by the nearest parent that is covered."""

from collections.abc import Callable
from datetime import date

from .changes import Subject, evolve
from .fold import State, state_on
from .views import People, fields
from .visibility import visible

Found = tuple[str, State, str, bool]
"""A slug, its state, the area that it was found by, and whether it names that area."""


def cover(
    log: list[dict],
    people: People,
    area: str,
    *,
    effective_on: date,
    known: int,
    known_day: date,
    basis: str | None = None,
    role: str = "manager",
) -> dict | None:
    """None where the viewer knows of no entry that names the area as its subject: 404."""
    basis = basis or ("done" if effective_on <= known_day else "planned")
    changes = list(evolve(visible(log, known, role)).values())
    if not any(change.subject == ("area", area) for change in changes):
        return None
    standing = {
        subject: state
        for subject in sorted({one for change in changes for one in change.named})
        if (state := state_on(subject, changes, effective_on, basis)).exists
    }
    levels = _levels(area, standing)
    here = standing.get(("area", area))
    return {
        "area": area,
        "name": here.fields["name"] if here else None,
        "response": _team("response", levels, standing),
        "neighbourhoods": _team("neighbourhoods", levels, standing),
        "point_of_contact": _contact(levels, standing, people),
    }


def _levels(area: str, standing: dict[Subject, State]) -> list[str]:
    """The area, its parent, and so on up, each once: parents may go in a ring."""
    levels = [area]
    while (here := standing.get(("area", levels[-1]))) and (parent := here.fields.get("parent")):
        if parent in levels:
            break
        levels.append(parent)
    return levels


def _nearest(levels: list[str], among: dict[str, State], names: Callable[[State, str], bool]) -> list[Found]:
    for level in levels:
        found = [(slug, state, level, True) for slug, state in among.items() if names(state, level)]
        if found:
            return found
    return []


def _names(team: State, area: str) -> bool:
    return area in team.fields.get("covers", [])


def _counts(team: State, area: str) -> bool:
    unnamed = team.fields.get("covers_unnamed")
    return unnamed is not None and unnamed["area"] == area


def _team(function: str, levels: list[str], standing: dict[Subject, State]) -> dict:
    teams = {
        slug: state for (of, slug), state in standing.items() if of == "team" and state.fields["function"] == function
    }
    for level in levels:
        named = {slug for slug, team in teams.items() if _names(team, level)}
        counted = {slug for slug, team in teams.items() if _counts(team, level)}
        if level == levels[0] and named:
            counted = set()  # Whoever names the area itself answers for it.
        if named or counted:
            found = [(slug, team, level, slug in named) for slug, team in teams.items() if slug in named | counted]
            return {
                "candidates": [_team_view(*one) for one in found],
                "uncertain": bool(counted) or len(found) > 1,
            }
    return {"candidates": [], "uncertain": False}


def _team_view(slug: str, team: State, found_by: str, named: bool) -> dict:
    reasons = {team.because["covers" if named else "covers_unnamed"]}
    if team.fields.get("site"):
        reasons.add(team.because["site"])
    return {
        "team": slug,
        "name": team.fields["name"],
        "site": team.fields.get("site"),
        "found_by": found_by,
        "named": named,
        "because": sorted(reasons),
    }


def _contact(levels: list[str], standing: dict[Subject, State], people: People) -> dict:
    posts = {slug: state for (of, slug), state in standing.items() if of == "post"}
    found = _nearest(levels, posts, lambda post, area: post.fields.get("area") == area)
    candidates = [
        {
            "post": slug,
            "title": post.fields["title"],
            "holder": fields("post", post, people)["holder"],
            "found_by": level,
            "because": sorted({post.because[name] for name in ("area", "holder") if name in post.because}),
        }
        for slug, post, level, _ in found
    ]
    return {"candidates": candidates, "uncertain": len(candidates) > 1}
