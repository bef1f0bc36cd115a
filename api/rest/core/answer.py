"""Questions over HTTP: the coordinates of a request, and answers with the question at their head."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
from fastapi import Request, Response

from api.http.access import manager_of, reads_as_public
from api.http.bodies import JSON
from api.http.coordinates import SUPPOSING, service
from api.rest.core.answer_cache import Answers, NotKept
from api.services.mergerlog import Mergerlog
from api.services.scenarios import Scenarios
from domain.changes.coordinates import Question
from projections.database.connections import reading
from projections.log.as_of import read_head
from projections.questions.view import View

IN_PASSING = "mergerlog.in_passing"
"""Said of a request in its scope: it is answered from memory or not at all, since nobody else is served meanwhile."""


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
        at = read_head(connection, slug)
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
    body = msgspec.json.encode(mergerlog.heading(question) | said)
    return Response(body, status, {"Cache-Control": "no-store"}, JSON)
