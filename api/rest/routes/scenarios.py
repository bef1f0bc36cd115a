"""Scenarios over HTTP: drafts of many entries, looked at and kept by managers alone."""

from __future__ import annotations

from typing import Any

import msgspec
from fastapi import APIRouter, Depends, Request, Response

from api.http.access import manager_of
from api.http.bodies import JSON, SmallBody, decode, reply
from api.http.coordinates import PathId, service, strict_parameters
from api.rest.core import openapi
from api.rest.core.answer import plain
from api.services.record_result import told
from api.services.scenarios import Scenarios
from domain.kinds.event import Slug, Text
from domain.log.parsing import read_entry

router = APIRouter(prefix="/v1/programmes/{programme}/scenarios", dependencies=[Depends(strict_parameters)])
_KEEPING, _LOOKING = "Keeping a scenario", "Looking at a scenario"


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

    seen: Slug | None = None


def _body(type_: type[msgspec.Struct], *, required: bool = True) -> dict[str, Any]:
    said = openapi.body(JSON, msgspec.json.schema(type_)["$defs"][type_.__name__])
    said["requestBody"]["required"] = required
    return said


def _of(request: Request, programme: str, deed: str) -> Scenarios:
    """The scenarios of a programme, to a manager."""
    return Scenarios(service(request), programme, manager_of(request, service(request), programme, deed))


def _shown(request: Request, said: dict[str, Any], status: int = 200) -> Response:
    mergerlog = service(request)
    return plain(mergerlog, mergerlog.ask(), said, status)


@router.get("", responses=openapi.answers(200, "The scenarios.", 401, 403, 404, 422))
def list_scenarios(request: Request, programme: PathId) -> Response:
    """Every scenario of a programme, in the order of their making."""
    return _shown(request, _of(request, programme, _LOOKING).all())


@router.post(
    "", status_code=201, responses=openapi.write(201, "The scenario.", 404, 409), openapi_extra=_body(NewScenario)
)
def make_scenario(request: Request, programme: PathId, raw: SmallBody) -> Response:
    """Make a scenario: a draft of many entries, kept outside the log."""
    scenarios = _of(request, programme, _KEEPING)
    wanted = decode(raw, NewScenario)
    said, is_new = scenarios.create(wanted.name, wanted.id)
    return reply(201 if is_new else 200, said)


@router.get("/{scenario}", responses=openapi.answers(200, "The scenario.", 401, 403, 404, 422, 503))
def one_scenario(request: Request, programme: PathId, scenario: PathId) -> Response:
    """One scenario: its entries, whether each can be recorded on the log as it is now, and what changed under them."""
    return _shown(request, _of(request, programme, _LOOKING).show(scenario))


@router.post(
    "/{scenario}/entries",
    status_code=201,
    responses=openapi.write(201, "The entry as it would be recorded, and what it would alter.", 404, 409),
    openapi_extra=openapi.body(
        JSON, {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}}}
    ),
)
def draft_entry(request: Request, programme: PathId, scenario: PathId, raw: SmallBody) -> Response:
    """Put an entry into a scenario. It is decided upon over the log and what the scenario holds already."""
    scenarios = _of(request, programme, _KEEPING)
    recorded = scenarios.add(scenario, read_entry(raw))
    return reply(201 if recorded.is_new else 200, told(service(request), programme, recorded))


@router.delete(
    "/{scenario}/entries/{entry}",
    responses=openapi.answers(200, "The scenario without it.", 401, 403, 404, 409, 422, 503),
)
def undraft_entry(request: Request, programme: PathId, scenario: PathId, entry: PathId) -> Response:
    """Take an entry out of a scenario, where no other entry of it rests on that one."""
    scenarios = _of(request, programme, _KEEPING)
    scenarios.remove(scenario, entry)
    return _shown(request, scenarios.show(scenario))


@router.post(
    "/{scenario}/rebase",
    responses=openapi.answers(200, "The scenario, and what was accepted.", 401, 403, 404, 409, 413, 422, 503),
    openapi_extra=_body(Rebase, required=False),
)
def rebase_scenario(request: Request, programme: PathId, scenario: PathId, raw: SmallBody) -> Response:
    """Accept what changed in the log under a scenario: all of it, or up to the entry that was `seen`."""
    scenarios = _of(request, programme, _KEEPING)
    wanted = decode(raw or b"{}", Rebase)
    accepted = scenarios.rebase(scenario, wanted.seen)
    return _shown(request, scenarios.show(scenario) | {"accepted": accepted})


@router.post(
    "/{scenario}/commit",
    status_code=201,
    responses=openapi.write(201, "How many entries were recorded, and the one that says so.", 404, 409),
    openapi_extra=_body(Commit, required=False),
)
def commit_scenario(request: Request, programme: PathId, scenario: PathId, raw: SmallBody) -> Response:
    """Record every entry of a scenario, or none; and that it was committed."""
    scenarios = _of(request, programme, "Committing a scenario")
    said, is_new = scenarios.commit(scenario, decode(raw or b"{}", Commit).reason)
    return reply(201 if is_new else 200, said)


@router.post(
    "/{scenario}/discard",
    status_code=201,
    responses=openapi.write(201, "The entry that says so.", 404, 409),
    openapi_extra=_body(Discard),
)
def discard_scenario(request: Request, programme: PathId, scenario: PathId, raw: SmallBody) -> Response:
    """Give a scenario up, and record why."""
    scenarios = _of(request, programme, "Discarding a scenario")
    said, is_new = scenarios.discard(scenario, decode(raw, Discard).reason)
    return reply(201 if is_new else 200, said)
