"""The process's own log: lines of JSON, who came in from where, and nothing that somebody wrote."""

from __future__ import annotations

import json
import logging

import pytest
import structlog
from fastapi.testclient import TestClient
from sqlalchemy import text
from structlog.testing import capture_logs

from api.app import build_app
from api.services.accounts import Accounts
from api.services.process_log import configure_logging
from projections.database.connections import reading
from tests.support.deployments import Deployment

PASSWORD = "three words together"
HERE = {"sec-fetch-site": "same-origin"}


def test_who_comes_in_is_written_down_with_where_from(deployment: Deployment) -> None:
    accounts = Accounts(deployment.mergerlog.engine, deployment.mergerlog.clock)
    client = TestClient(build_app(deployment.mergerlog), follow_redirects=False, client=("192.0.2.7", 1))
    with capture_logs() as lines:
        owner = accounts.add("owner", "Owner", PASSWORD, "manager").id
        client.post("/sign-in", data={"sign_in": "owner", "password": "not this one"}, headers=HERE)
        client.post("/sign-in", data={"sign_in": "owner", "password": PASSWORD}, headers=HERE)
        client.post("/accounts", data={"step": "nothing"}, headers=HERE)
        client.get("/v1/accounts", headers=deployment.headers("observer"))
        secret = deployment.mergerlog.add_token("program", "member")
        accounts.set_role(owner, "manager")
        accounts.set_password(owner, PASSWORD + "!")
    events = [(line["event"], line.get("address")) for line in lines if line.get("category") == "security"]
    here = "192.0.2.7"
    assert [event for event, _ in events] == [
        "account made", "sign-in failed", "signed in", "refused", "token made", "role changed", "password changed",
    ]  # fmt: skip
    assert [address for event, address in events if event in ("sign-in failed", "signed in", "refused")] == [here] * 3
    written = json.dumps([line for line in lines if line.get("category") == "security"])
    for secret_text in (PASSWORD, "not this one", "Owner", secret, '"owner"'):
        assert secret_text not in written


def test_a_fault_is_one_line_of_json_without_texts(deployment: Deployment, capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging()
    logger = structlog.get_logger("mergerlog")
    try:
        with reading(deployment.mergerlog.engine) as connection:
            connection.execute(text("SELECT nothing FROM nowhere WHERE a = :a"), {"a": "Jane Secretson"})
    except Exception as error:
        logger.exception("fault", exc_info=error)
    try:
        "\ud800Jane Secretson".encode()
    except UnicodeEncodeError as error:
        logger.exception("fault", exc_info=error)
    logging.getLogger("apscheduler").warning("Execution of job skipped")
    written = capsys.readouterr().err
    lines = [json.loads(line) for line in written.splitlines()]
    assert [line["event"] for line in lines] == ["fault", "fault", "library"]
    assert "Secretson" not in written
    assert all(line["places"] for line in lines[:2])
