"""How a state and a change are shown: the JSON shapes that every answer is made of."""

from collections.abc import Mapping
from datetime import date

from .changes import Change, Subject
from .claims import claims, governing
from .dates import bounds, day
from .fold import State
from .kinds import FIELDS, LISTS

People = Mapping[str, str | None]


def item(
    subject: Subject,
    state: State,
    changes: list[Change],
    people: People,
    on: date,
    known_day: date,
    basis: str,
) -> dict:
    """An item of the structure. Changes that may come and overdue ones stand under their own subject only."""
    of, slug = subject
    own = [change for change in changes if change.subject == subject]
    return {
        "id": slug,
        **fields(of, state, people),
        "since": state.since,
        "because": dict(state.because),
        "possible": sorted(change.id for change in own if change.counts(basis) and change.possible(on)),
        "overdue": sorted(change.id for change in own if change.overdue(known_day)),
    }


def fields(of: str, state: State, people: People) -> dict:
    answer: dict = {name: state.fields.get(name, [] if name in LISTS else None) for name in FIELDS[of]}
    if answer.get("holder"):
        answer["holder"] = {**answer["holder"], "name": people.get(answer["holder"]["person"])}
    return answer


def dated(text: str | None) -> dict | None:
    if text is None:
        return None
    earliest, latest = bounds(text)
    return {"effective_on": text, "earliest": day(earliest), "latest": day(latest)}


def slip(baseline: str | None, now: str | None, bound: int = 1) -> int | None:
    if baseline is None or now is None:
        return None
    planned, came = bounds(baseline)[bound], bounds(now)[bound]
    return (came - planned).days if planned and came else None


def change_view(change: Change, on: date, known_day: date, basis: str) -> dict:
    first = change.first
    forecast = change.effective_on if change.standing in ("proposed", "planned") else None
    actual = change.effective_on if change.standing == "done" else None
    view = {
        "id": change.id,
        "change": change.id,
        "type": change.subject[0],
        "subject": change.slug,
        "kind": change.kind,
        "standing": change.standing,
        **(dated(change.effective_on) or {}),
        "details": change.details,
        "restricted": change.restricted,
        "recorded_at": first["recorded_at"],
        "entered_at": first["entered_at"],
        "recorded_by": first["recorded_by"],
        "version": first["version"],
        "overdue": change.overdue(known_day),
        "possible": change.counts(basis) and change.possible(on),
        "baseline": dated(change.baseline),
        "forecast": dated(forecast),
        "actual": dated(actual),
        "slip": slip(change.baseline, actual or forecast),
        "slip_earliest": slip(change.baseline, actual or forecast, bound=0),
        "amendments": list(change.amendments),
        "claims": claims(change),
        "governing": governing(change),
    }
    if first.get("reason") is not None:
        view["reason"] = first["reason"]
    if change.source is not None:
        view["source"] = change.source
    if first.get("backfilled"):
        view["backfilled"] = True
    return view
