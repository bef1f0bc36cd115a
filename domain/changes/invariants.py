"""Checks that a subject's changes stay possible when an entry adds or alters one of them."""

from __future__ import annotations

from collections.abc import Sequence

from domain.changes.change import BASES, COUNTS_UNDER, PLANNED, PROPOSED, RETRACTED, WITHDRAWN, Change, ChangeBasis
from domain.changes.fold import fold_changes
from domain.changes.history import History, Reach
from domain.kinds.state import State
from domain.refusals import Impossible, MakesImpossible
from domain.time.edtf import show

GONE = (WITHDRAWN, RETRACTED)


def bases_tested(before: Change | None, after: Change) -> tuple[str, ...]:
    """The bases under which an entry is tested: those of the standing that it leaves, or that it takes away."""
    standing = after.standing
    if standing in GONE:
        standing = before.standing if before is not None else standing
        if standing in (PROPOSED, *GONE):
            return ()
    if standing == PROPOSED:
        return ("proposed",)
    return ("planned",) if standing == PLANNED else ("done", "planned")


def widest(before: Change | None, after: Change) -> ChangeBasis:
    """The basis under which an entry may alter what clashes: what is done counts with what is planned."""
    standing = before.standing if before is not None and after.standing in GONE else after.standing
    return "proposed" if standing == PROPOSED else "planned"


def check_history(slug: str, history: History, reach: Reach, before: Change | None, after: Change) -> None:
    """Test whether a subject's history can hold an entry, under every basis that it bears on.

    Raises Impossible or MakesImpossible.
    """
    tested: set[tuple[int, int]] = set()
    for basis in bases_tested(before, after):
        mask = BASES[basis]
        start = history.state_before(reach.day, mask)
        counting = sum(change.counts_under & mask != 0 for change in reach.new)
        # Bases that have the same past and count the same changes give the same verdict.
        if (id(start), counting) not in tested:
            tested.add((id(start), counting))
            check_changes(basis, slug, start, reach.new, after)


def check_changes(basis: str, slug: str, start: State, changes: Sequence[Change], after: Change) -> None:
    """Test one subject's history under one basis.

    `start` is the state before the first of `changes`, which are those of the subject from there on, in fold
    order, as they would stand after the entry. Raises Impossible where the change itself cannot be in its turn,
    MakesImpossible where another no longer can.
    """
    mask = BASES[basis]
    for change, _, fault in fold_changes(start, slug, (c for c in changes if COUNTS_UNDER[c.standing] & mask)):
        if fault is None:
            continue
        if change.place == after.place:
            raise Impossible(type=after.type, slug=slug, fault=f"{_on(change)} {fault}")
        if after.standing != PROPOSED:
            why = f'the {after.type} "{slug}" could not have {change.event.kind} {_on(change)}: {fault}'
            raise MakesImpossible(other=change.id, fault=why)


def _on(change: Change) -> str:
    return f"by {show(change.when.latest) or 'its open date'}"
