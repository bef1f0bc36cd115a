"""The viewpoint: what every question needs to be answered, in one object."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Self

import msgspec
from sqlalchemy import Connection

from domain.changes.coordinates import Question
from projections.cache.caches import Caches
from projections.log.application import Log
from projections.log.as_of import Point, point_at


@dataclass(frozen=True)
class Viewpoint:
    """A transaction, the log, and the point that the question looks from: its day, its known instant, its viewer."""

    connection: Connection
    log: Log
    point: Point
    caches: Caches = field(default_factory=Caches)
    is_tentative: bool = False
    """Whether the transaction has altered something and will be undone: a cache must not keep what it reads."""
    most_states: int | None = None
    """How many states may be read from the database at most: a question that needs more raises TooMany."""

    def asking(self, question: Question) -> Self:
        """The same viewer's viewpoint of another question, in the same transaction."""
        return replace(self, point=point_at(self.connection, self.point.head, question, self.point.public))

    def on_day(self, day: int) -> Self:
        """The viewpoint of another day, as known at the same point."""
        question = msgspec.structs.replace(self.point.question, effective_on=day)
        return replace(self, point=replace(self.point, question=question))
