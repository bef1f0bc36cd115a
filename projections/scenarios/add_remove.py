"""Filling and emptying a draft: each entry is decided upon over the log and what the draft holds already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

import msgspec
from sqlalchemy import Connection

from domain.log.payloads import Amendment, Body
from domain.refusals import IdTaken, Refusal
from projections.log.application import Log
from projections.log.canonical import random_id
from projections.log.recorder import last_position
from projections.recording.writer import Desk, Recorded, Who
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
    """What is looked at beside the histories of subjects, on the connection that sees the log with the draft."""

    def allow(self, body: Body) -> None:
        """Raise a Refusal where an entry is not to be recorded there."""

    def foretell(self, recorded: Recorded) -> Recorded:
        """Say of an entry that was recorded there which clashes it opens and clears."""


def add_draft_entry(
    connection: Connection, log_: Log, programme: str, draft: Draft, body: Body, who: Who, judge: Judge
) -> tuple[Recorded, DraftEntry]:
    """Put an entry into a draft, where it could be recorded over the log and the rest of the draft. Returns what
    recording it would do.

    Raises ScenarioClosed, ScenarioFull, or the Refusal of the entry.
    """
    draft.require_open()
    known = None if body.id is None else draft.entry(body.id)
    if known is not None:
        return _again(connection, log_, programme, draft, known, body, who, judge)
    if len(draft.entries) >= MOST_ENTRIES:
        raise ScenarioFull(id=draft.id, most=MOST_ENTRIES)
    body = msgspec.structs.replace(body, id=body.id or random_id())
    number = draft.entries[-1].number + 1 if draft.entries else 1
    recorded, names = _foretold(connection, log_, programme, draft.entries, body, who, judge)
    if not recorded.is_new:
        raise InTheLogAlready(id=recorded.entry.id)
    entry = DraftEntry(number, recorded.entry.id, body, names, last_position(connection), who.name, who.now)
    drafts.append_entry(connection, draft, entry)
    return recorded, entry


def _foretold(
    connection: Connection,
    log_: Log,
    programme: str,
    earlier: Sequence[DraftEntry],
    body: Body,
    who: Who,
    judge: Judge,
) -> tuple[Recorded, tuple[SubjectName, ...]]:
    """What recording an entry over the log and some entries of a draft would do, and the subjects that it rests on."""
    with rolling_back(connection):
        desk = Desk(connection, log_, programme, who, telling=False)
        replay_entries(desk, earlier)
        desk.flush()
        judge.allow(body)
        desk.telling = True
        before = desk.shelf.change(body.change) if isinstance(body, Amendment) else None
        recorded = desk.record(body)
        desk.flush()
        return judge.foretell(recorded), rests_on(before, desk.shelf.change(recorded.entry.change))


def _again(
    connection: Connection,
    log_: Log,
    programme: str,
    draft: Draft,
    known: DraftEntry,
    body: Body,
    who: Who,
    judge: Judge,
) -> tuple[Recorded, DraftEntry]:
    """A retry: what the entry that the draft holds already would do, where it is the same."""
    if _plain(known.body) != _plain(body):
        raise IdTaken(id=known.id)
    earlier = [each for each in draft.entries if each.number < known.number]
    recorded = _foretold(connection, log_, programme, earlier, known.body, who, judge)[0]
    return replace(recorded, is_new=False), known


def _plain(body: Body) -> object:
    """What an entry says, however it was spaced."""
    return msgspec.json.decode(msgspec.json.encode(body))


def remove_draft_entry(connection: Connection, log_: Log, programme: str, draft: Draft, id_: str, who: Who) -> None:
    """Take an entry out of a draft. Raises ScenarioClosed, NoSuchDraftEntry, or NeededLater where another entry can be
    recorded with it and cannot without it."""
    draft.require_open()
    entry = draft.entry(id_)
    if entry is None:
        raise NoSuchDraftEntry(scenario=draft.id, id=id_)
    with supposing_draft(connection, log_, programme, draft, who) as played:
        could = {each.entry.id for each in played if each.refusal is None}
    rest = [each for each in draft.entries if each is not entry]
    with rolling_back(connection):
        for each in replay_entries(Desk(connection, log_, programme, who, telling=False), rest):
            if each.refusal is not None and each.entry.id in could:
                raise NeededLater(id=id_, other=each.entry.id, why=each.refusal)
    drafts.delete_entry(connection, draft, entry)
