"""Filling and emptying a draft: each entry is decided upon over the log and what the draft holds already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

import msgspec
from sqlalchemy import Connection

from domain.decisions.known import Author, ClashSight
from domain.decisions.stored_payload import require_same_payload
from domain.kinds.programme import ClashAcknowledged
from domain.log.body import Body
from domain.refusals import IdTaken, Refusal
from projections.log.application import Log
from projections.log.ids import random_id
from projections.log.recorder import last_position
from projections.recording.effect import Recorded, describe_written
from projections.recording.lookups import ClashLookup, unchecked
from projections.recording.writer import Writer
from projections.scenarios import drafts
from projections.scenarios.conflicts import SubjectName, rests_on
from projections.scenarios.drafts import MOST_ENTRIES, Draft, DraftEntry, NoSuchDraftEntry, ScenarioFull
from projections.scenarios.replay import replay_entries, rolling_back, supposing_draft


class InTheLogAlready(IdTaken):
    """The log holds the entry "{id}" already: a draft has no use for it."""


class NeededLater(Refusal):
    """The entry "{id}" cannot be taken out, since "{other}" of the same draft rests on it. Without it: {why} Take
    "{other}" out first."""


class Judge(Protocol):
    """Looks for clashes on the connection that sees the log with the draft."""

    def find_clash(self, acknowledged: ClashAcknowledged) -> ClashSight:
        """Who sees the clash that an entry acknowledges."""

    def foretell(self, recorded: Recorded) -> Recorded:
        """Say of an entry that was recorded there which clashes it opens and clears."""


def add_draft_entry(
    connection: Connection, log_: Log, programme: str, draft: Draft, body: Body, author: Author, judge: Judge
) -> tuple[Recorded, DraftEntry]:
    """Put an entry into a draft, where it could be recorded over the log and the rest of the draft. Returns what
    recording it would do.

    Raises ScenarioClosed, ScenarioFull, or the Refusal of the entry.
    """
    draft.require_open()
    known = None if body.id is None else draft.entry(body.id)
    if known is not None:
        return _again(connection, log_, programme, draft, known, body, author, judge)
    if len(draft.entries) >= MOST_ENTRIES:
        raise ScenarioFull(id=draft.id, most=MOST_ENTRIES)
    body = msgspec.structs.replace(body, id=body.id or random_id())
    number = draft.entries[-1].number + 1 if draft.entries else 1
    recorded, names = _foretold(connection, log_, programme, draft.entries, body, author, judge, judge.find_clash)
    if not recorded.is_new:
        raise InTheLogAlready(id=recorded.entry.id)
    entry = DraftEntry(
        number=number,
        id=recorded.entry.id,
        body=body,
        change_kind=recorded.entry.change_kind,
        rests_on=names,
        ground=last_position(connection),
        added_by=author.name,
        added_at=author.now,
    )
    drafts.append_entry(connection, log_, draft, entry)
    return recorded, entry


def _foretold(
    connection: Connection,
    log_: Log,
    programme: str,
    earlier: Sequence[DraftEntry],
    body: Body,
    author: Author,
    judge: Judge,
    find_clash: ClashLookup,
) -> tuple[Recorded, tuple[SubjectName, ...]]:
    """What recording an entry over the log and some entries of a draft would do, and the subjects that it rests on."""
    with rolling_back(connection):
        writer = Writer(connection, log_, programme, author)
        replay_entries(writer, earlier)
        writer.flush()
        written = writer.record(body, find_clash=find_clash)
        writer.flush()
        recorded = describe_written(written, writer.lookups.people)
        return judge.foretell(recorded), rests_on(written.before, written.after)


def _again(
    connection: Connection,
    log_: Log,
    programme: str,
    draft: Draft,
    known: DraftEntry,
    body: Body,
    author: Author,
    judge: Judge,
) -> tuple[Recorded, DraftEntry]:
    """A retry: what the entry that the draft holds already would do, where it is the same."""
    require_same_payload(known.id, known.body, body)
    earlier = [each for each in draft.entries if each.number < known.number]
    recorded = _foretold(connection, log_, programme, earlier, known.body, author, judge, unchecked)[0]
    return replace(recorded, is_new=False), known


def remove_draft_entry(
    connection: Connection, log_: Log, programme: str, draft: Draft, id_: str, author: Author
) -> None:
    """Take an entry out of a draft. Raises ScenarioClosed, NoSuchDraftEntry, or NeededLater where another entry can be
    recorded with it and cannot without it."""
    draft.require_open()
    entry = draft.entry(id_)
    if entry is None:
        raise NoSuchDraftEntry(scenario=draft.id, id=id_)
    with supposing_draft(connection, log_, programme, draft, author) as played:
        could = {each.entry.id for each in played if each.refusal is None}
    rest = [each for each in draft.entries if each is not entry]
    with rolling_back(connection):
        for each in replay_entries(Writer(connection, log_, programme, author), rest):
            if each.refusal is not None and each.entry.id in could:
                raise NeededLater(id=id_, other=each.entry.id, why=each.refusal)
    drafts.delete_entry(connection, draft, entry)
