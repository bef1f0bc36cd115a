"""What a merger has left over of what those who merged had, as docs/mergers.md says it."""

from collections.abc import Iterable
from datetime import timedelta

from tests.oracle.changes import Change, Subject
from tests.oracle.fold import State

from .day import Day, Verdicts

TYPES = ("unit", "team", "post", "site", "area")
Standing = dict[str, dict[str, dict]]
"""The fields of what stands, by type and slug."""


def not_accounted_for(day: Day) -> Verdicts:
    """All but the thing itself is taken to be as the structure shows it."""
    found: Verdicts = {}
    after = standing(day)
    for unit in day.known.subjects("unit"):
        for merger in day.known.mergers(unit):
            if merger.latest is None or merger.latest > day.on:
                continue
            before = standing(Day(day.known, merger.latest - timedelta(days=1)))
            for of, slug in had(merger, before):
                verdicts = [
                    (of, slug) in left_over(merger, before, {**after, of: put(after[of], slug, state)})
                    for state in day.states((of, slug))
                ]
                if any(verdicts):
                    found[(("unit", unit), (of, slug)), merger.id] = all(verdicts)
    return found


def standing(day: Day) -> Standing:
    found: Standing = {}
    for of in TYPES:
        states = {slug: day.states((of, slug))[0] for slug in day.known.subjects(of)}
        found[of] = {slug: state.fields for slug, state in states.items() if state.exists}
    return found


def put(things: dict[str, dict], slug: str, state: State) -> dict[str, dict]:
    rest = {each: fields for each, fields in things.items() if each != slug}
    return {**rest, slug: {**things.get(slug, {}), **state.fields}} if state.exists else rest


def below(units: dict[str, dict], roots: Iterable[str]) -> set[str]:
    found = set(roots)
    for _ in units:
        found |= {slug for slug, fields in units.items() if fields.get("parent") in found}
    return found


def around(areas: dict[str, dict], slug: str | None) -> list[str]:
    found: list[str] = []
    while slug and slug not in found:
        found.append(slug)
        slug = areas.get(slug, {}).get("parent")
    return found


def had(merger: Change, before: Standing) -> set[Subject]:
    units = below(before["unit"], merger.details["from"])
    members = {(of, slug) for of in ("team", "post") for slug, it in before[of].items() if it.get("unit") in units}
    areas = {area for unit in units for area in before["unit"].get(unit, {}).get("areas") or ()}
    bases = {before["team"][slug].get("site") for of, slug in members if of == "team"}
    sites = {
        slug
        for slug, it in before["site"].items()
        if slug in bases or areas & set(around(before["area"], it.get("area")))
    }
    return members | {("area", area) for area in areas} | {("site", site) for site in sites}


def left_over(merger: Change, before: Standing, after: Standing) -> set[Subject]:
    had_units = below(before["unit"], merger.details["from"])
    ours = below(after["unit"], [merger.slug]) if merger.slug in after["unit"] else set()
    theirs = (had_units | below(after["unit"], merger.details["from"])) - ours
    things = had(merger, before)
    left: set[Subject] = set()
    for of, slug in things:
        if of in ("team", "post") and slug in after[of]:
            unit = after[of][slug]["unit"]
            if unit in theirs or unit not in after["unit"]:
                left.add((of, slug))
        if of == "area" and (slug in after["area"] or slug not in before["area"]):
            units = {unit for unit, it in after["unit"].items() if slug in (it.get("areas") or ())}
            if not units or units & theirs:
                left.add((of, slug))
    stranded = {slug for of, slug in left if of == "team"}
    stranded |= {slug for slug, it in after["team"].items() if it.get("unit") in theirs}
    ended = {slug for of, slug in things if of == "area" and slug in before["area"] and slug not in after["area"]}
    for of, slug in things:
        if of == "site" and slug in after["site"] and _is_left(slug, ours, stranded, things, left, ended, after):
            left.add((of, slug))
    return left


def _is_left(
    slug: str, ours: set[str], stranded: set[str], things: set[Subject], left: set[Subject], ended: set[str],
    after: Standing,
) -> bool:  # fmt: skip
    based = {team: it for team, it in after["team"].items() if it.get("site") == slug}
    if stranded & set(based):
        return True
    if any(it["unit"] in ours for it in based.values()):
        return False
    near = [area for area in around(after["area"], after["site"][slug].get("area")) if ("area", area) in things]
    if near and near[0] not in ended:
        return ("area", near[0]) in left
    return not based and not after["site"][slug].get("uses")
