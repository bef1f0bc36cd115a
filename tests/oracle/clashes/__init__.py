"""The clashes of one day, by the words of docs/rules.md: every world that may be on that day is looked at in turn.

A rule says of one such world what is broken in it. What is broken in some world is possible; what is broken in every
one of them is certain.
"""

from collections.abc import Iterator
from datetime import date

from . import bcu_model, merger_completeness, plans, post_holders, team_sites, unit_lifetimes, ward_cover
from .day import Day, Known

RULES = {
    "site-not-open": team_sites.not_open,
    "site-lacks-use": team_sites.lacks_use,
    "outlives-unit": unit_lifetimes.outlives,
    "before-unit": unit_lifetimes.too_soon,
    "holder-not-vacated": post_holders.over_another,
    "acting-without-end": post_holders.acting,
    "two-posts": post_holders.two_posts,
    "post-vacant": post_holders.vacant,
    "ward-uncovered": ward_cover.uncovered,
    "ward-covered-twice": ward_cover.twice,
    "no-point-of-contact": ward_cover.no_contact,
    "before-dependency": plans.before_dependency,
    "impossible-proposal": plans.impossible,
    "overdue": plans.overdue,
    "stage-too-short": plans.too_short,
    "bcu-model": bcu_model.not_the_model,
    "merger-with-remainder": merger_completeness.not_accounted_for,
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
