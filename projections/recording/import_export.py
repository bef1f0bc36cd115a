"""Imports and exports: a whole log as JSON lines, taken in all or nothing, given out so that it comes in the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import msgspec
from sqlalchemy import Connection, select

from domain.changes.change import Change
from domain.decisions.known import Author
from domain.log.body import Body
from domain.log.entry import Entry
from domain.log.parsing import PersonLine, read_line
from domain.refusals import MalformedImport, Refusal
from projections.database.tables import person
from projections.log.application import Log
from projections.recording.writer import Writer

_CHUNK = 500
NumberedLine = tuple[int, Body | PersonLine]


@dataclass
class Imported:
    """How many entries came in, and the ids of the first and the last of the file."""

    count: int = 0
    first: str | None = None
    last: str | None = None


def import_lines(
    connection: Connection,
    log_: Log,
    programme: str,
    author: Author,
    lines: Iterable[bytes],
    progress: Callable[[int], None] = lambda _: None,
    witness: Callable[[int, Entry, Change], None] | None = None,
) -> Imported:
    """Record every line, in the caller's transaction. Raises MalformedImport, which names the first bad line; the
    caller must then roll back. A witness is told of each entry: its line, and the change that it left behind."""
    writer = Writer(connection, log_, programme, author)
    result = Imported()
    numbered = enumerate(lines, 1)
    while chunk := list(islice(numbered, _CHUNK)):
        read = list(_read(chunk))
        writer.lookups.prefetch(line for _, line in read if isinstance(line, Body))
        for number, line in read:
            recorded = _take(writer, number, line, result)
            if witness is not None and recorded is not None:
                change = writer.lookups.change(recorded.change)
                assert change is not None
                witness(number, recorded, change)
        writer.flush()
        progress(chunk[-1][0])
    return result


def _read(chunk: list[tuple[int, bytes]]) -> Iterator[NumberedLine]:
    for number, raw in chunk:
        if raw.strip():
            try:
                yield number, read_line(raw)
            except Refusal as refusal:
                raise MalformedImport(number, refusal) from refusal


def _take(writer: Writer, number: int, line: Body | PersonLine, result: Imported) -> Entry | None:
    try:
        if isinstance(line, PersonLine):
            writer.lookups.people.register(line.person, line.name)
            return None
        recorded = writer.record(line)
    except Refusal as refusal:
        raise MalformedImport(number, refusal) from refusal
    result.count += recorded.is_new
    result.first = result.first or recorded.entry.id
    result.last = recorded.entry.id
    return recorded.entry


def export_lines(connection: Connection, log_: Log, programme: int) -> Iterator[bytes]:
    """The log of a programme, each person that it names before the first entry that does."""
    names = {row.id: row.name for row in connection.execute(select(person.c.id, person.c.name))}
    for entry in log_.programme_entries(connection, programme):
        shown = entry.shown()
        details = shown.get("details")
        someone = details.get("person") if isinstance(details, dict) else None
        if someone in names:
            yield msgspec.json.encode({"person": someone, "name": names.pop(someone)})
        yield msgspec.json.encode(shown)
