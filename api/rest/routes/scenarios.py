"""Scenarios over HTTP: drafts of many entries, looked at and kept by managers alone."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from fastapi import APIRouter, Depends, Request, Response

from api.http.access import manager_of
from api.http.bodies import SmallBody, decode, reply
from api.http.coordinates import PathId, service
from api.http.strict_parameters import strict_parameters
from api.rest.core import openapi, shapes
from api.rest.core.answer import plain
from api.services.record_result import RecordResult, record_result
from api.services.scenarios import Scenarios
from domain.kinds.event import Slug, Text
from domain.log.parsing import read_entry
from projections.scenarios.views import (
    ClosedDraftAnswer,
    CommittedDraftAnswer,
    DraftAnswer,
    DraftsAnswer,
    RebasedDraftAnswer,
)

router = APIRouter(
    prefix="/v1/programmes/{programme}/scenarios", tags=["scenarios"], dependencies=[Depends(strict_parameters)]
)
_KEEPING, _LOOKING = "Keeping a scenario", "Looking at a scenario"
_SCENARIO = shapes.plain_answer(DraftAnswer, name="ScenarioAnswer")


class NewScenario(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A draft to be made."""

    name: Text
    id: Slug | None = None


class Commit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A draft to be recorded."""

    reason: Text | None = None


class Discard(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A draft to be given up."""

    reason: Text


class Rebase(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The new ground of a draft: what was seen of the log."""

    up_to: Slug | None = msgspec.field(default=None, name="seen")


def _of(request: Request, programme: str, deed: str) -> Scenarios:
    """The scenarios of a programme, to a manager."""
    return Scenarios(service(request), programme, manager_of(request, service(request), programme, deed))


def _shown(request: Request, answer: Mapping[str, object], status: int = 200) -> Response:
    mergerlog = service(request)
    return plain(mergerlog, mergerlog.ask(), answer, status)


@router.get(
    "",
    responses=openapi.answers(
        200, shapes.plain_answer(DraftsAnswer, name="ScenariosAnswer"), "The scenarios.", 401, 403, 404, 422
    ),
)
def list_scenarios(request: Request, programme: PathId) -> Response:
    """Every scenario of a programme, in the order of their making."""
    return _shown(request, _of(request, programme, _LOOKING).all())


@router.post(
    "",
    status_code=201,
    responses=openapi.write_answers(201, DraftAnswer, "The scenario.", 404, 409),
    openapi_extra=openapi.body(NewScenario),
)
def create_scenario(request: Request, programme: PathId, raw: SmallBody) -> Response:
    """Make a scenario: a draft of many entries, kept outside the log."""
    scenarios = _of(request, programme, _KEEPING)
    wanted = decode(raw, NewScenario)
    said, is_new = scenarios.create(wanted.name, wanted.id)
    return reply(201 if is_new else 200, said)


@router.get("/{scenario}", responses=openapi.answers(200, _SCENARIO, "The scenario.", 401, 403, 404, 422, 503))
def get_scenario(request: Request, programme: PathId, scenario: PathId) -> Response:
    """One scenario: its entries, whether each can be recorded on the log as it is now, and what changed under them."""
    return _shown(request, _of(request, programme, _LOOKING).show(scenario))


@router.post(
    "/{scenario}/entries",
    status_code=201,
    responses=openapi.write_answers(
        201, RecordResult, "The entry as it would be recorded, and what it would alter.", 404, 409
    ),
    openapi_extra=openapi.entry_body(),
)
def draft_entry(request: Request, programme: PathId, scenario: PathId, raw: SmallBody) -> Response:
    """Put an entry into a scenario. It is decided upon over the log and what the scenario holds already."""
    scenarios = _of(request, programme, _KEEPING)
    recorded = scenarios.add(scenario, read_entry(raw))
    return reply(201 if recorded.is_new else 200, record_result(service(request), programme, recorded))


@router.delete(
    "/{scenario}/entries/{entry}",
    responses=openapi.answers(200, _SCENARIO, "The scenario without it.", 401, 403, 404, 409, 422, 503),
)
def remove_draft_entry(request: Request, programme: PathId, scenario: PathId, entry: PathId) -> Response:
    """Take an entry out of a scenario, where no other entry of it rests on that one."""
    scenarios = _of(request, programme, _KEEPING)
    scenarios.remove(scenario, entry)
    return _shown(request, scenarios.show(scenario))


@router.post(
    "/{scenario}/rebase",
    responses=openapi.answers(
        200,
        shapes.plain_answer(RebasedDraftAnswer, name="RebasedScenarioAnswer"),
        "The scenario, and what was accepted.",
        401,
        403,
        404,
        409,
        413,
        422,
        503,
    ),
    openapi_extra=openapi.body(Rebase, required=False),
)
def rebase_scenario(request: Request, programme: PathId, scenario: PathId, raw: SmallBody) -> Response:
    """Accept what changed in the log under a scenario: all of it, or up to the entry that was `seen`."""
    scenarios = _of(request, programme, _KEEPING)
    wanted = decode(raw or b"{}", Rebase)
    accepted = scenarios.rebase(scenario, wanted.up_to)
    return _shown(request, {**scenarios.show(scenario), "accepted": accepted})


@router.post(
    "/{scenario}/commit",
    status_code=201,
    responses=openapi.write_answers(
        201, CommittedDraftAnswer, "How many entries were recorded, and the one that says so.", 404, 409
    ),
    openapi_extra=openapi.body(Commit, required=False),
)
def commit_scenario(request: Request, programme: PathId, scenario: PathId, raw: SmallBody) -> Response:
    """Record every entry of a scenario, or none; and that it was committed."""
    scenarios = _of(request, programme, "Committing a scenario")
    said, is_new = scenarios.commit(scenario, decode(raw or b"{}", Commit).reason)
    return reply(201 if is_new else 200, said)


@router.post(
    "/{scenario}/discard",
    status_code=201,
    responses=openapi.write_answers(201, ClosedDraftAnswer, "The entry that says so.", 404, 409),
    openapi_extra=openapi.body(Discard),
)
def discard_scenario(request: Request, programme: PathId, scenario: PathId, raw: SmallBody) -> Response:
    """Give a scenario up, and record why."""
    scenarios = _of(request, programme, "Discarding a scenario")
    said, is_new = scenarios.discard(scenario, decode(raw, Discard).reason)
    return reply(201 if is_new else 200, said)
