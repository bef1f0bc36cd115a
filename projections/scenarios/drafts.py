"""The storage of drafts: they are made, filled, emptied and closed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

import msgspec
from sqlalchemy import Connection, delete, func, insert, select, update

from domain.kinds.fields import SLUG
from domain.log.body import Body
from domain.refusals import IdTaken, Refusal
from projections.database.scenario_tables import scenario, scenario_entry
from projections.database.tables import log
from projections.log import programmes
from projections.log.application import Log
from projections.log.ids import random_id
from projections.log.log_rows import ENTRIES
from projections.scenarios.draft_payloads import read_payload, write_payload

OPEN: Final = "open"
COMMITTED: Final = "committed"
DISCARDED: Final = "discarded"
DraftState = Literal["open", "committed", "discarded"]
MOST_ENTRIES = 500
"""How many entries a draft may hold: they are all decided upon whenever it is looked at, and the writer waits."""


class NoSuchScenario(Refusal):
    """There is no scenario "{id}" in this programme. Ask for the list of them."""


class NoSuchDraftEntry(Refusal):
    """The scenario "{scenario}" has no entry "{id}". Look at the scenario: each of its entries has an id."""


class ScenarioTaken(IdTaken):
    """The scenario "{id}" is there already under another name. Use another id."""


class ScenarioClosed(Refusal):
    """The scenario "{id}" was {state}: it can be looked at, and nothing more. Make another."""


class ScenarioFull(Refusal):
    """The scenario "{id}" holds {most} entries, and no more will fit. Commit it, or split it in two."""


@dataclass(frozen=True)
class DraftEntry:
    """One entry of a draft."""

    number: int
    id: str
    body: Body
    change_kind: str
    """The kind of the entry that started its change."""
    rests_on: tuple[tuple[str, str], ...]
    """The subjects that it changes or names, each a type and a slug."""
    ground: int
    added_by: str
    added_at: int


@dataclass(frozen=True)
class Draft:
    """A scenario, with its entries in the order in which they would be recorded."""

    programme: int
    id: str
    name: str
    state: DraftState
    made_by: str
    made_at: int
    closed_by: str | None
    entries: tuple[DraftEntry, ...] = ()

    def entry(self, id_: str) -> DraftEntry | None:
        """One of its entries."""
        return next((each for each in self.entries if each.id == id_), None)

    def require_open(self) -> None:
        """Raise ScenarioClosed where it is not."""
        if self.state != OPEN:
            raise ScenarioClosed(id=self.id, state=self.state)


def create_draft(
    connection: Connection, log_: Log, programme: str, id_: str | None, name: str, by: str, now: int
) -> tuple[Draft, bool]:
    """Make a draft; the same one again is no error. Returns it, and whether it is new.

    Raises NoSuchProgramme or ScenarioTaken.
    """
    number = programmes.programme_number(connection, programme)
    if id_ is not None:
        try:
            known = find_draft(connection, log_, programme, id_)
        except NoSuchScenario:
            pass
        else:
            if known.name != name:
                raise ScenarioTaken(id=id_)
            return known, False
    draft = Draft(number, id_ or random_id(), name, OPEN, by, now, None)
    row = {"programme": number, "id": draft.id, "name": name, "state": OPEN, "made_by": by, "made_at": now}
    connection.execute(insert(scenario), [row])
    return draft, True


def list_drafts(connection: Connection, programme: str) -> list[tuple[Draft, int]]:
    """Every draft of a programme in the order of their making, without its entries, and how many it has. Raises
    NoSuchProgramme."""
    count = (
        select(func.count())
        .where(scenario_entry.c.programme == scenario.c.programme, scenario_entry.c.scenario == scenario.c.id)
        .scalar_subquery()
    )
    query = select(scenario, count.label("size")).where(
        scenario.c.programme == programmes.programme_number(connection, programme)
    )
    rows = connection.execute(query.order_by(scenario.c.made_at, scenario.c.id))
    return [(_draft(row, ()), row.size) for row in rows]


def find_draft(connection: Connection, log_: Log, programme: str, id_: str) -> Draft:
    """One draft, with its entries. Raises NoSuchProgramme or NoSuchScenario."""
    number = programmes.programme_number(connection, programme)
    if re.fullmatch(SLUG, id_) is None:
        raise NoSuchScenario(id=id_)
    here = scenario.c.programme == number, scenario.c.id == id_
    row = connection.execute(select(scenario).where(*here)).one_or_none()
    if row is None:
        raise NoSuchScenario(id=id_)
    of = scenario_entry.c.programme == number, scenario_entry.c.scenario == id_
    entries = connection.execute(select(scenario_entry).where(*of).order_by(scenario_entry.c.number))
    return _draft(row, _entries(connection, log_, number, entries))


def _entries(connection: Connection, log_: Log, programme: int, rows: Iterable[Any]) -> Iterator[DraftEntry]:
    kinds: dict[str, str] = {}

    def kind_of(change: str) -> str:
        """The kind of a change, which this draft starts, or the log has."""
        if change not in kinds:
            entry = log_.entry(connection, ENTRIES.where(log.c.programme == programme, log.c.id == change))
            kinds[change] = "" if entry is None else entry.change_kind
        return kinds[change]

    for row in rows:
        payload, kinds[row.id] = read_payload(log_.registry, row.said, kind_of)
        yield DraftEntry(
            number=row.number,
            id=row.id,
            body=payload,
            change_kind=kinds[row.id],
            rests_on=tuple((type_, slug) for type_, slug in msgspec.json.decode(row.rests_on)),
            ground=row.ground,
            added_by=row.added_by,
            added_at=row.added_at,
        )


def _draft(row: Any, entries: Iterable[DraftEntry]) -> Draft:
    return Draft(
        programme=row.programme,
        id=row.id,
        name=row.name,
        state=row.state,
        made_by=row.made_by,
        made_at=row.made_at,
        closed_by=row.closed_by,
        entries=tuple(entries),
    )


def append_entry(connection: Connection, log_: Log, draft: Draft, entry: DraftEntry) -> None:
    """Put an entry at the end of a draft."""
    row = {
        "programme": draft.programme,
        "scenario": draft.id,
        "number": entry.number,
        "id": entry.id,
        "said": write_payload(log_.registry, entry.body, entry.change_kind),
        "rests_on": msgspec.json.encode(entry.rests_on).decode(),
        "ground": entry.ground,
        "added_by": entry.added_by,
        "added_at": entry.added_at,
    }
    connection.execute(insert(scenario_entry), [row])


def delete_entry(connection: Connection, draft: Draft, entry: DraftEntry) -> None:
    """Take an entry out of a draft."""
    connection.execute(delete(scenario_entry).where(*_of(draft), scenario_entry.c.number == entry.number))


def move_ground(connection: Connection, draft: Draft, ground: int) -> None:
    """Have every entry of a draft stand on the log as it is up to a place, where it does not stand further on."""
    query = update(scenario_entry).where(*_of(draft), scenario_entry.c.ground < ground)
    connection.execute(query.values(ground=ground))


def close_draft(connection: Connection, draft: Draft, state: str, entry: str) -> None:
    """Say of a draft that it was committed or discarded, and by which entry of the log."""
    here = scenario.c.programme == draft.programme, scenario.c.id == draft.id
    connection.execute(update(scenario).where(*here).values(state=state, closed_by=entry))


def _of(draft: Draft) -> tuple[Any, ...]:
    return scenario_entry.c.programme == draft.programme, scenario_entry.c.scenario == draft.id
