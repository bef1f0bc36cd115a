"""Entries about the programme itself, and claims that are dismissed."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from threading import Event
from typing import Any

import pytest
from sqlalchemy import Connection, Engine

from api.services import mergerlog
from domain.log.parsing import read_entry
from projections.database.connections import writing
from projections.recording.writer import Writer
from tests.support.deployments import Deployment
from tests.support.examples import PAPER, accepted, amend, record, refused, start, world

WHY = "The site is open until the lease ends."
CLOSED = start("site-closed", "wembley", "2018-10-01", "planned", id="closed")


def clashing(deployment: Deployment) -> tuple[str, dict]:
    """A programme, and how to name a clash in it: a team stays at a site that closes."""
    programme = world(deployment)
    reply = deployment.post(f"/programmes/{programme}/entries", CLOSED)
    (clash,) = reply.json()["warnings"]
    assert (clash["rule"], clash["from"], clash["to"]) == ("site-not-open", "2018-10-01", None)
    return programme, {"clash": clash["id"], "mark": clash["mark"]}


def acknowledged(deployment: Deployment, programme: str, clash: str, role: str = "manager") -> Any:
    """What is said of a clash."""
    found = deployment.get(f"/programmes/{programme}/clashes", role, basis="planned").json()["clashes"]
    return next(each["acknowledged"] for each in found if each["id"] == clash)


def test_an_entry_about_the_programme_alters_no_structure(deployment: Deployment) -> None:
    programme, seen = clashing(deployment)
    before = deployment.get(f"/programmes/{programme}/structure").json()
    first = accepted(
        deployment, programme, start("clash-acknowledged", programme, "2018/2019", "planned", reason=WHY, details=seen)
    )
    second = accepted(
        deployment, programme, start("clash-acknowledged", programme, id="again", reason=WHY, details=seen)
    )
    assert (first["version"], second["version"]) == (1, 2)
    after = deployment.get(f"/programmes/{programme}/structure").json()
    assert {**after, "asked": None} == {**before, "asked": None}
    found = deployment.get(f"/programmes/{programme}/entries", subject=f"programme/{programme}").json()
    assert found["entries"] == [first, second]


def test_its_subject_is_the_programme(on_sqlite: Deployment) -> None:
    programme, seen = clashing(on_sqlite)
    body = start("clash-acknowledged", "another", reason=WHY, details=seen)
    refused(on_sqlite, programme, body, 422, f'"{programme}"', '"another"')
    accepted(on_sqlite, programme, body | {"subject": programme})


def test_acknowledging_needs_a_reason(on_sqlite: Deployment) -> None:
    programme, seen = clashing(on_sqlite)
    body = start("clash-acknowledged", programme, details=seen)
    refused(on_sqlite, programme, body, 422, "reason")
    accepted(on_sqlite, programme, body | {"reason": WHY})


def test_an_acknowledged_clash_comes_back_once_it_is_another(deployment: Deployment) -> None:
    programme, seen = clashing(deployment)
    said = start("clash-acknowledged", programme, reason=WHY, details=seen, id="ack")
    (entry,) = record(deployment, programme, said)
    expected = {"entry": "ack", "reason": WHY, "recorded_at": entry["recorded_at"], "recorded_by": "tester"}
    assert acknowledged(deployment, programme, seen["clash"]) == expected
    record(deployment, programme, amend("change-rescheduled", "closed", effective_on="2018-11-01"))
    assert acknowledged(deployment, programme, seen["clash"]) is None
    record(deployment, programme, amend("change-rescheduled", "closed", effective_on="2018-10-01"))
    assert acknowledged(deployment, programme, seen["clash"]) == expected
    record(deployment, programme, amend("change-retracted", "ack"))
    assert acknowledged(deployment, programme, seen["clash"]) is None


def test_only_a_clash_that_is_there_is_acknowledged(on_sqlite: Deployment) -> None:
    programme, seen = clashing(on_sqlite)
    for wrong in ({"clash": "site-not-open-0123456789ab"}, {"mark": "another"}):
        body = start("clash-acknowledged", programme, reason=WHY, details=seen | wrong)
        refused(on_sqlite, programme, body, 422, *wrong.values())
    record(on_sqlite, programme, amend("change-withdrawn", "closed"))
    refused(on_sqlite, programme, start("clash-acknowledged", programme, reason=WHY, details=seen), 422, seen["clash"])


def test_observers_do_not_learn_of_a_clash_by_its_acknowledgement(deployment: Deployment) -> None:
    programme = world(deployment)
    reply = deployment.post(f"/programmes/{programme}/entries", CLOSED | {"restricted": True})
    (clash,) = reply.json()["warnings"]
    body = start(
        "clash-acknowledged", programme, reason=WHY, details={"clash": clash["id"], "mark": clash["mark"]}, id="ack"
    )
    refused(deployment, programme, body, 422, "restricted")
    record(deployment, programme, body | {"restricted": True})
    assert acknowledged(deployment, programme, clash["id"], "member")["entry"] == "ack"
    for path in ("entries", "clashes"):
        told = deployment.get(f"/programmes/{programme}/{path}", "observer", basis="planned")
        assert clash["id"] not in told.text and "closed" not in told.text.replace("is closed, or", "")


def test_an_acknowledgement_sent_twice_is_answered_with_the_first_though_the_clash_is_gone(
    on_sqlite: Deployment,
) -> None:
    programme, seen = clashing(on_sqlite)
    body = start("clash-acknowledged", programme, reason=WHY, details=seen, id="ack")
    (entry,) = record(on_sqlite, programme, body, amend("change-withdrawn", "closed"))[:1]
    reply = on_sqlite.post(f"/programmes/{programme}/entries", body)
    assert (reply.status_code, reply.json()["entry"]) == (200, entry)


def test_a_clash_is_looked_for_in_the_transaction_that_acknowledges_it(
    deployment: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another writer clears the clash while the acknowledgement waits for its turn."""
    programme, seen = clashing(deployment)
    body = start("clash-acknowledged", programme, reason=WHY, details=seen, id="ack")
    waits = Event()

    def waiting(engine: Engine) -> AbstractContextManager[Connection]:
        waits.set()
        return writing(engine)

    monkeypatch.setattr(mergerlog, "writing", waiting)
    with ThreadPoolExecutor(1) as pool:
        with writing(deployment.mergerlog.engine) as connection:
            reply = pool.submit(deployment.post, f"/programmes/{programme}/entries", body)
            assert waits.wait(30)
            author = deployment.mergerlog.author("another")
            writer = Writer(connection, deployment.mergerlog.log, programme, author)
            writer.record(read_entry(json.dumps(amend("change-withdrawn", "closed")).encode()))
            writer.flush()
        assert (reply.result().status_code, seen["clash"] in reply.result().text) == (422, True)


def test_only_an_import_says_what_the_server_did(on_sqlite: Deployment) -> None:
    programme = world(on_sqlite)
    details = {"scenario": "two-bases", "name": "Two bases", "entries": 3}
    body = start("scenario-committed", programme, id="said", details=details)
    refused(on_sqlite, programme, body, 422, "scenario-committed")
    reply = on_sqlite.send(f"/programmes/{programme}/entries/import", json.dumps(body).encode())
    assert reply.status_code == 201, reply.text
    assert on_sqlite.get(f"/programmes/{programme}/entries/said").json()["details"] == details


def test_a_claim_is_dismissed_by_name(deployment: Deployment) -> None:
    programme = world(deployment)
    claim = amend("claim-recorded", "go-live", source=PAPER, effective_on="2018-09", id="september")
    record(deployment, programme, claim, amend("change-corrected", "wembley", source=PAPER, id="corrected"))
    for unknown in ("no-such", "go-live", "corrected"):
        refused(deployment, programme, amend("claim-dismissed", "go-live", claim=unknown), 422, f'"{unknown}"')
    refused(deployment, programme, amend("claim-dismissed", "wembley", claim="september"), 422, '"september"')
    before = deployment.get(f"/programmes/{programme}/structure").json()
    accepted(deployment, programme, amend("claim-dismissed", "go-live", claim="september"))
    assert deployment.get(f"/programmes/{programme}/structure").json()["teams"] == before["teams"]
