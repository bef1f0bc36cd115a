"""What lies in what."""

from __future__ import annotations

from domain.clashes.engine.hierarchy import after_mergers, after_mergers_above, kin, lines, stretches
from domain.clashes.engine.knowledge import World
from domain.time.edtf import BEGINNING, END, parse
from tests.domain.clashes.rules.given import Given, borough, unit, ward
from tests.support.examples import start


def day(text: str) -> int:
    return parse(text).earliest


def world(*bodies: dict) -> World:
    return Given(*bodies).world


TREE = (unit("met"), unit("nw", parent="met"), unit("cid", parent="nw"))


def test_kin_are_a_subject_and_all_that_it_ever_lies_in() -> None:
    assert kin(world(*TREE), "unit", "cid") == ["cid", "nw", "met"]
    assert kin(world(*TREE), "unit", "nowhere") == ["nowhere"]


def test_a_line_leads_up_from_parent_to_parent() -> None:
    assert lines(world(*TREE), "unit", "cid", day("2018-05-01")) == [("cid", "nw", "met")]
    assert lines(world(*TREE), "unit", "cid", day("2017-05-01")) == [("cid",)]


def test_parents_that_go_in_a_ring_come_to_an_end() -> None:
    ring = world(unit("a", parent="b"), unit("b", parent="a"))
    assert kin(ring, "unit", "a") == ["a", "b"]
    assert lines(ring, "unit", "a", day("2018-05-01")) == [("a", "b")]


def test_a_parent_that_is_only_possible_makes_a_line_of_its_own() -> None:
    brent = borough("brent")
    known = world(brent, ward("kenton", "2018-05", parent="brent"))
    assert lines(known, "area", "kenton", day("2018-05-10")) == [("kenton",), ("kenton", "brent")]


def test_between_stretches_something_alters() -> None:
    known = world(unit("a", "2018-02-01"), unit("b", "2018-03-01"))
    timelines = [known.spells("unit", slug) for slug in ("a", "b")]
    february, march = day("2018-02-01"), day("2018-03-01")
    assert list(stretches(timelines)) == [(BEGINNING, february), (february, march), (march, END)]
    assert list(stretches(timelines, february, march)) == [(february, march)]
    assert list(stretches(timelines, february + 1, march - 1)) == [(february + 1, march - 1)]


MERGED = start("units-merged", "nw", "2018-03", "planned", from_=["old"], id="merged")


def test_after_a_merger_comes_possibly_first_and_then_for_certain() -> None:
    known = world(*TREE, unit("old"), MERGED)
    first, last = day("2018-03-02"), parse("2018-03").latest + 1
    assert list(after_mergers(known, "nw", BEGINNING, END)) == [
        ("merged", first, last, False),
        ("merged", last, END, True),
    ]
    assert list(after_mergers(known, "nw", last, last + 5)) == [("merged", last, last + 5, True)]
    assert list(after_mergers(known, "nw", BEGINNING, first)) == []
    assert list(after_mergers(known, "met", BEGINNING, END)) == []


def test_a_merger_above_reaches_those_below() -> None:
    known = world(*TREE, unit("old"), MERGED | {"effective_on": "2018-03-01"})
    after = day("2018-03-02")
    assert list(after_mergers_above(known, "cid", BEGINNING, END)) == [("merged", after, END, True)]
    assert list(after_mergers_above(known, "met", BEGINNING, END)) == []
