"""The timeline, from the whole log: changes in the order of their dates, and every date that they were given."""

from datetime import date

from .changes import Change, amended, evolve, started
from .views import change_view, dated
from .visibility import visible


def timeline(
    log: list[dict],
    *,
    effective_on: date,
    known: int,
    known_day: date,
    basis: str | None = None,
    role: str = "manager",
    first: date = date.min,
    last: date = date.max,
    subject: str | None = None,
    kind: str | None = None,
) -> list[dict]:
    """Without a basis, whatever was not retracted; with one, what counts under it."""
    found = [
        change
        for change in evolve(visible(log, known, role)).values()
        if change.standing != "retracted"
        and (basis is None or change.counts(basis))
        and (change.earliest or date.min) <= last
        and (change.latest or date.max) >= first
        and (subject is None or subject in (change.slug, "/".join(change.subject)))
        and (kind is None or kind == change.kind)
    ]
    found.sort(key=lambda change: (change.latest or date.max, change.latest is None, change.place))
    shown = basis or ("done" if effective_on <= known_day else "planned")
    return [
        change_view(change, effective_on, known_day, shown) | {"reschedules": reschedules(change)} for change in found
    ]


def reschedules(change: Change) -> list[dict]:
    found = []
    now = started(change.first, change.place)
    for entry in change.amendments:
        before, now = now, amended(now, entry)
        if now.effective_on == before.effective_on:
            continue
        found.append(
            {
                "entry": entry["id"],
                "kind": entry["kind"],
                "from": dated(before.effective_on),
                "to": dated(now.effective_on),
                "reason": entry.get("reason"),
                "source": entry.get("source"),
                "recorded_at": entry["recorded_at"],
                "recorded_by": entry["recorded_by"],
            }
        )
    return found
