"""The bitemporal update of one subject: pure functions from its old rows and its changes to new rows.

Current knowledge is a list of rows, each a state that holds from a day until the next row of the same basis. An entry
replaces it from some day on. Where old and new agree, what was known stays known since when it was; where they differ,
the old becomes a closed rectangle, and the new is known from this entry on.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence

from domain.changes.change import DONE, Change
from domain.changes.fold import fold_changes
from domain.changes.history import Reach
from domain.kinds.state import NOTHING
from domain.time.edtf import END
from projections.read_models.rows import ALL_BASES, ClosedRow, StatePart, StateRevision, StateRow, StateStep, start_row
from projections.read_models.state_json import EMPTY, RenderedState


def revise_rows(
    type_: str, slug: str, reach: Reach, rows: Sequence[StateRow], place: int, next_ref: Callable[[], int]
) -> StateRevision:
    """Replace the rows from the day on that an entry reaches to.

    `rows` are all from the last one of each basis before that day.
    """
    day, old, new = reach.day, reach.old, reach.new
    last = rows[-1] if rows else None
    is_last = last is None or (last.day <= day and last.mask == ALL_BASES)
    if is_last and new and new[-1].place == place and all(_is_done_on(day, change) for change in new):
        return _append(type_, slug, last, new[-1], place, next_ref)
    sheet = _Sheet(place, next_ref)
    first = bisect_left(rows, (day,))
    later = rows[first:]
    for mask, start in _groups(rows, first, old, new):
        mine = later if mask == ALL_BASES else [row for row in later if row.mask & mask]
        parts = [(row.day, row.known_from, row.ref, row.body) for row in mine]
        if start is not None and (not parts or parts[0][0] != day):
            parts.insert(0, (day, start.known_from, start.ref, start.body))
        changes = new if mask == ALL_BASES else [change for change in new if change.counts_under & mask]
        steps = _steps(type_, slug, start, changes, day)
        _sweep(sheet, mask, start, parts, steps, reach.last_day)
    return sheet.revision(later)


def _is_done_on(day: int, change: Change) -> bool:
    return change.standing == DONE and change.when.latest == day


def _append(
    type_: str, slug: str, start: StateRow | None, change: Change, place: int, next_ref: Callable[[], int]
) -> StateRevision:
    """The usual entry: something was done, and nothing that is known comes after its day."""
    day = change.when.latest
    _, state, _ = next(fold_changes(NOTHING if start is None else start.body.state, slug, (change,)))
    now = RenderedState(type_, slug, state)
    if now.texts == EMPTY if start is None else start.body.same(now):
        return StateRevision([], [], [])
    closed = [] if start is None else [ClosedRow(day, END, ALL_BASES, start.known_from, start.ref)]
    gone = [start] if start is not None and start.day == day else []
    return StateRevision(gone, [StateRow(day, ALL_BASES, place, next_ref(), now)], closed)


def _groups(
    rows: Sequence[StateRow], first: int, old: Sequence[Change], new: Sequence[Change]
) -> Iterator[tuple[int, StateRow | None]]:
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


def _steps(type_: str, slug: str, start: StateRow | None, changes: Sequence[Change], day: int) -> Iterator[StateStep]:
    """The state from `day` on: from which day, and what, changing where a change comes into effect or into question."""
    state = NOTHING if start is None else start.body.state
    if len(changes) == 1 and changes[0].when.is_exact and changes[0].when.latest == day:
        yield day, RenderedState(type_, slug, next(fold_changes(state, slug, changes))[1])
        return
    imprecise = [c for c in changes if not c.when.is_exact and c.slug == slug]
    days = {day, *(c.when.latest for c in changes), *(c.when.earliest for c in imprecise)} - {END}
    turns = fold_changes(state, slug, (c for c in changes if c.when.latest < END))
    turn = next(turns, None)
    for today in sorted(d for d in days if d >= day):
        while turn is not None and turn[0].when.latest <= today:
            state = turn[1]
            turn = next(turns, None)
        possible = [c for c in imprecise if c.when.earliest <= today < c.when.latest]
        yield today, RenderedState(type_, slug, state, possible)


def _sweep(
    sheet: _Sheet, mask: int, start: StateRow | None, old: list[StatePart], new: Iterator[StateStep], last_day: int
) -> None:
    """Walk the old timeline and the new one together, and write down the rows that stand and those that are closed.

    Where the two agree after the last day of the change itself, they agree from there on.
    """
    standing = None if start is None else (start.known_from, start.ref)
    for day, until, was, now in _intervals(old, new):
        if was is None and standing is None and now.texts == EMPTY:
            continue
        if was is not None and was[3].same(now):
            _, known_from, ref, body = was
        else:
            if was is not None:
                sheet.shut(mask, day, until, was)
            known_from, ref, body = sheet.place, sheet.ref(now), now
        if (known_from, ref) != standing:
            standing = (known_from, ref)
            sheet.hold(mask, (day, known_from, ref, body))
        if was is not None and was[1:3] == standing and day >= last_day:
            for part in old[bisect_left(old, (until,)) :]:
                sheet.hold(mask, part)
            return


def _intervals(
    old: list[StatePart], new: Iterator[StateStep]
) -> Iterator[tuple[int, int, StatePart | None, RenderedState]]:
    """The days from which neither timeline changes until another: what was, if anything, and what is."""
    was: StatePart | None = None
    parts = iter([*old, None])
    part, step = next(parts), next(new, None)
    assert step is not None
    now = step[1]
    until = min(step[0], step[0] if part is None else part[0])
    while until < END:
        day = until
        if part is not None and part[0] == day:
            was, part = part, next(parts)
        if step is not None and step[0] == day:
            now, step = step[1], next(new, None)
        until = min(END if part is None else part[0], END if step is None else step[0])
        yield day, until, was, now


class _Sheet:
    """What a revision puts down. The same row, or the same rectangle, of two groups of bases is one."""

    def __init__(self, place: int, next_ref: Callable[[], int]) -> None:
        self.place = place
        self._next_ref = next_ref
        self._refs: dict[tuple[int, str | None, str | None], int] = {}
        self._rows: dict[tuple[int, int, int], StateRow] = {}
        self._shut: dict[tuple[int, int, int, int], int] = {}

    def ref(self, body: RenderedState) -> int:
        """The number of a new body."""
        if body.texts not in self._refs:
            self._refs[body.texts] = self._next_ref()
        return self._refs[body.texts]

    def hold(self, mask: int, part: StatePart) -> None:
        """From a day on, this holds under the bases of the mask."""
        day, known_from, ref, body = part
        same = self._rows.get((day, known_from, ref))
        self._rows[day, known_from, ref] = StateRow(day, mask | (same.mask if same else 0), known_from, ref, body)

    def shut(self, mask: int, day: int, until: int, part: StatePart) -> None:
        """Between two days, this is known no longer; neighbouring days of one row are one rectangle."""
        _, known_from, ref, _ = part
        self._shut[mask, until, known_from, ref] = self._shut.pop((mask, day, known_from, ref), day)

    def revision(self, later: Sequence[StateRow]) -> StateRevision:
        """The rows to delete, insert and close, given those that there were from the first day on."""
        was = {row[:4]: row for row in later}
        now = {row[:4]: row for row in self._rows.values()}
        closed: dict[tuple[int, int, int, int], int] = {}
        for (mask, day_to, known_from, ref), day_from in self._shut.items():
            sides = (day_from, day_to, known_from, ref)
            closed[sides] = closed.get(sides, 0) | mask
        return StateRevision(
            gone=[row for key, row in was.items() if key not in now],
            new=[row for key, row in now.items() if key not in was],
            closed=[ClosedRow(*sides[:2], mask, *sides[2:]) for sides, mask in closed.items()],
        )
