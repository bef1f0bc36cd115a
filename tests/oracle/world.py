"""A small world to draw logs from: few names and days, so that ties, late records and rebirths are common."""

from collections.abc import Collection
from datetime import date
from random import Random

from .changes import Subject
from .dates import bounds
from .kinds import KINDS, Kind

# The same words under several types: a slug is unique within its type only.
SLUGS = {
    "area": ("brent", "harrow", "kenton", "pinner"),
    "unit": ("brent", "harrow", "nw-bcu", "barnet"),
    "site": ("wembley", "colindale", "harrow"),
    "team": ("response-a", "response-b", "brent", "kenton-ward"),
    "post": ("commander", "brent", "super-1"),
    "milestone": ("go-live", "brent", "m-1"),
}
PEOPLE = {"p-1": "Simon Rose", "p-2": "Sara Leach", "p-3": "Louis Smith"}
WORDS = ("Alpha", "Bravo", "Charlie")
PAPERS = ("000_7d4eb8d4a83906b2.txt", "001_f039759d62ecfa4e.txt")
PAPER_DATES = ("2018-03-19/2018-05-31", "2018-01", "2017~")

DAYS = (
    "2017-11-01",
    "2017-12-31",
    "2018-02-05",
    "2018-02-06",
    "2018-04-01",
    "2018-06-01",
    "2018-09-30",
    "2018-11-15",
    "2019-01-01",
    "2019-04-01",
)
PARTS = ("2017-11", "2018-02", "2018-03", "2018-06", "2018-10", "2018-12", "2017", "2018", "2019")
INTERVALS = (
    "2018-03/2018-10",
    "2018-04-01/2018-06",
    "2017-12/2018-02-05",
    "2018-06-01/2018-06-01",
    "2017/2019",
    "2018-09-30/2018-11-15",
    "../2018-02",
    "../2018-06-01",
    "2018-09/..",
    "2017-11-01/..",
    "../..",
)


def some_date(rng: Random, not_after: date | None = None) -> str:
    """A date of the world; with `not_after`, one of those that could be done by that day."""
    for _ in range(20):
        text = rng.choice(DAYS if rng.random() < 0.65 else PARTS if rng.random() < 0.6 else INTERVALS)
        earliest = bounds(text)[0]
        if not_after is None or earliest is None or earliest <= not_after:
            return _marked(rng, text)
    return DAYS[0]


def _marked(rng: Random, text: str) -> str:
    if rng.random() < 0.85:
        return text
    first, slash, last = text.partition("/")
    ends = [end if end == ".." else end + rng.choice(("~", "?", "")) for end in (first, last) if end]
    return slash.join(ends)


def some_source(rng: Random) -> dict:
    source = {"document": rng.choice(PAPERS), "dated": rng.choice(PAPER_DATES)}
    if rng.random() < 0.5:
        source |= {"reference": f"1.{rng.randrange(1, 30)}", "quote": "one response base at Wembley"}
    return source


def some_details(
    rng: Random, kind: str, slug: str, known: Collection[Subject], changes: Collection[str]
) -> dict | None:
    """Details that the table allows; None where nothing is known yet that a required field could name."""
    table = KINDS[kind]
    if kind == "team-resized":
        return rng.choice(({"strength": rng.randrange(5, 60)}, {"direction": "larger"}, {"direction": "smaller"}))
    if table.does == "merges":
        others = sorted(other for of, other in known if of == table.type and other != slug)
        return {"from": rng.sample(others, min(len(others), rng.choice((1, 1, 2))))} if others else None
    details: dict = {}
    for name in _chosen(rng, table):
        value = _some_value(rng, table.details[name], known, changes)
        if value is not None or name == "covers_unnamed":
            details[name] = value
        elif name in table.required:
            return None
    return details


def _chosen(rng: Random, table: Kind) -> list[str]:
    optional = [name for name in table.optional if rng.random() < 0.7]
    if not table.required and not optional and table.optional:
        optional = [rng.choice(list(table.optional))]
    return [*table.required, *optional]


def _some_value(rng: Random, shape: tuple, known: Collection[Subject], changes: Collection[str]) -> object:
    what, which = shape
    if what == "text":
        return rng.choice(WORDS)
    if what == "number":
        return rng.randrange(5, 60)
    if what == "person":
        return rng.choice(sorted(PEOPLE))
    if what == "one of":
        return rng.choice(which[:2] if rng.random() < 0.8 else which)
    if what == "any of":
        return rng.sample(which, rng.choice((1, 2, 3)))
    if what == "depends":
        choices = sorted(changes) + [slug for of, slug in sorted(known) if of == "milestone"] * 3
        return rng.sample(choices, min(len(choices), 2)) if choices else None
    slugs = [slug for of, slug in sorted(known) if of == which]
    if what == "unnamed":
        none = not slugs or rng.random() < 0.3
        return None if none else {"area": rng.choice(slugs), "count": rng.choice((None, 3, 6))}
    if not slugs:
        return None
    return rng.choice(slugs) if what == "ref" else rng.sample(slugs, min(len(slugs), rng.choice((1, 1, 2, 3))))
