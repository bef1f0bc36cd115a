"""What is decided about the record."""

from __future__ import annotations

import pytest

from domain.kinds.event import PROGRAMME
from domain.kinds.registry import EVENTS

ABOUT = ("clash-acknowledged", "scenario-committed", "scenario-discarded", "reminder-policy-set")


@pytest.mark.parametrize("kind", ABOUT)
def test_it_is_about_the_programme_and_alters_no_structure(kind: str) -> None:
    event = EVENTS[kind]
    assert (event.subject_type, event.begins, event.ends) == (PROGRAMME, False, False)


def test_acknowledging_and_giving_up_need_a_reason() -> None:
    assert [EVENTS[kind].needs_reason for kind in ABOUT] == [True, False, True, False]


def test_what_becomes_of_a_scenario_is_the_servers_to_say() -> None:
    assert [EVENTS[kind].by_server for kind in ABOUT] == [False, True, True, False]
