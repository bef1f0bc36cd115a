"""What a history can hold."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from domain.changes.change import DONE, PLANNED, PROPOSED, RETRACTED, WITHDRAWN, Change
from domain.changes.history import reach_into
from domain.changes.invariants import bases_tested, check_changes, check_history, widest
from domain.kinds.state import NOTHING, STANDING, State
from domain.refusals import Impossible, MakesImpossible
from tests.domain.clashes.rules.given import closed, site, told
from tests.domain.given import ListedHistory
from tests.support.examples import start

STANDS = State(STANDING, {"name": "a"}, {}, 0)


def one(standing: str) -> Change:
    return msgspec.structs.replace(told(site("a"))["a-opened"], standing=standing)


@pytest.mark.parametrize(
    ("before", "after", "bases", "basis"),
    [
        (None, PROPOSED, ("proposed",), "proposed"),
        (None, PLANNED, ("planned",), "planned"),
        (None, DONE, ("done", "planned"), "planned"),
        (PROPOSED, PLANNED, ("planned",), "planned"),
        (PLANNED, DONE, ("done", "planned"), "planned"),
        (PROPOSED, WITHDRAWN, (), "proposed"),
        (PROPOSED, RETRACTED, (), "proposed"),
        (PLANNED, WITHDRAWN, ("planned",), "planned"),
        (PLANNED, RETRACTED, ("planned",), "planned"),
        (DONE, RETRACTED, ("done", "planned"), "planned"),
        (WITHDRAWN, RETRACTED, (), "planned"),
        (None, WITHDRAWN, (), "planned"),
    ],
)
def test_an_entry_is_tested_under_the_bases_of_the_standing_that_it_gives_or_takes(
    before: str | None, after: str, bases: tuple[str, ...], basis: str
) -> None:
    was = None if before is None else one(before)
    assert bases_tested(was, one(after)) == bases
    assert widest(was, one(after)) == basis


def checked(new: dict[str, Any], *others: dict[str, Any]) -> None:
    """Test a change among others, of which the subject's history was possible without it."""
    changes = told(*others, new)
    *before, after = changes.values()
    history = ListedHistory("a", before)
    day = after.when.earliest
    check_history("a", history, reach_into(history, None, after, day), None, after)


def test_what_is_planned_need_not_fit_what_is_done() -> None:
    checked(start("site-renamed", "a", "2018-05", "planned", name="b"), site("a", "2018-04", "planned"))


def test_what_is_done_must_fit_without_what_is_only_planned() -> None:
    """It would be possible under `planned`: it is tested under `done` too."""
    renamed = start("site-renamed", "a", "2018-05", name="b")
    with pytest.raises(Impossible, match='the site "a" cannot hold this: by 2018-05-31 it is not there'):
        checked(renamed, site("a", "2018-04", "planned"))
    checked(renamed, site("a", "2018-04"))


def test_what_is_done_must_leave_what_is_planned_possible() -> None:
    planned = start("site-renamed", "a", "2018-06", "planned", name="b")
    with pytest.raises(MakesImpossible, match=r'"a-renamed" impossible: the site "a" could not have site-renamed by'):
        checked(closed("a", "2018-05", "done"), site("a", "2018-04"), planned)
    checked(closed("a", "2018-05", "proposed"), site("a", "2018-04"), planned)


def test_what_is_done_must_be_possible_as_things_are_planned_too() -> None:
    """The past differs from basis to basis, though as many changes come after it."""
    with pytest.raises(Impossible, match="it is closed"):
        checked(start("site-renamed", "a", "2018-05", name="b"), site("a", "2018-01"), closed("a", "2018-03"))


def test_bases_with_one_past_are_each_tested_where_other_changes_count() -> None:
    class Shared(ListedHistory):
        def state_before(self, day: int, mask: int) -> State:
            return STANDS

    shut, renamed = told(
        closed("a", "2018-05", "done"), start("site-renamed", "a", "2018-06", "planned", name="b")
    ).values()
    history = Shared("a", [renamed])
    with pytest.raises(MakesImpossible):
        check_history("a", history, reach_into(history, None, shut, shut.when.earliest), None, shut)


def test_what_is_planned_keeps_what_is_done_from_being_retracted() -> None:
    opened, renamed = told(site("a", "2018-01"), start("site-renamed", "a", "2018-06", "planned", name="b")).values()
    retracted = msgspec.structs.replace(opened, standing=RETRACTED)
    history = ListedHistory("a", [opened, renamed])
    with pytest.raises(MakesImpossible):
        check_history("a", history, reach_into(history, opened, retracted, opened.when.earliest), opened, retracted)


def test_a_proposal_must_be_possible_itself() -> None:
    with pytest.raises(Impossible):
        checked(site("a", "2018-05", "proposed"), site("a", "2018-04", id="first"))


def test_an_open_date_is_named_as_one() -> None:
    (after,) = told(start("site-renamed", "a", "2018/..", "planned", name="b")).values()
    with pytest.raises(Impossible, match="by its open date it is not there"):
        check_changes("planned", "a", NOTHING, [after], after)


def test_what_was_impossible_before_a_proposal_is_not_laid_at_its_door() -> None:
    other = told(start("site-renamed", "a", "2018-05", "planned", name="b"), site("a", "2018-06", "proposed"))
    renamed, opened = other.values()
    check_changes("proposed", "a", NOTHING, [renamed, opened], opened)
    with pytest.raises(MakesImpossible):
        check_changes("proposed", "a", NOTHING, [renamed, opened], msgspec.structs.replace(opened, standing=PLANNED))


def test_changes_that_do_not_count_are_left_out() -> None:
    opened = told(site("a", standing="proposed"))["a-opened"]
    (renamed,) = told(start("site-renamed", "a", "2018-05", "planned", name="b")).values()
    renamed = msgspec.structs.replace(renamed, place=2)
    with pytest.raises(Impossible):
        check_changes("planned", "a", NOTHING, [opened, renamed], renamed)
    check_changes("proposed", "a", NOTHING, [opened, renamed], renamed)
