"""Restriction: an observer's own view of the subjects that a restricted change ever touched.

It is what the log would have given had it never held the change, so it is folded again from the entries that remain.
"""

from __future__ import annotations

from sqlalchemy import delete, insert, select

from domain.changes.change import Change
from projections.database.tables import hidden
from projections.log.histories import entries_of_change, entries_touching, ever_touched, evolve_change
from projections.log.streams import SubjectStream, SubjectStreams
from projections.read_models.projector import Projector


def update_audience(projector: Projector, subjects: SubjectStreams, change: Change) -> None:
    """Hide a change from observers, or show it again, in every subject that it ever touched."""
    connection = projector.connection
    projector.flush()
    slugs = ever_touched(entries_of_change(connection, projector.log, change.place))
    for slug in sorted(slugs):
        subject = subjects.get(change.type, slug)
        row = (hidden.c.subject == subject.id, hidden.c.change == change.place)
        is_hidden = connection.scalar(select(hidden.c.change).where(*row)) is not None
        if is_hidden == change.restricted:
            continue
        if change.restricted:
            connection.execute(insert(hidden), [{"subject": subject.id, "change": change.place}])
        else:
            connection.execute(delete(hidden).where(*row))
        _fold_again(projector, subject)


def _fold_again(projector: Projector, subject: SubjectStream) -> None:
    connection = projector.connection
    out_of_sight = set(connection.scalars(select(hidden.c.change).where(hidden.c.subject == subject.id)))
    projector.forget_public(subject, split=bool(out_of_sight))
    if not out_of_sight:
        return
    changes: dict[int, Change] = {}
    for entry in entries_touching(connection, projector.log, subject.id):
        before = changes.get(entry.change_place)
        after = changes[entry.change_place] = evolve_change(before, entry)
        if entry.change_place not in out_of_sight:
            projector.fold_in(subject, True, entry.place, before, after)
    projector.flush()
