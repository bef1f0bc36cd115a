"""The claims of a change as answers show them: what became of each, and what the change has its own word from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from domain.changes import claims
from domain.changes.change import Change
from domain.changes.claims import Claim, Governing, Stage
from domain.log.entry import Entry
from domain.time import instants
from projections.log.histories import evolve_change

Json = dict[str, Any]


def stages(entries: Iterable[Entry]) -> list[Stage]:
    """Each entry of a change with the change after it."""
    found: list[Stage] = []
    change: Change | None = None
    for entry in entries:
        change = evolve_change(change, entry)
        found.append((entry, change))
    return found


def with_claims(entries: Iterable[Entry], amendments: Iterable[Json]) -> tuple[list[Json], Json | None]:
    """The claims among the amendments of a change, each with what became of it; and, where there are any, what governs
    instead."""
    shown = [each for each in amendments if each["kind"] == "claim-recorded"]
    if not shown:
        return [], None
    told = stages(entries)
    found: dict[str, list[Claim]] = {}
    for claim in claims.claims_of(told):
        found.setdefault(claim.entry.id, []).append(claim)
    governing = {aspect: governs(each) for aspect, each in claims.governing_entries(told).items()}
    return [each | _ended(found[each["id"]]) for each in shown], governing


def governs(found: Governing) -> Json:
    """The entry that a change has something from, and its paper where it names one."""
    shown = _by(found.entry)
    return shown if found.source is None else shown | {"source": msgspec.to_builtins(found.source)}


def settlement(claim: Claim) -> Json | None:
    """How a claim was settled, by which entry, when and why."""
    if claim.settled_by is None or claim.state != claims.SETTLED:
        return None
    return {"how": claim.how} | _by(claim.settled_by) | {"reason": claim.settled_by.body.reason}


def _by(entry: Entry) -> Json:
    return {"entry": entry.id, "recorded_at": instants.show(entry.recorded_at), "recorded_by": entry.recorded_by}


def _ended(aspects: list[Claim]) -> Json:
    """What became of a claim as a whole: it is open as long as anything of it is."""
    for state in (claims.OPEN, claims.SETTLED):
        here = [claim for claim in aspects if claim.state == state]
        if here:
            return {"state": state, "settled": settlement(here[-1])}
    return {"state": claims.AGREES, "settled": None}
