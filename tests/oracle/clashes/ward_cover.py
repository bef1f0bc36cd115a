"""Who covers what."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import combinations
from typing import Any, NamedTuple

from tests.oracle.fold import State

from .day import Broken, Day, Verdicts, above, field, in_every_world, is_there, line


class Cover(NamedTuple):
    """What a response team covers."""

    named: frozenset
    unnamed: str | None


def _cover(areas: frozenset, state: State) -> Cover:
    """What a team covers of some areas."""
    if not state.exists or state.fields["function"] != "response":
        return Cover(frozenset(), None)
    unnamed = (state.fields.get("covers_unnamed") or {}).get("area")
    return Cover(areas.intersection(state.fields.get("covers") or ()), unnamed if unnamed in areas else None)


def _ward(state: State) -> tuple[bool, str | None]:
    return (state.fields["area_type"] == "ward", state.fields.get("parent")) if state.exists else (False, None)


def _by_ward(day: Day, wrong: Callable[[tuple, list[str], dict[tuple, Cover]], Iterator[Broken]]) -> Verdicts:
    found: Verdicts = {}
    for slug in day.known.subjects("area"):
        ward = "area", slug
        wards = day.seen(ward, _ward)
        if not any(is_ward for is_ward, _ in wards):
            continue
        areas = above(day, *ward)
        view = partial(_cover, frozenset(each for _, each in areas))
        teams = {("team", each): day.seen(("team", each), view) for each in day.known.subjects("team")}

        def broken(world: dict, ward: tuple = ward, teams: dict = teams) -> Iterator[Broken]:
            is_ward, parent = world[ward]
            parents = {area: above for (of, area), above in world.items() if of == "area"} | {ward[1]: parent}
            if is_ward:
                yield from wrong(ward, line(ward[1], parents), {each: world[each] for each in teams})

        found |= in_every_world({**areas, ward: wards, **teams}, broken)
    return found


def uncovered(day: Day) -> Verdicts:
    def wrong(ward: tuple, lies_in: list[str], teams: dict[tuple, Cover]) -> Iterator[Broken]:
        if not any(team.named & set(lies_in) or team.unnamed in lies_in for team in teams.values()):
            yield (ward,), None

    return _by_ward(day, wrong)


def twice(day: Day) -> Verdicts:
    def wrong(ward: tuple, lies_in: list[str], teams: dict[tuple, Cover]) -> Iterator[Broken]:
        for area in lies_in:
            covers = [each for each, team in teams.items() if area in team.named]
            if covers:
                yield from (((ward, *pair), None) for pair in combinations(covers, 2))
                return

    return _by_ward(day, wrong)


def _boroughs(day: Day, unit: str) -> set[str]:
    """The areas that a unit, or one that is merged into it, has on any day."""
    units = {unit, *(each for merger in day.known.mergers(unit) for each in merger.details["from"])}
    found: set[str] = set()
    for each in units:
        changes = day.known.of(("unit", each))
        bounds = {bound for change in changes for bound in (change.earliest, change.latest) if bound}
        for on in {day.on, *bounds}:
            for state in Day(day.known, on).states(("unit", each)):
                found |= set(state.fields.get("areas") or ()) if state.exists else set()
    return found


def no_contact(day: Day) -> Verdicts:
    found: Verdicts = {}
    for slug in day.known.subjects("unit"):
        for merger in day.known.mergers(slug):
            for area in _boroughs(day, slug):
                subjects = ("area", area), ("unit", slug)
                posts = {
                    ("post", each): day.seen(("post", each), _has_area(area)) for each in day.known.subjects("post")
                }

                def broken(
                    world: dict, subjects: tuple = subjects, posts: dict = posts, id: str = merger.id
                ) -> Iterator[tuple[Any, str]]:
                    there = world[subjects[0]] and world[subjects[1]] and world[id]
                    if there and not any(world[post] for post in posts):
                        yield subjects, id

                worlds = in_every_world(
                    {
                        subjects[0]: day.seen(subjects[0], lambda state: field("area_type")(state) == "borough"),
                        subjects[1]: day.seen(subjects[1], is_there),
                        merger.id: day.is_after(merger),
                        **posts,
                    },
                    broken,
                )
                found |= worlds
    return found


def _has_area(area: str) -> Callable[[State], bool]:
    return lambda state: field("area")(state) == area
