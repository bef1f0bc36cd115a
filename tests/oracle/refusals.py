"""Whether the contract refuses an entry, and with which HTTP status."""

from collections.abc import Iterator
from datetime import date

from .changes import Change, Subject, amended, evolve, started
from .fold import fold
from .kinds import AMENDMENTS, BASES, KINDS
from .shapes import given, is_entry
from .views import People
from .visibility import version

MALFORMED, UNKNOWN, TOO_EARLY, CLASH, STALE, REPEATED = 422, 422, 422, 409, 412, 200
SERVER_FIELDS = {"recorded_at", "entered_at", "recorded_by", "version", "backfilled"}
TESTED = {"proposed": ("proposed",), "planned": ("planned",), "done": ("done", "planned")}


def refusal(
    log: list[dict], people: People, body: object, *, recorded_day: date, if_match: int | None = None
) -> int | None:
    """The status that answers this body after this log; None where it is recorded (201)."""
    changes = evolve(log)
    target = changes.get(body["change"]) if isinstance(body, dict) and _is_text(body.get("change")) else None
    if not is_entry(body, target.kind if target else None) or not isinstance(body, dict):
        return MALFORMED
    body = given(body)
    if target and _names_itself(target, body):
        return MALFORMED
    used = next((entry for entry in log if entry["id"] == body.get("id")), None)
    if used:
        return REPEATED if _as_sent(used) == _as_sent(body) else CLASH
    is_start = body["kind"] in KINDS
    if not is_start and target is None:
        return UNKNOWN
    subject = (KINDS[body["kind"]].type, body["subject"]) if is_start else _of(target)
    if if_match is not None and if_match != version(log, subject):
        return STALE
    if _names_unknown(changes, people, body, target):
        return UNKNOWN
    if target and target.standing not in AMENDMENTS[body["kind"]].standings:
        return CLASH
    body.setdefault("id", "(not yet given)")
    after = amended(target, body) if target else started(body, len(log) + 1)
    if _is_too_early(body, after, recorded_day):
        return TOO_EARLY
    return None if _can_hold(changes, body["kind"], target, after) else CLASH


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _of(target: Change | None) -> Subject:
    assert target is not None
    return target.subject


def _names_itself(target: Change, body: dict) -> bool:
    """A corrected merger, or one that a paper tells otherwise, may not end its own result either."""
    return KINDS[target.kind].does == "merges" and target.slug in body.get("details", {}).get("from", [])


def _as_sent(entry: dict) -> dict:
    """An entry or a body without what the server adds, and with what it takes for granted."""
    sent = {name: value for name, value in given(entry).items() if name not in SERVER_FIELDS}
    if entry["kind"] not in KINDS:
        return sent
    sent.pop("change", None)
    return {"details": {}, "restricted": False, **sent}


def _names_unknown(changes: dict[str, Change], people: People, body: dict, target: Change | None) -> bool:
    if target and "claim" in body and not _has_claim(target, body["claim"]):
        return True
    known = {change.subject for change in changes.values()}
    kind = KINDS[target.kind if target else body["kind"]]
    if target is None and kind.does != "births" and (kind.type, body["subject"]) not in known:
        return True
    for name, value in given(body.get("details", {})).items():
        what, which = kind.details[name]
        if what == "person" and value not in people:
            return True
        if what == "depends":
            if not all(one in changes or ("milestone", one) in known for one in value):
                return True
        elif not all((which, one) in known for one in _references(what, value)):
            return True
    return False


def _has_claim(change: Change, claim: str) -> bool:
    return any(entry["id"] == claim and entry["kind"] == "claim-recorded" for entry in change.amendments)


def _references(what: str, value: object) -> Iterator[str]:
    if what == "ref" and isinstance(value, str):
        yield value
    elif what == "refs" and isinstance(value, list):
        yield from value
    elif what == "unnamed" and isinstance(value, dict):
        yield value["area"]


def _is_too_early(body: dict, after: Change, recorded_day: date) -> bool:
    """Nothing is done before its day. A claim gives the change no date, so it is not asked."""
    dates_it = body["kind"] != "claim-recorded" and "effective_on" in body
    return dates_it and after.standing == "done" and after.earliest is not None and after.earliest > recorded_day


def _can_hold(changes: dict[str, Change], kind: str, before: Change | None, after: Change) -> bool:
    """What a history can hold: every fold over the whole timeline, before the entry and after it."""
    if kind in ("claim-recorded", "claim-dismissed", "change-restricted", "change-released"):
        return True
    gone = after.standing in ("withdrawn", "retracted")
    standing = before.standing if before and gone else after.standing
    if gone and standing == "proposed":
        return True
    later = {**changes, after.id: after}
    for basis in TESTED.get(standing, ()):
        for subject in after.named | (before.named if before else set()):
            impossible = _impossible(later, subject, basis)
            if not gone and after.id in impossible:
                return False
            if standing != "proposed" and impossible - _impossible(changes, subject, basis) - {after.id}:
                return False
    return True


def _impossible(changes: dict[str, Change], subject: Subject, basis: str) -> set[str]:
    counting = [change for change in changes.values() if change.standing in BASES[basis]]
    return {change.id for change in fold(subject, counting).passed_over}
