"""The route of a read: described as any other, and quicker to come to where the coordinates are all that it takes."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any, TypeVar

from anyio import CapacityLimiter, to_thread
from anyio.lowlevel import RunVar
from fastapi import Request, Response
from fastapi.routing import APIRoute

from api.http.coordinates import COORDINATES, Coordinates, refuse_strange, service
from api.rest.core.answer import IN_PASSING, address
from api.rest.core.answer_cache import Answers, NotKept

_readers: RunVar[CapacityLimiter] = RunVar("readers")

Endpoint = TypeVar("Endpoint", bound=Callable[..., Response])
_BRIEF: set[Callable[..., Response]] = set()
_BESIDE = {"scenario"}
"""What may be given beside the coordinates, as a text that is taken as it comes."""


class ReadRoute(APIRoute):
    """Coordinates are described by FastAPI and read here: it took longer to find out what they are than to answer."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """What answers a request."""
        takes = inspect.signature(self.endpoint).parameters.keys()
        is_brief = self.endpoint in _BRIEF
        beside = takes - self.param_convertors.keys() - {"request", "asked"}
        if "asked" not in takes or not beside <= _BESIDE:
            return super().get_route_handler()

        def respond(request: Request) -> Response:
            refuse_strange(request, COORDINATES | beside)
            given = dict(request.query_params)
            more = {name: given.pop(name, None) for name in beside}
            response: Response = self.endpoint(
                request=request, asked=Coordinates(**given), **more, **request.path_params
            )
            return response

        async def handle(request: Request) -> Response:
            if _soon_answered(request, is_brief=is_brief):
                # To hand it to a thread and take it back would cost more than to give what is kept.
                request.scope[IN_PASSING] = True
                with suppress(NotKept):
                    return respond(request)
                request.scope[IN_PASSING] = False
            return await to_thread.run_sync(respond, request, limiter=_limiter(request))

        return handle


def brief(endpoint: Endpoint) -> Endpoint:
    """Mark an endpoint that is quick to answer where most of what it says is kept, and else raises NotKept."""
    _BRIEF.add(endpoint)
    return endpoint


def _soon_answered(request: Request, *, is_brief: bool) -> bool:
    """Whether to look for the answer in memory first. On SQLite, which is asked for the point of the question without
    waiting; and where its address was answered before, so that a new question is not begun twice, or its answer is
    brief. One that supposes a scenario is neither: it waits for the log's writer."""
    answers: Answers = request.app.state.answers
    if service(request).engine.dialect.name != "sqlite":
        return False
    return answers.knows(address(request)) or (is_brief and not _BESIDE & request.query_params.keys())


def _limiter(request: Request) -> CapacityLimiter | None:
    """How many threads may answer at once. A read of SQLite waits for nobody, so more threads than cores would only
    take the interpreter from each other; writes, which do wait, and PostgreSQL have as many as there are."""
    if service(request).engine.dialect.name != "sqlite":
        return None
    try:
        return _readers.get()
    except LookupError:
        limiter = CapacityLimiter(os.cpu_count() or 1)
        _readers.set(limiter)
        return limiter
