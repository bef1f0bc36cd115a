"""The index of changes: which ones count now and when, which dates they had, and which plans were overdue once."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, select, update

from domain.changes.change import PLANNED, WITHDRAWN, Change
from domain.log.entry import Entry
from domain.time import instants
from domain.time.edtf import END
from projections.database import rectangles
from projections.database.rectangles import SIDES
from projections.database.tables import backfill, merger, touch
from projections.database.write_buffer import Buffer
from projections.log.streams import SubjectStream


class ChangeIndex:
    """Keeps the index in step with the log within one transaction; the projector writes its `buffers`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._backfilled: set[int] = set()
        self._touch = Buffer(
            touch, "subject", "latest", "change", "earliest", "standing", "told", "known_from", "programme"
        )
        self._lapse = Buffer(rectangles.lapse, *SIDES, "change")
        self._former = Buffer(rectangles.former, *SIDES, "change")
        self.buffers = (self._touch, self._lapse, self._former)

    def follow(self, entry: Entry, subject: SubjectStream, before: Change | None, after: Change | None) -> None:
        """Keep the row of a counting change in `touch`, and what was overdue once."""
        was = before if before is not None and before.counts_under else None
        now = after if after is not None and after.counts_under else None
        if was is None and now is None:
            return
        if was is not None and now is not None and (was.when.latest, was.standing) == (now.when.latest, now.standing):
            if (was.when.earliest, was.detailed) != (now.when.earliest, now.detailed):
                self._edit_touch(subject, now)
            return
        if was is not None:
            self._note_lapse(entry, subject, was)
            self._touch.delete(subject.id, was.when.latest, was.place)
        if now is not None:
            owner = subject.programme if now.slug == subject.slug else None
            self._touch.insert(
                subject.id,
                now.when.latest,
                now.place,
                now.when.earliest,
                now.counts_under,
                now.detailed,
                entry.place,
                owner,
            )

    def _edit_touch(self, subject: SubjectStream, change: Change) -> None:
        key = (subject.id, change.when.latest, change.place)
        pending = self._touch.pending(*key)
        if pending is not None:
            standing, known_from, owner = pending[4], pending[6], pending[7]
            self._touch.insert(*key, change.when.earliest, standing, change.detailed, known_from, owner)
            return
        values = {"earliest": change.when.earliest, "told": change.detailed}
        self._connection.execute(update(touch).where(*_touch_row(*key)).values(values))

    def _note_lapse(self, entry: Entry, subject: SubjectStream, was: Change) -> None:
        """Keep that a plan was overdue, when it no longer stands as it did."""
        own = was.slug == subject.slug
        if not (own and was.standing == PLANNED and was.when.latest < instants.london_day(entry.recorded_at)):
            return
        key = (subject.id, was.when.latest, was.place)
        pending = self._touch.pending(*key)
        known_from = (
            pending[6] if pending else self._connection.scalar(select(touch.c.known_from).where(*_touch_row(*key)))
        )
        assert known_from is not None
        sides = rectangles.rectangle_sides(subject.programme, was.when.latest + 1, END, known_from, entry.place)
        self._lapse.insert(*sides.values(), was.place)

    def note_backfill(self, entry: Entry) -> None:
        """Keep where the first entry of a programme is whose recorded instant an import brought."""
        if not entry.backfilled or entry.programme in self._backfilled:
            return
        self._backfilled.add(entry.programme)
        if self._connection.scalar(select(backfill.c.first).where(backfill.c.programme == entry.programme)) is None:
            self._connection.execute(backfill.insert(), [{"programme": entry.programme, "first": entry.place}])

    def note_former_dates(self, entry: Entry, before: Change, after: Change) -> None:
        """Keep the dates that a change had, so that the timeline finds it by them as it was known then."""
        stands = (before.when, before.standing) == (after.when, after.standing)
        if stands or not before.counts_under:
            return
        known_to = END if after.standing == WITHDRAWN else entry.place
        when = before.when
        sides = rectangles.rectangle_sides(
            entry.programme, when.earliest, min(when.latest + 1, END), before.place, known_to
        )
        self._former.insert(*sides.values(), before.place)

    def note_merger(self, subject: SubjectStream, change: Change) -> None:
        """Keep that a merger touched a subject once, even if a correction names another later."""
        row = {"subject": subject.id, "change": change.place}
        noted = select(merger.c.change).where(merger.c.subject == subject.id, merger.c.change == change.place)
        if self._connection.scalar(noted) is None:
            self._connection.execute(merger.insert(), [row])


def _touch_row(subject: int, latest: int, change: int) -> tuple[ColumnElement[bool], ...]:
    return touch.c.subject == subject, touch.c.latest == latest, touch.c.change == change
