"""The clashes of one day, by the words of docs/rules.md: every world that may be on that day is looked at in turn.

A rule says of one such world what is broken in it. What is broken in some world is possible; what is broken in every
one of them is certain.
"""

from collections.abc import Iterator
from datetime import date

from . import belonging, covering, holders, model, places, plans, remainders
from .day import Day, Known

RULES = {
    "site-not-open": places.not_open,
    "site-lacks-use": places.lacks_use,
    "outlives-unit": belonging.outlives,
    "before-unit": belonging.too_soon,
    "holder-not-vacated": holders.over_another,
    "acting-without-end": holders.acting,
    "two-posts": holders.two_posts,
    "post-vacant": holders.vacant,
    "ward-uncovered": covering.uncovered,
    "ward-covered-twice": covering.twice,
    "no-point-of-contact": covering.no_contact,
    "before-dependency": plans.before_dependency,
    "impossible-proposal": plans.impossible,
    "overdue": plans.overdue,
    "stage-too-short": plans.too_short,
    "bcu-model": model.not_the_model,
    "merger-with-remainder": remainders.not_accounted_for,
}
Clash = tuple[str, tuple[str, ...], object]
"""A rule, the subjects (type/slug) and what tells it from another clash of theirs: a change, a person, a rank."""


def clashes_on(known: Known, on: date) -> dict[Clash, bool]:
    """The clashes of a day, each with whether it is certain."""
    return dict(_clashes(Day(known, on)))


def _clashes(day: Day) -> Iterator[tuple[Clash, bool]]:
    for name, rule in RULES.items():
        for (subjects, key), certain in rule(day).items():
            yield (name, tuple(f"{of}/{slug}" for of, slug in subjects), key), certain
