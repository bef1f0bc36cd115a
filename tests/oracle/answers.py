"""The answers of the contract, each from the whole log: the structure, a subject, a change, the log."""

from datetime import date

from .changes import Change, Subject, evolve
from .compare import compare
from .cover import cover
from .dates import day
from .fold import state_on
from .kinds import STRUCTURE
from .views import People, change_view, item
from .visibility import visible

__all__ = ["basis_of", "change", "compare", "cover", "entries", "structure", "subject"]


def basis_of(effective_on: date, known_day: date, basis: str | None) -> str:
    """The past shows what was reported done; the future shows what is planned."""
    return basis or ("done" if effective_on <= known_day else "planned")


def structure(
    log: list[dict],
    people: People,
    *,
    effective_on: date,
    known: int,
    known_day: date,
    basis: str | None = None,
    role: str = "manager",
) -> dict:
    basis = basis_of(effective_on, known_day, basis)
    changes = list(evolve(visible(log, known, role)).values())
    answer: dict = {plural: [] for plural in STRUCTURE.values()}
    passed_over: set[str] = set()
    for about in every_subject(changes):
        state = state_on(about, changes, effective_on, basis)
        passed_over |= {one.id for one in state.passed_over}
        if state.exists and about[0] in STRUCTURE:
            answer[STRUCTURE[about[0]]].append(item(about, state, changes, people, effective_on, known_day, basis))
    may_come = [one for one in changes if one.counts(basis) and one.possible(effective_on)]
    answer["possible"] = [
        {
            "change": one.id,
            "type": one.subject[0],
            "subject": one.slug,
            "kind": one.kind,
            "earliest": day(one.earliest),
            "latest": day(one.latest),
        }
        for one in sorted(may_come, key=lambda one: one.id)
    ]
    answer["passed_over"] = sorted(passed_over)
    return answer


def every_subject(changes: list[Change]) -> list[Subject]:
    return sorted({about for change in changes for about in change.named})


def subject(
    log: list[dict],
    people: People,
    of: str,
    slug: str,
    *,
    effective_on: date,
    known: int,
    known_day: date,
    basis: str | None = None,
    role: str = "manager",
) -> dict | None:
    """None where the viewer knows of no entry that names it as its subject: 404."""
    basis = basis_of(effective_on, known_day, basis)
    seen = visible(log, known, role)
    changes = list(evolve(seen).values())
    about = (of, slug)
    if not any(one.subject == about for one in changes):
        return None
    state = state_on(about, changes, effective_on, basis)

    def view(one: Change) -> dict:
        return change_view(one, effective_on, known_day, basis)

    shown = item(about, state, changes, people, effective_on, known_day, basis) if state.exists else None
    return {
        **(shown or {}),
        "type": of,
        "id": slug,
        "state": shown,
        "version": max(
            entry["version"] for one in changes if one.subject == about for entry in (one.first, *one.amendments)
        ),
        "changes": [{**view(one), "passed_over": one in state.passed_over} for one in state.folded],
        "history": [view(one) for one in changes if about in one.touched],
    }


def change(
    log: list[dict],
    id: str,
    *,
    effective_on: date,
    known: int,
    known_day: date,
    basis: str | None = None,
    role: str = "manager",
) -> dict | None:
    """None where the viewer knows of no such change: 404."""
    changes = evolve(visible(log, known, role))
    if id not in changes:
        return None
    return change_view(changes[id], effective_on, known_day, basis_of(effective_on, known_day, basis))


def entries(log: list[dict], *, known: int, role: str = "manager") -> list[dict]:
    """The log as this viewer may read it, with the versions that they count."""
    return visible(log, known, role)
