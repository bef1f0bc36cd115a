"""Whether the deployment can serve: asked of the database by a thread and a connection of its own, within a second."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path

import structlog
from sqlalchemy import Engine, make_url, text

from projections.database.connections import connect_database, reading

SECONDS = 0.8
_logger = structlog.get_logger("mergerlog")


class Readiness:
    """Asks the database of one deployment. The workers and the connections of everyone else may all be waiting for a
    writer: this needs none of them."""

    def __init__(self, database: str) -> None:
        self._database = _in_full(database)
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="readiness")
        self._asking: asyncio.Future[None] | None = None

    async def is_ready(self) -> bool:
        """Whether the database answers. Those who ask at once share one question."""
        loop = asyncio.get_running_loop()
        asking = self._asking
        if asking is None or asking.done() or asking.get_loop() is not loop:
            asking = self._asking = loop.run_in_executor(self._worker, self._ask)
        try:
            await asyncio.wait_for(asyncio.shield(asking), SECONDS)
        except Exception as error:  # noqa: BLE001 - whatever keeps the database from answering, it is not ready
            _logger.warning("not ready", error=type(error).__name__)
            return False
        return True

    @cached_property
    def _engine(self) -> Engine:
        return connect_database(self._database)

    def _ask(self) -> None:
        try:
            with reading(self._engine) as connection:
                connection.execute(text("SELECT 1 FROM programme")).first()
        finally:
            self._engine.dispose()  # no connection is kept: one that was kept would say nothing about a new one


def _in_full(database: str) -> str:
    """The address of a database, that of a file with its whole path: it is opened later, and perhaps elsewhere."""
    url = make_url(database)
    if url.get_backend_name() != "sqlite" or url.database in (None, "", ":memory:"):
        return database
    return url.set(database=str(Path(str(url.database)).absolute())).render_as_string(hide_password=False)
