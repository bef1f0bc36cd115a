"""The people register: names by opaque id, outside the log and one for all programmes."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from typing import TypedDict

from sqlalchemy import Connection, bindparam, insert, select, text, update

from domain.refusals import IdTaken, UnknownPerson
from projections.database.prepared import rows
from projections.database.tables import person

_CHUNK = 500
_NAMES = select(person.c.id, person.c.name).where(person.c.id.in_(bindparam("ids", expanding=True)))
_NAME = select(person.c.id, person.c.name).where(person.c.id == bindparam("id"))
_EVERYONE = select(person.c.id, person.c.name).where(person.c.name.is_not(None))


class PersonRecord(TypedDict):
    """A person of the register."""

    id: str
    name: str


class PersonIdTaken(IdTaken):
    """The id "{id}" already stands for a person of another name. Use another id."""


class NameErased(IdTaken):
    """The name of the person "{id}" was erased, and does not come back. Leave it out, or send null in its place."""


class People:
    """The register, as one transaction sees it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._names: dict[str, str | None] = {}
        self._everyone: list[tuple[str, str]] | None = None

    def knows(self, person_id: str) -> bool:
        """Whether a person is in the register, under a name or without one."""
        if person_id not in self._names:
            self._names |= dict(rows(self._connection, _NAME, {"id": person_id}))
        return person_id in self._names

    def name(self, person_id: str) -> str | None:
        """The name of a person; None where it was erased. Raises UnknownPerson."""
        if not self.knows(person_id):
            raise UnknownPerson(person=person_id)
        return self._names[person_id]

    def register(self, person_id: str | None, name: str | None) -> tuple[str, bool]:
        """Put a person in; the same person again is no error. Returns the id, and whether it is new.

        No name means that it was erased elsewhere, and alters nothing for a person known here. Raises PersonIdTaken
        for another name under a used id, and NameErased for a name that was erased.
        """
        person_id = person_id or f"p-{secrets.token_hex(8)}"
        try:
            known = self.name(person_id)
        except UnknownPerson:
            self._connection.execute(insert(person), [{"id": person_id, "name": name}])
            self._names[person_id] = name
            self._everyone = None
            return person_id, True
        if name is not None and known != name:
            raise NameErased(id=person_id) if known is None else PersonIdTaken(id=person_id)
        return person_id, False

    def erase(self, person_id: str) -> bool:
        """Erase the name of a person, for good; whether it was still there. The id stays, since the log holds it.

        Raises UnknownPerson.
        """
        if self.name(person_id) is None:
            return False
        if self._connection.dialect.name == "sqlite":
            self._connection.execute(text("PRAGMA secure_delete = ON"))  # else the file keeps it, where nobody looks
        self._connection.execute(update(person).where(person.c.id == person_id).values(name=None))
        if self._connection.dialect.name == "sqlite":
            self._connection.execute(text("PRAGMA secure_delete = OFF"))
        self._names[person_id] = self._everyone = None
        return True

    def named_in(self, text: str) -> list[str]:
        """Ids of the people whose registered name stands in a text, as whole words in any case."""
        if self._everyone is None:
            self._everyone = [(row.id, _folded(row.name)) for row in self._connection.execute(_EVERYONE)]
        words = _folded(text)
        found = [(id_, name) for id_, name in self._everyone if name in words]
        return sorted(id_ for id_, name in found if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words))


def _folded(text: str) -> str:
    """A text without its case and with single spaces, so that a name is found however it is broken over lines."""
    return " ".join(text.casefold().split())


def names_of(connection: Connection, ids: Iterable[str]) -> dict[str, str | None]:
    """Names by id, of those who are in the register."""
    wanted = sorted(set(ids))
    names: dict[str, str | None] = {}
    for start in range(0, len(wanted), _CHUNK):
        names |= {row.id: row.name for row in connection.execute(_NAMES, {"ids": wanted[start : start + _CHUNK]})}
    return names


def list_people(connection: Connection) -> list[tuple[str, str]]:
    """Everyone in the register whose name was not erased: id and name, by name."""
    return sorted(
        ((row.id, row.name) for row in connection.execute(_EVERYONE)), key=lambda person: (person[1], person[0])
    )
