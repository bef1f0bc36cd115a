"""Attempts that are meant to be recorded, drawn from what their writer reads off the log so far."""

from dataclasses import dataclass
from datetime import datetime
from random import Random

from .changes import Change, Subject, evolve
from .kinds import AMENDMENTS, KINDS
from .stored_entry import london_day
from .visibility import version
from .world import SLUGS, some_date, some_details, some_source

STARTING: dict[str, list[str]] = {of: [kind for kind, table in KINDS.items() if table.type == of] for of in SLUGS}
RATHER = {
    "leader-appointed": 6,
    "post-vacated": 14,
    "units-merged": 4,
    "teams-merged": 3,
    "team-cover-changed": 4,
    "site-uses-changed": 2,
    "team-moved": 2,
    "site-sold": 2,
}
"""Those that need most to be in place already are drawn more often than the others."""
BIRTHS = {table.type: kind for kind, table in KINDS.items() if table.does == "births"}
TYPES = {"area": 1, "unit": 2, "site": 2, "team": 4, "post": 3, "milestone": 1}
HOW_OFTEN = {
    "change-confirmed": 4,
    "change-rescheduled": 4,
    "change-completed": 4,
    "change-withdrawn": 2,
    "change-corrected": 6,
    "change-retracted": 2,
    "claim-recorded": 3,
    "claim-dismissed": 1,
    "change-restricted": 2,
    "change-released": 2,
}


@dataclass
class Log:
    """The entries so far, and what a writer reads off them."""

    entries: list[dict]
    changes: dict[str, Change]
    known: list[Subject]

    @classmethod
    def of(cls, entries: list[dict]) -> "Log":
        changes = evolve(entries)
        return cls(entries, changes, sorted({change.subject for change in changes.values()}))


@dataclass(frozen=True)
class Attempt:
    """One body that is sent, when, and what the contract answers: None where it is recorded as `entry`."""

    at: datetime
    body: dict
    if_match: int | None = None
    status: int | None = None
    entry: dict | None = None


def some_attempt(rng: Random, log: Log, at: datetime) -> Attempt:
    amends = len(log.changes) > 7 and rng.random() < 0.42
    body = some_amendment(rng, log, at) if amends else some_start(rng, log, at)
    body["id"] = f"{rng.choice(('c', 'e', 'z'))}-{rng.getrandbits(40):010x}"
    if rng.random() < 0.15:
        body["source"] = some_source(rng)
    if rng.random() < 0.15:
        body.setdefault("reason", "As the board decided.")
    # What a writer has never read has no version to send: the contract does not say what 0 would mean.
    seen = version(log.entries, subject_of(log, body)) if rng.random() < 0.1 else 0
    return Attempt(at, body, seen or None)


def subject_of(log: Log, body: dict) -> Subject:
    """The subject of a well-formed body, new or not."""
    if body["kind"] in KINDS:
        return KINDS[body["kind"]].type, body["subject"]
    return log.changes[body["change"]].subject


def some_start(rng: Random, log: Log, at: datetime) -> dict:
    of = rng.choices(list(TYPES), list(TYPES.values()))[0]
    slug = rng.choice(SLUGS[of])
    kinds = STARTING[of] if (of, slug) in log.known else [BIRTHS[of]]
    kind = rng.choices(kinds, [RATHER.get(one, 1) for one in kinds])[0]
    details = some_details(rng, kind, slug, log.known, log.changes)
    if details is None:
        # Nothing is there yet to name: begin with an area, which needs nothing.
        kind, slug = "area-defined", rng.choice(SLUGS["area"])
        details = {"name": slug.title(), "area_type": "borough"}
    is_birth = KINDS[kind].does == "births"
    standing = rng.choices(("done", "planned", "proposed"), (7, 3, 1) if is_birth else (4, 4, 3))[0]
    body: dict = {
        "kind": kind,
        "subject": slug,
        "standing": standing,
        "effective_on": some_date(rng, london_day(at) if standing == "done" else None),
    }
    if is_birth and rng.random() < 0.5:
        body["effective_on"] = rng.choice(("2017-11-01", "2017-12-31", "2017-11", "2017"))
    if details or rng.random() < 0.2:
        body["details"] = details
    if rng.random() < 0.12:
        body["restricted"] = rng.random() < 0.8
    return body


def some_amendment(rng: Random, log: Log, at: datetime) -> dict:
    kind = rng.choices(list(HOW_OFTEN), list(HOW_OFTEN.values()))[0]
    allowed = [one for one in log.changes.values() if one.standing in AMENDMENTS[kind].standings]
    if kind == "change-released":
        allowed = [one for one in allowed if one.restricted] or allowed
    if kind == "claim-dismissed":
        allowed = [one for one in allowed if _claims(one)]
        kind = kind if allowed else "claim-recorded"
    change = rng.choice(allowed or list(log.changes.values()))
    body: dict = {"kind": kind, "change": change.id}
    if kind == "claim-dismissed":
        body["claim"] = rng.choice(_claims(change))
    if "reason" in AMENDMENTS[kind].required:
        body["reason"] = "The paper says so."
    if kind in ("change-rescheduled", "change-completed"):
        body["effective_on"] = some_date(rng, london_day(at) if kind == "change-completed" else None)
    if AMENDMENTS[kind].one_or_more:
        body |= _told(rng, log, at, kind, change)
    return body


def _claims(change: Change) -> list[str]:
    return [entry["id"] for entry in change.amendments if entry["kind"] == "claim-recorded"]


def _told(rng: Random, log: Log, at: datetime, kind: str, change: Change) -> dict:
    """What a correction or a claim says of a change: its date, its details, its paper, or several of them."""
    details = some_details(rng, change.kind, change.slug, log.known, log.changes)
    day = london_day(at) if change.standing == "done" and kind == "change-corrected" else None
    told = {"effective_on": some_date(rng, day), "details": details or change.details}
    if kind == "change-corrected" and rng.random() < 0.3:
        # Correcting back gives back.
        told = {"effective_on": change.first["effective_on"], "details": change.first["details"]}
    picked = {name: told[name] for name in told if rng.random() < 0.5}
    if not picked:
        picked["effective_on"] = told["effective_on"]
    if kind == "claim-recorded" or rng.random() < 0.3:
        picked["source"] = some_source(rng)
    return picked
