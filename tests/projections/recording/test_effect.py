"""What an entry alters, described to its author."""

from __future__ import annotations

from typing import Any

from tests.support.deployments import Deployment
from tests.support.examples import NAME, PERSON, amend, record, start, world


def effect(deployment: Deployment, programme: str, body: dict[str, Any]) -> dict[str, Any]:
    reply = deployment.post(f"/programmes/{programme}/entries", body)
    assert reply.status_code in (200, 201), reply.text
    found: dict[str, Any] = reply.json()["effect"]
    return found


def test_a_field_is_altered_between_days_under_the_bases_that_agree(on_sqlite: Deployment) -> None:
    programme = world(on_sqlite)
    record(on_sqlite, programme, start("team-moved", "response-a", "2018-05-01", to="colindale"))
    moved = effect(
        on_sqlite, programme, start("team-moved", "response-a", "2018-03-01", "planned", to="colindale", id="m")
    )
    assert moved["structure"] == [
        {
            "basis": ["planned", "proposed"],
            "type": "team",
            "id": "response-a",
            "field": "site",
            "before": "wembley",
            "after": "colindale",
            "from": "2018-03-01",
            "to": "2018-05-01",
        }
    ]


def test_what_comes_into_the_structure_says_so_and_what_it_holds(on_sqlite: Deployment) -> None:
    opened = effect(on_sqlite, world(on_sqlite), start("site-opened", "harrow", "2018-02-01", name="Harrow"))
    assert [(each["field"], each["before"], each["after"], each["to"]) for each in opened["structure"]] == [
        ("in the structure", False, True, None),
        ("name", None, "Harrow", None),
    ]


def test_a_holder_is_named(on_sqlite: Deployment) -> None:
    body = start("leader-appointed", "commander", "2018-02-01", person=PERSON, tenure="acting")
    (appointed,) = effect(on_sqlite, world(on_sqlite), body)["structure"]
    assert (appointed["before"], appointed["after"]["name"]) == (None, NAME)


def test_the_timeline_has_what_becomes_of_the_change(on_sqlite: Deployment) -> None:
    programme = world(on_sqlite)
    moved = effect(on_sqlite, programme, amend("change-rescheduled", "go-live", effective_on="2018-12"))
    assert {each["field"]: (each["before"], each["after"]) for each in moved["timeline"]} == {
        "effective_on": ("2018-11", "2018-12"),
        "earliest": ("2018-11-01", "2018-12-01"),
        "latest": ("2018-11-30", "2018-12-31"),
        "slip": (0, 31),
    }


def test_an_entry_sent_twice_alters_nothing(on_sqlite: Deployment) -> None:
    programme = world(on_sqlite)
    body = amend("change-rescheduled", "go-live", effective_on="2018-12", id="moved")
    effect(on_sqlite, programme, body)
    again = effect(on_sqlite, programme, body)
    assert (again["structure"], again["timeline"]) == ([], [])
