"""The ledger of a merger: everything that its predecessors had on the day before, and what became of each.

It knows states and nothing else: the structure of the day before the merger, and that of a day on which it is judged.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Final, Literal

import msgspec

from domain.changes.change import Change
from domain.kinds.state import State
from domain.kinds.teams import TeamsMerged
from domain.kinds.units import UnitsMerged
from domain.mergers.holdings import StandingStates, areas_of, around, based_at, list_field, sites_of, with_those_below

TRANSFERRED: Final = "transferred"
RETAINED: Final = "retained"
CLOSED: Final = "closed"
LEFT_OVER: Final = "not yet accounted for"
LedgerOutcome = Literal["transferred", "retained", "closed", "not yet accounted for"]
OUTCOMES: tuple[LedgerOutcome, ...] = (TRANSFERRED, RETAINED, CLOSED, LEFT_OVER)


class LedgerLine(msgspec.Struct, frozen=True):
    """One holding of a predecessor, and its outcome."""

    type: str
    slug: str
    outcome: LedgerOutcome
    has_it: tuple[str, str] | None = None
    """The unit or team that has it now, as type and slug."""
    because: tuple[str, ...] = ()
    """Ids of the changes that made it so; empty for a closed holding, whose own history has the change."""
    why: str | None = None
    """Why it is not accounted for."""


def ledger(merger: Change, before: StandingStates, after: StandingStates) -> list[LedgerLine]:
    """The holdings of a merger's predecessors on the day `before` it, and the outcome of each on a day `after` it."""
    if isinstance(merger.event, UnitsMerged):
        return list(_of_units(merger.event.also_ends(), merger.slug, before, after))
    assert isinstance(merger.event, TeamsMerged)
    return list(_of_teams(merger.event.also_ends(), merger.slug, before, after))


def remainder(merger: Change, before: StandingStates, after: StandingStates) -> list[LedgerLine]:
    """The holdings left over; none where the merger is complete."""
    return [line for line in ledger(merger, before, after) if line.outcome == LEFT_OVER]


def _of_units(
    merged: Collection[str], result: str, before: StandingStates, after: StandingStates
) -> Iterator[LedgerLine]:
    had = with_those_below(before, merged)
    ours = with_those_below(after, [result]) if result in after["unit"] else set()
    theirs = (had | with_those_below(after, merged)) - ours
    members = [
        _member(type_, slug, ours, theirs, after)
        for type_ in ("team", "post")
        for slug, state in sorted(before[type_].items())
        if state.fields.get("unit") in had
    ]
    areas = [_area(slug, ours, theirs, before, after) for slug in sorted(areas_of(before, had))]
    left_over = {line.slug for line in members if line.type == "team" and line.outcome == LEFT_OVER}
    left_over |= {slug for slug, state in after["team"].items() if state.fields.get("unit") in theirs}
    slugs = sorted(sites_of(before, had, [line.slug for line in areas]))
    sites = [_site_of_units(slug, ours, left_over, areas, before, after) for slug in slugs]
    yield from (*members, *sites, *areas)


def _member(type_: str, slug: str, ours: set[str], theirs: set[str], after: StandingStates) -> LedgerLine:
    """A team or a post belongs to its unit."""
    state = after[type_].get(slug)
    if state is None:
        return LedgerLine(type_, slug, CLOSED)
    unit = state.fields["unit"]
    if unit in theirs:
        return LedgerLine(type_, slug, LEFT_OVER, why=f'it still belongs to the unit "{unit}"')
    if unit not in after["unit"]:
        return LedgerLine(type_, slug, LEFT_OVER, why=f'it belongs to the unit "{unit}", which is not there')
    outcome: LedgerOutcome = TRANSFERRED if unit in ours else RETAINED
    return LedgerLine(type_, slug, outcome, ("unit", unit), (state.because["unit"],))


def _area(slug: str, ours: set[str], theirs: set[str], before: StandingStates, after: StandingStates) -> LedgerLine:
    """An area belongs to every unit that answers for it."""
    if slug in before["area"] and slug not in after["area"]:
        return LedgerLine("area", slug, CLOSED)
    units = {unit for unit, state in sorted(after["unit"].items()) if slug in list_field(state, "areas")}
    if units & theirs:
        return LedgerLine("area", slug, LEFT_OVER, why=f'the unit "{min(units & theirs)}" still answers for it')
    if not units:
        return LedgerLine("area", slug, LEFT_OVER, why="no unit answers for it")
    unit = min(units & ours or units)
    because = after["unit"][unit].because["areas"]
    return LedgerLine("area", slug, TRANSFERRED if unit in ours else RETAINED, ("unit", unit), (because,))


def _site_of_units(
    slug: str,
    ours: set[str],
    left_over: set[str],
    areas: list[LedgerLine],
    before: StandingStates,
    after: StandingStates,
) -> LedgerLine:
    """A site belongs to the unit whose team is based there; without one, to the unit in whose area it lies."""
    site = after["site"].get(slug)
    if site is None:
        return LedgerLine("site", slug, CLOSED)
    based = based_at(slug, after)
    stranded = sorted(left_over & based.keys())
    if stranded:
        return LedgerLine("site", slug, LEFT_OVER, why=f'the team "{stranded[0]}", which is left over, is based there')
    theirs_now = {team: state for team, state in based.items() if state.fields["unit"] in ours}
    if theirs_now:
        because = [_came(team, slug, state, before) for team, state in theirs_now.items()]
        return LedgerLine("site", slug, TRANSFERRED, ("team", min(theirs_now)), tuple(dict.fromkeys(because)))
    lies_in = around(after, site.fields.get("area"))
    near = sorted((line for line in areas if line.slug in lies_in), key=lambda line: lies_in.index(line.slug))
    if near and near[0].outcome == LEFT_OVER:
        return LedgerLine("site", slug, LEFT_OVER, why=f'it lies in "{near[0].slug}", which is not accounted for')
    if near and near[0].outcome in (TRANSFERRED, RETAINED):
        return LedgerLine("site", slug, near[0].outcome, near[0].has_it, near[0].because)
    return _site_of_nobody(slug, site, based, before, after)


def _site_of_nobody(
    slug: str, site: State, based: Mapping[str, State], before: StandingStates, after: StandingStates
) -> LedgerLine:
    """A site with no tie to the merged units is retained where somebody uses it."""
    if based:
        because = tuple(dict.fromkeys(state.because["site"] for state in based.values()))
        return LedgerLine("site", slug, RETAINED, ("team", min(based)), because)
    if not site.fields.get("uses"):
        return LedgerLine("site", slug, LEFT_OVER, why="it stands empty: no team is based there, and it has no use")
    left = (after["team"].get(team) for team in based_at(slug, before))
    because = tuple(dict.fromkeys(state.because["site"] for state in left if state and "site" in state.because))
    return LedgerLine("site", slug, RETAINED, None, because or (site.because["uses"],))


def _of_teams(
    merged: Collection[str], result: str, before: StandingStates, after: StandingStates
) -> Iterator[LedgerLine]:
    """Teams have a base and areas that they cover; they have no posts and no teams."""
    had = [state for slug, state in before["team"].items() if slug in merged]
    theirs = {slug: state for slug, state in after["team"].items() if slug in merged}
    functions = {state.fields["function"] for state in had}
    bases = {state.fields.get("site") for state in had}
    for slug in sorted(slug for slug in before["site"] if slug in bases):
        yield _site_of_teams(slug, theirs, result, before, after)
    for slug in sorted({area for state in had for area in list_field(state, "covers")}):
        yield _covered(slug, theirs, result, functions, before, after)


def _site_of_teams(
    slug: str, theirs: Mapping[str, State], result: str, before: StandingStates, after: StandingStates
) -> LedgerLine:
    site = after["site"].get(slug)
    if site is None:
        return LedgerLine("site", slug, CLOSED)
    based = based_at(slug, after)
    if theirs.keys() & based.keys():
        return LedgerLine(
            "site", slug, LEFT_OVER, why=f'the team "{min(theirs.keys() & based.keys())}" is still based there'
        )
    if result in based:
        return LedgerLine("site", slug, TRANSFERRED, ("team", result), (based[result].because["site"],))
    return _site_of_nobody(slug, site, based, before, after)


def _covered(
    slug: str,
    theirs: Mapping[str, State],
    result: str,
    functions: set[str],
    before: StandingStates,
    after: StandingStates,
) -> LedgerLine:
    if slug in before["area"] and slug not in after["area"]:
        return LedgerLine("area", slug, CLOSED)
    lies_in = around(after, slug)
    cover = {
        team: state
        for team, state in sorted(after["team"].items())
        if state.fields["function"] in functions and not set(lies_in).isdisjoint(list_field(state, "covers"))
    }
    if theirs.keys() & cover.keys():
        return LedgerLine(
            "area", slug, LEFT_OVER, why=f'the team "{min(theirs.keys() & cover.keys())}" still covers it'
        )
    if not cover:
        return LedgerLine("area", slug, LEFT_OVER, why="no team of that function covers it")
    team = result if result in cover else min(cover)
    outcome: LedgerOutcome = TRANSFERRED if team == result else RETAINED
    return LedgerLine("area", slug, outcome, ("team", team), (cover[team].because["covers"],))


def _came(team: str, site: str, state: State, before: StandingStates) -> str:
    """The change that brought a site to a unit through this team: the team's transfer, or its move to the site."""
    was = before["team"].get(team)
    return state.because["unit" if was is not None and was.fields.get("site") == site else "site"]
