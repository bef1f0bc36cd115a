"""Replay: stored entries projected once more, into a database that has none of them yet."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

from domain.changes.change import Change
from domain.log.entry import Entry
from projections.log.application import Log
from projections.log.histories import evolve_change
from projections.log.streams import SubjectStream, SubjectStreams
from projections.read_models.projector import Projector
from projections.read_models.restriction import update_audience


class Replay:
    """Appends the entries of other databases' logs, at their places there, and projects them.

    An entry was decided upon once; it is not judged again.
    """

    def __init__(self, log: Log) -> None:
        self._log = log
        self._changes: dict[int, Change] = {}

    def append(self, connection: Connection, entries: Iterable[Entry]) -> None:
        """Append and project some entries, in order, in a transaction that may write."""
        projector = Projector(connection, self._log)
        subjects: dict[int, SubjectStreams] = {}
        for entry in entries:
            known = subjects.setdefault(entry.programme, SubjectStreams(connection, entry.programme))
            self._append(projector, known, entry)
        projector.flush()

    def _append(self, projector: Projector, subjects: SubjectStreams, entry: Entry) -> None:
        before = self._changes.get(entry.change_place)
        after = self._changes[entry.change_place] = evolve_change(before, entry)
        subject = subjects.find(after.type, after.slug)
        if subject is None:
            uuid = entry.originator_id
            subject = SubjectStream(entry.stream, uuid, entry.programme, after.type, after.slug, False, 0)
            subjects.add(subject)
            projector.new_subject(subject)
        slugs = dict.fromkeys((*after.touches(), *(before.touches() if before else ())))
        touched = [subjects.get(after.type, slug) for slug in slugs]
        projector.entries.append(entry)
        projector.project(entry, touched, before, after, is_hidden=after.restricted)
        if after.restricted or (before is not None and before.restricted):
            update_audience(projector, subjects, after)
