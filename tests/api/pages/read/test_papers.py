"""One page a paper: the entries that cite it, by paragraph."""

from __future__ import annotations

import csv
import io

import pytest
from fastapi.testclient import TestClient

from api.app import build_app
from tests.support.deployments import Deployment
from tests.support.examples import PAPER, record, start, world


@pytest.fixture
def client(on_sqlite: Deployment) -> TestClient:
    return TestClient(build_app(on_sqlite.mergerlog), headers=on_sqlite.headers())


def test_the_entries_that_cite_a_paper_are_in_the_order_of_their_paragraphs(
    on_sqlite: Deployment, client: TestClient
) -> None:
    programme = world(on_sqlite)
    for reference in ("1.10", "2.1", "1.9"):
        paper = PAPER | {"reference": reference}
        record(on_sqlite, programme, start("site-opened", f"s-{reference.replace('.', '-')}", name="S", source=paper))
    path = f"/programmes/{programme}/papers.csv?document={PAPER['document']}"
    rows = csv.DictReader(io.StringIO(client.get(path).text.removeprefix("\ufeff")))
    assert [row["reference"] for row in rows] == ["1.9", "1.10", "2.1"]


def test_a_paper_that_no_entry_cites_is_not_found(on_sqlite: Deployment, client: TestClient) -> None:
    reply = client.get(f"/programmes/{world(on_sqlite)}/papers?document=Nothing")
    assert reply.status_code == 404
    assert "cites the paper" in reply.text
