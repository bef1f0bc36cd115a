"""Links in mails: each lets its holder do one thing for one contact. They are signed, so none has to be stored."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from urllib.parse import urlencode

import msgspec
from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError

from domain.refusals import Refusal
from scheduler.tables import secret

_NAME = "links"
_MARK = 16
"""Bytes of a signature."""


class BadLink(Refusal):
    """This link is not complete, or it is not one of ours. Open it again from the mail, or copy all of it."""


class Link(msgspec.Struct, frozen=True, array_like=True):
    """What a link is for. One that is about nothing is for the contact's mail as a whole."""

    contact: str
    programme: str = ""
    about: str = ""
    revision: int = 0


class LinkSigner:
    """Makes and reads links, as addresses of one deployment."""

    def __init__(self, address: str, key: bytes) -> None:
        self.address = address.rstrip("/")
        self._key = key

    def to(self, page: str, link: Link) -> str:
        """The address of a page under /reminders, with the key of a link."""
        body = msgspec.json.encode(link)
        key = base64.urlsafe_b64encode(self._mark(body) + body).decode().rstrip("=")
        return f"{self.address}/reminders/{page}?{urlencode({'key': key})}"

    def read(self, key: str) -> Link:
        """What a key is for. Raises BadLink."""
        try:
            raw = base64.urlsafe_b64decode(key.encode("ascii") + b"=" * (-len(key) % 4))
            mark, body = raw[:_MARK], raw[_MARK:]
            if hmac.compare_digest(mark, self._mark(body)):
                return msgspec.json.decode(body, type=Link)
        except ValueError:
            pass
        raise BadLink

    def _mark(self, body: bytes) -> bytes:
        return hmac.digest(self._key, body, hashlib.sha256)[:_MARK]


def signing_key(connection: Connection) -> bytes:
    """The key that this deployment signs links with, made when it is first asked for."""
    query = select(secret.c.value).where(secret.c.name == _NAME)
    found = connection.scalar(query)
    if found is None:
        try:
            with connection.begin_nested():
                connection.execute(insert(secret), [{"name": _NAME, "value": secrets.token_hex(32)}])
        except IntegrityError:  # another process made one
            pass
        found = connection.scalar(query)
    return bytes.fromhex(str(found))
