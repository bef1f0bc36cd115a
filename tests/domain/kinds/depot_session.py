"""What a process does that knows depots, a noun of `test_new_noun`: it records one, and finds it wherever it belongs.

Started by that test in a copy of the packages; here, there are no depots.
"""

from __future__ import annotations

import html
import re
import sys
from pathlib import Path

import msgspec
from fastapi.testclient import TestClient

import domain
from api.app import build_app
from api.cli.input.entry_options import TypedEntry, TypedSource
from api.services.accounts import Accounts
from domain.kinds.registry import EVENTS
from domain.log.payloads import STARTINGS
from scheduler import wording
from tests.documents.kinds import kinds
from tests.support.deployments import Deployment, deploy, sqlite_url
from tests.support.examples import amend, start

_PASSWORD = "three words together"


def record_depots(deployment: Deployment, programme: str) -> None:
    """Over HTTP: one that is there, one that is planned, and a plan that moves."""
    for entry in (
        start("site-opened", "wembley", id="wembley", name="Wembley"),
        start("depot-opened", "south", "2018-01-15", id="south", name="South depot", site="wembley", bays=1),
        start("depot-opened", "north", "2018-10", "planned", id="north", name="North depot", site="wembley", bays=12),
        amend("change-rescheduled", "north", effective_on="2018-11"),
        start("depot-closed", "south", "2018-12", "planned", id="south-closes"),
    ):
        reply = deployment.post(f"/programmes/{programme}/entries", entry)
        assert reply.status_code == 201, reply.text
    refused = deployment.post(f"/programmes/{programme}/entries", start("depot-closed", "north", "2018-02", id="no"))
    assert refused.status_code == 409, refused.text
    unknown = start("depot-opened", "east", "2018-02", id="no", name="East", site="nowhere")
    assert deployment.post(f"/programmes/{programme}/entries", unknown).status_code == 422
    print("recorded")


def ask_for_depots(deployment: Deployment, programme: str) -> None:
    """The answers of the API: the subject, the timeline, the comparison and the clashes."""
    depot = deployment.get(f"/programmes/{programme}/depots/south").json()
    assert [depot["state"][field] for field in ("name", "site", "bays")] == ["South depot", "wembley", 1]
    timeline = deployment.get(f"/programmes/{programme}/timeline").json()
    assert "north" in {change["id"] for change in timeline["changes"]}
    for question in (
        "structure",
        "structure/compare?to_effective_on=2019-01-01",
        "clashes",
        "entries?kind=depot-opened",
    ):
        answer = deployment.get(f"/programmes/{programme}/{question}")
        assert answer.status_code == 200, answer.text
    description = deployment.client.get("/v1/openapi.json").json()
    bays = description["components"]["schemas"]["DepotOpened"]["properties"]["bays"]
    assert (bays["title"], bays["description"]) == ("How many bays", "How many vehicles find room.")
    assert "DepotOpenedEntry" in description["components"]["schemas"]
    print("asked")


def fill_in_the_form(manager: TestClient, programme: str) -> None:
    """The list of kinds, the form of one, the page that checks what was typed, and recording it."""
    assert "Depots" in text_of(manager, f"/programmes/{programme}/record")
    form = text_of(manager, f"/programmes/{programme}/record?kind=depot-opened")
    for label in ("A depot opens", "Name", "Where it stands (optional)", "How many bays (optional)"):
        assert label in form
    typed = {"kind": "depot-opened", "standing": "planned", "when-from-year": "2019", "step": "check"}
    address = f"/programmes/{programme}/record"
    missing = manager.post(address, data=typed)
    assert missing.status_code == 422
    assert "Enter the name" in missing.text
    checked = manager.post(address, data=typed | {"d-name": "West depot", "d-bays": "3"})
    assert checked.status_code == 200, checked.text
    assert "West depot is to open with 3 bays in 2019." in html.unescape(checked.text)
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', checked.text)
    sent = manager.post(address, data={name: html.unescape(value) for name, value in hidden} | {"step": "record"})
    assert sent.status_code == 303, sent.text
    print("typed")


def read_the_pages(manager: TestClient, programme: str) -> None:
    """The sentences of the log and of the pages that list changes and subjects."""
    log = text_of(manager, f"/programmes/{programme}/log")
    for sentence in (
        "South depot opened at Wembley with 1 bay on 15 January 2018.",
        "North depot is to open at Wembley with 12 bays in November 2018.",
        "Rescheduled from October 2018 to November 2018:",
        "West depot is to open with 3 bays in 2019.",
    ):
        assert sentence in log, sentence
    subject = text_of(manager, f"/programmes/{programme}/depots/south")
    assert all(words in subject for words in ("Stands at", "Wembley", "Bays", "South depot is to close"))
    assert "North depot to open at Wembley with 12 bays" in text_of(
        manager, f"/programmes/{programme}/timeline?show=all"
    )
    assert "South depot" in text_of(manager, f"/programmes/{programme}/search?q=depot")
    for page in (
        "",
        "/structure",
        "/clashes",
        "/structure/compare",
        "/changes/north",
        "/changes/north/amend?kind=change-corrected",
    ):
        text_of(manager, f"/programmes/{programme}{page}")
    print("shown")


def type_a_command() -> None:
    """The entry that the command line makes of a detail that is a number."""
    typed = TypedEntry(
        "depot-opened", "east", "2019", "planned", ["name=East", "bays=4"], None, None, False, TypedSource()
    )
    assert msgspec.to_builtins(typed.payload())["details"] == {"name": "East", "bays": 4}
    print("commanded")


def read_the_reminder() -> None:
    """The words of a reminder."""
    opened = msgspec.convert({"name": "North depot", "bays": 12}, EVENTS["depot-opened"])
    assert wording.title(opened, "north") == "Opening of North depot"
    assert wording.title(msgspec.convert({}, EVENTS["depot-closed"]), "South depot") == "Closure of South depot"
    print("reminded")


def read_the_documents() -> None:
    """The table of the documents, and the schema of the body of an entry."""
    table = "\n".join(kinds("depot", {}))
    assert "### depot-opened" in table
    assert "| `bays` | a whole number, 0 or more |  | How many vehicles find room. |" in table
    schema = msgspec.json.schema(STARTINGS["depot-opened"])["$defs"]["DepotOpened"]["properties"]["bays"]
    assert (schema["title"], schema["description"]) == ("How many bays", "How many vehicles find room.")
    print("documented")


def text_of(client: TestClient, address: str) -> str:
    """The words of a page."""
    reply = client.get(address)
    assert reply.status_code == 200, (address, reply.status_code, reply.text)
    return " ".join(re.sub(r"<[^>]+>", " ", html.unescape(reply.text)).split())


def main(folder: Path) -> None:
    """All of it."""
    assert Path(domain.__file__).is_relative_to(Path.cwd()), "this is not the copy"
    with deploy(sqlite_url(folder)) as deployment:
        programme = deployment.programme()
        accounts = Accounts(deployment.mergerlog.engine, deployment.mergerlog.clock)
        accounts.add("manager", "M", _PASSWORD, "manager")
        here = {"sec-fetch-site": "same-origin"}
        manager = TestClient(build_app(deployment.mergerlog), follow_redirects=False, headers=here)
        manager.cookies.set("mergerlog", accounts.sign_in("manager", _PASSWORD, "here"))
        record_depots(deployment, programme)
        ask_for_depots(deployment, programme)
        fill_in_the_form(manager, programme)
        read_the_pages(manager, programme)
    type_a_command()
    read_the_reminder()
    read_the_documents()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
