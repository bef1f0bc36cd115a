"""The timeline of one subject: its spells, certain and possible."""

from __future__ import annotations

from typing import Any

from domain.changes.change import Change
from domain.clashes.engine.timeline import ALTERS, NEVER, TIMELINES, Node, Some, Spells, step_state, turns
from domain.kinds.registry import EVENTS, FIELDS
from domain.kinds.state import NOTHING, STANDING, State
from domain.time.edtf import BEGINNING, END, parse
from tests.domain.clashes.rules.given import appointed, closed, post, site, told
from tests.support.examples import start


def day(text: str) -> int:
    return parse(text).earliest


def ordered(*bodies: dict[str, Any]) -> list[Change]:
    return sorted(told(*bodies).values(), key=lambda change: change.order)


def uses(*bodies: dict[str, Any]) -> list[tuple[int, int, list[Any]]]:
    """The spells of the site a, each with what it may be used for; None where it is not there."""
    return [
        (start, until, [node.state.fields.get("uses") if node.stands else None for node in nodes])
        for start, until, nodes in Spells("a", "uses", ordered(*bodies)).spells
    ]


OFFICE = site("a", "2018-02-01", uses=["office"])


def test_a_timeline_has_no_gap_from_the_beginning_to_the_end() -> None:
    added = start("site-uses-changed", "a", "2018-05-01", add=["custody"])
    assert uses(OFFICE, added, closed("a", "2018-10-01")) == [
        (BEGINNING, day("2018-02-01"), [None]),
        (day("2018-02-01"), day("2018-05-01"), [["office"]]),
        (day("2018-05-01"), day("2018-10-01"), [["custody", "office"]]),
        (day("2018-10-01"), END, [None]),
    ]


def test_nothing_known_is_one_spell_of_nothing() -> None:
    assert Spells("a", "", []).spells == [(BEGINNING, END, (NEVER,))]


def test_an_imprecise_change_makes_two_states_possible_the_one_shown_first() -> None:
    assert uses(OFFICE, closed("a", "2018-10")) == [
        (BEGINNING, day("2018-02-01"), [None]),
        (day("2018-02-01"), day("2018-10-01"), [["office"]]),
        (day("2018-10-01"), day("2018-10-31"), [["office"], None]),
        (day("2018-10-31"), END, [None]),
    ]


def test_a_change_without_an_end_is_possible_for_ever() -> None:
    assert uses(OFFICE, closed("a", "2018-10-01/.."))[-1] == (day("2018-10-01"), END, [["office"], None])


def test_of_two_possible_changes_each_may_come_alone_or_both() -> None:
    custody = start("site-uses-changed", "a", "2018-05", add=["custody"])
    control = start("site-uses-changed", "a", "2018-05", add=["control-room"], id="control")
    possible = uses(OFFICE, custody, control)[2]
    assert possible[2] == [
        ["office"],
        ["custody", "office"],
        ["control-room", "office"],
        ["control-room", "custody", "office"],
    ]


def test_only_what_alters_a_field_is_on_its_timeline() -> None:
    renamed = start("site-renamed", "a", "2018-05-01", name="b")
    assert len(Spells("a", "uses", ordered(OFFICE, renamed)).spells) == 2
    added = start("site-uses-changed", "a", "2018-05-01", add=["custody"])
    assert len(Spells("a", "", ordered(OFFICE, added)).spells) == 2


def test_a_timeline_is_revised_from_a_day_on_as_if_made_again() -> None:
    changes = ordered(OFFICE, start("site-uses-changed", "a", "2018-05-01", add=["custody"], id="added"))
    later = ordered(
        OFFICE, start("site-uses-changed", "a", "2018-05-01", add=["custody"], id="added"), closed("a", "2019")
    )
    spells = Spells("a", "uses", changes)
    for revised_from in ("2018-01-01", "2018-02-01", "2018-05-01", "2018-12-31"):
        revised = spells.revised(later, day(revised_from))
        assert revised.spells == Spells("a", "uses", later).spells


def test_a_timeline_is_cut_to_what_matters() -> None:
    spells = Spells("a", "uses", ordered(OFFICE, closed("a", "2018-10-01")))
    cut = spells.since(day("2018-03-01"))
    assert [spell[:2] for spell in cut.spells] == [(BEGINNING, day("2018-10-01")), (day("2018-10-01"), END)]
    assert spells.since(day("2018-01-01")) is spells
    assert cut.absent.spells == spells.absent.spells


def test_days_are_looked_up_on_and_between() -> None:
    spells = Spells("a", "uses", ordered(OFFICE, closed("a", "2018-10")))
    assert [node.stands for node in spells.at(day("2018-10-15"))] == [True, False]
    assert [spells.on(day(text)).stands for text in ("2018-01-31", "2018-02-01", "2018-10-30", "2018-10-31")] == [
        False,
        True,
        True,
        False,
    ]
    within = spells.between(day("2018-03-01"), day("2018-04-01"))
    assert [(first, last) for first, last, _ in within] == [(day("2018-03-01"), day("2018-04-01"))]
    across = spells.between(day("2018-09-01"), day("2018-12-01"))
    assert [(first, last) for first, last, _ in across] == [
        (day("2018-09-01"), day("2018-10-01")),
        (day("2018-10-01"), day("2018-10-31")),
        (day("2018-10-31"), day("2018-12-01")),
    ]


def test_it_is_absent_where_it_is_not_there_or_may_not_be() -> None:
    absent = Spells("a", "", ordered(OFFICE, closed("a", "2018-10"))).absent
    assert [spell[:2] for spell in absent.spells] == [
        (BEGINNING, day("2018-02-01")),
        (day("2018-10-01"), day("2018-10-31")),
        (day("2018-10-31"), END),
    ]
    inside = absent.between(day("2018-09-01"), day("2018-10-10"))
    assert [spell[:2] for spell in inside] == [(day("2018-10-01"), day("2018-10-10"))]
    assert absent.between(day("2018-03-01"), day("2018-04-01")) == []


def test_outside_of_some_spells_there_is_nothing() -> None:
    some = Some([(10, 20, (NEVER,)), (30, 40, (NEVER,))])
    assert some.between(0, 10) == some.between(40, 50) == ()
    assert some.between(20, 30) == []
    assert some.between(15, 35) == [(15, 20, (NEVER,)), (30, 35, (NEVER,))]
    assert Some([]).between(0, 10) == ()


def test_a_change_turns_a_life_where_it_begins_or_ends_it() -> None:
    opened, moved, merged = told(
        site("a"), start("team-moved", "t", to="a"), start("units-merged", "u", from_=["v"])
    ).values()
    assert (turns(opened, "a"), turns(moved, "t"), turns(merged, "u"), turns(merged, "v")) == (True, False, False, True)


def test_a_step_that_is_impossible_makes_nothing() -> None:
    opened, shut = told(site("a"), closed("a", "2018-10")).values()
    node = step_state("a", NEVER, opened)
    assert node == Node(State(STANDING, {"name": "a"}, {"name": "a-opened"}, opened.when.latest), opened)
    assert step_state("a", node, opened) is None
    assert step_state("a", NEVER, shut) is None


def test_a_field_is_as_it_is_because_of_what_set_it_or_began_the_life() -> None:
    opened = told(site("a", uses=["office"]))["a-opened"]
    node = step_state("a", NEVER, opened)
    assert node is not None
    assert (node.because("uses"), node.because("address"), NEVER.because("uses")) == (("a-opened",), ("a-opened",), ())
    assert Node(NOTHING).because("uses") == ()


def test_a_post_remembers_the_substantive_holder_that_did_not_leave() -> None:
    first, second = appointed("a", "p-1"), appointed("a", "p-2", "2018-06-01")
    acting = appointed("a", "p-3", "2018-07-01", tenure="acting")
    vacated = start("post-vacated", "a", "2018-05-01")
    *_, (_, _, (last,)) = Spells("a", "holder", ordered(post("a"), first, second)).spells
    assert (last.substantive, last.over) == (("p-2", "p-2"), "p-1")
    *_, (_, _, (last,)) = Spells("a", "holder", ordered(post("a"), first, vacated, second)).spells
    assert (last.substantive, last.over) == (("p-2", "p-2"), None)
    *_, (_, _, (last,)) = Spells("a", "holder", ordered(post("a"), first, acting)).spells
    assert (last.substantive, last.over) == (("p-1", "p-1"), None)


def test_the_first_change_that_begins_a_life_is_known() -> None:
    again = site("a", "2019", id="again")
    assert Spells("a", "", ordered(OFFICE, closed("a", "2018-10"), again)).first_begun() == ("a-opened",)
    assert Spells("a", "", []).first_begun() == ()


def test_every_field_of_a_timeline_is_a_field_of_its_type() -> None:
    for type_, fields in TIMELINES.items():
        assert set(fields) - {""} <= set(FIELDS[type_])
    for kind, field in ALTERS.items():
        assert field in TIMELINES[EVENTS[kind].subject_type]
