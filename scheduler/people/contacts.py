"""Contacts: the people to remind, stored outside the log so that each can be forgotten."""

from __future__ import annotations

import re
import secrets
from typing import Annotated, Any, Literal

import msgspec
from sqlalchemy import Connection, Integer, bindparam, delete, insert, or_, select, update

from domain.kinds.event import Slug
from domain.refusals import IdTaken, Malformed, Refusal, UnknownPerson
from projections.accounts.people import names_of
from projections.database.prepared import rows
from scheduler.tables import calendar_key, contact, snooze, subscription

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")
SEES_ALL = ("manager", "member")
"""Roles that may see what is restricted."""
_Short = Annotated[str, msgspec.Meta(pattern=r"\S", max_length=200)]


class NoSuchContact(Refusal):
    """There is no contact "{id}", or it is not yours to see."""


class AddressTaken(IdTaken):
    """Another contact has this address: nobody should get a mail twice. Change that contact instead."""


class ContactIdTaken(IdTaken):
    """The id "{id}" already stands for another contact. Use another id, or PUT the contact to alter it."""


class Contact(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A contact as it is given and shown; `programme` is a number inside, and an id outside."""

    id: Slug
    name: _Short
    email: str | None = None
    person: Slug | None = None
    """The person of the register that it is: reminders to the holder of a post go to their contact."""
    role: Literal["manager", "member", "observer"] = "observer"
    senior: bool = False
    """Whether it is the senior responsible officer."""
    programme: int | None = None
    unsubscribed: bool = False

    def belongs_to(self, programme: int) -> bool:
        """Whether it has to do with a programme."""
        return self.programme in (None, programme)

    @property
    def public(self) -> bool:
        """Whether it sees what an observer sees."""
        return self.role not in SEES_ALL


_COLUMNS = tuple(contact.c[name] for name in Contact.__struct_fields__)
_EVERYONE = select(*_COLUMNS).order_by(contact.c.id)
_BELONGS = or_(contact.c.programme.is_(None), contact.c.programme == bindparam("programme", type_=Integer))
_OF_PROGRAMME = _EVERYONE.where(_BELONGS)
_ONE = select(*_COLUMNS).where(contact.c.id == bindparam("id"))


def check_contact(connection: Connection, wanted: Contact) -> None:
    """Whether a contact can be kept. Raises Malformed, UnknownPerson or AddressTaken."""
    if wanted.email is not None:
        check_address(wanted.email)
        same = select(contact.c.id).where(contact.c.email == wanted.email.lower(), contact.c.id != wanted.id)
        if connection.scalar(same) is not None:
            raise AddressTaken
    if wanted.person is not None and wanted.person not in names_of(connection, [wanted.person]):
        raise UnknownPerson(person=wanted.person)


def check_address(email: str) -> None:
    """Whether it is an address that mail can be sent to. Raises Malformed."""
    if _ADDRESS.fullmatch(email) is None or ".." in email:
        raise Malformed(fault="email is not an address: write it as name@example.org, with nothing around it")


def add_contact(connection: Connection, wanted: Contact, now: int) -> bool:
    """Put a contact in; whether it is new. Raises ContactIdTaken, and what `check` raises."""
    known = find_contact(connection, wanted.id)
    if known is not None:
        if known != _kept(wanted):
            raise ContactIdTaken(id=wanted.id)
        return False
    check_contact(connection, wanted)
    connection.execute(insert(contact), [msgspec.structs.asdict(_kept(wanted)) | {"created_at": now}])
    return True


def alter_contact(connection: Connection, wanted: Contact) -> None:
    """Replace a contact. Raises NoSuchContact, and what `check` raises."""
    get_contact(connection, wanted.id)
    check_contact(connection, wanted)
    connection.execute(update(contact).where(contact.c.id == wanted.id).values(msgspec.structs.asdict(_kept(wanted))))


def remove_contact(connection: Connection, id_: str) -> None:
    """Forget a contact, with its subscriptions and keys. What was sent stays in the ledger, under its id alone."""
    for table in (subscription, calendar_key, snooze):
        connection.execute(delete(table).where(table.c.contact == id_))
    connection.execute(delete(contact).where(contact.c.id == id_))


def set_unsubscribed(connection: Connection, id_: str, *, unsubscribed: bool = True) -> None:
    """Send a contact no more mail but escalations, or all of it again."""
    connection.execute(update(contact).where(contact.c.id == id_).values(unsubscribed=unsubscribed))


def find_contact(connection: Connection, id_: str) -> Contact | None:
    """A contact, or None."""
    row = next(iter(rows(connection, _ONE, {"id": id_})), None)
    return None if row is None else _contact(row)


def get_contact(connection: Connection, id_: str) -> Contact:
    """A contact. Raises NoSuchContact."""
    found = find_contact(connection, id_)
    if found is None:
        raise NoSuchContact(id=id_)
    return found


def list_contacts(connection: Connection, programme: int | None = None) -> list[Contact]:
    """Contacts by id: all of them, or those who have to do with a programme."""
    if programme is None:
        return [_contact(row) for row in rows(connection, _EVERYONE, {})]
    return [_contact(row) for row in rows(connection, _OF_PROGRAMME, {"programme": programme})]


def random_contact_id() -> str:
    """An id for a contact that brings none."""
    return f"c-{secrets.token_hex(6)}"


def _kept(wanted: Contact) -> Contact:
    return msgspec.structs.replace(wanted, email=wanted.email and wanted.email.lower())


def _contact(row: Any) -> Contact:
    values = dict(zip(Contact.__struct_fields__, row, strict=True))
    return Contact(**values | {name: bool(values[name]) for name in ("senior", "unsubscribed")})
