"""Keys to calendars. A calendar program can send no token, so its address has a key in it, which can be revoked."""

from __future__ import annotations

import hashlib
import secrets
from typing import TypedDict

from sqlalchemy import ColumnElement, Connection, delete, insert, select

from domain.refusals import Refusal
from domain.time import instants
from scheduler.tables import calendar_key


class CalendarKey(TypedDict):
    """A key as it is listed: not what opens the calendar."""

    id: str
    public: bool
    created_at: str


class NoSuchKey(Refusal):
    """There is no calendar key "{id}"."""


class BadKey(Refusal):
    """This address leads to no calendar any more, or was not copied whole. Ask for another."""


def add_calendar_key(
    connection: Connection, now: int, *, public: bool, programme: int | None = None, contact: str | None = None
) -> tuple[str, str]:
    """Make a key of 192 random bits, for a programme or for a contact: its id, and the key. Only a hash is kept."""
    id_, key = f"k-{secrets.token_hex(6)}", secrets.token_urlsafe(24)
    row = {"id": id_, "hash": _hash(key), "programme": programme, "contact": contact, "public": public}
    connection.execute(insert(calendar_key), [row | {"created_at": now}])
    return id_, key


def key_is_public(
    connection: Connection, key: str, *, programme: int | None = None, contact: str | None = None
) -> bool:
    """Whether the key of a programme's or a contact's calendar shows what an observer sees. Raises BadKey."""
    here = _of(programme, contact)
    found = connection.scalar(select(calendar_key.c.public).where(calendar_key.c.hash == _hash(key), here))
    if found is None:
        raise BadKey
    return bool(found)


def list_calendar_keys(
    connection: Connection, *, programme: int | None = None, contact: str | None = None
) -> list[CalendarKey]:
    """The keys of a programme's or a contact's calendar, without the part that opens it."""
    here = _of(programme, contact)
    columns = (calendar_key.c.id, calendar_key.c.public, calendar_key.c.created_at)
    found = connection.execute(select(*columns).where(here).order_by(calendar_key.c.id))
    return [{"id": row.id, "public": row.public, "created_at": instants.show(row.created_at)} for row in found]


def revoke_calendar_key(
    connection: Connection, id_: str, *, programme: int | None = None, contact: str | None = None
) -> None:
    """Revoke a key. Raises NoSuchKey."""
    here = _of(programme, contact)
    if connection.execute(delete(calendar_key).where(calendar_key.c.id == id_, here)).rowcount == 0:
        raise NoSuchKey(id=id_)


def _of(programme: int | None, contact: str | None) -> ColumnElement[bool]:
    return calendar_key.c.contact == contact if programme is None else calendar_key.c.programme == programme


def _hash(key: str) -> str:
    # A plain hash will do for a key that cannot be guessed.
    return hashlib.sha256(key.encode()).hexdigest()
