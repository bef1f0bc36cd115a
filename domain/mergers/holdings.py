"""Holdings of units and teams on a day: subordinate units, areas, sites and bases."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from domain.kinds.state import State

StandingStates = Mapping[str, Mapping[str, State]]
"""The states of all standing subjects on a day, by type and slug."""


def with_those_below(structure: StandingStates, roots: Collection[str]) -> set[str]:
    """Units, and all their subordinate units."""
    units, found = structure["unit"], set(roots)
    while more := {slug for slug, state in units.items() if state.fields.get("parent") in found} - found:
        found |= more
    return found


def areas_of(structure: StandingStates, units: Collection[str]) -> set[str]:
    """The areas for which units answer."""
    return {area for slug in units for area in list_field(structure["unit"].get(slug), "areas")}


def sites_of(structure: StandingStates, units: Collection[str], areas: Collection[str]) -> set[str]:
    """The standing sites where their teams are based, and those in their areas."""
    bases = {state.fields.get("site") for state in structure["team"].values() if state.fields.get("unit") in units}
    return {
        slug
        for slug, state in structure["site"].items()
        if slug in bases or not set(areas).isdisjoint(around(structure, state.fields.get("area")))
    }


def around(structure: StandingStates, area: str | None) -> list[str]:
    """An area and its ancestors, the nearest first."""
    found: list[str] = []
    while area is not None and area not in found:
        found.append(area)
        state = structure["area"].get(area)
        area = None if state is None else state.fields.get("parent")
    return found


def based_at(site: str, structure: StandingStates) -> dict[str, State]:
    """The teams based at a site."""
    return {slug: state for slug, state in sorted(structure["team"].items()) if state.fields.get("site") == site}


def list_field(state: State | None, name: str) -> Collection[str]:
    """A list field of a subject that may be absent."""
    found: Collection[str] = () if state is None else state.fields.get(name) or ()
    return found
