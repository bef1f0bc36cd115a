"""The form of the reminder policy: numbers of days, and whether the day is still to come."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient

from api.app import build_app
from tests.support.deployments import Deployment

FAULT = "Write a number of days from 1 to 366"
FIELDS = ("overdue_every", "managers_after", "senior_after", "vacant_after", "acting_after")
DAY = {"when-from-day": "1", "when-from-month": "7", "when-from-year": "2018"}


@pytest.fixture
def client(on_sqlite: Deployment) -> TestClient:
    headers = on_sqlite.headers() | {"sec-fetch-site": "same-origin"}
    return TestClient(build_app(on_sqlite.mergerlog), headers=headers, follow_redirects=False)


def form(**typed: str) -> dict[str, str]:
    usual = {f"d-{name}": "7" for name in FIELDS} | {"d-rungs": "7, 1", "reason": "As agreed."} | DAY
    return usual | {f"d-{name}": text for name, text in typed.items()}


def faults(client: TestClient, programme: str, **typed: str) -> int:
    reply = client.post(f"/programmes/{programme}/reminders/policy", data=form(**typed))
    assert reply.status_code == (422 if FAULT in reply.text else 200), reply.text
    return len(re.findall(FAULT, reply.text))


@pytest.mark.parametrize("days", ["1", "366", "0366"])
def test_a_number_of_days_is_from_1_to_366(on_sqlite: Deployment, client: TestClient, days: str) -> None:
    assert faults(client, on_sqlite.programme(), overdue_every=days) == 0


@pytest.mark.parametrize("days", ["", "0", "367", "03660", "7.5", "-1", "week", "٧"])
@pytest.mark.parametrize("field", ["overdue_every", "acting_after"])
def test_any_other_number_is_a_fault_of_its_field(
    on_sqlite: Deployment, client: TestClient, field: str, days: str
) -> None:
    assert faults(client, on_sqlite.programme(), **{field: days}) > 0


@pytest.mark.parametrize(("rungs", "is_fault"), [("7 1", False), ("7,1", False), ("14, seven", True), ("400", True)])
def test_the_days_before_a_date_have_commas_or_spaces_between(
    on_sqlite: Deployment, client: TestClient, rungs: str, is_fault: bool
) -> None:
    assert (faults(client, on_sqlite.programme(), rungs=rungs) > 0) is is_fault


@pytest.mark.parametrize("role", ["member", "observer"])
def test_only_a_manager_sets_the_policy(on_sqlite: Deployment, client: TestClient, role: str) -> None:
    path = f"/programmes/{on_sqlite.programme()}/reminders/policy"
    assert client.get(path, headers=on_sqlite.headers(role)).status_code == 403
    assert client.post(path, headers=on_sqlite.headers(role), data=form()).status_code == 403
