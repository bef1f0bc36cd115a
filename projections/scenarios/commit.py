"""The end of a draft: its entries are recorded as one, or it is given up; the log says which."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from domain.decisions.known import Author
from domain.kinds.event import Event
from domain.kinds.programme import ScenarioCommitted, ScenarioDiscarded
from domain.log.body import Body
from domain.log.entry import Entry
from domain.log.payloads import STARTINGS
from domain.refusals import Refusal
from domain.time import instants
from domain.time.edtf import show
from projections.log.application import Log
from projections.recording.writer import Writer
from projections.scenarios import drafts
from projections.scenarios.conflicts import Conflict, find_conflicts
from projections.scenarios.drafts import COMMITTED, DISCARDED, Draft
from projections.scenarios.replay import Replayed, replay_entries

_MOST_NAMED = 3


class EmptyScenario(Refusal):
    """The scenario "{id}" holds no entry, so there is nothing to commit. Add some, or discard it."""


class GroundMoved(Refusal):
    """The log has changed under the scenario "{id}" since its entries were decided upon: {obstacles}. Look at the
    scenario again; then take out what no longer holds, accept the new ground (rebase), and commit."""


class CannotBeRecorded(Refusal):
    """The scenario "{id}" holds what can be recorded no more: {obstacles}. Take that out, or say it otherwise."""


@dataclass(frozen=True)
class Obstacles:
    """What keeps a draft from being recorded: the `obstacles` among the words of its refusal."""

    changed: list[Conflict]
    refused: list[Replayed]

    def __str__(self) -> str:
        """In words, the first of each sort."""
        parts = [
            f'{each.entry.recorded_by} recorded {each.entry.body.kind} of {" ".join(each.subject)} ("{each.entry.id}") '
            f"at {instants.show(each.entry.recorded_at)}"
            for each in self.changed[:_MOST_NAMED]
        ]
        if more := len(self.changed[_MOST_NAMED:]):
            parts.append("and 1 more entry was recorded" if more == 1 else f"and {more} more entries were recorded")
        refused = ((each.entry.id, str(each.refusal).rstrip(".")) for each in self.refused[:_MOST_NAMED])
        parts += [f'"{id_}" is refused ({why})' for id_, why in refused]
        if more := len(self.refused[_MOST_NAMED:]):
            parts.append(f"and {more} more {'is' if more == 1 else 'are'} refused")
        return "; ".join(parts)


@dataclass(frozen=True)
class ClosedDraft:
    """What the log holds of a draft that came to its end."""

    entry: Entry
    """The one that says so."""
    recorded: tuple[str, ...] = ()
    """Ids of the entries of the draft, where it was committed."""


def commit_draft(
    connection: Connection, log_: Log, programme: str, draft: Draft, author: Author, reason: str | None = None
) -> ClosedDraft:
    """Record every entry of a draft and that it was committed, in the caller's transaction.

    Raises ScenarioClosed, EmptyScenario, GroundMoved or CannotBeRecorded, and then the caller must roll back.
    """
    draft.require_open()
    if not draft.entries:
        raise EmptyScenario(id=draft.id)
    changed = find_conflicts(connection, log_, draft)
    writer = Writer(connection, log_, programme, author)
    refused = [each for each in replay_entries(writer, draft.entries) if each.refusal is not None]
    if changed or refused:
        raise (GroundMoved if changed else CannotBeRecorded)(id=draft.id, obstacles=Obstacles(changed, refused))
    event = ScenarioCommitted(scenario=draft.id, name=draft.name, entries=len(draft.entries))
    closed = _close(connection, writer, draft, COMMITTED, _body(programme, event, author, reason))
    return ClosedDraft(closed, tuple(each.id for each in draft.entries))


def discard_draft(
    connection: Connection, log_: Log, programme: str, draft: Draft, author: Author, reason: str
) -> ClosedDraft:
    """Give a draft up, and record that it was. Raises ScenarioClosed."""
    draft.require_open()
    writer = Writer(connection, log_, programme, author)
    event = ScenarioDiscarded(scenario=draft.id, name=draft.name, entries=len(draft.entries))
    return ClosedDraft(_close(connection, writer, draft, DISCARDED, _body(programme, event, author, reason)))


def _body(programme: str, event: Event, author: Author, reason: str | None) -> Body:
    """A restricted entry: the public sees neither a draft that came to nothing nor the number of its entries. A manager
    can release it."""
    made: Any = STARTINGS[event.kind]
    today = show(instants.london_day(author.now))
    given = {} if reason is None else {"reason": reason}
    body: Body = made(subject=programme, effective_on=today, standing="done", details=event, restricted=True, **given)
    return body


def _close(connection: Connection, writer: Writer, draft: Draft, state: str, body: Body) -> Entry:
    entry = writer.record(body).entry
    writer.flush()
    drafts.close_draft(connection, draft, state, entry.id)
    return entry
