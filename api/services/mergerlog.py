"""The service that the API, the pages and the command line call: it records, imports, previews and administers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from api.services.process_log import security_event, write_line
from api.services.record_views import RecordViews
from domain.changes.change import BASES, Change
from domain.changes.coordinates import resolve_question
from domain.clashes.incremental import Difference
from domain.decisions.known import Author, ClashSight
from domain.kinds.programme import ClashAcknowledged
from domain.log.body import Body
from domain.log.entry import Entry
from projections.accounts import tokens
from projections.accounts.people import People
from projections.accounts.tokens import ListedToken
from projections.database.connections import analyse_tables, reading, truncate_wal, trying, writing
from projections.database.write_buffer import seldom_collecting
from projections.log import programmes
from projections.log.as_of import point_at_place
from projections.log.head import read_head
from projections.log.programmes import ProgrammeRecord
from projections.questions.clashes.finder import ClashFinder
from projections.questions.clashes.impact import NOTHING, entry_impact
from projections.questions.viewpoint import Viewpoint
from projections.read_models.rebuild import rebuild_read_models
from projections.recording import import_export
from projections.recording.effect import Recorded, describe_written
from projections.recording.import_export import Imported
from projections.recording.writer import Writer

if TYPE_CHECKING:
    from scheduler.preview import RehearsedDigest
    from scheduler.service import Reminders

_MANY = 1000
"""Entries of an import after which the database takes stock."""


@dataclass(frozen=True)
class Mergerlog(RecordViews):
    """One deployment: what it records, whom it lets in, and whom it reminds."""

    @cached_property
    def reminders(self) -> Reminders:
        """The reminders, composed when they are first used. Raises BadSetting."""
        # Imported here: mail, webhooks and bank holidays cost 0.2 s, and a command that asks or records needs none.
        from api.services.reminder_setup import compose_reminders  # noqa: PLC0415

        return compose_reminders(self.engine, self.log, self.clock, self.settings, self.caches)

    def create_programme(self, slug: str, name: str) -> bool:
        """Make a programme; whether it is new. Raises ProgrammeTaken."""
        with writing(self.engine) as connection:
            return programmes.create_programme(connection, slug, name)[1]

    def ensure_programme(self, slug: str, name: str | None = None) -> None:
        """Make a programme where it is not there yet, under its id where no name is given."""
        with reading(self.engine) as connection:
            known = [programme["id"] for programme in programmes.list_programmes(connection)]
        if slug not in known:
            self.create_programme(slug, name or slug)

    def programmes(self) -> list[ProgrammeRecord]:
        """Every programme: its id and its name."""
        with reading(self.engine) as connection:
            return programmes.list_programmes(connection)

    def register_person(self, name: str, person: str | None = None) -> tuple[str, bool]:
        """Put a person into the register: the id, and whether it is new. Raises PersonIdTaken."""
        with writing(self.engine) as connection:
            return People(connection).register(person, name)

    def erase_name(self, person: str) -> bool:
        """Erase the name of a person, for good; whether it was still there. Raises UnknownPerson."""
        with writing(self.engine) as connection:
            erased = People(connection).erase(person)
        if erased:
            truncate_wal(self.engine)
            write_line("name erased", person=person)
        return erased

    def add_token(self, name: str, role: str, programme: str | None = None) -> str:
        """Make an API token. Raises NoSuchProgramme."""
        with writing(self.engine) as connection:
            number = None if programme is None else programmes.programme_number(connection, programme)
            secret = tokens.add_token(connection, name, role, number, self.clock.now())
        security_event("token made", role=role, programme=programme)
        return secret

    def tokens(self) -> list[ListedToken]:
        """Every API token, without its secret."""
        with reading(self.engine) as connection:
            return tokens.list_tokens(connection)

    def withdraw_token(self, mark: str) -> bool:
        """Take an API token back; whether there was one."""
        with writing(self.engine) as connection:
            was_there = tokens.withdraw_token(connection, mark)
        security_event("token withdrawn", token=mark)
        return was_there

    def record(
        self,
        programme: str,
        payload: Body,
        by: str | Callable[[Connection], str],
        *,
        if_match: int | None = None,
        dry_run: bool = False,
        newcomer: tuple[str, str] | None = None,
    ) -> Recorded:
        """Record one entry, or find out what recording it would do. `by` is the author's name, or finds it in the
        writer's transaction (docs/decisions/0062). A newcomer, by id and name, is put into the register with the
        entry. Raises a Refusal, or Busy."""
        with (trying if dry_run else writing)(self.engine) as connection:
            author = self.author(by if isinstance(by, str) else by(connection))
            writer = Writer(connection, self.log, programme, author)
            if newcomer is not None:
                writer.lookups.people.register(*newcomer)
            written = writer.record(payload, if_match, partial(self.find_clash, connection, programme))
            writer.flush()
            recorded = describe_written(written, writer.lookups.people)
            if dry_run:
                recorded = self.foretell(connection, programme, recorded)
        if recorded.is_new and not dry_run:
            write_line(
                "recorded",
                programme=programme,
                entry=recorded.entry.id,
                kind=recorded.entry.body.kind,
                place=recorded.entry.place,
            )
        return recorded

    def clashes_of(self, programme: str, recorded: Recorded) -> Difference:
        """The clashes that an entry opened or cleared, or in a dry run would. Looked for after it was recorded, so that
        no other writer waits for it."""
        if recorded.clashes is not None:
            return recorded.clashes
        with reading(self.engine) as connection:
            return self._difference(connection, programme, recorded, keep=True)

    def foretell(self, connection: Connection, programme: str, recorded: Recorded) -> Recorded:
        """What was recorded in a transaction that is to be undone, with the clashes that it opened or cleared."""
        return replace(recorded, clashes=self._difference(connection, programme, recorded, keep=False))

    def find_clash(
        self, connection: Connection, programme: str, acknowledged: ClashAcknowledged, *, keep: bool = True
    ) -> ClashSight:
        """Who sees the clash that an entry acknowledges, under any basis."""
        here = read_head(connection, programme)
        for public in (True, False):
            for basis in BASES:
                question = resolve_question(self.clock.now(), basis=basis)
                finder = ClashFinder(self.view(connection, here, question, public, is_tentative=not keep))
                clashes = finder.clashes(finder.world())
                if any((clash.id, clash.mark) == (acknowledged.clash, acknowledged.mark) for clash in clashes):
                    return "public" if public else "restricted"
        return "absent"

    def _difference(self, connection: Connection, programme: str, recorded: Recorded, *, keep: bool) -> Difference:
        if recorded.basis is None:
            return NOTHING
        question = resolve_question(self.clock.now(), basis=recorded.basis)
        point = point_at_place(read_head(connection, programme), question, recorded.entry.place)
        return entry_impact(Viewpoint(connection, self.log, point, self.caches, not keep), recorded.entry)

    def import_lines(
        self, programme: str, lines: Iterable[bytes], by: str, progress: Callable[[int], None] = lambda _: None
    ) -> Imported:
        """Record every line of a file, or none. Raises MalformedImport, or Busy."""
        with writing(self.engine) as connection, seldom_collecting():
            result = import_export.import_lines(connection, self.log, programme, self.author(by), lines, progress)
            if result.count >= _MANY:
                analyse_tables(connection)
        write_line("imported", programme=programme, entries=result.count)
        return result

    def preview_lines(
        self, programme: str, lines: Iterable[bytes], by: str, witness: Callable[[int, Entry, Change], None]
    ) -> Imported:
        """Find out what an import would do, line by line. Raises MalformedImport, or Busy."""
        with trying(self.engine) as connection:
            return import_export.import_lines(connection, self.log, programme, self.author(by), lines, witness=witness)

    def export_lines(self, programme: str) -> Iterator[bytes]:
        """The log of a programme as JSON lines. Raises NoSuchProgramme."""
        with reading(self.engine) as connection:
            yield from import_export.export_lines(
                connection, self.log, programmes.programme_number(connection, programme)
            )

    def rehearse(self, first: int, last: int, programme: str | None = None) -> list[RehearsedDigest]:
        """Every digest of a span of days (ordinals), by day. Raises NoSuchProgramme."""
        from scheduler.preview import rehearse_reminders  # noqa: PLC0415  # As for `reminders`.

        with reading(self.engine) as connection:
            clashes = self.reminders.clashes is not None
            return rehearse_reminders(connection, first, last, programme, clashes=clashes)

    def rebuild(self, progress: Callable[[int], None] = lambda _: None) -> int:
        """Make every read model again from the log; how many entries were read."""
        with writing(self.engine) as connection, seldom_collecting():
            count = rebuild_read_models(connection, self.log, progress)
            analyse_tables(connection)
        return count

    def author(self, name: str) -> Author:
        """Someone who records an entry at this instant."""
        return Author(name, self.clock.now(), self.clock.real())
