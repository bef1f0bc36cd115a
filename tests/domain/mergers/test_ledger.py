"""Given what stood before a merger, when it has happened and things were done about it: what is accounted for."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from domain.changes.change import Change, start_change
from domain.kinds.state import STANDING, State
from domain.log.parsing import read_entry
from domain.log.payloads import Starting
from domain.mergers.holdings import StandingStates
from domain.mergers.ledger import LedgerLine, ledger, remainder
from tests.support.examples import start

TYPES = ("unit", "site", "team", "post", "area")
Items = dict[str, dict[str, Any] | None]

BEFORE: Items = {
    "unit/harrow-command": {"areas": ["harrow"]},
    "unit/harrow-cid": {"parent": "harrow-command"},
    "unit/brent-command": {"areas": ["brent"]},
    "unit/met": {},
    "area/harrow": {},
    "area/pinner-ward": {"parent": "harrow"},
    "area/brent": {},
    "site/harrow-station": {"uses": ["office"]},
    "site/pinner": {"area": "pinner-ward", "uses": ["front-counter"]},
    "site/elsewhere": {"uses": ["office"]},
    "team/response": {"unit": "harrow-command", "site": "harrow-station"},
    "team/detectives": {"unit": "harrow-cid"},
    "team/others": {"unit": "met", "site": "elsewhere"},
    "post/chief": {"unit": "harrow-command"},
}
AFTER: Items = BEFORE | {
    "unit/harrow-command": None,
    "unit/brent-command": None,
    "unit/north-west": {"areas": ["harrow", "brent"]},
    "unit/north-west-cid": {"parent": "north-west"},
    "team/response": {"unit": "north-west", "site": "harrow-station"},
    "team/detectives": {"unit": "north-west-cid"},
    "post/chief": None,
    "unit/harrow-cid": None,
}


def structure(items: Items) -> StandingStates:
    """Subjects as they stand; the change that set a field is called by its value."""
    found: dict[str, dict[str, State]] = {type_: {} for type_ in TYPES}
    for name, fields in items.items():
        type_, _, slug = name.partition("/")
        if fields is not None:
            whole = {"function": "response"} | fields
            found[type_][slug] = State(STANDING, whole, {field: f"{slug}-{field}" for field in whole}, 0)
    return found


def merger(kind: str, result: str, *merged: str) -> Change:
    body = read_entry(msgspec.json.encode(start(kind, result, "2018-10", "planned", id="merger", from_=list(merged))))
    assert isinstance(body, Starting)
    return start_change(body, "merger", 1)


UNITS = merger("units-merged", "north-west", "harrow-command", "brent-command")


def drawn_up(after: Items, before: Items = BEFORE, of: Change = UNITS) -> dict[str, LedgerLine]:
    lines = ledger(of, structure(before), structure(after))
    return {f"{line.type}/{line.slug}": line for line in lines}


def outcome(name: str, after: Items, before: Items = BEFORE, of: Change = UNITS) -> tuple[str, Any, tuple[str, ...]]:
    line = drawn_up(AFTER | after, before, of)[name]
    return line.outcome, line.has_it and line.has_it[1], line.because


def why(name: str, after: Items) -> str:
    line = drawn_up(AFTER | after)[name]
    assert line.outcome == "not yet accounted for"
    assert line.why is not None
    return line.why


def test_the_ledger_has_what_they_had_and_what_those_below_them_had() -> None:
    assert set(drawn_up(AFTER)) == {
        "team/response", "team/detectives", "post/chief", "area/harrow", "area/brent",
        "site/harrow-station", "site/pinner",
    }  # fmt: skip


def test_it_is_complete_when_nothing_is_left_over() -> None:
    assert remainder(UNITS, structure(BEFORE), structure(AFTER)) == []
    left = structure(AFTER | {"post/chief": BEFORE["post/chief"]})
    assert [line.slug for line in remainder(UNITS, structure(BEFORE), left)] == ["chief"]


TEAM = "team/response"


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ({"unit": "north-west-cid"}, ("transferred", "north-west-cid", ("response-unit",))),
        (None, ("closed", None, ())),
        ({"unit": "met"}, ("retained", "met", ("response-unit",))),
        ({"unit": "harrow-command"}, ("not yet accounted for", None, ())),
        ({"unit": "harrow-cid"}, ("not yet accounted for", None, ())),
        ({"unit": "never-was"}, ("not yet accounted for", None, ())),
    ],
)
def test_a_team_is_its_units(now: Any, expected: Any) -> None:
    assert outcome(TEAM, {TEAM: now}) == expected


def test_a_unit_below_that_goes_on_keeps_what_it_has_as_a_remainder() -> None:
    going_on: Items = {"unit/harrow-cid": {"parent": "harrow-command"}, "team/detectives": {"unit": "harrow-cid"}}
    assert '"harrow-cid"' in why("team/detectives", going_on)


def test_a_post_is_abolished_or_left_over() -> None:
    assert outcome("post/chief", {})[0] == "closed"
    assert "harrow-command" in why("post/chief", {"post/chief": {"unit": "harrow-command"}})
    assert outcome("post/chief", {"post/chief": {"unit": "north-west"}})[0] == "transferred"


def test_an_area_is_the_units_that_answers_for_it() -> None:
    assert outcome("area/harrow", {}) == ("transferred", "north-west", ("north-west-areas",))
    less: Items = {"unit/north-west": {"areas": ["brent"]}}
    assert why("area/harrow", less) == "no unit answers for it"
    assert outcome("area/harrow", less | {"unit/met": {"areas": ["harrow"]}})[:2] == ("retained", "met")
    assert outcome("area/harrow", {"area/harrow": None})[0] == "closed"
    still: Items = {"unit/harrow-command": BEFORE["unit/harrow-command"]}
    assert '"harrow-command" still answers' in why("area/harrow", still)


def test_a_site_goes_with_the_team_that_is_based_there() -> None:
    station = "site/harrow-station"
    assert outcome(station, {}) == ("transferred", "response", ("response-unit",))
    assert outcome(station, {station: None})[0] == "closed"
    newcomer: Items = {
        TEAM: {"unit": "north-west", "site": "elsewhere"},
        "team/new": {"unit": "north-west-cid", "site": "harrow-station"},
    }
    assert outcome(station, newcomer) == ("transferred", "new", ("new-site",))
    assert '"response", which is left over' in why(station, {TEAM: BEFORE[TEAM]})


def test_a_site_that_no_team_of_theirs_is_at_is_retained_while_it_is_used() -> None:
    station = "site/harrow-station"
    gone: Items = {TEAM: {"unit": "north-west", "site": "elsewhere"}}
    assert outcome(station, gone) == ("retained", None, ("response-site",))
    assert "stands empty" in why(station, gone | {station: {"uses": []}})
    others: Items = {"team/others": {"unit": "met", "site": "harrow-station"}, station: {"uses": []}}
    assert outcome(station, gone | others) == ("retained", "others", ("others-site",))
    assert outcome(station, {TEAM: None}) == ("retained", None, ("harrow-station-uses",))


def test_a_site_without_a_team_goes_with_the_area_that_it_lies_in() -> None:
    assert outcome("site/pinner", {}) == ("transferred", "north-west", ("north-west-areas",))
    assert '"harrow", which is not' in why("site/pinner", {"unit/north-west": {"areas": ["brent"]}})
    assert outcome("site/pinner", {"area/harrow": None, "area/pinner-ward": None})[0] == "retained"


def test_where_the_resulting_unit_is_not_there_nothing_is_transferred() -> None:
    assert '"north-west", which is not there' in why(TEAM, {"unit/north-west": None, "unit/north-west-cid": None})


def test_before_it_counts_everything_is_left_over() -> None:
    lines = drawn_up(BEFORE | {"unit/north-west": {"areas": ["harrow", "brent"]}})
    assert {line.outcome for line in lines.values()} == {"not yet accounted for"}


TEAMS = merger("teams-merged", "all", "a", "b")
COVER: Items = {
    "team/a": {"site": "pinner", "covers": ["harrow"]},
    "team/b": {"covers": ["brent"]},
    "team/all": {"site": "pinner", "covers": ["harrow"]},
    "team/other": {"covers": ["brent"], "function": "investigation"},
}


def test_the_ledger_of_teams_has_their_bases_and_what_they_cover() -> None:
    after: Items = AFTER | COVER | {"team/a": None, "team/b": None}
    lines = drawn_up(after, BEFORE | COVER, TEAMS)
    assert {name: line.outcome for name, line in lines.items()} == {
        "site/pinner": "transferred", "area/harrow": "transferred", "area/brent": "not yet accounted for",
    }  # fmt: skip
    covered = after | {"team/all": {"covers": ["harrow", "brent"], "site": "elsewhere"}}
    lines = drawn_up(covered, BEFORE | COVER, TEAMS)
    assert [line.outcome for line in lines.values()] == ["retained", "transferred", "transferred"]
    wards: Items = {"team/a": {"covers": ["pinner-ward"]}}
    assert drawn_up(after, BEFORE | COVER | wards, TEAMS)["area/pinner-ward"].outcome == "transferred"
    assert drawn_up(AFTER | COVER, BEFORE | COVER, TEAMS)["area/brent"].why == 'the team "b" still covers it'
