"""May somebody know a person's name? Only where an entry that they may see names that person."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import ColumnElement, Connection, and_, or_, true

from projections.accounts.accounts import ALL
from projections.database.tables import log
from projections.log.application import Log
from projections.log.as_of import is_visible
from projections.log.log_rows import ENTRIES
from projections.read_models.search_index import holds_words, query_words, words, words_of

_AT_ONCE = 200


def is_person_named(
    connection: Connection, log_: Log, person: str, roles: Mapping[int, str], *, anyone_reads: bool
) -> bool:
    """Whether an entry names a person by their id, among those that may be seen in these roles.

    The roles are by the number of a programme, ALL for every other one. With `anyone_reads` everybody reads every
    programme as an observer does.
    """
    tokens = query_words(person)
    if not tokens:
        return False
    query = (
        ENTRIES.join(words, words.c.rowid == log.c.position)
        .where(holds_words(connection.dialect.name, tokens, phrase=True), _may_see(roles, anyone_reads))
        .execution_options(yield_per=_AT_ONCE)
    )
    return any(person in words_of(entry.body).split("\n") for entry in log_.entries(connection, query))


def _may_see(roles: Mapping[int, str], anyone_reads: bool) -> ColumnElement[bool]:
    own = {number: role for number, role in roles.items() if number != ALL}
    elsewhere = log.c.programme.not_in(own)
    staff = [log.c.programme.in_([number for number, role in own.items() if role != "observer"])]
    public = [log.c.programme.in_([number for number, role in own.items() if role == "observer"])]
    if roles.get(ALL, "observer") != "observer":
        staff.append(elsewhere)
    elif ALL in roles or anyone_reads:
        public.append(elsewhere)
    return or_(*staff, and_(or_(*public, ~true()), is_visible()))
