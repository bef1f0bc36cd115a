"""Entries to rows and back: names from a closed registry, every kind as it was said, old forms read as new ones."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import Any
from uuid import uuid4

import msgspec
import pytest
from eventsourcing.persistence import MapperDeserialisationError
from fastapi.testclient import TestClient
from sqlalchemy import select

from api.app import build_app
from domain.kinds.registry import EVENTS
from domain.kinds.sites import SiteOpened
from domain.log.amendments import Amendment
from domain.log.body import Body
from domain.log.entry import Entry
from domain.log.parsing import read_line
from domain.log.payloads import BODIES, Starting
from projections.database.tables import log, stream
from projections.log.application import Log
from projections.log.mapper import EntryMapper, Registry
from tests.oracle.kinds import KINDS
from tests.oracle.world import SLUGS, some_details
from tests.support.deployments import Deployment
from tests.support.examples import PAPER, amend, record, start
from tests.support.older_forms import OLDER_SITES
from tests.support.views import viewing

KNOWN = [(type_, slug) for type_, slugs in SLUGS.items() for slug in slugs]
NOW = 1_528_099_200_000_000
AMENDMENTS = [
    amend("change-confirmed", "c"),
    amend("change-rescheduled", "c", effective_on="2019"),
    amend("change-completed", "c", effective_on="2018-05-01", source=PAPER),
    amend("change-withdrawn", "c"),
    amend("change-corrected", "c", effective_on="2018-05", details={"name": "Wembley \u00e9\u2028\U0001f600"}),
    amend("change-retracted", "c"),
    amend("claim-recorded", "c", source=PAPER, details={"name": "Other", "uses": []}),
    amend("claim-dismissed", "c", claim="d"),
    amend("change-restricted", "c"),
    amend("change-released", "c"),
]
OF_THE_PROGRAMME = [
    start("clash-acknowledged", "p", reason="It is known.", clash="a-clash", mark="1"),
    start("scenario-committed", "p", scenario="two-bases", name="Two bases", entries=3),
    start("scenario-discarded", "p", reason="Three it is.", scenario="two-bases", name="Two bases", entries=3),
    start("reminder-policy-set", "p", rungs=[21, 7], overdue_every=5),
]


def said() -> Iterator[dict[str, Any]]:
    """Twenty bodies of every kind that starts a change, and one of every amendment."""
    rng = Random(2018)
    for kind in KINDS:
        for _ in range(20):
            details = some_details(rng, kind, SLUGS[KINDS[kind].type][0], KNOWN, {"c": None})
            yield start(kind, SLUGS[KINDS[kind].type][0], details=details, restricted=rng.random() < 0.5, source=PAPER)
    yield from AMENDMENTS
    yield from OF_THE_PROGRAMME


def test_the_examples_are_of_every_kind() -> None:
    assert {body["kind"] for body in said()} == set(BODIES)
    assert set(KINDS) | {body["kind"] for body in OF_THE_PROGRAMME} == set(EVENTS)


@pytest.mark.parametrize("kind", BODIES)
def test_every_kind_comes_back_as_it_was_said_under_its_name(kind: str) -> None:
    mapper = EntryMapper(Registry())
    for body in (body for body in said() if body["kind"] == kind):
        entry = entry_of(body)
        stored = mapper.to_stored_event(entry)
        assert stored.topic == f"{kind}/1"
        assert mapper.to_domain_event(stored) == entry
        shown = json.loads(msgspec.json.encode(entry.shown()))
        assert shown | body == shown


@pytest.mark.parametrize("kind", EVENTS)
def test_details_are_read_alone_as_with_the_rest(kind: str) -> None:
    mapper = EntryMapper(Registry())
    for body in (body for body in said() if body["kind"] == kind):
        entry = entry_of(body)
        stored = mapper.to_stored_event(entry)
        assert isinstance(entry.body, Starting)
        assert mapper.registry.event(stored.topic, stored.state.decode(), stored.topic) == entry.body.details


def test_details_of_a_correction_are_read_as_those_of_what_it_corrects() -> None:
    correction = amend("change-corrected", "c", details={"name": "Harrow", "uses": ["office"]})
    event = Registry().event("change-corrected/1", json.dumps(correction), "site-opened/1")
    assert event == SiteOpened(name="Harrow", uses=("office",))


def entry_of(body: dict[str, Any]) -> Entry:
    read = read_line(json.dumps(body).encode())
    assert isinstance(read, Body)
    change, kind = (read.change, "site-opened") if isinstance(read, Amendment) else ("e-1", read.kind)
    return Entry(uuid4(), 3, 5, 7, 1, "e-1", change, 7, kind, read, NOW, NOW + 1, "tester", backfilled=False)


@pytest.mark.parametrize(
    "name",
    ["site-vanished/1", "site-closed/2", "site-closed/0", "site-closed/01", "site-closed", "site-closed/1 ", "",
     "domain.kinds.sites:SiteClosed", "builtins:eval", "os:system"],
)  # fmt: skip
def test_a_name_that_the_registry_does_not_hold_is_refused(name: str) -> None:
    body = json.dumps(start("site-closed", "wembley")).encode()
    assert Registry().decode("site-closed/1", body, "site-closed")
    with pytest.raises(MapperDeserialisationError, match=f'"{name}"'):
        Registry().decode(name, body, "site-closed")


def upcasting(deployment: Deployment) -> Deployment:
    """The same deployment as a later version would run it, in which a site's entry has a third form."""
    registry = Registry(upcasters=OLDER_SITES)
    mergerlog = replace(deployment.mergerlog, log=Log(deployment.mergerlog.engine, registry))
    return Deployment(mergerlog, deployment.time, TestClient(build_app(mergerlog), raise_server_exceptions=False))


def store(deployment: Deployment, name: str, body: dict[str, Any], *amendments: tuple[str, dict[str, Any]]) -> None:
    """Put a row into the log as an older version did, and then rows of amendments of it, each with its id."""
    subject = {"id": 1, "uuid": uuid4().bytes, "programme": 1, "type": "site", "slug": body["subject"]}
    with deployment.mergerlog.engine.begin() as connection:
        connection.execute(stream.insert(), subject)
        for place, (id_, topic, payload) in enumerate(
            [("old", name, body), *((id_, f"{payload['kind']}/1", payload) for id_, payload in amendments)], 1
        ):
            row = {"position": place, "stream": 1, "version": place, "topic": topic, "state": json.dumps(payload)}
            envelope = {"programme": 1, "id": id_, "recorded_at": 1, "entered_at": 1, "recorded_by": "someone"}
            change = {"change": None if place == 1 else 1, "backfilled": False}
            connection.execute(log.insert(), row | envelope | change)


@pytest.mark.parametrize(("name", "field"), [("site-opened/1", "title"), ("site-opened/2", "heading")])
def test_an_old_form_is_read_as_the_new_one_and_stays_as_it_was(deployment: Deployment, name: str, field: str) -> None:
    programme = deployment.programme()
    body = start("site-opened", "wembley", details={field: "Wembley", "uses": ["office"]})
    reason = "why" if field == "title" else "reason"
    body[reason] = "Agreed."
    store(deployment, name, body)
    later = upcasting(deployment)
    later.mergerlog.rebuild()
    sites = later.get(f"/programmes/{programme}/structure").json()["sites"]
    assert [(site["name"], site["uses"], site["because"]["name"]) for site in sites] == [("Wembley", ["office"], "old")]
    entry = later.get(f"/programmes/{programme}/entries/old").json()
    assert (entry["details"], entry["reason"]) == ({"name": "Wembley", "uses": ["office"]}, "Agreed.")
    now = start("site-opened", "wembley", details={"name": "Wembley", "uses": ["office"]}, reason="Agreed.")
    assert later.post(f"/programmes/{programme}/entries", {**now, "id": "old"}).status_code == 200
    closed, opened = start("site-closed", "wembley", "2018-02-01"), start("site-opened", "harrow", name="Harrow")
    record(later, programme, closed, opened)
    with deployment.mergerlog.engine.connect() as connection:
        rows = connection.execute(select(log.c.topic, log.c.state).order_by(log.c.position)).all()
    assert [row.topic for row in rows] == [name, "site-closed/1", "site-opened/3"]
    assert json.loads(rows[0].state) == body


def test_details_of_amendments_are_read_in_the_form_in_which_they_were_stored(deployment: Deployment) -> None:
    programme = deployment.programme()
    opened = start("site-opened", "wembley", details={"title": "Wembly"})
    correction = amend("change-corrected", "old", details={"title": "Wembley"})
    claim = amend("claim-recorded", "old", source=PAPER, details={"title": "Wembley Park"})
    store(deployment, "site-opened/1", opened, ("corrected", correction), ("claimed", claim))
    later = upcasting(deployment)
    later.mergerlog.rebuild()
    here = f"/programmes/{programme}"

    def name_of(entry: str) -> str:
        return str(later.get(f"{here}/entries/{entry}").json()["details"]["name"])

    assert [name_of(entry) for entry in ("old", "corrected", "claimed")] == ["Wembly", "Wembley", "Wembley Park"]
    (site,) = later.get(f"{here}/structure").json()["sites"]
    assert site["name"] == "Wembley"
    (contradiction,) = later.get(f"{here}/contradictions").json()["contradictions"]
    assert contradiction["claim_says"]["details"] == {"name": "Wembley Park"}
    with viewing(later, programme) as view:
        assert [entry.id for entry in view.search("wembley", limit=9)] == ["claimed", "corrected"]
    lines = [json.loads(line) for line in later.mergerlog.export_lines(programme)]
    assert [line["details"] for line in lines] == [
        {"name": "Wembly"}, {"name": "Wembley"}, {"name": "Wembley Park"}
    ]  # fmt: skip


def test_a_correction_of_today_is_stored_with_the_form_of_its_details(deployment: Deployment) -> None:
    programme = deployment.programme()
    store(deployment, "site-opened/1", start("site-opened", "wembley", details={"title": "Wembly"}))
    later = upcasting(deployment)
    later.mergerlog.rebuild()
    now = amend("change-corrected", "old", id="now", details={"name": "Wembley"})
    record(later, programme, now)
    again = later.post(f"/programmes/{programme}/entries", now)
    assert (again.status_code, again.json()["entry"]["details"]) == (200, {"name": "Wembley"})
    with deployment.mergerlog.engine.connect() as connection:
        state = json.loads(connection.scalars(select(log.c.state).where(log.c.id == "now")).one())
    assert (state["form"], state["details"]) == (3, {"name": "Wembley"})
    later.mergerlog.rebuild()
    assert [site["name"] for site in later.get(f"/programmes/{programme}/structure").json()["sites"]] == ["Wembley"]


def test_a_row_of_an_unknown_name_is_never_passed_over_in_silence(deployment: Deployment) -> None:
    programme = deployment.programme()
    store(deployment, "site-opened/9", start("site-opened", "wembley", name="Wembley"))
    with pytest.raises(MapperDeserialisationError, match="site-opened/9"):
        deployment.mergerlog.rebuild()
    with pytest.raises(MapperDeserialisationError, match="site-opened/9"):
        list(deployment.mergerlog.export_lines(programme))


def test_the_library_reads_the_log_through_the_same_mapper(deployment: Deployment) -> None:
    programme = deployment.programme()
    record(deployment, programme, start("site-opened", "wembley", id="o", name="Wembley"))
    record(deployment, programme, start("site-closed", "wembley", "2018-02", id="c"))
    application = deployment.mergerlog.log
    notifications = application.recorder.select_notifications(None, 10)
    entries = [application.mapper.to_domain_event(notification) for notification in notifications]
    assert [entry.id for entry in entries if isinstance(entry, Entry)] == ["o", "c"]
    assert list(application.events.get(entries[0].originator_id)) == entries
