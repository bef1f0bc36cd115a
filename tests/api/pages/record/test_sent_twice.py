"""What is sent twice is recorded once: the form of a check page says the same, however far the log has moved on."""

from __future__ import annotations

import html
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi.testclient import TestClient

from api.app import build_app
from api.services.accounts import Accounts
from tests.browser.site import PASSWORD
from tests.support.deployments import Deployment
from tests.support.examples import start

HERE = {"sec-fetch-site": "same-origin"}
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
_WHEN = {"when-from-month": "11", "when-from-year": "2018"}

FORMS = {
    "a new subject, its id made from its name": (
        "record",
        {"kind": "site-opened", "d-name": "Zeta", "standing": "planned"} | _WHEN,
    ),
    "someone who is not in the register yet": (
        "record",
        {"kind": "leader-appointed", "subject": "chief", "standing": "planned", "d-tenure": "acting"}
        | {"d-person-new": "Ada Byron"}
        | _WHEN,
    ),
    "a correction of a detail": (
        "changes/base/amend",
        {"kind": "change-corrected", "with-details": "yes", "d-name": "Better", "reason": "It was misspelt."},
    ),
    "a plan that moves": ("changes/base/amend", {"kind": "change-rescheduled", "reason": "Late."} | _WHEN),
    "a withdrawal": ("changes/base/amend", {"kind": "change-withdrawn", "reason": "Dropped."}),
}


@pytest.fixture
def manager(both: Deployment) -> TestClient:
    accounts = Accounts(both.mergerlog.engine, both.mergerlog.clock)
    name = f"m-{both.programme()}"
    accounts.add(name, "M", PASSWORD, "manager")
    client = TestClient(build_app(both.mergerlog), follow_redirects=False, headers=HERE)
    client.cookies.set("mergerlog", accounts.sign_in(name, PASSWORD, "here"))
    return client


def begun(deployment: Deployment) -> str:
    """A programme with a base that is planned and a post that is there."""
    programme = deployment.programme()
    for entry in (
        start("unit-established", "bcu", "2018-01-01", id="bcu", name="BCU", unit_type="bcu"),
        start("post-created", "chief", "2018-01-01", id="chief", title="Chief", unit="bcu"),
        start("site-opened", "base", "2018-10", "planned", id="base", name="Base"),
    ):
        assert deployment.post(f"/programmes/{programme}/entries", entry).status_code == 201
    return programme


def checked(client: TestClient, address: str, fields: dict[str, str]) -> dict[str, str]:
    """The form of the check page, as its button would send it."""
    page = client.post(address, data=fields)
    assert "Check it before it is recorded" in page.text, page.text
    found = {name: html.unescape(value) for name, value in _HIDDEN.findall(page.text)}
    return found | {"step": "record"}


@pytest.mark.parametrize("at_once", [False, True], ids=["one after the other", "at once"])
@pytest.mark.parametrize("name", FORMS)
def test_the_same_form_again_is_the_same_entry(both: Deployment, manager: TestClient, name: str, at_once: bool) -> None:
    programme = begun(both)
    path, fields = FORMS[name]
    address = f"/programmes/{programme}/{path}"
    sent = checked(manager, address, fields)
    with ThreadPoolExecutor(2 if at_once else 1) as clicks:
        replies = list(clicks.map(lambda _: manager.post(address, data=sent), range(2)))
    assert [reply.status_code for reply in replies] == [303, 303], replies[1].text
    assert replies[0].headers["location"] == replies[1].headers["location"]
    assert len(both.get(f"/programmes/{programme}/entries").json()["entries"]) == 4


def test_what_is_no_entry_is_told_and_alters_nothing(both: Deployment, manager: TestClient) -> None:
    programme = begun(both)
    address = f"/programmes/{programme}/record"
    sent = checked(manager, address, FORMS["someone who is not in the register yet"][1])
    for said in ('{"kind": 3}', '{"details": 1}', '{"kind": "site-opened", "details": "no"}', '{"recorded_at": 1}'):
        assert manager.post(address, data=sent | {"said": said}).status_code in (200, 422), said
    assert len(both.get(f"/programmes/{programme}/entries").json()["entries"]) == 3
