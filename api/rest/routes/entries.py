"""The writes of the contract: programmes, people, entries and imports."""

from __future__ import annotations

import tempfile
from typing import Annotated, TypedDict

import msgspec
from fastapi import APIRouter, Depends, Header, Query, Request, Response
from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool

from api.http.access import manager, manager_in, manager_of, manager_of_all, require_token
from api.http.bodies import IMPORT_LIMIT, MIB, SmallBody, decode, reply
from api.http.coordinates import PathId, service
from api.http.problems import NoSuchPerson, TooLarge
from api.http.strict_parameters import strict_parameters
from api.rest.core import openapi
from api.services.record_result import RecordResult, record_result
from domain.kinds.event import Slug, Text
from domain.log.parsing import read_entry
from domain.refusals import Malformed
from projections.accounts.people import PersonRecord, names_of
from projections.database.connections import reading
from projections.log.programmes import ProgrammeRecord

router = APIRouter(prefix="/v1", tags=["entries"], dependencies=[Depends(strict_parameters)])


class NewProgramme(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A programme to be made."""

    id: Slug
    name: Text


class NewPerson(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A person to be put into the register."""

    name: Text
    id: Slug | None = None


class ImportResult(TypedDict):
    """How many entries an import recorded, and the ids of the first and the last."""

    count: int
    first: str | None
    last: str | None


@router.post(
    "/programmes",
    status_code=201,
    responses=openapi.write_answers(201, ProgrammeRecord, "The programme.", 409),
    openapi_extra=openapi.body(NewProgramme),
)
def create_programme(request: Request, raw: SmallBody) -> Response:
    """Make a programme: one merger, with a log of its own."""
    mergerlog = service(request)
    with reading(mergerlog.engine) as connection:
        manager_of_all(request, connection, "Making a programme")
    wanted = decode(raw, NewProgramme)
    is_new = mergerlog.create_programme(wanted.id, wanted.name)
    return reply(201 if is_new else 200, {"id": wanted.id, "name": wanted.name})


@router.post(
    "/people",
    status_code=201,
    responses=openapi.write_answers(201, PersonRecord, "The person.", 409),
    openapi_extra=openapi.body(NewPerson),
)
def register_person(request: Request, raw: SmallBody) -> Response:
    """Put a person into the register. Entries name people by the id that this gives."""
    mergerlog = service(request)
    with reading(mergerlog.engine) as connection:
        manager(request, connection, "Registering a person")
    wanted = decode(raw, NewPerson)
    person, is_new = mergerlog.register_person(wanted.name, wanted.id)
    return reply(201 if is_new else 200, {"id": person, "name": wanted.name})


@router.delete("/people/{person}", status_code=204, responses=openapi.done("The name is erased.", 404))
def erase_name(request: Request, person: PathId) -> Response:
    """Erase the name of a person, for good. The id stays, and every entry that holds it."""
    mergerlog = service(request)
    with reading(mergerlog.engine) as connection:
        manager_of_all(request, connection, "Erasing a name")
        if person not in names_of(connection, [person]):
            raise NoSuchPerson(id=person)
    mergerlog.erase_name(person)
    return Response(status_code=204)


@router.post(
    "/programmes/{programme}/entries",
    status_code=201,
    responses=openapi.write_answers(
        201, RecordResult, "The entry, what it clashes with, and what it alters.", 404, 409, 412
    ),
    openapi_extra=openapi.entry_body(),
)
def record_entry(
    request: Request,
    programme: PathId,
    raw: SmallBody,
    dry_run: Annotated[bool, Query(description="Find out what recording it would do, and record nothing.")] = False,
    if_match: Annotated[str | None, Header(description="The version of the subject that the entry rests on.")] = None,
) -> Response:
    """Record one entry."""
    mergerlog, deed = service(request), "Recording an entry"
    require_token(request)
    try:
        payload, version = read_entry(raw), _version(if_match)
    except Malformed:
        manager_of(request, mergerlog, programme, deed)  # Only a manager learns what is wrong with it.
        raise

    def author(connection: Connection) -> str:
        return manager_in(request, connection, programme, deed)

    recorded = mergerlog.record(programme, payload, author, if_match=version, dry_run=dry_run)
    said = record_result(mergerlog, programme, recorded)
    if dry_run:
        return reply(200, said)
    etag = f'"{recorded.entry.originator_version}"'
    return reply(201 if recorded.is_new else 200, said, ETag=etag)


@router.post(
    "/programmes/{programme}/entries/import",
    status_code=201,
    responses=openapi.write_answers(
        201, ImportResult, "How many entries came in, and the first and the last.", 404, 409
    ),
    openapi_extra=openapi.lines_body(),
)
async def import_entries(request: Request, programme: PathId) -> Response:
    """Record every line of a file of entries, or none."""
    mergerlog = service(request)
    by = await run_in_threadpool(manager_of, request, mergerlog, programme, "Importing")
    with tempfile.SpooledTemporaryFile(max_size=8 * MIB) as file:
        size = 0
        async for part in request.stream():
            size += len(part)
            if size > IMPORT_LIMIT * MIB:
                raise TooLarge(limit=f"{IMPORT_LIMIT} MiB", advice="`mergerlog import` takes files of any size.")
            file.write(part)
        file.seek(0)
        result = await run_in_threadpool(mergerlog.import_lines, programme, file, by)
    said = {"count": result.count, "first": result.first, "last": result.last}
    return reply(201 if result.count else 200, said)


def _version(if_match: str | None) -> int | None:
    if if_match is None or if_match.strip() == "*":
        return None
    text = if_match.strip().removeprefix("W/").strip('"')
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Malformed(fault=f'If-Match is {if_match}: give the version of the subject, as "3"')
    return int(text)
