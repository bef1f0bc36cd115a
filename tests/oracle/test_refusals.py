"""The sentences of "The entry" on what is refused, with their statuses; None is recorded."""

from typing import Any

import pytest

from .given_when_then import Story, appointed, area, opened, post, team, unit
from .malformed import BAD_DETAILS


def pinner() -> Story:
    story = Story()
    opened(story)
    return story


def test_a_subject_must_be_known_and_so_must_all_that_it_names() -> None:
    story = pinner()
    assert story.refuses_start("site-closed", "harrow", "2018-01-01") == 422
    assert (
        story.refuses_start(
            "team-formed", "a", "2018-01-01", details={"name": "A", "unit": "bcu", "function": "response"}
        )
        == 422
    )
    assert story.refuses_amendment("change-confirmed", "no-such") == 422
    unit(story, standing="proposed", on="2019")
    assert (
        story.refuses_start(
            "team-formed", "a", "2018-01-01", details={"name": "A", "unit": "bcu", "function": "response"}
        )
        is None
    )


def test_known_is_of_one_type() -> None:
    story = pinner()
    assert story.refuses_start("unit-renamed", "pinner", "2018-01-01", details={"name": "P"}) == 422


def test_a_person_must_be_registered() -> None:
    story = Story()
    unit(story)
    post(story)
    told = {"person": "p-9", "tenure": "acting"}
    assert story.refuses_start("leader-appointed", "chief", "2018-01-01", details=told) == 422


def test_nothing_is_done_before_its_day() -> None:
    story = pinner()
    assert story.refuses_start("site-closed", "pinner", "2018-05-02") == 422
    assert story.refuses_start("site-closed", "pinner", "2018-05-01") is None
    assert story.refuses_start("site-closed", "pinner", "2018-05") is None
    assert story.refuses_start("site-closed", "pinner", "../2030") is None
    assert story.refuses_start("site-closed", "pinner", "2018-06/..") == 422
    assert story.refuses_start("site-closed", "pinner", "2018-05-02", "planned") is None
    close = story.start("site-closed", "pinner", "2018-04-01", "planned")
    assert story.refuses_amendment("change-completed", close, effective_on="2018-05-02") == 422
    assert story.refuses_amendment("change-corrected", "e1", effective_on="2018-06", reason="Misread.") == 422


def test_what_exists_cannot_be_born_and_what_does_not_cannot_change() -> None:
    story = pinner()
    assert story.refuses_start("site-opened", "pinner", "2018-01-01", details={"name": "P"}) == 409
    assert story.refuses_start("site-opened", "pinner", "2016-01-01", details={"name": "P"}) == 409
    assert story.refuses_start("site-closed", "pinner", "2016-12-31") == 409
    story.start("site-closed", "pinner", "2018-01-01")
    assert story.refuses_start("site-renamed", "pinner", "2018-02-01", details={"name": "P"}) == 409
    assert story.refuses_start("site-stated", "pinner", "2018-02-01", details={"text": "It remains."}) == 409
    assert story.refuses_start("site-closed", "pinner", "2017-06-01") == 409
    assert story.refuses_start("site-opened", "pinner", "2018-01-01", details={"name": "P"}) is None


def test_a_closed_site_is_sold_once() -> None:
    story = pinner()
    story.start("site-closed", "pinner", "2018-01-01")
    story.start("site-sold", "pinner", "2018-02-01")
    assert story.refuses_start("site-sold", "pinner", "2018-03-01") == 409
    assert story.refuses_start("site-sold", "pinner", "2018-01-01") == 409
    opened(story, "pinner", "2018-03-01")
    story.start("site-sold", "pinner", "2018-04-01")
    assert story.refuses_start("site-closed", "pinner", "2018-04-02") == 409
    assert story.item("sites", "pinner", "2018-04-01") is None


def test_vacating_needs_a_holder() -> None:
    story = Story()
    unit(story)
    post(story)
    assert story.refuses_start("post-vacated", "chief", "2018-01-01") == 409
    appointed(story, "p-1", "2018-01-01")
    assert story.refuses_start("post-vacated", "chief", "2017-12-31") == 409
    story.start("post-vacated", "chief", "2018-01-01")
    assert story.refuses_start("post-vacated", "chief", "2018-02-01") == 409


def test_a_merger_is_tested_for_each_subject_that_it_names() -> None:
    story = Story()
    unit(story, "barnet")
    unit(story, "brent", "2018-03-01")
    unit(story, "nw", "2018-02-01")

    def merged(on: str, *slugs: str) -> int | None:
        return story.refuses_start("units-merged", "nw", on, details={"from": list(slugs)})

    assert merged("2018-01-31", "barnet") == 409
    assert merged("2018-02-15", "barnet", "brent") == 409
    assert merged("2018-03-01", "nw", "barnet") == 422
    assert merged("2018-03-01", "barnet", "brent") is None
    merger = story.start("units-merged", "nw", "2018-03-01", details={"from": ["barnet"]})
    unit(story, "barnet", "2018-04-01")
    assert story.refuses_amendment("change-corrected", merger, details={"from": ["brent"]}, reason="Misread.") == 409


def test_what_is_done_never_rests_on_what_is_only_planned() -> None:
    story = pinner()
    story.start("site-closed", "pinner", "2018-01-01")
    again = opened(story, "pinner", "2018-02-01", standing="planned")
    told: dict[str, Any] = {"details": {"name": "P"}}
    assert story.refuses_start("site-renamed", "pinner", "2018-03-01", **told) == 409
    assert story.refuses_start("site-renamed", "pinner", "2018-03-01", "planned", **told) is None
    story.amend("change-completed", again, effective_on="2018-02-01")
    assert story.refuses_start("site-renamed", "pinner", "2018-03-01", **told) is None


def test_what_another_change_rests_on_cannot_be_taken_away() -> None:
    story = pinner()
    rename = story.start("site-renamed", "pinner", "2018-03-01", details={"name": "P"})
    assert story.refuses_amendment("change-retracted", "e1", reason="Never so.") == 409
    assert story.refuses_amendment("change-corrected", "e1", effective_on="2018-03-02", reason="Misread.") == 409
    assert story.refuses_start("site-closed", "pinner", "2018-02-01", "planned") == 409
    story.amend("change-retracted", rename, reason="Never so.")
    assert story.refuses_amendment("change-retracted", "e1", reason="Never so.") is None


def test_what_is_done_is_bases_tested_the_plan_too() -> None:
    story = pinner()
    close = story.start("site-closed", "pinner", "2018-09-01", "planned")
    assert story.refuses_start("site-closed", "pinner", "2018-04-01") == 409
    assert story.refuses_amendment("change-completed", close, effective_on="2018-04-01") is None


def test_a_proposal_need_only_be_possible_itself() -> None:
    story = pinner()
    story.start("site-closed", "pinner", "2018-09-01", "planned")
    assert story.refuses_start("site-closed", "pinner", "2018-10-01", "proposed") == 409
    option = story.start("site-closed", "pinner", "2018-08-01", "proposed")
    assert story.refuses_start("site-closed", "pinner", "2018-08-15", "proposed") == 409
    assert story.refuses_amendment("change-confirmed", option) == 409
    assert story.refuses_amendment("change-withdrawn", option, reason="Dropped.") is None
    assert story.refuses_amendment("change-retracted", option, reason="Never so.") is None


def test_withdrawing_a_plan_that_another_rests_on() -> None:
    story = pinner()
    close = story.start("site-closed", "pinner", "2018-09-01", "planned")
    opened(story, "pinner", "2018-10-01", standing="planned")
    assert story.refuses_amendment("change-withdrawn", close, reason="It stays.") == 409
    assert story.refuses_amendment("change-rescheduled", close, effective_on="2018-10", reason="Later.") == 409
    assert story.refuses_amendment("change-rescheduled", close, effective_on="2018-10-01", reason="Later.") is None


@pytest.mark.parametrize(
    ("kind", "allowed"),
    [
        ("change-confirmed", "proposed"),
        ("change-rescheduled", "proposed planned"),
        ("change-completed", "proposed planned"),
        ("change-withdrawn", "proposed planned"),
        ("change-corrected", "proposed planned done"),
        ("change-retracted", "proposed planned done withdrawn"),
        ("claim-recorded", "proposed planned done withdrawn"),
        ("change-restricted", "proposed planned done withdrawn retracted"),
        ("change-released", "proposed planned done withdrawn retracted"),
    ],
)
def test_an_amendment_that_the_table_does_not_allow(kind: str, allowed: str) -> None:
    some: dict[str, dict[str, Any]] = {
        "change-rescheduled": {"effective_on": "2018-04-02"},
        "change-completed": {"effective_on": "2018-04-02"},
        "change-corrected": {"effective_on": "2018-04-02"},
        "claim-recorded": {"effective_on": "2018-04-02", "source": {"document": "a.txt"}},
    }
    fields = some.get(kind, {})
    if kind not in ("change-confirmed", "change-completed", "claim-recorded"):
        fields["reason"] = "The paper says so."
    for standing in ("proposed", "planned", "done", "withdrawn", "retracted"):
        story = pinner()
        start = standing if standing in ("proposed", "planned", "done") else "planned"
        close = story.start("site-closed", "pinner", "2018-04-01", start)
        if standing != start:
            story.amend(f"change-{standing}", close, reason="No.")
        assert story.refuses_amendment(kind, close, **fields) == (None if standing in allowed.split() else 409)


def test_the_same_entry_again_is_answered_and_another_under_its_id_refused() -> None:
    story = pinner()
    body = {
        "id": "e1",
        "kind": "site-opened",
        "subject": "pinner",
        "effective_on": "2017-01-01",
        "standing": "done",
        "details": {"name": "Pinner"},
    }
    assert story.refuses(body) == 200
    assert story.refuses({**body, "restricted": False}, if_match=9) == 200
    assert story.refuses({**body, "details": {"name": "Pinner Road"}}) == 409
    assert story.refuses({**body, "effective_on": "201X"}) == 422


def test_a_stale_version_is_refused() -> None:
    story = pinner()
    body = {"kind": "site-closed", "subject": "pinner", "effective_on": "2018-01-01", "standing": "done"}
    assert story.refuses(body, if_match=1) is None
    assert story.refuses(body, if_match=0) == 412
    story.amend("claim-recorded", "e1", source={"document": "a.txt"}, effective_on="2016")
    assert story.refuses(body, if_match=1) == 412
    assert story.refuses({"kind": "change-confirmed", "change": "e1"}, if_match=2) == 409


@pytest.mark.parametrize(("kind", "details"), BAD_DETAILS)
def test_details_that_the_table_does_not_allow_are_malformed(kind: str, details: Any) -> None:
    story = pinner()
    unit(story)
    area(story, "brent")
    team(story)
    post(story)
    assert story.refuses_start(kind, "pinner", "2018-01-01", "planned", details=details) == 422


def test_unknown_fields_are_refused_and_so_are_the_servers() -> None:
    story = pinner()
    body = {"kind": "site-closed", "subject": "pinner", "effective_on": "2018-01-01", "standing": "done"}
    for name in ("colour", "change", "recorded_at", "entered_at", "recorded_by", "version"):
        assert story.refuses({**body, name: "2018"}) == 422
    for name in body:
        assert story.refuses({one: value for one, value in body.items() if one != name}) == 422
