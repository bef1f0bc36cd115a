"""What a rule is, and how faults of states are judged."""

from __future__ import annotations

import pytest

from domain.clashes.engine.rule import Rule, judge_states, named_by
from domain.clashes.engine.timeline import NEVER, Node
from domain.kinds.state import STANDING, State
from tests.domain.clashes.rules.given import Given


def node(**fields: str) -> Node:
    return Node(State(STANDING, fields, {}, 0))


class Broken(Rule):
    """A thing
    is broken."""


def fault(*nodes: Node) -> tuple[str, ...] | None:
    """The names of states that are all bad."""
    names = [each.state.fields["name"] for each in nodes]
    return tuple(names) if all(name.startswith("bad") for name in names) else None


BAD, WORSE, GOOD = node(name="bad"), node(name="bad too"), node(name="good")


def test_the_docstring_of_a_rule_is_its_sentence() -> None:
    assert Broken.sentence() == "A thing is broken."


def test_a_rule_says_how_it_is_asked() -> None:
    with pytest.raises(NotImplementedError):
        list(Broken().find(Given().world, "site", "a"))


def test_a_fault_of_known_states_is_certain() -> None:
    assert judge_states(fault, [BAD]) == ((("bad",),), True)
    assert judge_states(fault, [GOOD]) == ((), False)


def test_a_fault_of_some_possible_states_is_possible_and_of_all_is_certain() -> None:
    faults, is_certain = judge_states(fault, [BAD, GOOD])
    assert (list(faults), is_certain) == ([("bad",)], False)
    faults, is_certain = judge_states(fault, [BAD, WORSE], [BAD])
    assert (list(faults), is_certain) == ([("bad", "bad"), ("bad too", "bad")], True)
    faults, is_certain = judge_states(fault, [BAD, BAD])
    assert list(faults) == [("bad",)]


def test_what_a_field_holds_in_the_states_in_which_a_subject_stands() -> None:
    here, there = node(site="here"), node(site="there")
    assert list(named_by([here], "site")) == ["here"]
    assert list(named_by([here, there, here, NEVER], "site")) == ["here", "there"]
    assert list(named_by([NEVER], "site")) == list(named_by([node()], "site")) == []
