"""Rebuild: every read model again from the log, in one transaction, while the old ones go on answering."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

from sqlalchemy import Connection, delete, insert, select, update

from domain.changes.change import Change
from domain.log.entry import Entry
from projections.database import rectangles
from projections.database.tables import backfill, hidden, log, merger, segment, stream, tail, touch
from projections.log.application import Log
from projections.log.histories import entries_of_change, ever_touched, evolve_change
from projections.log.streams import SubjectStream
from projections.read_models import search_index
from projections.read_models.due_dates import plan, tenancy
from projections.read_models.projector import Projector
from projections.read_models.state_rows import delete_states

_MOST_CHANGES = 50_000
_BATCH = 500


def rebuild_read_models(connection: Connection, log_: Log, progress: Callable[[int], None] = lambda _: None) -> int:
    """Drop every read model and make it again. Returns how many entries were read.

    Readers see the old ones until the caller's transaction commits; writers wait.
    """
    delete_states(connection)
    for table in (
        touch,
        segment,
        tail,
        hidden,
        merger,
        backfill,
        search_index.words,
        plan,
        tenancy,
        *rectangles.RECTANGLES,
    ):
        connection.execute(delete(table))
    connection.execute(update(stream).values(split=0))
    count = 0
    for number in connection.scalars(select(log.c.programme).where(log.c.programme.is_not(None)).distinct()).all():
        count = _Rebuild(connection, log_, number).run(count, progress)
    return count


class _Rebuild:
    """One programme, entry by entry in the order of the log."""

    def __init__(self, connection: Connection, log_: Log, programme: int) -> None:
        self._connection = connection
        self._log = log_
        self._programme = programme
        self._projector = Projector(connection, log_)
        self._subjects: dict[tuple[str, str], SubjectStream] = {}
        self._changes: OrderedDict[int, Change] = OrderedDict()
        self._hidden: set[int] = set()

    def run(self, count: int, progress: Callable[[int], None]) -> int:
        self._load_subjects()
        self._hide()
        for entry in self._log.programme_entries(self._connection, self._programme):
            self._project(entry)
            count += 1
            if count % _BATCH == 0:
                self._projector.flush()
                progress(count)
        self._projector.flush()
        return count

    def _load_subjects(self) -> None:
        for row in self._connection.execute(select(stream).where(stream.c.programme == self._programme)):
            subject = SubjectStream(row.id, row.uuid, row.programme, row.type, row.slug, False, 0)
            self._subjects[row.type, row.slug] = subject

    def _hide(self) -> None:
        """Restriction holds as of now: a change that is restricted at the end is hidden from the start."""
        for place in self._ever_restricted():
            entries = entries_of_change(self._connection, self._log, place)
            change: Change | None = None
            for entry in entries:
                change = evolve_change(change, entry)
            assert change is not None
            if not change.restricted:
                continue
            self._hidden.add(place)
            for slug in ever_touched(entries):
                subject = self._subjects[change.type, slug]
                self._connection.execute(insert(hidden), [{"subject": subject.id, "change": place}])
                if not subject.split:
                    subject.split = True
                    self._connection.execute(update(stream).where(stream.c.id == subject.id).values(split=1))

    def _ever_restricted(self) -> list[int]:
        amended = select(log.c.change).where(
            log.c.programme == self._programme, log.c.topic.startswith("change-restricted/")
        )
        started = select(log.c.position).where(
            log.c.programme == self._programme, log.c.change.is_(None), log.c.state.contains('"restricted":true')
        )
        return sorted(set(self._connection.scalars(amended)) | set(self._connection.scalars(started)))

    def _project(self, entry: Entry) -> None:
        before = None if entry.change_place == entry.place else self._change(entry.change_place, entry.place)
        after = evolve_change(before, entry)
        self._remember(after)
        subject = self._subjects[after.type, after.slug]
        if subject.version == 0:
            subject.version = 1
            self._projector.new_subject(subject)
        slugs = dict.fromkeys((*after.touches(), *(before.touches() if before else ())))
        touched = [self._subjects[after.type, slug] for slug in slugs]
        self._projector.project(entry, touched, before, after, is_hidden=after.place in self._hidden)

    def _change(self, place: int, until: int) -> Change:
        change = self._changes.get(place)
        if change is None:
            for entry in entries_of_change(self._connection, self._log, place):
                if entry.place < until:
                    change = evolve_change(change, entry)
        assert change is not None
        return change

    def _remember(self, change: Change) -> None:
        self._changes[change.place] = change
        self._changes.move_to_end(change.place)
        if len(self._changes) > _MOST_CHANGES:
            self._changes.popitem(last=False)
