"""The state of one subject: the fold of its changes, each in its turn, alone."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from .changes import Change, Subject
from .dates import day
from .kinds import KINDS, LISTS


@dataclass
class State:
    """A subject after some of its changes. The fields hold while it exists, and start afresh in each life."""

    exists: bool = False
    closed: bool = False
    """Ended but not sold: what a site must be to be sold after its closing."""
    fields: dict = field(default_factory=dict)
    because: dict[str, str] = field(default_factory=dict)
    since: str | None = None
    born_by: str | None = None
    ended_by: str | None = None
    folded: list[Change] = field(default_factory=list)
    """Every change that had its turn, in fold order, those passed over too."""
    passed_over: list[Change] = field(default_factory=list)


def in_order(changes: Iterable[Change]) -> list[Change]:
    """An open latest sorts after every day."""
    return sorted(changes, key=lambda one: (one.latest is None, one.latest or date.max, one.place))


def fold(subject: Subject, changes: Iterable[Change]) -> State:
    """The state of a subject after these changes; those that do not name it are left aside."""
    state = State()
    for change in in_order(change for change in changes if subject in change.named):
        state.folded.append(change)
        if is_possible(state, change):
            _apply(state, change, subject)
        else:
            state.passed_over.append(change)
    return state


def state_on(subject: Subject, changes: Iterable[Change], on: date, basis: str) -> State:
    return fold(subject, [change for change in changes if change.counts(basis) and change.in_effect(on)])


def is_possible(state: State, change: Change) -> bool:
    does = KINDS[change.kind].does
    if does == "births":
        return not state.exists
    if does == "sells":
        return state.exists or state.closed
    if does == "vacates":
        return state.exists and state.fields.get("holder") is not None
    return state.exists


def _apply(state: State, change: Change, subject: Subject) -> None:
    does = KINDS[change.kind].does
    if does == "births":
        state.exists, state.closed, state.born_by, state.ended_by = True, False, change.id, None
        state.fields, state.because, state.since = {}, {}, None
        for name in KINDS[change.kind].details:
            _take(state, change, name, name)
    elif does == "ends" or (does == "merges" and subject != change.subject):
        state.exists, state.closed, state.ended_by = False, True, change.id
    elif does == "sells":
        state.ended_by = change.id if state.exists else state.ended_by
        state.exists, state.closed = False, False
    elif does == "appoints":
        told = change.details
        _set(
            state,
            change,
            "holder",
            {
                "person": told["person"],
                "rank": told.get("rank"),
                "tenure": told["tenure"],
                "since": day(change.latest),
            },
        )
    elif does == "vacates":
        _set(state, change, "holder", None)
    elif does == "sets":
        _alter(state, change)
        for detail, name in KINDS[change.kind].sets.items():
            _take(state, change, detail, name)


def _take(state: State, change: Change, detail: str, name: str) -> None:
    """A detail that was given sets its field. Null is as good as left out, but for covers_unnamed."""
    if change.details.get(detail) is None and not (detail == "covers_unnamed" and detail in change.details):
        return
    value = change.details[detail]
    _set(state, change, name, sorted(set(value)) if name in LISTS else value)


def _alter(state: State, change: Change) -> None:
    """Add, then end; what leaves the set as it was alters nothing."""
    name = KINDS[change.kind].alters
    if name is None:
        return
    old = set(state.fields.get(name) or [])
    new = (old | set(change.details.get("add") or [])) - set(change.details.get("end") or [])
    if new != old:
        _set(state, change, name, sorted(new))


def _set(state: State, change: Change, name: str, value: object) -> None:
    state.fields[name] = value
    state.because[name] = change.id
    state.since = day(change.latest)
