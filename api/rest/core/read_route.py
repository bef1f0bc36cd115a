"""The route of a read of a programme: it opens the view that the endpoint asks, and keeps the answers that come of it.

An endpoint takes a `view` and returns the content of its answer. It knows nothing of transactions, roles, caches, tags
or threads: all of that is here, once for every read.
"""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import wraps
from typing import Annotated, Any

from anyio import CapacityLimiter, to_thread
from anyio.lowlevel import RunVar
from fastapi import Request, Response
from fastapi.routing import APIRoute

from api.http.access import manager_of, reads_as_public
from api.http.coordinates import COORDINATES, SUPPOSING, Asked, Coordinates, PathId, SupposedScenario
from api.http.strict_parameters import refuse_strange
from api.rest.core.answer import Answer, AnswerCache, answer_of, response_of
from api.services.mergerlog import Mergerlog
from api.services.scenarios import Scenarios
from projections.cache.states import TooMany
from projections.database.connections import reading
from projections.log.head import read_head
from projections.questions.view import View

SupposingView = Annotated[View, "with a scenario, where the request names one"]
"""The type of `view` in an endpoint that can be asked what would be so with a scenario."""
PREFIX = "/v1/programmes/{programme}"
_FEW_STATES = 300
"""States that a quick read may take from the database while nobody else is served."""
_CONTEXT: dict[str, Any] = {"request": Request, "programme": PathId, "asked": Asked}
_readers: RunVar[CapacityLimiter] = RunVar("readers")

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class ReadRoute(APIRoute):
    """A read. FastAPI describes its parameters; where they are the coordinates alone it does not read them, since that
    took longer than to answer (docs/decisions/0022)."""

    is_quick = False

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        self._ask = endpoint
        self._takes = inspect.signature(endpoint, eval_str=True).parameters
        self._may_suppose = self._takes["view"].annotation == SupposingView
        self._allowed = COORDINATES | {"scenario"} if self._may_suppose else COORDINATES

        @wraps(endpoint)
        def read(**given: Any) -> Response:
            return self.read(**given)

        read.__signature__ = inspect.Signature(self._described())  # type: ignore[attr-defined]
        super().__init__(path, read, **options)

    def get_route_handler(self) -> Handler:
        """The handler of a request: it answers in passing where it can, and else in a thread."""
        in_thread = self._handler_of_coordinates() or super().get_route_handler()

        async def handle(request: Request) -> Response:
            return self._in_passing(request) or await in_thread(request)

        return handle

    def _described(self) -> list[inspect.Parameter]:
        """The parameters that FastAPI describes: those of every read, and the endpoint's own."""
        kind = inspect.Parameter.KEYWORD_ONLY
        context = [inspect.Parameter(name, kind, annotation=type_) for name, type_ in _CONTEXT.items()]
        own = [each.replace(kind=kind) for name, each in self._takes.items() if name not in {"view", *_CONTEXT}]
        supposed = inspect.Parameter("scenario", kind, default=None, annotation=SupposedScenario)
        return [*context, *own, supposed] if self._may_suppose else [*context, *own]

    def _handler_of_coordinates(self) -> Handler | None:
        """A handler that reads the parameters itself; None where the endpoint has parameters of its own."""
        own = self._takes.keys() - self.param_convertors.keys() - {"view", *_CONTEXT}
        if own:
            return None

        def read(request: Request) -> Response:
            refuse_strange(request, self._allowed)
            given = dict(request.query_params)
            scenario = given.pop("scenario", None)
            return self.read(request, asked=Coordinates(**given), scenario=scenario, **request.path_params)

        async def handle(request: Request) -> Response:
            return await to_thread.run_sync(read, request, limiter=_limiter(request))

        return handle

    def _in_passing(self, request: Request) -> Response | None:
        """The response, if it can be had without a thread: to hand a request over and take it back costs more than an
        answer that is cached. Only on SQLite, which is asked for the point of the question without waiting."""
        is_known = _answers(request).may_have(_address(request))
        if not (is_known or self.is_quick) or not _is_sqlite(request) or "scenario" in request.query_params:
            return None
        if not is_known:
            refuse_strange(request, self._allowed)
        asked = Coordinates(**{name: request.query_params.get(name) for name in COORDINATES})
        with _view(request, request.path_params["programme"], asked) as view:
            answer = _answers(request).get(_address(request), view.point)
            if answer is None and self.is_quick:
                with suppress(TooMany):
                    answer = self._answer(request, replace(view, most_states=_FEW_STATES), {})
        return None if answer is None else response_of(request, answer)

    def read(
        self, request: Request, programme: str, asked: Coordinates, scenario: str | None = None, **given: Any
    ) -> Response:
        """Answer from the cache, or else ask the endpoint."""
        context = {"request": request, "programme": programme, "asked": asked}
        given |= {name: context[name] for name in context.keys() & self._takes.keys()}
        with _view(request, programme, asked, scenario) as view:
            answer = None if scenario is not None else _answers(request).get(_address(request), view.point)
            answer = answer or self._answer(request, view, given)
        return response_of(request, answer) if isinstance(answer, Answer) else answer

    def _answer(self, request: Request, view: View, given: dict[str, Any]) -> Any:
        """The answer that the endpoint gives to a view, which the cache keeps; or a response of the endpoint's own."""
        content = self._ask(view=view, **given)
        if isinstance(content, Response):
            return content
        answer = answer_of(view, content)
        if view.scenario is None:
            _answers(request).put(_address(request), answer, when_asked_again=self.is_quick)
        return answer


class QuickReadRoute(ReadRoute):
    """A read that is quick to answer where the states that it needs are cached: on SQLite it waits for no thread."""

    is_quick = True


@contextmanager
def _view(request: Request, slug: str, asked: Coordinates, scenario: str | None = None) -> Iterator[View]:
    """The view of a programme that the reader may have; with a scenario, only a manager's."""
    mergerlog: Mergerlog = request.app.state.mergerlog
    question = asked.resolve(mergerlog)
    if scenario is not None:
        by = manager_of(request, mergerlog, slug, SUPPOSING)
        with Scenarios(mergerlog, slug, by).supposing(scenario, question) as view:
            yield view
        return
    with reading(mergerlog.engine) as connection:
        head = read_head(connection, slug)
        public = reads_as_public(request, mergerlog, connection, head.programme, slug)
        yield mergerlog.view(connection, head, question, public)


def _answers(request: Request) -> AnswerCache:
    answers: AnswerCache = request.app.state.answers
    return answers


def _address(request: Request) -> str:
    """The path and the query, as they came."""
    return f"{request.scope['path']}?{request.scope['query_string'].decode('latin-1')}"


def _is_sqlite(request: Request) -> bool:
    mergerlog: Mergerlog = request.app.state.mergerlog
    return mergerlog.engine.dialect.name == "sqlite"


def _limiter(request: Request) -> CapacityLimiter | None:
    """The number of threads that may read at once. A read of SQLite waits for nobody, so more threads than cores would
    only take the interpreter from each other; PostgreSQL has as many as there are, and so have writes, which wait."""
    if not _is_sqlite(request):
        return None
    try:
        return _readers.get()
    except LookupError:
        limiter = CapacityLimiter(os.cpu_count() or 1)
        _readers.set(limiter)
        return limiter
