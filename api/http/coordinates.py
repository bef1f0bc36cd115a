"""Questions over HTTP: the coordinates of a request, and answers with the question at their head."""

from __future__ import annotations

import inspect
import re
from collections.abc import Collection
from typing import Annotated

from fastapi import Depends, Path, Query, Request

from api.http.problems import NoSuchAddress
from api.http.session import mergerlog_of
from api.services.mergerlog import Mergerlog
from domain.changes.change import BASES
from domain.changes.coordinates import Question
from domain.kinds.fields import SLUG
from domain.refusals import MalformedQuestion

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


async def strict_parameters(request: Request) -> None:
    """Refuse what is strange about the address of a request, going by the description of its call."""
    described = request.app.openapi()["paths"][request.scope["route"].path][request.method.lower()]
    refuse_strange(request, {each["name"] for each in described.get("parameters", ()) if each["in"] == "query"})


def refuse_strange(request: Request, allowed: Collection[str]) -> None:
    """Refuse an address that can lead nowhere, and a query parameter that the call does not take, or takes once: a slip
    of the pen must not alter the question in silence. Raises NoSuchAddress or MalformedQuestion."""
    for value in request.path_params.values():
        if re.fullmatch(SLUG, value) is None:
            raise NoSuchAddress
    names = [name for name, _ in request.query_params.multi_items()]
    for name in names:
        if name not in allowed:
            takes = ", ".join(sorted(allowed)) or "none"
            raise MalformedQuestion(fault=f'this call takes no parameter "{name}" (it takes: {takes})')
        if names.count(name) > 1:
            raise MalformedQuestion(fault=f'the parameter "{name}" is given more than once')


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
