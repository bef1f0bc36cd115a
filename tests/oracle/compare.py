"""What differs between the structure at one set of coordinates and at another."""

from datetime import date

from .changes import Subject, evolve
from .fold import State, state_on
from .kinds import FIELDS, STRUCTURE
from .views import People, fields
from .visibility import visible


def compare(
    log: list[dict],
    people: People,
    *,
    effective_on: date,
    known: int,
    known_day: date,
    basis: str | None = None,
    role: str = "manager",
    to_effective_on: date,
    to_known: int,
    to_known_day: date,
    to_basis: str | None = None,
) -> dict:
    before = _states(log, effective_on, known, known_day, basis, role)
    after = _states(log, to_effective_on, to_known, to_known_day, to_basis, role)
    orders = {
        change.id: (change.latest or date.max, change.place)
        for told in (known, to_known)
        for change in evolve(visible(log, told, role)).values()
    }
    answer: dict = {"appeared": [], "vanished": [], "altered": []}
    for subject in sorted({*before, *after}):
        old, new = before.get(subject, State()), after.get(subject, State())
        named = {"type": subject[0], "id": subject[1]}
        if new.exists and not old.exists:
            answer["appeared"].append({**named, "because": [new.born_by]})
        elif old.exists and not new.exists:
            # Where it never was at all on the other side, what is missing is the change that made it.
            answer["vanished"].append({**named, "because": [new.ended_by or old.born_by]})
        elif old.exists:
            answer["altered"] += [{**named, **one} for one in _altered(subject[0], old, new, people, orders)]
    return answer


def _states(
    log: list[dict], on: date, known: int, known_day: date, basis: str | None, role: str
) -> dict[Subject, State]:
    basis = basis or ("done" if on <= known_day else "planned")
    changes = list(evolve(visible(log, known, role)).values())
    subjects = {subject for change in changes for subject in change.named if subject[0] in STRUCTURE}
    return {subject: state_on(subject, changes, on, basis) for subject in subjects}


def _altered(of: str, old: State, new: State, people: People, orders: dict[str, tuple[date, int]]) -> list[dict]:
    """Only the fields are compared. Of the changes behind the two values, the later one in the fold is the reason:
    a move, where there is one more; and the move too, where it is one that was taken back."""
    was, now = fields(of, old, people), fields(of, new, people)
    return [
        {
            "field": name,
            "before": was[name],
            "after": now[name],
            "because": [
                max((side.because[name] for side in (old, new) if name in side.because), key=orders.__getitem__)
            ],
        }
        for name in FIELDS[of]
        if was[name] != now[name]
    ]
