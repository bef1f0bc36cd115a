"""What is refused of any entry, whatever its kind; and what is decided of one that is accepted."""

from __future__ import annotations

from typing import Any

import pytest

from domain.decisions.decide import Decision, Repeated
from domain.decisions.known import Author
from domain.refusals import (
    ClashOutOfSight,
    IdTaken,
    NotYet,
    RecordedOutOfTurn,
    Stale,
    UnknownClash,
    UnknownSubject,
    VersionTaken,
)
from domain.time import instants
from tests.domain.given import NOW, Story, world
from tests.support.examples import amend, start

RENAMED = start("site-renamed", "wembley", "2018-02-01", id="renamed", name="Wembley Park")
CLASH = {"clash": "site-not-open-0123456789ab", "mark": "0123456789ab"}
ACKNOWLEDGED = start("clash-acknowledged", "north-west", reason="It is meant.", id="ack", details=CLASH)


def decided(story: Story, body: dict[str, Any], **known: Any) -> Decision:
    decision = story.decide(body, **known)
    assert isinstance(decision, Decision)
    return decision


def test_an_entry_sent_twice_is_answered_with_the_first() -> None:
    story = world()
    for body in (RENAMED, amend("change-corrected", "renamed", id="again", details={"name": "Wembley"})):
        entry = story.record(body)
        assert story.decide(body) == Repeated(entry)


def test_an_entry_sent_twice_is_not_looked_at_again() -> None:
    story = world()
    entry = story.record(RENAMED)
    story.record(amend("change-retracted", "renamed"))
    assert story.decide(RENAMED, if_match=1) == Repeated(entry)


@pytest.mark.parametrize("other", [{"details": {"name": "Another"}}, {"subject": "colindale"}, {"restricted": True}])
def test_an_id_stands_for_one_entry(other: dict[str, Any]) -> None:
    story = world(RENAMED)
    with pytest.raises(IdTaken, match='"renamed"'):
        story.decide(RENAMED | other)


def test_the_id_of_an_amendment_stands_for_it_on_its_own_change() -> None:
    story = world(amend("change-restricted", "wembley", id="hidden"))
    with pytest.raises(IdTaken):
        story.decide(amend("change-restricted", "colindale", id="hidden"))


def test_an_entry_rests_on_the_version_that_its_author_saw() -> None:
    story = world(RENAMED)
    for version in (0, 1, 3):
        with pytest.raises(Stale, match="version 2"):
            story.decide(RENAMED | {"id": "again"}, if_match=version)
        with pytest.raises(Stale):
            story.decide(amend("change-retracted", "renamed"), if_match=version)
    assert decided(story, RENAMED | {"id": "again"}, if_match=2).version == 3


def test_a_subject_that_nobody_named_has_version_nought() -> None:
    opened = start("site-opened", "harrow", name="Harrow")
    assert decided(world(), opened, if_match=0).version == 1
    with pytest.raises(Stale, match="version 0"):
        world().decide(opened, if_match=1)


def test_a_line_of_an_import_may_say_which_version_it_makes() -> None:
    assert decided(world(), RENAMED | {"version": 2}).version == 2
    with pytest.raises(VersionTaken, match=r"version 3 .* version 2"):
        world().decide(RENAMED | {"version": 3})


def test_the_first_reference_that_the_log_does_not_know_is_named() -> None:
    body = start("team-formed", "cid", name="CID", unit="atlantis", function="response", site="lemuria")
    with pytest.raises(UnknownSubject, match='the unit "atlantis"'):
        world().decide(body)


def test_it_is_recorded_now_and_never_before_the_entry_before_it() -> None:
    assert decided(world(), RENAMED).recorded_at == NOW
    assert decided(world(), RENAMED, last_recorded=NOW + 5).recorded_at == NOW + 5


@pytest.mark.parametrize(
    ("instant", "fault"),
    [
        ("2018-06-04T08:00:00.000001Z", "after now"),
        ("2018-05-31T23:59:59.999999Z", "before the programme's last"),
    ],
)
def test_an_import_brings_instants_in_their_turn(instant: str, fault: str) -> None:
    last = instants.parse("2018-06-01T00:00:00Z")
    with pytest.raises(RecordedOutOfTurn, match=fault):
        world().decide(RENAMED | {"recorded_at": instant}, last_recorded=last)
    for fits in ("2018-06-01T00:00:00Z", "2018-06-04T08:00:00Z"):
        decision = decided(world(), RENAMED | {"recorded_at": fits}, last_recorded=last)
        assert (decision.recorded_at, decision.entered_at, decision.backfilled) == (instants.parse(fits), NOW, True)


def test_the_first_entry_of_a_programme_has_none_before_it() -> None:
    with pytest.raises(RecordedOutOfTurn, match="none yet"):
        Story().decide(start("area-defined", "a", name="A", area_type="ward") | {"recorded_at": "2019-01-01T00:00:00Z"})


def test_nothing_was_entered_after_now() -> None:
    line = RENAMED | {"recorded_at": "2018-06-04T08:00:00Z", "entered_at": "2018-06-04T08:00:00Z"}
    decision = decided(world(), line)
    assert (decision.entered_at, decision.backfilled) == (NOW, False)
    with pytest.raises(RecordedOutOfTurn, match="after now"):
        world().decide(line | {"entered_at": "2018-06-04T08:00:00.000001Z"})


def test_a_clock_that_was_set_is_not_the_true_one() -> None:
    decision = decided(world(), RENAMED, author=Author("tester", NOW, NOW + 7))
    assert (decision.recorded_at, decision.entered_at) == (NOW, NOW + 7)


def test_an_exported_line_says_itself_whether_it_was_backfilled() -> None:
    line = RENAMED | {"recorded_at": "2018-06-04T08:00:00Z"}
    assert not decided(world(), line | {"backfilled": False}).backfilled
    assert decided(world(), RENAMED | {"backfilled": True}).backfilled


def test_it_is_recorded_by_its_author_unless_a_line_names_another() -> None:
    assert decided(world(), RENAMED).recorded_by == "tester"
    assert decided(world(), RENAMED | {"recorded_by": "office"}).recorded_by == "office"


def test_the_log_keeps_a_payload_without_what_its_columns_say() -> None:
    line = RENAMED | {"recorded_at": "2018-06-04T08:00:00Z", "recorded_by": "office", "version": 2}
    payload = decided(world(), line).payload
    assert (payload.id, payload.recorded_at, payload.recorded_by, payload.version) == (None,) * 4


def test_nothing_is_done_before_its_day_in_london() -> None:
    with pytest.raises(NotYet, match="2018-06-05 cannot have happened by 2018-06-04"):
        world().decide(RENAMED | {"effective_on": "2018-06-05"})
    late = Author("tester", instants.parse("2018-06-04T23:00:00Z"), NOW)
    assert decided(world(), RENAMED | {"effective_on": "2018-06-05"}, author=late)
    assert decided(world(), RENAMED | {"effective_on": "2018-06-05", "standing": "planned"})


def test_a_month_may_be_done_from_its_first_day() -> None:
    assert decided(world(), RENAMED | {"effective_on": "2018-06"})
    with pytest.raises(NotYet):
        world().decide(RENAMED | {"effective_on": "2018-07"})


def test_a_clash_that_is_not_there_is_not_acknowledged() -> None:
    with pytest.raises(UnknownClash, match="0123456789ab"):
        world().decide(ACKNOWLEDGED, clash="absent")
    for sight in ("public", "unchecked"):
        assert decided(world(), ACKNOWLEDGED, clash=sight)


def test_a_restricted_clash_is_acknowledged_out_of_observers_sight() -> None:
    with pytest.raises(ClashOutOfSight):
        world().decide(ACKNOWLEDGED, clash="restricted")
    assert decided(world(), ACKNOWLEDGED | {"restricted": True}, clash="restricted")


def test_an_acknowledgement_sent_twice_is_answered_though_the_clash_is_gone() -> None:
    story = world()
    entry = story.record(ACKNOWLEDGED)
    assert story.decide(ACKNOWLEDGED, clash="absent") == Repeated(entry)


def test_an_entry_about_the_programme_reaches_into_no_history() -> None:
    assert decided(world(), ACKNOWLEDGED).reaches == {"north-west": None}
