"""Accounts and sessions, for whoever asks: the pages and the command line both come in here."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from threading import BoundedSemaphore

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import Connection, Engine

from api.clock import Clock
from api.services.process_log import security_event
from domain.refusals import Refusal
from projections.accounts import accounts, rate_limits, sessions
from projections.accounts.accounts import ALL, Account
from projections.accounts.tokens import ROLES
from projections.database.connections import reading, writing
from projections.log import programmes

SHORTEST = 12
LONGEST = 1024
_TRIES = 10
_TRIES_FROM_ONE_ADDRESS = 50
_WINDOW = 15 * 60
_VERIFYING = BoundedSemaphore(2)
_WAITING = BoundedSemaphore(16)
"""Of the process: passwords that are verified at once, and with those that wait."""


class NotSignedIn(Refusal):
    """The sign-in name or the password is not right. Check both and try again."""


class TooManyTries(Refusal):
    """There were too many tries to sign in. Wait 15 minutes, then try again."""


class TooManySignIns(Refusal):
    """Too many people are signing in at the moment. Wait a little, then try again."""


class BadPassword(Refusal):
    """A password has at least {shortest} characters. Three words that do not belong together make a good one."""


class BadRole(Refusal):
    """A role is manager, member or observer."""


@dataclass(frozen=True)
class Accounts:
    """The accounts of one deployment. Time here is the real clock's: a demonstration's sessions last as long."""

    engine: Engine
    clock: Clock

    @cached_property
    def _hasher(self) -> PasswordHash:
        return PasswordHash((Argon2Hasher(),))

    def _verify(self, password: str, hashed: str) -> bool:
        """Whether a password is the one that was hashed. Each verification takes 64 MiB, so few run at once.

        Raises TooManySignIns where too many wait already.
        """
        if not _WAITING.acquire(blocking=False):
            raise TooManySignIns
        try:
            with _VERIFYING:
                return self._hasher.verify(password[:LONGEST], hashed)
        finally:
            _WAITING.release()

    @cached_property
    def _nobody(self) -> str:
        """What a name without an account is tried against, so that it takes as long."""
        return self._hasher.hash("nobody's password")

    def add(
        self, sign_in: str, name: str, password: str, role: str | None = None, programme: str | None = None
    ) -> Account:
        """Make an account with a password, and a role in one programme or in all.

        Raises SignInTaken, BadPassword, BadRole or NoSuchProgramme.
        """
        hashed = self._hash(password)
        if role is not None and role not in ROLES:
            raise BadRole
        with writing(self.engine) as connection:
            id_ = accounts.add_account(connection, name, self.clock.real(), sign_in=sign_in, password=hashed)
            if role is not None:
                number = ALL if programme is None else programmes.programme_number(connection, programme)
                accounts.set_roles(connection, id_, {number: role})
            security_event("account made", account=id_, role=role, programme=programme)
            return accounts.find_account(connection, id_)

    def sign_in(self, sign_in: str, password: str, address: str, old: str | None = None) -> str:
        """Begin a session, and end the one that there was: its secret. Raises NotSignedIn or TooManyTries."""
        now = self.clock.real()
        name, place = f"sign-in {sign_in.strip().lower()}", f"sign-in from {address}"
        with writing(self.engine) as connection:
            by_name = rate_limits.count_attempt(connection, name, now, _WINDOW)
            by_place = rate_limits.count_attempt(connection, place, now, _WINDOW)
        if by_name > _TRIES or by_place > _TRIES_FROM_ONE_ADDRESS:
            security_event("sign-in locked out", sign_in=_mark(sign_in))
            raise TooManyTries
        with reading(self.engine) as connection:
            known = accounts.password_of(connection, sign_in)
        is_right = self._verify(password, self._nobody if known is None else known[1])
        if known is None or not is_right:
            security_event("sign-in failed", sign_in=_mark(sign_in))
            raise NotSignedIn
        with writing(self.engine) as connection:
            # The account may have been disabled, or its password changed, while this one was being verified.
            if accounts.password_of(connection, sign_in) != known:
                raise NotSignedIn
            rate_limits.reset_attempts(connection, name)
            rate_limits.uncount_attempt(connection, place, now, _WINDOW)
            return self._begin(connection, known[0], old)

    def sign_in_as(self, issuer: str, subject: str, name: str, old: str | None = None) -> str:
        """Begin a session of someone whom an identity provider vouches for; one who is new gets an account without a
        role. Raises NotSignedIn for an account that is disabled."""
        with writing(self.engine) as connection:
            known = accounts.find_provider_account(connection, issuer, subject)
            if known is not None and known.disabled:
                raise NotSignedIn
            now = self.clock.real()
            id_ = known.id if known else accounts.add_account(connection, name, now, issuer=issuer, subject=subject)
            return self._begin(connection, id_, old)

    def _begin(self, connection: Connection, id_: str, old: str | None) -> str:
        if old is not None:
            sessions.end_session(connection, old)
        security_event("signed in", account=id_)
        return sessions.begin_session(connection, id_, self.clock.real())

    def sign_out(self, secret: str) -> None:
        """End a session."""
        with writing(self.engine) as connection:
            sessions.end_session(connection, secret)
        security_event("signed out")

    def who(self, connection: Connection, secret: str | None) -> Account | None:
        """Who is signed in, by the secret of a session."""
        id_ = None if secret is None else sessions.account_of(connection, secret, self.clock.real())
        account = None if id_ is None else accounts.find_account(connection, id_)
        return None if account is None or account.disabled else account

    def everyone(self) -> list[Account]:
        """Every account."""
        with reading(self.engine) as connection:
            return accounts.list_accounts(connection)

    def with_roles(self) -> list[tuple[Account, dict[str | None, str]]]:
        """Every account with its roles by programme; None stands for all programmes."""
        with reading(self.engine) as connection:
            slugs: dict[int, str | None] = {number: slug for number, slug, _ in accounts.programmes_of(connection)}
            slugs[ALL] = None
            everyone = accounts.list_accounts(connection)
        return [(account, {slugs[number]: role for number, role in account.roles.items()}) for account in everyone]

    def set_role(self, id_: str, role: str | None, programme: str | None = None) -> None:
        """Give an account a role in one programme or in all, or take it away. Raises a Refusal."""
        if role is not None and role not in ROLES:
            raise BadRole
        with writing(self.engine) as connection:
            roles = dict(accounts.find_account(connection, id_).roles)
            number = ALL if programme is None else programmes.programme_number(connection, programme)
            roles.pop(number, None)
            accounts.set_roles(connection, id_, roles | ({} if role is None else {number: role}))
        security_event("role changed", account=id_, role=role, programme=programme)

    def set_disabled(self, id_: str, *, disabled: bool) -> None:
        """Let an account sign in no more, or again. Raises a Refusal."""
        with writing(self.engine) as connection:
            accounts.set_disabled(connection, id_, disabled)
        security_event("account disabled" if disabled else "account enabled", account=id_)

    def set_password(self, id_: str, password: str) -> None:
        """Give an account another password. Raises a Refusal."""
        hashed = self._hash(password)
        with writing(self.engine) as connection:
            accounts.set_password(connection, id_, hashed)
        security_event("password changed", account=id_)

    def _hash(self, password: str) -> str:
        if not SHORTEST <= len(password) <= LONGEST:
            raise BadPassword(shortest=SHORTEST)
        return self._hasher.hash(password)


def _mark(sign_in: str) -> str:
    """What stands for a sign-in name in the log: somebody may have typed a password there."""
    return hashlib.sha256(sign_in.strip().lower().encode("utf-8", "surrogatepass")).hexdigest()[:12]
