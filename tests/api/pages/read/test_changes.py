"""One change: what may be done to it, and its entries as a table."""

from __future__ import annotations

import csv
import io

import pytest
from fastapi.testclient import TestClient

from api.app import build_app
from api.pages.read.changes import HEADS, deeds, entry_row
from tests.api.pages.core.test_atom import line
from tests.support.deployments import Deployment
from tests.support.examples import amend, record, world


@pytest.fixture
def client(on_sqlite: Deployment) -> TestClient:
    return TestClient(build_app(on_sqlite.mergerlog), headers=on_sqlite.headers(), follow_redirects=False)


@pytest.mark.parametrize(
    ("standing", "kinds"),
    [
        ("proposed", {"change-confirmed", "change-rescheduled", "change-completed", "change-withdrawn",
                      "change-corrected", "change-retracted", "claim-recorded"}),
        ("planned", {"change-rescheduled", "change-completed", "change-withdrawn", "change-corrected",
                     "change-retracted", "claim-recorded"}),
        ("done", {"change-corrected", "change-retracted", "claim-recorded"}),
        ("withdrawn", {"change-retracted", "claim-recorded"}),
        ("retracted", set()),
    ],
)  # fmt: skip
def test_what_a_manager_may_do_to_a_change(standing: str, kinds: set[str]) -> None:
    assert {kind for kind, _ in deeds(standing, restricted=False)} == kinds | {"change-restricted"}
    assert {kind for kind, _ in deeds(standing, restricted=True)} == kinds | {"change-released"}
    assert all(offer for _, offer in deeds(standing, restricted=False))


def test_a_row_of_a_table_has_a_cell_for_each_head() -> None:
    whole = {"kind": "site-sold", "type": "site", "subject": "harrow", "standing": "done", "reason": "Late."}
    paper = {"document": "Plan", "dated": "2018", "reference": "1.2", "quote": "Sold"}
    row = dict(zip(HEADS, entry_row(line(**whole, source=paper)), strict=True))
    assert row == {
        "recorded at": "2018-06-04T08:00:00.000000Z",
        "recorded by": "Ada Byron",
        "id": "e-2",
        "change": "c-1",
        "kind": "site-sold",
        "type": "site",
        "subject": "harrow",
        "standing": "done",
        "sentence": "Harrow was sold.",
        "reason": "Late.",
        "paper": "Plan",
        "dated": "2018",
        "reference": "1.2",
        "quote": "Sold",
    }


def test_a_row_without_a_paper_has_empty_cells() -> None:
    whole = {"kind": "site-sold", "type": "site", "subject": "harrow", "standing": "done"}
    assert entry_row(line(**whole))[-5:] == [None] * 5


def test_the_table_of_a_change_has_its_entries_in_the_order_of_the_log(
    on_sqlite: Deployment, client: TestClient
) -> None:
    programme = world(on_sqlite)
    record(on_sqlite, programme, amend("change-rescheduled", "go-live", effective_on="2018-12", id="later"))
    text = client.get(f"/programmes/{programme}/changes/go-live.csv").text.removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["id"], row["kind"], row["change"]) for row in rows] == [
        ("go-live", "milestone-set", "go-live"),
        ("later", "change-rescheduled", "go-live"),
    ]


def test_an_entry_is_shown_among_those_of_its_change(on_sqlite: Deployment, client: TestClient) -> None:
    programme = world(on_sqlite)
    record(on_sqlite, programme, amend("change-rescheduled", "go-live", effective_on="2018-12", id="later"))
    reply = client.get(f"/programmes/{programme}/entries/later")
    assert reply.status_code == 303
    assert reply.headers["location"] == f"/programmes/{programme}/changes/go-live#entry-later"


def test_a_change_that_there_is_not_is_not_found(on_sqlite: Deployment, client: TestClient) -> None:
    programme = world(on_sqlite)
    assert client.get(f"/programmes/{programme}/changes/nothing").status_code == 404
    assert client.get(f"/programmes/{programme}/changes/nothing.csv").status_code == 404
