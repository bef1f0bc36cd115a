"""Which entries say this? Newest first, as known, and as their viewer may know."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Select

from domain.log.entry import Entry
from projections.database.tables import log
from projections.log.as_of import is_visible
from projections.log.log_rows import ENTRIES
from projections.questions.viewpoint import Viewpoint
from projections.read_models.search_index import holds_words, query_words, words, words_of

_AT_ONCE = 200


def search_entries(view: Viewpoint, query: str, *, limit: int) -> list[Entry]:
    """Entries that hold every word of a query, each of which may be the beginning of a longer one."""
    found = query_words(query)
    if not found:
        return []
    return list(view.log.entries(view.connection, _matching(view, found, phrase=False).limit(limit)))


def entries_citing(view: Viewpoint, document: str, *, limit: int) -> list[Entry]:
    """Entries whose paper is this one."""

    def is_it(entry: Entry) -> bool:
        return entry.body.source is not None and entry.body.source.document == document

    return _exactly(view, document, is_it, limit)


def entries_naming(view: Viewpoint, person: str, *, limit: int) -> list[Entry]:
    """Entries that name a person by their id."""
    return _exactly(view, person, lambda entry: person in words_of(entry.body).split("\n"), limit)


def _exactly(view: Viewpoint, phrase: str, is_it: Callable[[Entry], bool], limit: int) -> list[Entry]:
    """Entries that hold a phrase, of which the index finds those that may and `is_it` says which do."""
    found = query_words(phrase)
    if not found:
        return []
    query = _matching(view, found, phrase=True).execution_options(yield_per=_AT_ONCE)
    kept: list[Entry] = []
    for entry in view.log.entries(view.connection, query):
        if is_it(entry):
            kept.append(entry)
            if len(kept) == limit:
                break
    return kept


def _matching(view: Viewpoint, terms: list[str], *, phrase: bool) -> Select[Any]:
    query = (
        ENTRIES.join(words, words.c.rowid == log.c.position)
        .where(log.c.programme == view.point.programme, log.c.position <= view.point.position)
        .where(holds_words(view.connection.dialect.name, terms, phrase=phrase))
        .order_by(log.c.recorded_at.desc(), log.c.position.desc())
    )
    return query.where(is_visible()) if view.point.public else query
