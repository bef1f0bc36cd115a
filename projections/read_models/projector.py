"""The projector: writes what an entry alters to the read models, in the transaction that appends it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, delete, select, union, update

from domain.changes.change import Change
from domain.changes.history import Reach, change_touching, first_day, reach_into
from domain.kinds.event import PROGRAMME
from domain.log.entry import Entry
from domain.time.edtf import BEGINNING, END
from projections.database import rectangles
from projections.database.tables import segment, stream, tail
from projections.database.write_buffer import Buffer, flush_buffers
from projections.log.application import Log
from projections.log.streams import SubjectStream
from projections.read_models import search_index
from projections.read_models.bitemporal_update import revise_rows
from projections.read_models.change_index import ChangeIndex
from projections.read_models.due_dates import Agenda
from projections.read_models.rows import StateRevision, StateRow
from projections.read_models.state_rows import delete_states
from projections.read_models.state_writer import StateWriter
from projections.read_models.window import Window, load_window

Effect = tuple[SubjectStream, StateRevision, list[StateRow]]
"""What an entry does to the rows of a subject, and the rows as they were."""
_MOST_WINDOWS = 2_000


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
        self._agenda = Agenda()
        self._changes = ChangeIndex(connection)
        self._states = StateWriter(connection, last_body)
        self._words = Buffer(search_index.words, "rowid", "said")
        self._buffers = (*self._changes.buffers, *self._states.buffers, self._words, *self._agenda.buffers)

    def flush(self) -> None:
        """Write the pending rows, the entries first."""
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
        self._changes.note_backfill(entry)
        text = search_index.words_of(entry.body)
        if text:
            self._words.insert(entry.place, text)
        if before is not None:
            self._changes.note_former_dates(entry, before, after)
        self._agenda.follow(entry.programme, entry.stream, before, after)
        effects = []
        for subject, reach in reaches:
            self._unwritten.add(subject.id)
            here, there = (change_touching(subject.type, subject.slug, change) for change in (before, after))
            if here is None and there is not None and there.slug != subject.slug:
                self._changes.note_merger(subject, there)
            # Both views are read before `touch` follows: what they are altered from is what was there.
            apart = self.reach(subject, True, before, after) if subject.split and not is_hidden else None
            self._changes.follow(entry, subject, here, there)
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
        revision = revise_rows(subject.type, subject.slug, reach, were, place, self._states.next_number)
        self._states.write(subject, window.key, place, revision)
        window.apply(revision, reach.before, reach.after)
        return revision, were

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


def _alike(before: Change, after: Change) -> bool:
    """Whether both fold alike: only a date, a standing or the details make a difference."""
    return (
        before.when.earliest == after.when.earliest
        and before.when.latest == after.when.latest
        and before.counts_under == after.counts_under
        and before.detailed == after.detailed
    )
