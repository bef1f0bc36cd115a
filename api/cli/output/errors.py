"""Errors as a sentence: what was wrong, where, and what to do next."""

from __future__ import annotations

from sqlalchemy.exc import DatabaseError, OperationalError

from api.settings import BadSetting
from domain.refusals import Refusal
from projections.database.connections import BadDatabase, Busy, DatabaseTooOld, NoDatabase

_FORESEEN = (Refusal, Busy, BadSetting, BadDatabase, NoDatabase, DatabaseTooOld, OSError)


def error_sentence(error: Exception) -> str | None:
    """The sentence of an error that a person can mend; none for a fault of the program."""
    if isinstance(error, _FORESEEN):
        return str(error)
    # Of the database's own errors, these two classes alone: no server, no file, or a file that is no database.
    if isinstance(error, OperationalError) or type(error) is DatabaseError:
        return f"The database cannot be used: {error.orig}. See --database and MERGERLOG_DATABASE."
    return None
