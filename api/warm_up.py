"""What the first who ask would wait for, done beforehand."""

from __future__ import annotations

from collections.abc import Callable

import structlog
from sqlalchemy.exc import DBAPIError

from api.services.mergerlog import Mergerlog
from projections.database.connections import Busy, reading
from projections.log import programmes
from projections.log.head import read_head

SECONDS = 10
BASES = ("planned", "done")
"""What is asked about clashes where nobody says how much is to count: on the pages, and over HTTP."""
_logger = structlog.get_logger("mergerlog")


def warm(mergerlog: Mergerlog, seconds: Callable[[], float]) -> None:
    """Find what clashes in every programme, that whose log went on last first, for as long as there is time.

    The first answer about a programme of ten thousand entries reads them all; those after it what is new.
    """
    until = seconds() + SECONDS
    try:
        for slug in _latest_first(mergerlog):
            for public in (False, True):
                for basis in BASES:
                    if seconds() > until:
                        return
                    _ask(mergerlog, slug, basis, public)
    except (Busy, DBAPIError) as error:  # Whoever asks first will wait for it, as they would have.
        _logger.warning("not warmed", error=type(error).__name__)


def _latest_first(mergerlog: Mergerlog) -> list[str]:
    with reading(mergerlog.engine) as connection:
        slugs = [each["id"] for each in programmes.list_programmes(connection)]
        return sorted(slugs, key=lambda slug: read_head(connection, slug).position, reverse=True)


def _ask(mergerlog: Mergerlog, slug: str, basis: str, public: bool) -> None:
    with mergerlog.viewing(slug, mergerlog.ask(basis=basis), public) as view:
        view.clashes(limit=1)
