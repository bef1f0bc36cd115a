"""Puts names in the place of ids in what a clash says, as the reader of a mail may know them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sqlalchemy import Connection, select

from domain.changes.coordinates import resolve_question
from projections.accounts import people
from projections.database.tables import stream
from projections.log.application import Log
from projections.log.as_of import point_at
from projections.log.head import Head
from projections.questions.names import subject_names
from projections.questions.viewpoint import Viewpoint

_QUOTED = re.compile(r'"([a-z0-9-]{1,80})"')


def with_names(connection: Connection, log: Log, at: Head, says: str, now: int, *, public: bool) -> str:
    """A sentence with the names that subjects and people were last given; ids where there are none.

    Names are looked up when a mail is put together, and kept nowhere: one that is erased is in no later mail.
    `now` is an instant.
    """
    ids = set(_QUOTED.findall(says))
    here = (stream.c.programme == at.programme, stream.c.slug.in_(ids))
    subjects = [(row.type, row.slug) for row in connection.execute(select(stream.c.type, stream.c.slug).where(*here))]
    point = point_at(connection, at, resolve_question(now), public)
    called = subject_names(Viewpoint(connection, log, point), subjects)
    return replace_ids(
        says, [*((slug, name) for (_, slug), name in called.items()), *people.names_of(connection, ids).items()]
    )


def replace_ids(says: str, called: Iterable[tuple[str, str | None]]) -> str:
    """A sentence with names in the place of ids. What two of one id are called says nothing of which is meant."""
    names: dict[str, set[str]] = {}
    for id_, name in called:
        if name is not None:
            names.setdefault(id_, set()).add(name)
    return _QUOTED.sub(lambda match: min(found) if len(found := names.get(match[1], ())) == 1 else match[0], says)
