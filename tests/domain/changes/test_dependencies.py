"""What depends on what."""

from __future__ import annotations

from typing import Any

from domain.changes.change import Change
from domain.changes.dependencies import Web, names, needs
from tests.domain.clashes.rules.given import closed, milestone, site, told

FIRST = milestone("first", "2018-10-01")


def changes(*bodies: dict[str, Any]) -> dict[str, Change]:
    return told(*bodies)


def test_a_milestone_needs_what_it_names_each_once() -> None:
    known = changes(site("a"), milestone("m", "2018-10", depends_on=["b", "a", "b"]))
    assert needs(known["m-set"]) == ("b", "a")
    assert needs(known["a-opened"]) == ()


def test_a_milestone_is_named_by_its_slug_and_any_change_by_its_id() -> None:
    known = changes(site("a"), milestone("m", "2018-10"))
    assert names(known["m-set"]) == ("m-set", "m")
    assert names(known["a-opened"]) == ("a-opened",)


def test_a_name_leads_to_the_firmest_of_milestones_and_to_changes_by_id() -> None:
    known = changes(
        closed("a", "2018-09", id="closing"),
        milestone("m", "2018-10", "proposed", id="may"),
        milestone("m", "2018-09", "planned", id="will"),
        milestone("m", "2018-08", "proposed", id="might"),
    )
    web = Web(known.values())
    assert web.find("m") is known["will"]
    assert web.find("closing") is known["closing"]
    assert web.find("may") is known["may"]
    assert web.find("nowhere") is None


def test_a_milestone_does_not_depend_on_itself() -> None:
    known = changes(milestone("m", "2018-10", depends_on=["m"]))
    assert Web(known.values()).dependants(known["m-set"]) == []


def test_a_milestone_that_names_one_thing_by_slug_and_by_id_is_one_dependant() -> None:
    known = changes(milestone("m", "2018-10"), milestone("n", "2018-11", depends_on=["m", "m-set"]))
    assert [each.id for each in Web(known.values()).dependants(known["m-set"])] == ["n-set"]


def test_dependants_come_soonest_first() -> None:
    late, soon = milestone("late", "2018-12", depends_on=["first"]), milestone("soon", "2018-11", depends_on=["first"])
    known = changes(FIRST, late, soon)
    assert [each.id for each in Web(known.values()).dependants(known["first-set"])] == ["soon-set", "late-set"]
