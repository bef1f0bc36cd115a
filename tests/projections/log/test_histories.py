"""The entries of one change, and of every change that ever touched a subject, in the order of the log."""

from __future__ import annotations

from collections.abc import Collection

import pytest

from domain.log.entry import Entry
from projections.log.histories import (
    entries_of_change,
    entries_of_changes,
    entries_touching,
    ever_touched,
    evolve_change,
)
from projections.log.programmes import programme_number
from projections.log.streams import SubjectStreams
from tests.support.drafting import Drafting
from tests.support.examples import amend, start

CLOSED = start("site-closed", "wembley", "2018-11-01", "planned", id="closed")
PUT_OFF = amend("change-rescheduled", "closed", id="put-off", effective_on="2018-12-01")
RENAMED = start("site-renamed", "wembley", "2018-09-01", "planned", id="renamed", name="Wembley Park")
MERGED = start("teams-merged", "response-a", "2018-12-01", "planned", id="merged", from_=["response-b"])


def number(drafting: Drafting, type_: str, slug: str) -> int:
    """The number of a subject's stream."""
    programme = programme_number(drafting.connection, drafting.programme)
    return SubjectStreams(drafting.connection, programme).get(type_, slug).id


def ids(entries: Collection[Entry]) -> list[str]:
    return [entry.id for entry in entries]


def test_a_change_has_its_first_entry_and_its_amendments_and_no_other(drafting: Drafting) -> None:
    closed = drafting.record(CLOSED)
    drafting.record(RENAMED)
    put_off = drafting.record(PUT_OFF)
    assert ids(entries_of_change(drafting.connection, drafting.log, closed.place)) == ["closed", "put-off"]
    assert entries_of_change(drafting.connection, drafting.log, put_off.place) == [put_off], "no change begins there"


def test_a_change_evolves_entry_by_entry(drafting: Drafting) -> None:
    started = evolve_change(None, drafting.record(CLOSED))
    amended = evolve_change(started, drafting.record(PUT_OFF))
    assert (started.id, started.when.text, amended.when.text) == ("closed", "2018-11-01", "2018-12-01")
    assert evolve_change(amended, drafting.record(amend("change-withdrawn", "closed"))).standing == "withdrawn"


def test_a_starting_entry_starts_its_change_whatever_was_before(drafting: Drafting) -> None:
    closed = evolve_change(None, drafting.record(CLOSED))
    assert evolve_change(closed, drafting.record(RENAMED)).id == "renamed"


def test_a_change_ever_touched_what_a_correction_took_out_of_it(drafting: Drafting) -> None:
    drafting.record(start("team-formed", "cid", id="cid", name="CID", unit="nw-bcu", function="response"))
    entries = [drafting.record(MERGED)]
    assert ever_touched(entries) == {"response-a", "response-b"}
    entries.append(drafting.record(amend("change-corrected", "merged", details={"from": ["cid"]})))
    assert ever_touched(entries) == {"response-a", "response-b", "cid"}
    assert ever_touched([]) == set()


@pytest.mark.parametrize(
    ("changes", "until", "expected"),
    [
        ((), 9, []),
        (("closed",), 9, ["closed", "put-off"]),
        (("renamed",), 9, ["renamed"]),
        (("closed", "renamed"), 9, ["closed", "renamed", "put-off"]),
        (("closed",), 1, ["closed"]),
        (("closed", "renamed"), 2, ["closed", "renamed"]),
    ],
)
def test_entries_of_some_changes_of_a_subject_up_to_a_place(
    drafting: Drafting, changes: tuple[str, ...], until: int, expected: list[str]
) -> None:
    places = {body["id"]: drafting.record(body).place for body in (CLOSED, RENAMED, PUT_OFF)}
    before = places["closed"] - 1
    found = entries_of_changes(
        drafting.connection,
        drafting.log,
        number(drafting, "site", "wembley"),
        {places[id_] for id_ in changes},
        before + until,
    )
    assert ids(found) == expected


def test_a_subject_is_touched_by_its_own_entries_in_their_order(drafting: Drafting) -> None:
    for body in (CLOSED, RENAMED, PUT_OFF):
        drafting.record(body)
    wembley = number(drafting, "site", "wembley")
    touching = entries_touching(drafting.connection, drafting.log, wembley)
    assert ids(touching) == ["wembley", "closed", "renamed", "put-off"]
    until = touching[2].place
    assert ids(entries_touching(drafting.connection, drafting.log, wembley, until)) == ["wembley", "closed", "renamed"]


def test_a_subject_is_touched_by_mergers_that_end_it_and_by_their_amendments(drafting: Drafting) -> None:
    merged = drafting.record(MERGED)
    drafting.record(start("team-renamed", "response-a", "2018-02-01", id="unrelated", name="A"))
    drafting.record(start("team-renamed", "response-b", "2018-02-01", id="renamed", name="B"))
    drafting.record(amend("change-rescheduled", "merged", id="put-off", effective_on="2019"))
    ended = number(drafting, "team", "response-b")
    touching = entries_touching(drafting.connection, drafting.log, ended)
    assert ids(touching) == ["response-b", "merged", "renamed", "put-off"]
    assert ids(entries_touching(drafting.connection, drafting.log, ended, merged.place)) == ["response-b", "merged"]
    assert ids(entries_touching(drafting.connection, drafting.log, ended, merged.place - 1)) == ["response-b"]


def test_the_subject_that_a_merger_is_of_has_each_of_its_entries_once(drafting: Drafting) -> None:
    drafting.record(MERGED)
    touching = entries_touching(drafting.connection, drafting.log, number(drafting, "team", "response-a"))
    assert ids(touching) == ["response-a", "merged"]
