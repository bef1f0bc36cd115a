"""How far a change reaches into the history of a subject."""

from __future__ import annotations

import msgspec

from domain.changes.change import WITHDRAWN, Change
from domain.changes.history import EmptyHistory, Reach, change_touching, first_day, reach_into
from domain.kinds.state import NOTHING
from domain.time.edtf import END, parse
from tests.domain.clashes.rules.given import site, told
from tests.domain.given import ListedHistory
from tests.support.examples import start

OPENED, RENAMED, LATER = told(
    site("a", "2018-01-01"),
    start("site-renamed", "a", "2018-03", name="b"),
    start("site-renamed", "a", "2018-05-01", name="c", id="later"),
).values()
GONE = msgspec.structs.replace(RENAMED, standing=WITHDRAWN)


def dated(change: Change, text: str) -> Change:
    return msgspec.structs.replace(change, when=parse(text))


def test_an_entry_alters_nothing_before_the_first_day_that_its_change_had_or_has() -> None:
    march, april = parse("2018-03-01").earliest, parse("2018-04-01").earliest
    assert first_day(None, RENAMED) == march
    assert first_day(RENAMED, dated(RENAMED, "2018-04-01")) == march
    assert first_day(dated(RENAMED, "2018-04-01"), RENAMED) == march
    assert first_day(GONE, dated(RENAMED, "2018-04-01")) == april
    assert first_day(RENAMED, GONE) == march


def test_an_entry_on_what_does_not_count_alters_nothing() -> None:
    assert (first_day(GONE, GONE), first_day(None, GONE), first_day(None, None)) == (END, END, END)


def test_a_change_touches_its_subject_and_those_that_it_ends() -> None:
    (merged,) = told(start("units-merged", "a", from_=["b"])).values()
    assert change_touching("unit", "a", merged) == change_touching("unit", "b", merged) == merged
    assert change_touching("unit", "c", merged) is None
    assert change_touching("team", "a", merged) is None
    assert change_touching("unit", "a", None) is None


def test_it_is_put_in_where_it_belongs_in_the_fold() -> None:
    history = ListedHistory("a", [OPENED, LATER])
    reach = reach_into(history, None, RENAMED, OPENED.when.earliest)
    assert (reach.old, reach.new) == ([OPENED, LATER], [OPENED, RENAMED, LATER])


def test_it_takes_its_own_place_again() -> None:
    moved = dated(RENAMED, "2018-06")
    reach = reach_into(ListedHistory("a", [OPENED, RENAMED, LATER]), RENAMED, moved, OPENED.when.earliest)
    assert reach.new == [OPENED, LATER, moved]


def test_it_is_taken_out_where_it_counts_no_longer() -> None:
    for after in (GONE, None):
        reach = reach_into(ListedHistory("a", [OPENED, RENAMED, LATER]), RENAMED, after, OPENED.when.earliest)
        assert reach.new == [OPENED, LATER]


def test_into_a_subject_without_later_changes_it_comes_alone() -> None:
    day = RENAMED.when.earliest
    assert reach_into(EmptyHistory(), None, RENAMED, day).new == [RENAMED]
    assert reach_into(EmptyHistory(), None, GONE, day).new == []
    assert reach_into(EmptyHistory(), None, RENAMED, parse("2018-04-01").latest).new == []


def test_what_comes_before_the_day_stays_out() -> None:
    history = ListedHistory("a", [OPENED, RENAMED, LATER])
    reach = reach_into(history, RENAMED, dated(RENAMED, "2018-03-05"), parse("2018-04-01").earliest)
    assert reach.new == [LATER]


def test_nothing_is_altered_after_the_last_day_that_the_change_had_or_has() -> None:
    assert Reach(RENAMED, LATER, 1, [], []).last_day == LATER.when.latest
    assert Reach(RENAMED, GONE, 1, [], []).last_day == RENAMED.when.latest
    assert Reach(None, GONE, 1, [], []).last_day == END


def test_an_empty_history_is_one_of_nothing() -> None:
    assert EmptyHistory().changes(0) == []
    assert EmptyHistory().state_before(END, 7) == NOTHING
