"""Pieces of a history that are kept: the answers are those of a deployment that keeps none."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from domain.log.entry import Entry
from tests.support.deployments import Deployment
from tests.support.examples import amend, record, start, world

STEPS: list[dict[str, Any]] = [
    start("team-moved", "response-a", "2018-02-01", id="moved", to="colindale"),
    start("team-resized", "response-a", "2018-03/2018-09", id="sized", strength=12),
    start("team-moved", "response-a", "2018-05-01", "planned", id="late", to="wembley"),
    amend("change-corrected", "moved", effective_on="2018-02-02"),
    amend("claim-recorded", "moved", effective_on="2018-03-01", source={"document": "002.txt"}),
    amend("change-completed", "late", effective_on="2018-06-01"),
    amend("change-retracted", "sized"),
    start("teams-merged", "response-b", "2018-06-02", from_=["response-a"]),
    amend("change-corrected", "moved", effective_on="2018-02-03"),
]
QUESTIONS: list[dict[str, str]] = [
    {},
    {"effective_on": "2018-04-01", "basis": "proposed"},
]


def told(deployment: Deployment, programme: str, slug: str, public: bool, asked: dict[str, str], *, keep: bool) -> str:
    mergerlog = deployment.mergerlog
    with mergerlog.viewing(programme, mergerlog.ask(**asked), public) as seen:
        return replace(seen, is_tentative=not keep).subject("team", slug)


def agree(deployment: Deployment, programme: str) -> None:
    """Ask twice, so that the second answer is made of what the first one kept."""
    for slug in ("response-a", "response-b"):
        for public in (False, True):
            for asked in QUESTIONS:
                afresh = told(deployment, programme, slug, public, asked, keep=False)
                assert [told(deployment, programme, slug, public, asked, keep=True) for _ in range(2)] == [afresh] * 2


def test_answers_are_the_same_with_and_without_what_was_kept(both: Deployment) -> None:
    programme = world(both)
    for step in STEPS:
        record(both, programme, step)
        agree(both, programme)
    record(both, programme, start("team-resized", "response-b", "2018-05-01", id="secret", strength=9, restricted=True))
    agree(both, programme)


def test_what_is_kept_is_not_read_again(both: Deployment, monkeypatch: pytest.MonkeyPatch) -> None:
    programme = world(both)
    record(both, programme, *STEPS[:3])
    told(both, programme, "response-a", False, {}, keep=True)
    read: list[str] = []
    read_entry = both.mergerlog.log.mapper.entry

    def noting(*columns: Any) -> Entry:
        entry = read_entry(*columns)
        read.append(entry.id)
        return entry

    monkeypatch.setattr(both.mergerlog.log.mapper, "entry", noting)
    told(both, programme, "response-a", False, {}, keep=True)
    # What is imprecise, or planned, is told anew for each question, since it may be possible or overdue.
    assert set(read) == {"sized", "late"}


def test_what_a_draft_supposes_is_not_kept(on_sqlite: Deployment) -> None:
    programme = world(on_sqlite)
    path = f"/programmes/{programme}"
    draft = on_sqlite.post(f"{path}/scenarios", {"name": "A draft"}).json()["id"]
    supposed = start("team-resized", "response-a", "2018-05-01", id="size", strength=7)
    assert on_sqlite.post(f"{path}/scenarios/{draft}/entries", supposed).status_code == 201
    there = on_sqlite.get(f"{path}/teams/response-a", scenario=draft).json()
    record(on_sqlite, programme, start("team-resized", "response-a", "2018-05-01", id="size", strength=99))
    here = on_sqlite.get(f"{path}/teams/response-a").json()
    sizes = [[change["details"].get("strength") for change in each["history"]] for each in (there, here)]
    assert sizes == [[40, 7], [40, 99]]
