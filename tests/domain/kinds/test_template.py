"""Templates of sentences."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

import msgspec
import pytest

from domain.kinds.event import AreaRef, Count, Event, PersonRef, Text
from domain.kinds.fields import Choice, about, one_of
from domain.kinds.template import enumeration, fill, slots
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
    assert enumeration(words) == text


COLOURS = {"red": Choice("Red"), "blue": Choice("Blue", "a deep blue"), "none": Choice("No colour", "")}


class Shed(msgspec.Struct, frozen=True):
    area: AreaRef

    @property
    def phrase(self) -> str:
        return "a shed in {area}"


class Painted(Event, frozen=True, rename={"from_": "from"}):
    kind: ClassVar[str] = "painted"
    subject_type: ClassVar[str] = "site"

    colour: Annotated[str | None, one_of(COLOURS)] = None
    colours: Annotated[tuple[str, ...], one_of(COLOURS)] = ()
    areas: tuple[AreaRef, ...] = ()
    by: PersonRef | None = None
    coats: Annotated[Count | None, about("Coats", "How many coats.", counted="coat")] = None
    bays: Annotated[Count | None, about("Bays", "How many bays.", counted="bay")] = None
    entries: Annotated[Count | None, about("Entries", "How many.", counted="entry")] = None
    shed: Shed | None = None
    note: Text | None = None
    from_: Text | None = None


def said(template: str, **fields: Any) -> str:
    return fill(template, Painted(**fields), {"subject": "Wembley"}, lambda type_, slug: f"<{type_} {slug}>")


@pytest.mark.parametrize(
    ("template", "fields", "sentence"),
    [
        ("{subject} was painted.", {}, "Wembley was painted."),
        ("It was painted {colour}.", {"colour": "red"}, "It was painted red."),
        ("It was painted {colour}.", {"colour": "blue"}, "It was painted a deep blue."),
        ("painted[ {colour}][ by {by}]", {"colour": "none"}, "painted"),
        ("painted[ by {by}]", {"by": "p-1"}, "painted by <person p-1>"),
        ("painted[ by {by}]", {}, "painted"),
        ("in {colours}", {"colours": ("blue", "red", "blue")}, "in red and a deep blue"),
        ("for {areas}", {"areas": ("b", "a", "c")}, "for <area b>, <area a> and <area c>"),
        ("for {areas, shed}", {"areas": ("a",), "shed": Shed("b")}, "for <area a> and a shed in <area b>"),
        ("for {areas, shed}", {"areas": ("a",)}, "for <area a>"),
        ("with {coats}", {"coats": 1}, "with 1 coat"),
        ("with {coats}", {"coats": 0}, "with 0 coats"),
        ("with {bays}", {"bays": 2}, "with 2 bays"),
        ("with {entries}", {"entries": 2}, "with 2 entries"),
        ("from {from}", {"from_": "grey"}, "from grey"),
    ],
)
def test_slots_hold_the_words_for_fields(template: str, fields: dict[str, Any], sentence: str) -> None:
    assert said(template, **fields) == sentence


@pytest.mark.parametrize("text", ["{subject}", "[x]", "{", "]", "{colour} [of {by}]"])
def test_what_was_typed_is_never_read_as_a_template(text: str) -> None:
    assert said("“{note}”[ ({note})]", note=text) == f"“{text}” ({text})"


def test_a_slot_that_nothing_fills_is_an_error() -> None:
    with pytest.raises(KeyError):
        said("{nothing}")
