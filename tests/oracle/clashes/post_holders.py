"""Who holds which posts."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from itertools import combinations

from tests.oracle.changes import Change, Subject
from tests.oracle.fold import State

from .day import Broken, Day, Verdicts, above, in_every_world, line


def _is_over_another(state: State) -> bool:
    """Whether the holder was appointed, to a substantive tenure, over another who had not left."""
    last: str | None = None
    over = False
    for change in _had_their_turn(state):
        person = change.details.get("person")
        if change.kind != "leader-appointed":
            last, over = (None, False) if change.kind != "post-stated" else (last, over)
        elif change.details["tenure"] != "substantive":
            over = False
        else:
            last, over = person, last is not None and last != person
    return state.exists and over


def _had_their_turn(state: State) -> Iterator[Change]:
    passed_over = {change.id for change in state.passed_over}
    return (change for change in state.folded if change.id not in passed_over)


def over_another(day: Day) -> Verdicts:
    found: Verdicts = {}
    for slug in day.known.subjects("post"):
        subject = "post", slug
        found |= in_every_world(
            {subject: day.seen(subject, _is_over_another)},
            partial(_broken_in, subject),
        )
    return found


def _acts_by(state: State) -> str | None:
    """The appointment by which somebody acts."""
    holder = state.fields.get("holder") if state.exists else None
    return state.because["holder"] if holder and holder["tenure"] == "acting" else None


def acting(day: Day) -> Verdicts:
    found: Verdicts = {}
    last = Day(day.known, date.max)
    for slug in day.known.subjects("post"):
        subject = "post", slug

        def broken(world: dict, subject: tuple = subject) -> Iterator[Broken]:
            if world["now"] and world["now"] == world["for ever"]:
                yield (subject,), world["now"]

        found |= in_every_world({"now": day.seen(subject, _acts_by), "for ever": last.seen(subject, _acts_by)}, broken)
    return found


def _substantive(state: State) -> str | None:
    holder = state.fields.get("holder") if state.exists else None
    return holder["person"] if holder and holder["tenure"] == "substantive" else None


def two_posts(day: Day) -> Verdicts:
    found: Verdicts = {}
    for pair in combinations([("post", slug) for slug in day.known.subjects("post")], 2):

        def broken(world: dict, pair: tuple = pair) -> Iterator[Broken]:
            if world[pair[0]] and world[pair[0]] == world[pair[1]]:
                yield pair, world[pair[0]]

        found |= in_every_world({each: day.seen(each, _substantive) for each in pair}, broken)
    return found


def _vacant_in(state: State) -> str | None:
    """The unit in which the post is vacant."""
    return state.fields["unit"] if state.exists and not state.fields.get("holder") else None


def vacant(day: Day) -> Verdicts:
    found: Verdicts = {}
    for slug in day.known.subjects("post"):
        subject = "post", slug
        for unit in {unit for unit in day.seen(subject, _vacant_in) if unit}:
            units = above(day, "unit", unit)
            for merger in [one for _, each in units for one in day.known.mergers(each)]:

                def broken(
                    world: dict, subject: Subject = subject, unit: str = unit, merger: Change = merger
                ) -> Iterator[Broken]:
                    tops = line(unit, {each: parent for (of, each), parent in world.items() if of == "unit"})
                    if world[subject] == unit and merger.slug in tops and world["is", "over"]:
                        yield (subject,), merger.id

                posts = day.seen(subject, _vacant_in)
                worlds = in_every_world({subject: posts, **units, ("is", "over"): day.is_after(merger)}, broken)
                found |= {each: certain or found.get(each, False) for each, certain in worlds.items()}
    return found


def _broken_in(subject: Subject, world: dict) -> list[Broken]:
    return [((subject,), None)] if world[subject] else []
