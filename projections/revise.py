"""What an entry alters in the read model of one subject: pure functions from old rows and changes to new rows.

Current knowledge is a list of rows, each a state that holds from a day until the next row of the same basis. An entry
replaces it from some day on. Where old and new agree, what was known stays known since when it was; where they differ,
the old becomes a closed rectangle, and the new is known from this entry on.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from domain.changes import DONE, Change
from domain.edtf import END
from domain.fold import fold
from domain.states import NOTHING
from projections.items import EMPTY, Rendered

ALL_BASES = 7


class Row(NamedTuple):
    """Current knowledge from a day on, under the bases of the mask."""

    day: int
    mask: int
    known_from: int
    ref: int
    body: Rendered


class Closed(NamedTuple):
    """Knowledge that an entry closed: so from one day to another, and known so since `known_from`."""

    day_from: int
    day_to: int
    mask: int
    known_from: int
    ref: int


class Revision(NamedTuple):
    """What one entry does to the rows of one subject."""

    gone: list[Row]
    new: list[Row]
    closed: list[Closed]


Part = tuple[int, int, int, Rendered]
"""A row of one group of bases: day, known from, ref, body."""


def first_day(before: Change | None, after: Change | None) -> int:
    """The first day on which an entry may alter anything; END where it cannot."""
    days = [END]
    for change in (before, after):
        if change is not None and change.counts_under:
            days.append(change.when.earliest)
    return min(days)


def revise(
    type_: str,
    slug: str,
    rows: Sequence[Row],
    old: Sequence[Change],
    new: Sequence[Change],
    day: int,
    place: int,
    next_ref: Callable[[], int],
) -> Revision:
    """Replace the rows from `day` on.

    `rows` are all from the last one of each basis before `day`; `old` and `new` are the counting changes, in fold
    order, whose `latest` is not before it, without and with the entry.
    """
    first = bisect_left(rows, (day,))
    if len(new) == 1 and not old and first == len(rows) and new[0].standing == DONE and new[0].order[0] == day:
        start = start_row(rows, first, 1)
        if start is None or start.mask == ALL_BASES:
            return _append(type_, slug, start, new[0], place, next_ref)
    refs: dict[tuple[int, str | None, str | None], int] = {}
    kept: dict[tuple[int, int, int], tuple[int, Rendered]] = {}
    closed: dict[tuple[int, int, int, int], int] = {}
    later = rows[first:]
    for mask, start in _groups(rows, first, old, new):
        mine = later if mask == ALL_BASES else [row for row in later if row.mask & mask]
        parts = [(row.day, row.known_from, row.ref, row.body) for row in mine]
        if start is not None and (not parts or parts[0][0] != day):
            parts.insert(0, (day, start.known_from, start.ref, start.body))
        changes = new if mask == ALL_BASES else [change for change in new if change.counts_under & mask]
        steps = _steps(type_, slug, start, changes, day)
        _sweep(parts, steps, start, mask, place, (refs, kept, closed), next_ref)
    return _revision(later, kept, closed)


def _append(
    type_: str, slug: str, start: Row | None, change: Change, place: int, next_ref: Callable[[], int]
) -> Revision:
    """The usual entry: something was done, and nothing that is known comes after it."""
    day = change.when.latest
    _, state, _ = next(fold(NOTHING if start is None else start.body.state, slug, (change,)))
    now = Rendered(type_, slug, state)
    if now.texts == EMPTY if start is None else start.body.same(now):
        return Revision([], [], [])
    closed = [] if start is None else [Closed(day, END, ALL_BASES, start.known_from, start.ref)]
    return Revision([], [Row(day, ALL_BASES, place, next_ref(), now)], closed)


def _groups(
    rows: Sequence[Row], first: int, old: Sequence[Change], new: Sequence[Change]
) -> Iterator[tuple[int, Row | None]]:
    """Masks of bases that have had, and will have, the same rows and the same changes from the day on, each with the
    row before that day; `first` is the number of rows that are before it."""
    starts = {basis: start_row(rows, first, basis) for basis in (1, 2, 4)}
    alike = starts[1] is starts[2] is starts[4] and all(row.mask == ALL_BASES for row in rows[first:])
    if alike and all(change.standing == DONE for change in old) and all(change.standing == DONE for change in new):
        yield ALL_BASES, starts[1]
        return
    groups: dict[object, int] = {}
    for basis, start in starts.items():
        signature = (
            start and start[:4],
            tuple(row[:4] for row in rows[first:] if row.mask & basis),
            tuple(change.place for change in old if change.counts_under & basis),
            tuple(change.place for change in new if change.counts_under & basis),
        )
        groups[signature] = groups.get(signature, 0) | basis
    for mask in groups.values():
        yield mask, starts[mask & -mask]


def start_row(rows: Sequence[Row], first: int, basis: int) -> Row | None:
    """The last row of a basis among the first so many."""
    for number in range(first - 1, -1, -1):
        if rows[number].mask & basis:
            return rows[number]
    return None


def _steps(type_: str, slug: str, start: Row | None, changes: Sequence[Change], day: int) -> list[tuple[int, Rendered]]:
    """The state from `day` on: from which day, and what, changing where a change comes into effect or into question."""
    state = NOTHING if start is None else start.body.state
    if len(changes) == 1 and changes[0].when.is_exact and changes[0].when.latest == day:
        return [(day, Rendered(type_, slug, next(fold(state, slug, changes))[1]))]
    imprecise = [c for c in changes if not c.when.is_exact and c.slug == slug]
    days = {day, *(c.when.latest for c in changes), *(c.when.earliest for c in imprecise)} - {END}
    turns = fold(state, slug, (c for c in changes if c.when.latest < END))
    turn = next(turns, None)
    steps = []
    for today in sorted(d for d in days if d >= day):
        while turn is not None and turn[0].when.latest <= today:
            state = turn[1]
            turn = next(turns, None)
        possible = [c for c in imprecise if c.when.earliest <= today < c.when.latest]
        steps.append((today, Rendered(type_, slug, state, possible)))
    return steps


def _sweep(
    old: list[Part],
    new: list[tuple[int, Rendered]],
    start: Row | None,
    mask: int,
    place: int,
    out: tuple[
        dict[tuple[int, str | None, str | None], int],
        dict[tuple[int, int, int], tuple[int, Rendered]],
        dict[tuple[int, int, int, int], int],
    ],
    next_ref: Callable[[], int],
) -> None:
    """Walk both timelines at once, and put down what is kept and what is closed."""
    refs, kept, closed = out
    days = sorted({part[0] for part in old} | {step[0] for step in new})
    standing: tuple[int, int] | None = (start.known_from, start.ref) if start is not None else None
    shutting: list[int] | None = None  # day_from, known_from, ref of the rectangle being closed
    i = j = -1
    for today in days:
        if i + 1 < len(old) and old[i + 1][0] == today:
            i += 1
        if j + 1 < len(new) and new[j + 1][0] == today:
            j += 1
        was = old[i] if i >= 0 else None
        now = new[j][1]
        if _same(was, now):
            if shutting is not None:
                _close(closed, shutting, today, mask)
                shutting = None
            if was is None:
                continue
            holds, body = (was[1], was[2]), was[3]
        else:
            if shutting is not None and (was is None or shutting[1:] != [was[1], was[2]]):
                _close(closed, shutting, today, mask)
                shutting = None
            if shutting is None and was is not None:
                shutting = [today, was[1], was[2]]
            ref = refs.get(now.texts)
            if ref is None:
                ref = refs[now.texts] = next_ref()
            holds, body = (place, ref), now
        if holds != standing:
            key = (today, *holds)
            kept[key] = (kept.get(key, (0, body))[0] | mask, body)
            standing = holds
    if shutting is not None:
        _close(closed, shutting, END, mask)


def _same(was: Part | None, now: Rendered) -> bool:
    if was is None:
        return now.texts == EMPTY
    return was[3].same(now)


def _close(closed: dict[tuple[int, int, int, int], int], shutting: list[int], day_to: int, mask: int) -> None:
    day_from, known_from, ref = shutting
    key = (day_from, day_to, known_from, ref)
    closed[key] = closed.get(key, 0) | mask


def _revision(
    later: Sequence[Row],
    kept: dict[tuple[int, int, int], tuple[int, Rendered]],
    closed: dict[tuple[int, int, int, int], int],
) -> Revision:
    was = {row[:4]: row for row in later}
    now = {
        (today, mask, known_from, ref): Row(today, mask, known_from, ref, body)
        for (today, known_from, ref), (mask, body) in kept.items()
    }
    return Revision(
        gone=[row for key, row in was.items() if key not in now],
        new=[row for key, row in now.items() if key not in was],
        closed=[Closed(f, t, mask, known_from, ref) for (f, t, known_from, ref), mask in closed.items()],
    )
