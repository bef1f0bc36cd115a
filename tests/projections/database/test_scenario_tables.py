"""The tables of drafts are part of the record, and hold an id once."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError

from projections.database.scenario_tables import scenario, scenario_entry
from projections.database.tables import made, metadata

DRAFT: dict[str, Any] = {"programme": 1, "id": "a", "name": "A", "state": "open", "made_by": "ada", "made_at": 5}
ENTRY: dict[str, Any] = {
    "programme": 1, "scenario": "a", "number": 1, "id": "x", "said": "{}", "rests_on": "[]", "ground": 3,
    "added_by": "ada", "added_at": 5,
}  # fmt: skip


def test_a_rebuild_does_not_make_drafts_again() -> None:
    for table in (scenario, scenario_entry):
        assert table.metadata is metadata
        assert table.name not in made.tables


def test_programmes_have_drafts_of_their_own(connection: Connection) -> None:
    connection.execute(insert(scenario), [DRAFT, DRAFT | {"programme": 2}, DRAFT | {"id": "b"}])
    assert connection.scalars(select(scenario.c.closed_by)).all() == [None] * 3
    with pytest.raises(IntegrityError):
        connection.execute(insert(scenario), [DRAFT])


@pytest.mark.parametrize("shared", [{"number": 1}, {"id": "x"}])
def test_a_draft_has_each_number_and_each_id_once(connection: Connection, shared: dict[str, Any]) -> None:
    connection.execute(insert(scenario_entry), [ENTRY])
    with pytest.raises(IntegrityError):
        connection.execute(insert(scenario_entry), [ENTRY | {"number": 2, "id": "y"} | shared])


@pytest.mark.parametrize("apart", [{"scenario": "b"}, {"programme": 2}, {"number": 2, "id": "y"}])
def test_drafts_have_entries_of_their_own(connection: Connection, apart: dict[str, Any]) -> None:
    connection.execute(insert(scenario_entry), [ENTRY, ENTRY | apart])
    assert len(connection.execute(select(scenario_entry)).all()) == 2
