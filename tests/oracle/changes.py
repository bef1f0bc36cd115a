"""Changes, as a log tells them: what each one is by the last entry that was read."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from .dates import bounds
from .kinds import AMENDMENTS, BASES, KINDS

Subject = tuple[str, str]
"""A type and a slug."""


@dataclass(frozen=True)
class Change:
    id: str
    kind: str
    slug: str
    place: int
    """The place in the log of the entry that started it."""
    first: dict
    standing: str
    effective_on: str
    details: dict
    source: dict | None
    restricted: bool
    baseline: str | None
    """The date of the plan that it first was."""
    moved: bool = False
    """Whether the plan was rescheduled since: from then on a correction leaves the baseline alone."""
    amendments: tuple[dict, ...] = ()
    touched: frozenset[Subject] = frozenset()
    """Every subject that it ever named as its own or as one that it ends."""

    @property
    def subject(self) -> Subject:
        return KINDS[self.kind].type, self.slug

    @property
    def earliest(self) -> date | None:
        return bounds(self.effective_on)[0]

    @property
    def latest(self) -> date | None:
        return bounds(self.effective_on)[1]

    @property
    def named(self) -> set[Subject]:
        """The subjects that it is folded in: its own, and those that a merger ends."""
        return _named(self.kind, self.slug, self.details)

    def counts(self, basis: str) -> bool:
        return self.standing in BASES[basis]

    def in_effect(self, on: date) -> bool:
        return self.latest is not None and self.latest <= on

    def possible(self, on: date) -> bool:
        has_begun = self.earliest is None or self.earliest <= on
        return has_begun and not self.in_effect(on)

    def overdue(self, known_day: date) -> bool:
        return self.standing == "planned" and self.in_effect(known_day) and self.latest != known_day


def _named(kind: str, slug: str, details: dict) -> set[Subject]:
    of = KINDS[kind].type
    ended = details["from"] if KINDS[kind].does == "merges" else []
    return {(of, slug), *((of, other) for other in ended)}


def started(entry: dict, place: int) -> Change:
    details = entry.get("details") or {}
    return Change(
        id=entry["id"],
        kind=entry["kind"],
        slug=entry["subject"],
        place=place,
        first=entry,
        standing=entry["standing"],
        effective_on=entry["effective_on"],
        details=details,
        source=entry.get("source"),
        restricted=bool(entry.get("restricted")),
        baseline=entry["effective_on"] if entry["standing"] == "planned" else None,
        touched=frozenset(_named(entry["kind"], entry["subject"], details)),
    )


TELLS = {
    "change-rescheduled": ("effective_on",),
    "change-completed": ("effective_on",),
    "change-corrected": ("effective_on", "details", "source"),
}
"""What an amendment says of the change itself; any other source is of the amendment."""


def amended(change: Change, entry: dict) -> Change:
    """The change after an amendment that the table allows."""
    kind = entry["kind"]
    told: dict = {"amendments": (*change.amendments, entry)}
    told |= {name: entry[name] for name in TELLS.get(kind, ()) if entry.get(name) is not None}
    if AMENDMENTS[kind].becomes:
        told["standing"] = AMENDMENTS[kind].becomes
    if kind == "change-confirmed":
        told["baseline"] = change.effective_on
    if kind == "change-rescheduled":
        told["moved"] = change.standing == "planned"
    if kind == "change-corrected":
        told |= _corrected_plan(change, entry)
        details = told.get("details", change.details)
        told["touched"] = change.touched | _named(change.kind, change.slug, details)
    if kind in ("change-restricted", "change-released"):
        told["restricted"] = kind == "change-restricted"
    return replace(change, **told)


def _corrected_plan(change: Change, entry: dict) -> dict:
    """The record of the plan was wrong, so nothing slipped. What was done says nothing of the plan."""
    if change.standing == "planned" and not change.moved and entry.get("effective_on"):
        return {"baseline": entry["effective_on"]}
    return {}


def evolve(entries: Iterable[dict]) -> dict[str, Change]:
    """Every change of a log, by id, in the order in which they were started."""
    changes: dict[str, Change] = {}
    for place, entry in enumerate(entries, start=1):
        if entry["kind"] in KINDS:
            changes[entry["id"]] = started(entry, place)
        else:
            changes[entry["change"]] = amended(changes[entry["change"]], entry)
    return changes
