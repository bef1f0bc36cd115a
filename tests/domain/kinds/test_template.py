"""Templates of sentences."""

from __future__ import annotations

import pytest

from domain.kinds.template import fill, listed, slots
from tests.domain.kinds.read import event


def named(type_: str, slug: str) -> str:
    return f"{slug.title()} ({type_})"


GIVEN = {"subject": "Response", "when": "on 1 May 2018"}


def test_slots_are_filled_with_what_is_given_and_with_the_words_for_fields() -> None:
    moved = event("team-moved", to="wembley")
    words = fill("{subject} moved to {to} {when}.", moved, GIVEN, named)
    assert words == "Response moved to Wembley (site) on 1 May 2018."


def test_a_part_in_brackets_is_left_out_where_it_is_empty() -> None:
    template = "{subject} opens[ at {address}]."
    assert fill(template, event("site-opened", name="W"), GIVEN, named) == "Response opens."
    with_one = event("site-opened", name="W", address="1 High Road")
    assert fill(template, with_one, GIVEN, named) == "Response opens at 1 High Road."


def test_several_fields_make_one_list() -> None:
    changed = event("team-cover-changed", add=["a", "b"], covers_unnamed={"area": "brent", "count": 2})
    words = fill("covers {add, covers_unnamed}", changed, GIVEN, named)
    assert words == "covers A (area), B (area) and 2 wards of Brent (area) (not named)"


def test_choices_come_in_the_order_of_their_list() -> None:
    one, other = ["office", "custody"], ["custody", "office"]
    filled = [fill("{uses}", event("site-opened", name="W", uses=uses), GIVEN, named) for uses in (one, other)]
    assert filled[0] == filled[1]


def test_the_slots_of_a_template_are_listed() -> None:
    assert slots("{subject} covers {add, covers_unnamed}[ {when}]") == ["subject", "add", "covers_unnamed", "when"]


@pytest.mark.parametrize(
    ("words", "text"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_a_list_reads_as_a_list(words: list[str], text: str) -> None:
    assert listed(words) == text
