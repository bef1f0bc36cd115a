"""Questions over HTTP: the coordinates of a request, and answers with the question at their head."""

from __future__ import annotations

import hashlib
import inspect
import re
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import msgspec
from fastapi import Depends, Query, Request, Response

from api.rest.access import manager_of, reads_as_public
from api.rest.answers import Answers, NotKept
from api.rest.problems import NoSuchAddress
from api.scenarios import Scenarios
from api.service import Mergerlog, View, heading
from api.session import mergerlog_of
from domain.changes.coordinates import Question
from domain.kinds.event import SLUG
from domain.refusals import MalformedQuestion
from projections.database.connections import reading
from projections.log.as_of import head

JSON = "application/json"
IN_PASSING = "mergerlog.in_passing"
"""Said of a request in its scope: it is answered from memory or not at all, since nobody else is served meanwhile."""
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
Supposed = Annotated[
    str | None,
    Query(
        alias="scenario",
        description="The log as it would be with this draft recorded.",
        json_schema_extra={"pattern": PATTERN},
    ),
]
SUPPOSING = "Supposing a scenario"
service = mergerlog_of


@contextmanager
def view(request: Request, slug: str, question: Question, scenario: str | None = None) -> Iterator[View]:
    """Answer a question about a programme, to whoever asks; where it supposes a scenario, to a manager."""
    mergerlog = service(request)
    if scenario is not None:
        by = manager_of(request, mergerlog, slug, SUPPOSING)
        with Scenarios(mergerlog, slug, by).supposing(scenario, question) as seen:
            yield seen
        return
    with reading(mergerlog.engine) as connection:
        at = head(connection, slug)
        public = reads_as_public(request, mergerlog, connection, at.programme, slug)
        yield mergerlog.view(connection, at, question, public)


def answer(
    request: Request,
    seen: View,
    say: Callable[[], dict[str, Any] | str],
    *,
    settled: bool | None = None,
    is_brief: bool = False,
) -> Response:
    """An answer in JSON: `say` gives its members as a dict, or as text without the braces.

    A settled one has an ETag, and may be kept; whoever kept it asks again whether it still stands, since what its
    viewer may see can change. One that is brief is made in passing too.
    """
    if seen.scenario is not None:
        # Nobody is to be told tomorrow, as if it were so, what a draft would have come to.
        return Response(_body(seen, say()), media_type=JSON, headers={"Cache-Control": "no-store"})
    answers: Answers = request.app.state.answers

    def make() -> bytes:
        if not is_brief and is_in_passing(request):
            raise NotKept
        return _body(seen, say())

    body = answers.get((address(request), seen.point), make, is_brief=is_brief)
    if not (seen.point.settled if settled is None else settled):
        return Response(body, media_type=JSON, headers={"Cache-Control": "no-store"})
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache", "Vary": "Authorization, Cookie"}
    if not {tag, "*"}.isdisjoint(_marks(request.headers.get("if-none-match", ""))):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=JSON, headers=headers)


def is_in_passing(request: Request) -> bool:
    """Whether the request is answered while nobody else is served."""
    return bool(request.scope.get(IN_PASSING))


def _marks(given: str) -> list[str]:
    """The marks of what was kept, weak ones as well: to be let off an answer, being as good as the same is enough."""
    return [mark.strip().removeprefix("W/") for mark in given.split(",")]


def address(request: Request) -> str:
    """What is asked: the path and the query, as they came."""
    return f"{request.scope['path']}?{request.scope['query_string'].decode('latin-1')}"


def _body(seen: View, said: dict[str, Any] | str) -> bytes:
    if isinstance(said, str):
        return (msgspec.json.encode(seen.heading).decode()[:-1] + "," + said + "}").encode()
    return msgspec.json.encode(seen.heading | said)


def plain(mergerlog: Mergerlog, question: Question, said: dict[str, Any], status: int = 200) -> Response:
    """An answer that rests on no programme's log."""
    body = msgspec.json.encode(heading(mergerlog.clock, question) | said)
    return Response(body, status, {"Cache-Control": "no-store"}, JSON)
