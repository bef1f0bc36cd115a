"""Subjects: the numbers of their streams, by programme, type and slug."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import ARRAY, Connection, bindparam, cast, func, insert, select, tuple_

from projections.database.prepared import rows
from projections.database.tables import WORD, log, stream

_NAMESPACE = UUID("6d657267-6572-5c6f-a72e-70726f6a6563")
_CHUNK = 400
_VERSION = select(func.max(log.c.version)).where(log.c.stream == stream.c.id).scalar_subquery()
_SUBJECTS = select(
    stream.c.id, stream.c.uuid, stream.c.programme, stream.c.type, stream.c.slug, stream.c.split, _VERSION
).where(stream.c.programme == bindparam("programme"))
_ONE = _SUBJECTS.where(stream.c.type == bindparam("type"), stream.c.slug == bindparam("slug"))
_NAMES = select(*(func.unnest(cast(bindparam(names), ARRAY(WORD))) for names in ("types", "slugs")))
_TOGETHER = _SUBJECTS.where(tuple_(stream.c.type, stream.c.slug).in_(_NAMES))
"""Many names in one trip to the server, for PostgreSQL; SQLite has none to make."""
_LAST = select(func.max(stream.c.id))


@dataclass(slots=True)
class SubjectStream:
    """A subject, and how its stream stands in the writer's transaction."""

    id: int
    uuid: UUID
    programme: int
    type: str
    slug: str
    split: bool
    version: int

    def key(self, public: bool) -> int:
        """The key of its fold, as everyone sees it or as an observer does."""
        return 2 * self.id + (public and self.split)


class SubjectStreams:
    """The subjects of one programme that a transaction has met."""

    def __init__(self, connection: Connection, programme: int) -> None:
        self._connection = connection
        self._programme = programme
        self._known: dict[tuple[str, str], SubjectStream] = {}
        self._absent: set[tuple[str, str]] = set()
        self._next: int | None = None

    def load(self, names: Iterable[tuple[str, str]]) -> None:
        """Look up those that have not been looked up yet."""
        wanted = sorted({name for name in names if name not in self._known and name not in self._absent})
        for start in range(0, len(wanted), _CHUNK):
            self._load(wanted[start : start + _CHUNK])
        self._absent |= {name for name in wanted if name not in self._known}

    def _load(self, names: list[tuple[str, str]]) -> None:
        found: list[Any] = []
        if self._connection.dialect.name == "postgresql":
            types, slugs = map(list, zip(*names, strict=True))
            found = rows(self._connection, _TOGETHER, {"programme": self._programme, "types": types, "slugs": slugs})
        else:
            for type_, slug in names:
                found += rows(self._connection, _ONE, {"programme": self._programme, "type": type_, "slug": slug})
        for number, uuid, programme, type_, slug, split, version in found:
            self._known[type_, slug] = SubjectStream(
                number, UUID(bytes=bytes(uuid)), programme, type_, slug, bool(split), version or 0
            )

    def find(self, type_: str, slug: str) -> SubjectStream | None:
        """The subject, or None where no starting entry has named it."""
        if (type_, slug) not in self._known:
            self.load([(type_, slug)])
        return self._known.get((type_, slug))

    def get(self, type_: str, slug: str) -> SubjectStream:
        """The subject, which is known."""
        subject = self.find(type_, slug)
        assert subject is not None, (type_, slug)
        return subject

    def plan(self, type_: str, slug: str) -> SubjectStream:
        """A subject that its first entry is about to bring in: nothing is stored yet."""
        if self._next is None:
            self._next = (self._connection.scalar(_LAST) or 0) + 1
        uuid = uuid5(_NAMESPACE, f"{self._programme}/{type_}/{slug}")
        return SubjectStream(self._next, uuid, self._programme, type_, slug, False, 0)

    def add(self, subject: SubjectStream) -> None:
        """Store a planned subject."""
        row = {"id": subject.id, "uuid": subject.uuid.bytes, "programme": subject.programme}
        self._connection.execute(insert(stream), [row | {"type": subject.type, "slug": subject.slug}])
        self._known[subject.type, subject.slug] = subject
        self._absent.discard((subject.type, subject.slug))
        self._next = subject.id + 1
