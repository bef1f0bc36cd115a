"""The words of kinds and types."""

from __future__ import annotations

import pytest

from domain.kinds.registry import EVENTS
from domain.kinds.template import OWN_SLOTS, slots
from domain.kinds.words import passive, same, verb

STANDINGS = ("done", "planned", "proposed", "withdrawn", "retracted")


def test_a_verb_makes_a_sentence_for_every_standing() -> None:
    words = verb("A site opens", "opened", "open", " again", deed="Opening of {subject}")
    assert words.sentence("done") == "{subject} opened again {when}."
    assert words.sentence("planned") == "{subject} {is} to open again {when}."
    assert words.sentence("proposed") == "It is proposed that {subject} open again {when}."
    assert words.sentence("withdrawn").startswith("{subject} will not open again")
    assert "struck out" in words.sentence("retracted")
    assert (words.heading("done"), words.heading("planned")) == ("{subject} opened again", "{subject} to open again")


def test_a_passive_verb_agrees_with_its_subject() -> None:
    assert passive("A site is sold", "sold", deed="Sale of {subject}").done == "{subject} {was} sold {when}."


def test_what_reads_the_same_under_every_standing() -> None:
    words = same("A paper says so", "{subject}: {text}.", deed="{subject}")
    assert {words.sentence(standing) for standing in STANDINGS} == {"{subject}: {text}."}
    assert words.heading("done") == words.heading("planned") == "{subject}: {text}"


@pytest.mark.parametrize("kind", EVENTS)
def test_every_slot_of_a_kinds_words_is_its_field_or_given(kind: str) -> None:
    event = EVENTS[kind]
    fields = {name.rstrip("_") for name in event.__struct_fields__} | set(OWN_SLOTS)
    for standing in STANDINGS:
        assert set(slots(event.words.sentence(standing))) <= fields
        assert set(slots(event.words.heading(standing))) <= fields
    assert set(slots(event.words.deed)) <= fields
