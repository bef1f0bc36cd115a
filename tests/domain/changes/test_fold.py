"""The fold of a subject's changes to its state."""

from __future__ import annotations

from typing import Any, ClassVar

import msgspec
import pytest

from domain.changes.fold import after, fold_changes, impossible
from domain.kinds.event import Event
from domain.kinds.state import ABSENT, CLOSED, NOTHING, STANDING, State
from domain.time.edtf import parse
from tests.domain.clashes.rules.given import closed, site, told
from tests.support.examples import start

NOT_THERE = "it is not there to be changed"


def states(slug: str, *bodies: dict[str, Any]) -> list[tuple[int, dict[str, Any], str | None]]:
    """The life, the fields and the fault after each of some changes."""
    return [
        (state.life, state.fields, fault) for _, state, fault in fold_changes(NOTHING, slug, told(*bodies).values())
    ]


def last(slug: str, *bodies: dict[str, Any]) -> State:
    return list(fold_changes(NOTHING, slug, told(*bodies).values()))[-1][1]


def sold(slug: str, on: str, **more: Any) -> dict[str, Any]:
    return start("site-sold", slug, on, **more)


def test_a_subject_begins_once() -> None:
    assert states("a", site("a"), site("a", id="again")) == [
        (STANDING, {"name": "a"}, None),
        (STANDING, {"name": "a"}, "it is there already"),
    ]


def test_what_is_not_there_cannot_be_changed() -> None:
    assert states("a", start("site-renamed", "a", name="b")) == [(ABSENT, {}, NOT_THERE)]
    assert states("a", closed("a", "2018")) == [(ABSENT, {}, NOT_THERE)]
    assert states("a", sold("a", "2018")) == [(ABSENT, {}, NOT_THERE)]


def test_a_closed_site_is_sold_once_and_changed_no_more() -> None:
    assert states(
        "a",
        site("a"),
        closed("a", "2018"),
        start("site-renamed", "a", name="b"),
        closed("a", "2018", id="closed-again"),
        sold("a", "2018"),
        sold("a", "2018", id="sold-again"),
    ) == [
        (STANDING, {"name": "a"}, None),
        (CLOSED, {}, None),
        (CLOSED, {}, "it is closed"),
        (CLOSED, {}, "it is closed"),
        (ABSENT, {}, None),
        (ABSENT, {}, NOT_THERE),
    ]


def test_an_open_site_is_sold_too() -> None:
    assert states("a", site("a"), sold("a", "2018"))[-1] == (ABSENT, {}, None)


def test_what_begins_again_starts_afresh() -> None:
    again = site("a", "2019-01-01", id="again")
    state = last("a", site("a", uses=["office"]), closed("a", "2018-10-01"), again)
    assert (state.life, state.fields, state.because) == (STANDING, {"name": "a"}, {"name": "again"})
    assert state.since == parse("2019-01-01").latest


def test_each_field_names_the_change_that_set_it() -> None:
    renamed = start("site-renamed", "a", "2018-03", name="b", id="renamed")
    state = last("a", site("a", uses=["office"], id="opened"), renamed)
    assert state.fields == {"name": "b", "uses": ["office"]}
    assert state.because == {"name": "renamed", "uses": "opened"}
    assert state.since == parse("2018-03-31").latest


def test_a_change_that_sets_nothing_leaves_the_state() -> None:
    opened = site("a", "2018-01-01", uses=["office"])
    stated = start("site-stated", "a", "2018-02-01", text="It stays.")
    same = start("site-uses-changed", "a", "2018-02-01", add=["office"], end=["custody"])
    assert last("a", opened, stated, same) == last("a", opened)


def test_what_is_impossible_is_passed_over_and_listed_through_every_life() -> None:
    state = last(
        "a",
        start("site-renamed", "a", name="b", id="early"),
        site("a"),
        site("a", id="again"),
        start("site-renamed", "a", name="b", id="renamed"),
        closed("a", "2018"),
        closed("a", "2018", id="closed-again"),
        sold("a", "2018"),
    )
    assert state == State(ABSENT, {}, {}, 0, ("early", "again", "closed-again"))


def test_a_merger_ends_what_it_merges_and_leaves_the_subject() -> None:
    merged = told(start("units-merged", "a", from_=["b"], id="merged"))["merged"]
    standing = State(STANDING, {"name": "x"}, {"name": "c"}, 5, ("p",))
    assert after(standing, "a", merged) == standing
    assert after(standing, "b", merged) == State(ABSENT, {}, {}, 0, ("p",))
    assert impossible(standing, "b", merged) is None
    assert impossible(NOTHING, "b", merged) == NOT_THERE
    assert impossible(NOTHING, "a", merged) == NOT_THERE


def test_a_kind_says_itself_what_it_needs() -> None:
    vacated = told(start("post-vacated", "a", id="vacated"))["vacated"]
    held = State(STANDING, {"holder": {"person": "p-1"}}, {}, 0)
    assert impossible(held, "a", vacated) is None
    assert impossible(State(STANDING, {}, {}, 0), "a", vacated) == "nobody holds the post"


@pytest.mark.parametrize("life", [ABSENT, CLOSED])
def test_what_ended_can_begin_again(life: int) -> None:
    (opened,) = told(site("a")).values()
    assert impossible(State(life, {}, {}, 0), "a", opened) is None


class Came(Event, frozen=True):
    """A site came, and no more is known of it."""

    kind: ClassVar[str] = "site-came"
    subject_type: ClassVar[str] = "site"
    begins: ClassVar[bool] = True


def test_what_begins_and_sets_nothing_stands_without_fields() -> None:
    came = msgspec.structs.replace(told(site("a", "2018-02-01"))["a-opened"], event=Came())
    before = State(CLOSED, {}, {}, 5, ("p",))
    assert after(before, "a", came) == State(STANDING, {}, {}, came.when.latest, ("p",))
