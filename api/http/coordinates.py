"""The coordinates of a question over HTTP: the query parameters of every read, and the ids in its path."""

from __future__ import annotations

import inspect
from typing import Annotated

from fastapi import Depends, Path, Query

from api.http.session import mergerlog_of
from api.services.mergerlog import Mergerlog
from domain.changes.change import BASES
from domain.changes.coordinates import Question
from domain.kinds.fields import SLUG

PATTERN = SLUG.replace(r"\Z", "$")


class Coordinates:
    """The coordinates that every read takes as query parameters."""

    def __init__(
        self,
        effective_on: Annotated[
            str | None,
            Query(description="The day that is asked about; today where it is left out.", examples=["2018-06-01"]),
        ] = None,
        known_on: Annotated[
            str | None, Query(description="As known at the end of this day in London.", examples=["2018-06-01"])
        ] = None,
        known_at: Annotated[
            str | None, Query(description="As known at this instant.", examples=["2018-06-01T08:00:00Z"])
        ] = None,
        basis: Annotated[
            str | None,
            Query(
                description="The changes that count: done, planned (and done) or proposed (and both).",
                examples=["done"],
                json_schema_extra={"enum": list(BASES)},
            ),
        ] = None,
    ) -> None:
        self.given = {"effective_on": effective_on, "known_on": known_on, "known_at": known_at, "basis": basis}

    def resolve(self, mergerlog: Mergerlog) -> Question:
        """The question. Raises Malformed."""
        return mergerlog.ask(**self.given)


COORDINATES = frozenset(inspect.signature(Coordinates).parameters)
"""The names of the coordinates."""


async def _coordinates(coordinates: Annotated[Coordinates, Depends(Coordinates, use_cache=True)]) -> Coordinates:
    return coordinates


Asked = Annotated[Coordinates, Depends(_coordinates)]
SupposedScenario = Annotated[
    str | None,
    Query(
        alias="scenario",
        description="The log as it would be with this draft recorded.",
        json_schema_extra={"pattern": PATTERN},
    ),
]
SUPPOSING = "Supposing a scenario"
service = mergerlog_of


PathId = Annotated[
    str, Path(description="An id: small letters, digits and hyphens.", json_schema_extra={"pattern": PATTERN})
]
