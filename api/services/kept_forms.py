"""Forms that arrived after their session had ended: kept for the browser that sent them until its user signs in."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

import msgspec
from sqlalchemy import Engine

from api.clock import Clock
from projections.accounts import kept_forms, rate_limits
from projections.database.connections import reading, writing

MOST_BYTES = 80 * 1024
"""Of one form: as much as is read of a form from anyone, and what it takes to store it."""
_MOST_FROM_ONE_ADDRESS = 30
_WINDOW = 15 * 60


class SentContent(msgspec.Struct, frozen=True):
    """What a form held: the values of each field, and the bytes of each file."""

    fields: dict[str, list[str]]
    files: dict[str, bytes]


class FormNotKept(Exception):
    """Raised where a form is too large to be kept, or too many came from one address. The sign-in page says so."""


@dataclass(frozen=True)
class KeptForms:
    """The forms that a deployment keeps. Time here is the real clock's, as for sessions."""

    engine: Engine
    clock: Clock

    def keep(self, content: SentContent, path: str, browser: str | None, address: str) -> tuple[str, str]:
        """Keep a form, but no password: the secret for the browser's cookie, and the key to the form. Raises
        FormNotKept or Busy."""
        encoded = _encoded(content)
        if len(encoded) > MOST_BYTES:
            raise FormNotKept
        secret, now = browser or secrets.token_urlsafe(32), self.clock.real()
        with writing(self.engine) as connection:
            sent = rate_limits.count_attempt(connection, f"form from {address}", now, _WINDOW)
            if sent <= _MOST_FROM_ONE_ADDRESS:
                return secret, kept_forms.keep_form(connection, secret, path, encoded, now)
        raise FormNotKept

    def kept(self, browser: str, key: str, path: str) -> SentContent | None:
        """The form that this browser sent to this path, while it is kept."""
        with reading(self.engine) as connection:
            encoded = kept_forms.kept_content(connection, browser, key, path, self.clock.real())
        return None if encoded is None else msgspec.msgpack.decode(encoded, type=SentContent)

    def forget(self, browser: str) -> None:
        """Forget what a browser sent: whoever signs in there next is not to read it."""
        with writing(self.engine) as connection:
            kept_forms.forget_forms(connection, browser)


def _encoded(content: SentContent) -> bytes:
    """A form as it is stored, without its passwords. Raises FormNotKept."""
    fields = {name: values for name, values in content.fields.items() if "password" not in name.lower()}
    try:
        return msgspec.msgpack.encode(SentContent(fields, content.files))
    except UnicodeEncodeError:
        raise FormNotKept from None
