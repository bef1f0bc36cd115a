"""What every kind has in common."""

from __future__ import annotations

import msgspec
import pytest

from domain.kinds.event import Event
from domain.kinds.registry import EVENTS
from tests.domain.kinds.read import event


def test_unless_it_says_otherwise_an_event_alters_nothing_and_is_always_possible() -> None:
    for kind in ("unit-dissolved", "site-closed", "area-ended"):
        happened = event(kind)
        assert happened.sets({"name": "A"}, 1) == {}
        assert happened.impossible({}) is None
        assert happened.also_ends() == ()
        assert list(happened.references()) == []


def test_it_gives_its_subject_a_name_or_a_title_or_none() -> None:
    assert event("site-opened", name="Wembley").given_name == "Wembley"
    assert event("milestone-set", title="Go live").given_name == "Go live"
    assert event("site-closed").given_name is None


@pytest.mark.parametrize("kind", [kind for kind in EVENTS if kind.endswith("-stated")])
def test_a_statement_holds_the_words_and_alters_nothing(kind: str) -> None:
    stated = event(kind, text="It stays.")
    assert (stated.sets({}, 1), stated.begins, stated.ends) == ({}, False, False)
    for wrong in ({}, {"text": " "}):
        with pytest.raises(msgspec.ValidationError):
            event(kind, **wrong)


def test_no_kind_takes_a_field_that_it_does_not_know() -> None:
    for kind in EVENTS:
        with pytest.raises(msgspec.ValidationError):
            event(kind, colour="red")


def test_every_kind_says_what_happened() -> None:
    assert all(issubclass(kind, Event) and kind.__doc__ for kind in EVENTS.values())
