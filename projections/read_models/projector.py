"""Projecting: an entry's effect written to the read models, in the transaction that appends it."""

from __future__ import annotations

import itertools
from collections import OrderedDict
from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, Connection, delete, func, select, union, update

from domain.changes.change import PLANNED, WITHDRAWN, Change
from domain.changes.history import Reach, change_touching, first_day, reach_into
from domain.kinds.event import PROGRAMME
from domain.log.entry import Entry
from domain.time import instants
from domain.time.edtf import BEGINNING, END
from projections.database import rectangles
from projections.database.prepared import rows
from projections.database.tables import backfill, body, merger, segment, stream, tail, touch
from projections.database.write_buffer import Buffer, flush_buffers
from projections.log.application import Log
from projections.log.streams import SubjectStream
from projections.read_models import search_index
from projections.read_models.bitemporal_update import revise_rows
from projections.read_models.due_dates import Agenda
from projections.read_models.rows import StateRevision, StateRow
from projections.read_models.state_rows import delete_states
from projections.read_models.window import Window, load_window

Effect = tuple[SubjectStream, StateRevision, list[StateRow]]
"""What an entry does to the rows of a subject, and the rows as they were."""
_MOST_WINDOWS = 2_000
_LAST_BODY = select(func.max(body.c.number))
_BOX = ("programme_from", "programme_to", "day_from", "day_to", "known_from", "known_to")


class Projector:
    """Keeps the read models in step with the log within one transaction. Call `flush` before it commits."""

    def __init__(self, connection: Connection, log: Log, last_body: int | None = None) -> None:
        """Begin; `last_body` is the last number of a state, where it is known already."""
        self.connection = connection
        self.log = log
        self.entries: list[Entry] = []
        """Entries decided and not appended yet."""
        self._unwritten: set[int] = set()
        """The streams of the subjects of which rows are pending."""
        self._windows: OrderedDict[int, Window] = OrderedDict()
        self._backfilled: set[int] = set()
        self._agenda = Agenda()
        self._touch = Buffer(
            touch, "subject", "latest", "change", "earliest", "standing", "told", "known_from", "programme"
        )
        self._body = Buffer(body, "number", "life", "item", "extra", "person")
        self._numbers = None if last_body is None else itertools.count(last_body + 1)
        self._segment = Buffer(segment, "key", "day", "mask", "known_from", "body")
        self._tail = Buffer(tail, "key", "known_to", "mask", "day", "known_from", "body")
        self._history = Buffer(rectangles.history, *_BOX, "key", "mask", "body")
        self._lapse = Buffer(rectangles.lapse, *_BOX, "change")
        self._former = Buffer(rectangles.former, *_BOX, "change")
        self._words = Buffer(search_index.words, "rowid", "said")
        self._buffers = (
            self._touch,
            self._body,
            self._segment,
            self._tail,
            self._history,
            self._lapse,
            self._former,
            self._words,
            *self._agenda.buffers,
        )

    def flush(self) -> None:
        """Write what is pending: the entries first."""
        if self.entries:
            self.log.append(self.connection, self.entries)
            self.entries = []
        flush_buffers(self.connection, self._buffers)
        self._unwritten.clear()

    def window(self, subject: SubjectStream, public: bool, day: int) -> Window:
        """The end of a subject's read model from a day on, as this transaction has made it so far."""
        key = subject.key(public)
        window = self._windows.get(key)
        if window is None or window.day > day:
            if subject.id in self._unwritten:
                self.flush()
            window = load_window(self.connection, self.log, subject, public, day)
            self._windows[key] = window
            if len(self._windows) > _MOST_WINDOWS:
                self._windows.popitem(last=False)
        return window

    def new_subject(self, subject: SubjectStream) -> None:
        """A subject that has no rows yet: there is nothing to read for it."""
        self._windows[subject.key(False)] = Window(subject.key(False), BEGINNING, [], [])

    def reach(self, subject: SubjectStream, public: bool, before: Change | None, after: Change | None) -> Reach | None:
        """How far a change reaches into one view of one subject; None where it alters nothing in it."""
        here, there = (change_touching(subject.type, subject.slug, change) for change in (before, after))
        day = first_day(here, there)
        if day == END or subject.type == PROGRAMME:
            return None
        return reach_into(self.window(subject, public, day), here, there, day)

    def project(
        self, entry: Entry, subjects: Iterable[SubjectStream], before: Change | None, after: Change, *, is_hidden: bool
    ) -> list[Effect]:
        """Write what an entry alters; of a hidden change, an observer's own view is told nothing.

        Returns, for each subject, what everyone's view of it loses and gains.
        """
        reaches = [(subject, self.reach(subject, False, before, after)) for subject in subjects]
        return self.project_reaches(entry, reaches, before, after, is_hidden=is_hidden)

    def project_reaches(
        self,
        entry: Entry,
        reaches: Sequence[tuple[SubjectStream, Reach | None]],
        before: Change | None,
        after: Change,
        *,
        is_hidden: bool,
    ) -> list[Effect]:
        """The same, where it is known already how far the entry reaches into everyone's view."""
        self._note_backfill(entry)
        said = search_index.words_of(entry.body)
        if said:
            self._words.insert(entry.place, said)
        if before is not None:
            self._note_former(entry, before, after)
        self._agenda.follow(entry.programme, entry.stream, before, after)
        effects = []
        for subject, reach in reaches:
            self._unwritten.add(subject.id)
            here, there = (change_touching(subject.type, subject.slug, change) for change in (before, after))
            if here is None and there is not None and there.slug != subject.slug:
                self._note_merger(subject, there)
            # Both views are read before `touch` follows: what they are altered from is what was there.
            apart = self.reach(subject, True, before, after) if subject.split and not is_hidden else None
            self._follow(entry, subject, here, there)
            if reach is not None:
                effects.append((subject, *self._fold(entry.place, subject, False, reach)))
            if apart is not None:
                self._fold(entry.place, subject, True, apart)
        return effects

    def fold_in(
        self, subject: SubjectStream, public: bool, place: int, before: Change | None, after: Change | None
    ) -> None:
        """Write what one change alters in one view of one subject."""
        reach = self.reach(subject, public, before, after)
        if reach is not None:
            self._unwritten.add(subject.id)
            self._fold(place, subject, public, reach)

    def _fold(
        self, place: int, subject: SubjectStream, public: bool, reach: Reach
    ) -> tuple[StateRevision, list[StateRow]]:
        if reach.before is not None and reach.after is not None and _alike(reach.before, reach.after):
            return StateRevision([], [], []), []
        window = self.window(subject, public, reach.day)
        were = list(window.rows)
        revision = revise_rows(subject.type, subject.slug, reach, were, place, self._next_number)
        self._write(subject, window.key, place, revision)
        window.apply(revision, reach.before, reach.after)
        return revision, were

    def _next_number(self) -> int:
        """The number of a new body: nobody else gives any, while this transaction has the writer's lock."""
        if self._numbers is None:
            ((last,),) = rows(self.connection, _LAST_BODY, {})
            self._numbers = itertools.count((last or 0) + 1)
        return next(self._numbers)

    def _write(self, subject: SubjectStream, key: int, place: int, revision: StateRevision) -> None:
        for row in revision.gone:
            self._segment.delete(key, row.day, row.mask)
        written = set()
        for row in revision.new:
            self._segment.insert(key, row.day, row.mask, row.known_from, row.ref)
            if row.known_from == place and row.ref not in written:
                written.add(row.ref)
                self._body.insert(row.ref, *row.body.texts, row.body.person)
        for day_from, day_to, mask, known_from, ref in revision.closed:
            if day_to == END:
                self._tail.insert(key, place, mask, day_from, known_from, ref)
            else:
                sides = rectangles.rectangle_sides(subject.programme, day_from, day_to, known_from, place)
                self._history.insert(*sides.values(), key, mask, ref)

    def _follow(self, entry: Entry, subject: SubjectStream, before: Change | None, after: Change | None) -> None:
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
            self._lapsed(entry, subject, was)
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
        self.connection.execute(update(touch).where(*_touch_row(*key)).values(values))

    def _lapsed(self, entry: Entry, subject: SubjectStream, was: Change) -> None:
        """Keep that a plan was overdue, when it no longer stands as it did."""
        own = was.slug == subject.slug
        if not (own and was.standing == PLANNED and was.when.latest < instants.london_day(entry.recorded_at)):
            return
        key = (subject.id, was.when.latest, was.place)
        pending = self._touch.pending(*key)
        found = pending[6] if pending else self.connection.scalar(select(touch.c.known_from).where(*_touch_row(*key)))
        assert found is not None
        sides = rectangles.rectangle_sides(subject.programme, was.when.latest + 1, END, found, entry.place)
        self._lapse.insert(*sides.values(), was.place)

    def _note_backfill(self, entry: Entry) -> None:
        if not entry.backfilled or entry.programme in self._backfilled:
            return
        self._backfilled.add(entry.programme)
        if self.connection.scalar(select(backfill.c.first).where(backfill.c.programme == entry.programme)) is None:
            self.connection.execute(backfill.insert(), [{"programme": entry.programme, "first": entry.place}])

    def _note_former(self, entry: Entry, before: Change, after: Change) -> None:
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

    def _note_merger(self, subject: SubjectStream, change: Change) -> None:
        """Keep that a merger touched a subject once, whatever a correction may say later."""
        row = {"subject": subject.id, "change": change.place}
        noted = select(merger.c.change).where(merger.c.subject == subject.id, merger.c.change == change.place)
        if self.connection.scalar(noted) is None:
            self.connection.execute(merger.insert(), [row])

    def forget_public(self, subject: SubjectStream, *, split: bool) -> None:
        """Drop an observer's own view of a subject, and say whether another is to be made, from its first entry on."""
        self.flush()
        key = 2 * subject.id + 1
        self._windows.pop(key, None)
        holding = (segment, tail, rectangles.history)
        numbers = union(*(select(table.c.body).where(table.c.key == key) for table in holding))
        delete_states(self.connection, numbers)
        for table in holding:
            self.connection.execute(delete(table).where(table.c.key == key))
        self.connection.execute(update(stream).where(stream.c.id == subject.id).values(split=int(split)))
        subject.split = split
        if split:
            # The changes that the database holds are those of now: the fold begins before any of them.
            self._windows[key] = Window(key, BEGINNING, [], [], whole=True)


def _touch_row(subject: int, latest: int, change: int) -> tuple[ColumnElement[bool], ...]:
    return touch.c.subject == subject, touch.c.latest == latest, touch.c.change == change


def _alike(before: Change, after: Change) -> bool:
    """Whether both fold alike: only a date, a standing or the details make a difference."""
    return (
        before.when.earliest == after.when.earliest
        and before.when.latest == after.when.latest
        and before.counts_under == after.counts_under
        and before.detailed == after.detailed
    )
