"""What is kept of a clash that has become certain: when it was first found, and its own words and days."""

from __future__ import annotations

from domain.clashes.evaluate import Clash
from scheduler.due.certain_clash import CertainClash, ClashText
from scheduler.due.new_clashes import ClashesByView, update_certain


def _clash(says: str, first: int, until: int) -> Clash:
    focus = ("team", "response")
    return Clash("c-1", "team-outlives-unit", (focus,), (), first, until, first, until, says, focus)


def _look(
    known: dict[str, CertainClash], day: int, full: Clash | None, public: Clash | None
) -> dict[str, CertainClash]:
    by_id = [{} if clash is None else {clash.id: clash} for clash in (full, public)]
    return update_certain(known, day * 10, day, ClashesByView(*by_id))


def test_a_clash_has_its_own_days_and_not_the_day_of_the_look() -> None:
    clash = _clash("They are at odds.", 500, 600)
    found = _look({}, 30, clash, clash)["c-1"]
    assert (found.since, found.day) == (300, 30)
    assert found.full == found.public == ClashText("They are at odds.", 500, 600)
    assert not found.restricted


def test_a_clash_that_is_known_keeps_when_it_was_found_and_takes_its_new_days() -> None:
    known = _look({}, 30, _clash("before", 500, 600), None)
    found = _look(known, 40, _clash("after", 510, 610), None)["c-1"]
    assert (found.since, found.day) == (300, 30)
    assert found.full == ClashText("after", 510, 610)


def test_an_observer_has_words_and_days_of_their_own_or_none() -> None:
    hidden = _look({}, 30, _clash("all of it", 500, 600), None)["c-1"]
    assert hidden.public is None
    assert hidden.restricted
    partly = _look({}, 30, _clash("all of it", 500, 600), _clash("a part of it", 550, 560))["c-1"]
    assert partly.public == ClashText("a part of it", 550, 560)


def test_a_clash_that_is_certain_no_more_is_gone() -> None:
    known = _look({}, 30, _clash("before", 500, 600), None)
    assert _look(known, 40, None, None) == {}
