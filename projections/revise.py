"""What an entry alters in the read model of one subject: pure functions from old rows and changes to new rows.

Current knowledge is a list of rows, each a state that holds from a day until the next row of the same basis. An entry
replaces it from some day on. Where old and new agree, what was known stays known since when it was; where they differ,
the old becomes a closed rectangle, and the new is known from this entry on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from domain.changes import COUNTS_UNDER, Change
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
    refs: dict[tuple[int, str | None, str | None], int] = {}
    kept: dict[tuple[int, int, int], tuple[int, Rendered]] = {}
    closed: dict[tuple[int, int, int, int], int] = {}
    for mask in _groups(rows, old, new, day):
        mine = [row for row in rows if row.mask & mask]
        before = [row for row in mine if row.day < day]
        start = before[-1] if before else None
        parts: list[Part] = [] if start is None else [(day, start.known_from, start.ref, start.body)]
        parts += [(row.day, row.known_from, row.ref, row.body) for row in mine if row.day >= day]
        if len(parts) > 1 and parts[1][0] == day:
            del parts[0]
        changes = [change for change in new if COUNTS_UNDER[change.standing] & mask]
        steps = list(_steps(type_, slug, start, changes, day))
        _sweep(parts, steps, start, day, mask, place, (refs, kept, closed), next_ref)
    return _revision(rows, day, kept, closed)


def _groups(rows: Sequence[Row], old: Sequence[Change], new: Sequence[Change], day: int) -> list[int]:
    """Masks of bases that have had, and will have, the same rows and the same changes from the day on."""
    standings = {change.standing for change in old} | {change.standing for change in new}
    if standings <= {"done"} and all(row.mask == ALL_BASES for row in rows):
        return [ALL_BASES]
    groups: dict[object, int] = {}
    for basis in (1, 2, 4):
        mine = tuple(row for row in rows if row.mask & basis)
        before = sum(row.day < day for row in mine)
        signature = (
            tuple((row.day, row.known_from, row.ref) for row in mine[max(before - 1, 0) :]),
            tuple(change.place for change in old if COUNTS_UNDER[change.standing] & basis),
            tuple(change.place for change in new if COUNTS_UNDER[change.standing] & basis),
        )
        groups[signature] = groups.get(signature, 0) | basis
    return list(groups.values())


def _steps(
    type_: str, slug: str, start: Row | None, changes: Sequence[Change], day: int
) -> Iterator[tuple[int, Rendered]]:
    """The state from `day` on: from which day, and what, changing where a change comes into effect or into question."""
    state = NOTHING if start is None else start.body.state
    imprecise = [c for c in changes if c.when.earliest < c.when.latest and c.slug == slug]
    days = {day, *(c.when.latest for c in changes), *(c.when.earliest for c in imprecise)} - {END}
    turns = fold(state, slug, (c for c in changes if c.when.latest < END))
    turn = next(turns, None)
    for today in sorted(d for d in days if d >= day):
        while turn is not None and turn[0].when.latest <= today:
            state = turn[1]
            turn = next(turns, None)
        possible = [c for c in imprecise if c.when.earliest <= today < c.when.latest]
        yield today, Rendered(type_, slug, state, possible)


def _sweep(
    old: list[Part],
    new: list[tuple[int, Rendered]],
    start: Row | None,
    day: int,
    mask: int,
    place: int,
    out: tuple[dict[tuple[int, str | None, str | None], int], dict[tuple[int, int, int], tuple[int, Rendered]],
               dict[tuple[int, int, int, int], int]],
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
    rows: Sequence[Row],
    day: int,
    kept: dict[tuple[int, int, int], tuple[int, Rendered]],
    closed: dict[tuple[int, int, int, int], int],
) -> Revision:
    was = {row[:4]: row for row in rows if row.day >= day}
    now = {
        (today, mask, known_from, ref): Row(today, mask, known_from, ref, body)
        for (today, known_from, ref), (mask, body) in kept.items()
    }
    return Revision(
        gone=[row for key, row in was.items() if key not in now],
        new=[row for key, row in now.items() if key not in was],
        closed=[Closed(f, t, mask, known_from, ref) for (f, t, known_from, ref), mask in closed.items()],
    )
