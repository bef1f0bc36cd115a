"""An error that a person can mend is a sentence; a fault of the program is none."""

from __future__ import annotations

import sqlite3

import pytest
from sqlalchemy.exc import DatabaseError, IntegrityError, OperationalError

from api.cli.output.errors import error_sentence
from api.settings import BadSetting
from domain.refusals import UnknownChange
from projections.database.connections import Busy, NoDatabase


@pytest.mark.parametrize(
    ("error", "begin"),
    [
        (UnknownChange(change="x"), 'No change "x" is in this programme.'),
        (BadSetting("say yes or no"), "say yes or no"),
        (Busy("Try again."), "Try again."),
        (NoDatabase("sqlite:///x"), "There is no database at sqlite:///x. Start one with"),
        (FileNotFoundError(2, "No such file", "x.jsonl"), "[Errno 2] No such file: 'x.jsonl'"),
        (OperationalError("SELECT 1", {}, sqlite3.OperationalError("away")), "The database cannot be used: away."),
        (
            DatabaseError("SELECT 1", {}, sqlite3.DatabaseError("no database")),
            "The database cannot be used: no database.",
        ),
    ],
)
def test_what_a_person_can_mend_is_a_sentence(error: Exception, begin: str) -> None:
    sentence = error_sentence(error)
    assert sentence is not None
    assert sentence.startswith(begin)


@pytest.mark.parametrize("error", [KeyError("x"), IntegrityError("INSERT", {}, sqlite3.IntegrityError("x"))])
def test_a_fault_is_no_sentence(error: Exception) -> None:
    assert error_sentence(error) is None
