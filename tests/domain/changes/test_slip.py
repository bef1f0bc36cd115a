"""A slip: how far it is carried, and what it does to each milestone."""

from __future__ import annotations

from typing import Any

from domain.changes.dependencies import Web
from domain.changes.slip import CLASHES, HOLDS, MOVES, carry_slip, slack
from tests.domain.changes.test_dependencies import FIRST, changes
from tests.domain.clashes.rules.given import milestone
from tests.support.examples import amend


def carried(days: int, of: str, *bodies: dict[str, Any]) -> list[tuple[str, str, int, int, str]]:
    known = changes(*bodies)
    found = carry_slip(Web(known.values()), known[of], days)
    return [(each.change.id, each.through, each.slack, each.days, each.outcome) for each in found]


def test_slack_is_from_last_day_to_last_day() -> None:
    known = changes(milestone("m", "2018-10"), milestone("n", "2018-11-05"), milestone("o", "2018/.."))
    assert slack(known["n-set"], known["m-set"]) == 5
    assert slack(known["m-set"], known["n-set"]) == -5
    assert slack(known["o-set"], known["m-set"]) is slack(known["m-set"], known["o-set"]) is None


SECOND = milestone("second", "2018-10-08", depends_on=["first"])
THIRD = milestone("third", "2018-10-10", depends_on=["second-set"])


def test_a_slip_is_carried_past_the_days_that_there_are_to_spare() -> None:
    assert carried(10, "first-set", FIRST, SECOND, THIRD) == [
        ("second-set", "first-set", 7, 3, MOVES),
        ("third-set", "second-set", 2, 1, MOVES),
    ]


def test_a_slip_within_the_days_to_spare_is_carried_no_further() -> None:
    assert carried(7, "first-set", FIRST, SECOND, THIRD) == [("second-set", "first-set", 7, 0, HOLDS)]


def test_what_is_due_too_early_already_moves_by_the_whole_slip() -> None:
    early = milestone("early", "2018-09-30", depends_on=["first"])
    assert carried(4, "first-set", FIRST, early) == [("early-set", "first-set", -1, 4, MOVES)]


def test_what_is_done_cannot_move() -> None:
    done = milestone("done", "2018-05-01", "done", depends_on=["first"])
    assert carried(4, "first-set", FIRST, done) == [("done-set", "first-set", -153, 4, CLASHES)]


def test_of_two_ways_the_longer_delay_counts() -> None:
    both = milestone("both", "2018-10-10", depends_on=["first", "second"])
    assert carried(10, "first-set", FIRST, SECOND, both) == [
        ("second-set", "first-set", 7, 3, MOVES),
        ("both-set", "first-set", 9, 1, MOVES),
    ]


def test_what_has_no_last_day_moves_nowhere_and_stops_nobody_else() -> None:
    open_ended = milestone("open", "../..", depends_on=["first"], id="open-set")
    # Soonest first: what is due without a last day comes last, and one that is done before it.
    again = milestone("first", "2018-10-01", "proposed", id="again")
    assert [row[0] for row in carried(10, "first-set", FIRST, open_ended, SECOND, again)] == ["second-set"]


def test_what_comes_round_to_the_slip_itself_stops_nobody_else() -> None:
    one, two = milestone("one", "2018-10-01", depends_on=["two"]), milestone("two", "2018-10-02", depends_on=["one"])
    three = milestone("three", "2018-10-03", depends_on=["two"])
    assert [row[0] for row in carried(5, "one-set", one, two, three)] == ["two-set", "three-set"]


def test_each_of_two_dependants_carries_the_slip_on() -> None:
    bodies = (
        FIRST,
        milestone("left", "2018-10-02", depends_on=["first"]),
        milestone("right", "2018-10-03", depends_on=["first"]),
        milestone("after-left", "2018-10-04", depends_on=["left"]),
        milestone("after-right", "2018-10-05", depends_on=["right"]),
    )
    moved = [row[0] for row in carried(10, "first-set", *bodies)]
    assert moved == ["left-set", "right-set", "after-left-set", "after-right-set"]


def test_a_circle_comes_to_its_end() -> None:
    one, two = milestone("one", "2018-10-01", depends_on=["two"]), milestone("two", "2018-10-02", depends_on=["one"])
    assert carried(5, "one-set", one, two) == [("two-set", "one-set", 1, 4, MOVES)]


def test_what_is_withdrawn_moves_no_more() -> None:
    assert carried(10, "first-set", FIRST, SECOND, amend("change-withdrawn", "second-set")) == []
