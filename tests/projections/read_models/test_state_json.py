"""States as the read models keep them: the item as JSON, and the state read back from it."""

from __future__ import annotations

from domain.kinds.state import ABSENT, CLOSED, NOTHING, STANDING, State
from domain.time.edtf import parse
from projections.read_models.state_json import EMPTY, RenderedState, item_text, possible_record
from tests.domain.clashes.rules.given import closed, told

NEW_YEAR = parse("2018-01-01").latest
SITE = State(STANDING, {"name": "A", "uses": ["custody"]}, {"name": "renamed", "uses": "opened"}, NEW_YEAR)
TEXT = (
    '{"id":"a","name":"A","area":null,"address":null,"uses":["custody"],"since":"2018-01-01",'
    '"because":{"name":"renamed","uses":"opened"}'
)
HOLDER = {"person": "p-1", "name": None, "rank": None, "tenure": "acting", "since": "2018-01-01"}
JULY, SOMEDAY = told(closed("a", "2018-07", id="july"), closed("a", "2018-03/..", id="closing")).values()


def site(state: State | None = SITE, **more: object) -> RenderedState:
    return RenderedState("site", "a", state, **more)  # type: ignore[arg-type]


def test_an_item_has_every_field_of_its_type_in_order_and_is_open_at_its_end() -> None:
    assert item_text("site", "a", SITE) == TEXT


def test_a_list_that_was_never_set_is_empty_and_any_other_field_is_null() -> None:
    bare = State(STANDING, {"name": "A"}, {"name": "opened"}, NEW_YEAR)
    assert '"area":null,"address":null,"uses":[],' in item_text("site", "a", bare)


def test_a_subject_that_stands_is_kept_with_its_item() -> None:
    assert site().texts == (STANDING, TEXT, None)


def test_a_subject_that_does_not_stand_is_kept_without_one() -> None:
    assert site(State(CLOSED, {}, {}, 0)).texts == (CLOSED, None, None)
    assert site(NOTHING).texts == EMPTY == (ABSENT, None, None)


def test_changes_that_are_possible_are_kept_by_id_and_those_passed_over_beside_them() -> None:
    state = State(ABSENT, {}, {}, 0, ("z", "b"))
    july, open_ = (
        f'{{"change":"{id_}","type":"site","subject":"a","kind":"site-closed","earliest":{earliest},"latest":{latest}}}'
        for id_, earliest, latest in (("july", '"2018-07-01"', '"2018-07-31"'), ("closing", '"2018-03-01"', "null"))
    )
    extra = f'{{"possible":[{open_},{july}],"passed_over":["b","z"]}}'
    assert site(state, possible=(JULY, SOMEDAY)).texts == (ABSENT, None, extra)
    assert site(state).texts == (ABSENT, None, '{"possible":[],"passed_over":["b","z"]}')


def test_a_state_is_read_back_from_its_texts() -> None:
    assert site(None, texts=(STANDING, TEXT, None)).state == SITE
    assert site(None, texts=(CLOSED, None, None)).state == State(CLOSED, {}, {}, 0)
    assert site(None, texts=EMPTY).state is NOTHING


def test_what_was_passed_over_is_read_back_even_where_the_subject_never_was() -> None:
    extra = '{"possible":[],"passed_over":["b","z"]}'
    assert site(None, texts=(ABSENT, None, extra)).state == State(ABSENT, {}, {}, 0, ("b", "z"))
    assert site(None, texts=(STANDING, TEXT, extra)).state.passed_over == ("b", "z")


def test_two_are_the_same_where_they_would_be_stored_alike() -> None:
    stored = site(None, texts=(STANDING, TEXT, None))
    assert site().same(site())
    assert site().same(stored)
    assert stored.same(site())
    assert not site().same(site(State(CLOSED, {}, {}, 0)))


def test_the_same_state_with_another_possible_change_is_not_the_same() -> None:
    perhaps = site(possible=(JULY,))
    assert not site().same(perhaps)
    assert not perhaps.same(site())
    assert perhaps.same(site(possible=(JULY,)))
    assert not perhaps.same(site(possible=(SOMEDAY,)))


def test_a_state_that_was_stored_with_a_possible_change_is_not_the_same_without_it() -> None:
    stored = site(None, texts=site(possible=(JULY,)).texts)
    assert not stored.same(RenderedState("site", "a", stored.state))


def test_the_person_of_a_post_is_who_holds_it() -> None:
    held = State(STANDING, {"title": "T", "holder": HOLDER}, {"title": "c", "holder": "d"}, NEW_YEAR)
    vacant = State(STANDING, {"title": "T", "holder": None}, {"title": "c", "holder": "d"}, NEW_YEAR)
    assert RenderedState("post", "x", held).person == "p-1"
    assert RenderedState("post", "x", vacant).person is None
    assert site().person is None


def test_a_possible_change_is_listed_with_its_bounds() -> None:
    assert possible_record(SOMEDAY) == {
        "change": "closing",
        "type": "site",
        "subject": "a",
        "kind": "site-closed",
        "earliest": "2018-03-01",
        "latest": None,
    }
