"""What became of each claim, and what a change has its date and its details from: read off its entries, one by one."""

from .changes import Change, amended, started
from .dates import bounds
from .shapes import given

ASPECTS = ("effective_on", "details")


def claims(change: Change) -> list[dict]:
    """Its claims, each with its state, and how it was settled."""
    return [
        {**entry, **_outcome(change, at, entry)}
        for at, entry in enumerate(change.amendments)
        if entry["kind"] == "claim-recorded"
    ]


def governing(change: Change) -> dict | None:
    """For the date and for the details, the entry that gave them last, with its paper; None where no paper says
    otherwise."""
    if not any(entry["kind"] == "claim-recorded" for entry in change.amendments):
        return None
    found = {aspect: _by(change.first, change.first.get("source")) for aspect in ASPECTS}
    for entry in change.amendments:
        if entry["kind"] == "claim-recorded":
            continue
        told = [aspect for aspect in ASPECTS if entry.get(aspect) is not None]
        for aspect in told:
            found[aspect] = _by(entry, entry.get("source"))
        if entry["kind"] == "change-corrected" and not told:
            found = {aspect: {**one, "source": entry["source"]} for aspect, one in found.items()}
    return found


def _by(entry: dict, source: dict | None = None) -> dict:
    by = {"entry": entry["id"], "recorded_at": entry["recorded_at"], "recorded_by": entry["recorded_by"]}
    return {**by, "source": source} if source else by


def _outcome(change: Change, at: int, claim: dict) -> dict:
    ends = [_end(change, at, claim, aspect) for aspect in ASPECTS if claim.get(aspect) is not None]
    if any(state == "open" for state, _ in ends):
        return {"state": "open", "settled": None}
    settled = [how for state, how in ends if state == "settled"]
    return {"state": "settled", "settled": settled[-1]} if settled else {"state": "agrees", "settled": None}


def _end(change: Change, at: int, claim: dict, aspect: str) -> tuple[str, dict | None]:
    now = _after(change, at + 1)
    differed = _differs(now, claim, aspect)
    for later in range(at + 1, len(change.amendments)):
        entry, before, now = change.amendments[later], now, _after(change, later + 1)
        how = None
        if entry["kind"] == "change-retracted":
            how = "retracted"
        elif entry["kind"] == "claim-dismissed" and entry["claim"] == claim["id"]:
            how = "dismissed"
        elif entry["kind"] == "change-corrected" and entry.get(aspect) is not None:
            how = "corrected-otherwise" if _differs(now, claim, aspect) else "corrected-to-claim"
        if how:
            ever = differed or _differs(before, claim, aspect) or _differs(now, claim, aspect)
            return ("settled", {"how": how, **_by(entry), "reason": entry["reason"]}) if ever else ("agrees", None)
    return ("open" if _differs(now, claim, aspect) else "agrees"), None


def _after(change: Change, count: int) -> Change:
    """The change as it was after so many of its amendments."""
    found = started(change.first, change.place)
    for entry in change.amendments[:count]:
        found = amended(found, entry)
    return found


def _differs(change: Change, claim: dict, aspect: str) -> bool:
    if aspect == "effective_on":
        return bounds(change.effective_on) != bounds(claim["effective_on"])
    said = given(change.details)
    return any(_as_set(value) != _as_set(said.get(name)) for name, value in given(claim["details"]).items())


def _as_set(value: object) -> object:
    return (sorted(set(value)) or None) if isinstance(value, list) else value
