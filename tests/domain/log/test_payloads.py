"""The entries that start a change: one sort for each kind."""

from __future__ import annotations

import msgspec
import pytest

from domain.kinds.registry import EVENTS
from domain.log.amendments import AMENDMENTS
from domain.log.payloads import BODIES, STARTINGS, Starting
from domain.refusals import MalformedDate
from tests.support.examples import start


def read(body: dict) -> Starting:
    return msgspec.convert(body, STARTINGS[body["kind"]])


def test_each_kind_has_a_payload_of_its_name() -> None:
    assert set(STARTINGS) == set(EVENTS)
    for kind, payload in STARTINGS.items():
        assert payload.__struct_config__.tag == kind
        assert payload.__doc__ == EVENTS[kind].__doc__
    assert set(BODIES) == set(STARTINGS) | set(AMENDMENTS)


def test_details_are_those_of_the_kind() -> None:
    payload = read(start("site-opened", "a", name="A"))
    assert (payload.kind, type(payload.details)) == ("site-opened", EVENTS["site-opened"])
    with pytest.raises(msgspec.ValidationError, match="details"):
        read(start("site-opened", "a", title="A"))


def test_details_that_may_be_empty_may_be_left_out() -> None:
    assert read(start("site-closed", "a")).details == EVENTS["site-closed"]()
    for kind in ("site-opened", "team-resized"):
        with pytest.raises(msgspec.ValidationError, match="details"):
            read(start(kind, "a"))


def test_what_needs_a_reason_is_not_read_without_one() -> None:
    body = start("clash-acknowledged", "a", details={"clash": "c", "mark": "m"})
    with pytest.raises(msgspec.ValidationError, match="reason"):
        read(body)
    assert read(body | {"reason": "It is meant."}).reason == "It is meant."


def test_it_is_for_everyone_unless_it_says_otherwise() -> None:
    assert not read(start("site-closed", "a")).restricted
    assert read(start("site-closed", "a", restricted=True)).restricted


@pytest.mark.parametrize(
    "wrong",
    [
        {"effective_on": "soon"},
        {"standing": "certain"},
        {"subject": "A B"},
        {"subject": "a" * 81},
        {"subject": ""},
        {"subject": "a\n"},
        {"id": "A"},
        {"reason": " "},
        {"colour": "red"},
        {"restricted": "yes"},
    ],
)
def test_what_is_not_well_formed_is_not_read(wrong: dict) -> None:
    with pytest.raises((msgspec.ValidationError, MalformedDate)):
        read(start("site-closed", "a") | wrong)


def test_a_slug_may_be_eighty_long() -> None:
    assert read(start("site-closed", "a" * 80)).subject == "a" * 80
