"""Attempts that the contract refuses: each way by name, with the status that it is meant to get."""

from collections.abc import Callable
from datetime import datetime
from random import Random

from .attempts import Attempt, Log, some_amendment, some_attempt
from .kinds import AMENDMENTS, KINDS
from .malformed import Body, a_start, an_amendment, malformed_amendment, malformed_start
from .visibility import version
from .world import some_date


def unknown_subject(rng: Random, log: Log, at: datetime) -> Body:
    return a_start(rng, log, at, kind="site-closed", subject="atlantis", details={}, standing="planned")


def unknown_reference(rng: Random, log: Log, at: datetime) -> Body:
    kind, details = rng.choice(
        (
            ("unit-established", {"name": "A", "unit_type": "bcu", "areas": ["atlantis"]}),
            ("unit-established", {"name": "A", "unit_type": "bcu", "parent": "atlantis"}),
            ("site-opened", {"name": "A", "area": "atlantis"}),
            ("area-defined", {"name": "A", "area_type": "ward", "parent": "atlantis"}),
            ("team-formed", {"name": "A", "unit": "atlantis", "function": "response"}),
            ("post-created", {"title": "A", "unit": "atlantis"}),
            ("milestone-set", {"title": "A", "owner": "atlantis"}),
            ("milestone-set", {"title": "A", "depends_on": ["atlantis"]}),
        )
    )
    return a_start(rng, log, at, kind=kind, subject=f"new-{rng.randrange(10**6)}", details=details, standing="planned")


def unknown_person(rng: Random, log: Log, at: datetime) -> Body | None:
    posts = [slug for of, slug in log.known if of == "post"]
    return (
        a_start(
            rng,
            log,
            at,
            kind="leader-appointed",
            subject=rng.choice(posts),
            standing="planned",
            details={"person": "p-9", "tenure": "acting"},
        )
        if posts
        else None
    )


def unknown_change(rng: Random, log: Log, at: datetime) -> Body:
    amendments = [entry["id"] for entry in log.entries if entry["kind"] in AMENDMENTS]
    return {**some_amendment(rng, log, at), "change": rng.choice([*amendments, "no-such-change"])}


def not_allowed(rng: Random, log: Log, at: datetime) -> Body | None:
    paper = {"document": "001_f039759d62ecfa4e.txt"}
    ways = [
        (change, kind)
        for change in log.changes.values()
        for kind, table in AMENDMENTS.items()
        if change.standing not in table.standings and "claim" not in table.required
    ]
    if not ways:
        return None
    change, kind = rng.choice(ways)
    more = {"source": paper, "effective_on": "2017-11-01"} if AMENDMENTS[kind].one_or_more else {}
    return an_amendment(change, kind, **more)


def done_before_its_day(rng: Random, log: Log, at: datetime) -> Body:
    later = rng.choice(("2019-04-01", "2019", "2019-02/..", "2019-01-01?"))
    ways: list[Body] = [a_start(rng, log, at, standing="done", effective_on=later)]
    for change in log.changes.values():
        if change.standing in ("proposed", "planned"):
            ways.append(an_amendment(change, "change-completed", effective_on=later))
        if change.standing == "done":
            ways.append(an_amendment(change, "change-corrected", effective_on=later))
    return rng.choice(ways)


def used_id(rng: Random, log: Log, at: datetime) -> Body:
    return a_start(rng, log, at, id=rng.choice(log.entries)["id"])


def born_again(rng: Random, log: Log, at: datetime) -> Body:
    """A second birth of what exists, or another entry that the history cannot hold: most often 409."""
    births = [one for one in log.changes.values() if KINDS[one.kind].does == "births"]
    if not births:
        return a_start(rng, log, at)
    one = rng.choice(births)
    return a_start(
        rng,
        log,
        at,
        kind=one.kind,
        subject=one.slug,
        details=one.details,
        standing="planned",
        effective_on=some_date(rng),
    )


WAYS: dict[Callable[[Random, Log, datetime], Body | None], int | None] = {
    malformed_start: 422,
    malformed_amendment: 422,
    unknown_subject: 422,
    unknown_reference: 422,
    unknown_person: 422,
    unknown_change: 422,
    not_allowed: 409,
    done_before_its_day: 422,
    used_id: 409,
    born_again: None,
}


def some_mischief(rng: Random, log: Log, at: datetime) -> Attempt:
    """An attempt that is most likely refused; now and then the same body again, answered with 200."""
    if not log.entries:
        return Attempt(at, malformed_start(rng, log, at))
    if rng.random() < 0.08:
        return Attempt(at, sent_again(rng.choice(log.entries)))
    if rng.random() < 0.1:
        right = some_attempt(rng, log, at)
        subject = rng.choice(log.known)
        known = [one for one in log.changes.values() if one.subject == subject]
        stale = version(log.entries, subject) + rng.choice((-1, 1, 5))
        return Attempt(at, {**an_amendment(known[0], "change-restricted"), "id": right.body["id"]}, stale)
    way = rng.choice(list(WAYS))
    body = way(rng, log, at) or unknown_subject(rng, log, at)
    # An id of its own, for it may be legal after all.
    return Attempt(at, {"id": f"m-{rng.getrandbits(40):010x}", **body})


def sent_again(entry: dict) -> Body:
    mine = ("recorded_at", "entered_at", "recorded_by", "version")
    return {
        name: value
        for name, value in entry.items()
        if name not in mine and (name != "change" or entry["kind"] in AMENDMENTS)
    }
