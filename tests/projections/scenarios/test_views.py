"""Drafts as answers show them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from projections.scenarios.conflicts import find_conflicts
from projections.scenarios.drafts import DraftState
from projections.scenarios.replay import Replayed, supposing_draft
from projections.scenarios.views import (
    DraftView,
    conflict_view,
    draft_heading,
    draft_view,
    refusal_view,
    supposed_draft_view,
)
from tests.support.drafting import AUTHOR, Drafting
from tests.support.examples import PAPER, amend, start

OPENED = start("site-opened", "kilburn", "2018-09-01", "planned", id="kilburn", name="Kilburn", uses=["response-base"])
RENAMED = start("site-renamed", "colindale", "2018-09", "planned", id="renamed", name="Centre", source=PAPER)
MADE_AT = "2018-06-04T08:00:00.000000Z"


def played(drafting: Drafting, id_: str) -> list[Replayed]:
    draft = drafting.find(id_)
    with supposing_draft(drafting.connection, drafting.log, drafting.programme, draft, AUTHOR) as replayed:
        return replayed


def view(drafting: Drafting, id_: str, state: DraftState = "open") -> DraftView:
    draft = replace(drafting.find(id_), state=state)
    return draft_view(draft, played(drafting, id_), find_conflicts(drafting.connection, drafting.log, draft))


def test_a_heading_says_who_made_the_draft_and_how_it_ended(drafting: Drafting) -> None:
    draft = replace(drafting.draft("a", OPENED), state="committed", closed_by="the-entry")
    assert draft_heading(draft) == {
        "id": "a", "name": "A", "state": "committed", "made_by": "ada", "made_at": MADE_AT, "closed_by": "the-entry",
    }  # fmt: skip


def test_entries_are_shown_as_they_were_said(drafting: Drafting) -> None:
    drafting.draft("a", OPENED, RENAMED)
    shown = view(drafting, "a")
    common: dict[str, object] = {"added_by": "ada", "added_at": MADE_AT, "refused": None, "changed": []}
    assert shown["entries"] == [{"entry": OPENED, **common}, {"entry": RENAMED, **common}]
    assert (shown["changed"], shown["can_be_committed"], shown["name"]) == ([], True, "A")


def test_a_draft_without_entries_cannot_be_committed(drafting: Drafting) -> None:
    drafting.draft("a")
    assert view(drafting, "a")["can_be_committed"] is False


@pytest.mark.parametrize("state", ["committed", "discarded"])
def test_a_closed_draft_cannot_be_committed(drafting: Drafting, state: DraftState) -> None:
    drafting.draft("a", OPENED)
    assert view(drafting, "a", state)["can_be_committed"] is False


def test_an_entry_that_is_refused_says_why_and_keeps_the_draft_from_a_commit(drafting: Drafting) -> None:
    draft = drafting.draft("a", OPENED, RENAMED)
    drafting.record(start("site-closed", "colindale", "2018-02-01", id="closed"))
    shown = draft_view(draft, played(drafting, "a"), [])
    assert shown["entries"][0]["refused"] is None
    why = shown["entries"][1]["refused"]
    assert why is not None
    assert why.startswith('The history of the site "colindale" cannot hold this')
    assert shown["can_be_committed"] is False


def test_a_conflict_is_shown_under_its_entries_and_keeps_the_draft_from_a_commit(drafting: Drafting) -> None:
    drafting.draft("a", OPENED, RENAMED)
    drafting.record(start("site-closed", "colindale", "2019-06-01", "planned", id="closed"))
    shown = view(drafting, "a")
    assert [entry["refused"] for entry in shown["entries"]] == [None, None]
    assert [entry["changed"] for entry in shown["entries"]] == [[], ["closed"]]
    assert [conflict["id"] for conflict in shown["changed"]] == ["closed"]
    assert shown["can_be_committed"] is False


def test_a_conflict_says_who_recorded_what_and_why(drafting: Drafting) -> None:
    draft = drafting.draft("a", RENAMED)
    drafting.record(start("site-closed", "colindale", "2019-06-01", "planned", id="closed"))
    drafting.record(amend("change-rescheduled", "closed", id="put-off", effective_on="2019-07-01"))
    first, second = map(conflict_view, find_conflicts(drafting.connection, drafting.log, draft))
    common = {
        "change": "closed", "type": "site", "subject": "colindale", "recorded_by": "bob", "recorded_at": MADE_AT,
        "under": ["renamed"],
    }  # fmt: skip
    assert first == {"id": "closed", "kind": "site-closed", "reason": None, **common}
    assert second == {"id": "put-off", "kind": "change-rescheduled", "reason": "The paper says so.", **common}


def test_an_answer_that_supposes_a_draft_says_what_it_leaves_out(drafting: Drafting) -> None:
    draft = drafting.draft("a", OPENED, RENAMED)
    drafting.record(start("site-closed", "colindale", "2018-02-01", id="closed"))
    replayed = played(drafting, "a")
    left_out = refusal_view(replayed[1])
    assert left_out == {"id": "renamed", "why": str(replayed[1].refusal)}
    assert supposed_draft_view(draft, replayed) == {"id": "a", "name": "A", "entries": 2, "left_out": [left_out]}
