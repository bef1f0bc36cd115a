"""Findings put together into clashes."""

from __future__ import annotations

import pytest

from domain.clashes.engine.rule import Finding, Rule
from domain.clashes.evaluate import BY_NAME, RULES, Clash, grouped, in_order, put_together, sweep
from domain.time.edtf import END, parse
from tests.domain.clashes.rules.given import Given, closed, site, team, unit

FOCUS = ("team", "t")
SUBJECTS = (FOCUS, ("site", "a"))


class Broken(Rule):
    """Something is broken."""

    name = "broken"


def finding(
    first: int, last: int, *, certain: bool = True, changes: tuple[str, ...] = ("c",), key: str = ""
) -> Finding:
    return Finding(SUBJECTS, changes, first, last, certain, f"from {first}", key)


def days(*findings: Finding) -> list[tuple[int, int, int | None, int | None]]:
    """The days of the clashes that findings of one group make, and those on which each is certain."""
    ((group, found),) = grouped(findings).items()
    clashes = put_together(Broken, FOCUS, group, found)
    return [(each.first, each.last, each.certain_from, each.certain_to) for each in clashes]


def test_one_finding_is_one_clash() -> None:
    assert days(finding(1, 5)) == [(1, 5, 1, 5)]
    assert days(finding(1, 5, certain=False)) == [(1, 5, None, None)]


def test_findings_without_a_day_between_are_one_clash() -> None:
    assert days(finding(5, 9), finding(1, 5)) == [(1, 9, 1, 9)]
    assert days(finding(1, 7), finding(3, 5)) == [(1, 7, 1, 5)]


def test_findings_with_a_day_between_are_two() -> None:
    assert days(finding(1, 5), finding(6, 9)) == [(1, 5, 1, 5), (6, 9, 6, 9)]


def test_a_clash_is_certain_on_days_that_follow_each_other() -> None:
    possible = finding(5, 8, certain=False)
    assert days(finding(1, 5, certain=False), finding(5, 9)) == [(1, 9, 5, 9)]
    assert days(finding(1, 5), possible) == [(1, 8, 1, 5)]
    assert days(finding(1, 5), possible, finding(8, 9)) == [(1, 8, 1, 5), (8, 9, 8, 9)]


def test_findings_of_other_changes_or_another_key_are_of_another_group() -> None:
    groups = grouped([finding(1, 5), finding(5, 9, changes=("d",)), finding(5, 9, key="k"), finding(7, 9)])
    assert [len(found) for found in groups.values()] == [2, 1, 1]


def test_a_change_makes_a_clash_once() -> None:
    ((_, changes, _),) = grouped([finding(1, 5, changes=("c", "d", "c"))])
    assert changes == ("c", "d")


def clash(first: int = 1, last: int = 5, *, certain: bool = True, changes: tuple[str, ...] = ("c",)) -> Clash:
    ((group, found),) = grouped([finding(first, last, certain=certain, changes=changes)]).items()
    return put_together(Broken, FOCUS, group, found)[0]


def test_a_clash_keeps_its_id_while_the_same_changes_make_it() -> None:
    assert clash(1, 5).id == clash(2, 9, certain=False).id
    assert clash(changes=("c", "d")).id == clash(changes=("d", "c")).id
    assert clash().id != clash(changes=("d",)).id
    assert clash().id.startswith("broken-")


def test_a_clash_has_another_mark_once_its_days_or_its_certainty_alter() -> None:
    marks = {clash().mark, clash(2, 5).mark, clash(1, 6).mark, clash(certain=False).mark}
    assert len(marks) == 4
    assert clash().mark == clash().mark


def test_certain_clashes_come_first_and_then_by_their_days() -> None:
    possible, late, early = clash(1, 2, certain=False), clash(3, 4), clash(2, 9)
    assert in_order([possible, late, early]) == [early, late, possible]


def test_a_clash_says_what_its_first_certain_finding_says() -> None:
    ((group, found),) = grouped([finding(1, 5, certain=False), finding(5, 9)]).items()
    assert put_together(Broken, FOCUS, group, found)[0].says == "from 5"


def test_a_sweep_asks_each_rule_about_each_of_its_subjects() -> None:
    bodies = (
        unit("bcu", unit_type="function"),
        site("a", uses=["response-base"]),
        closed("a", "2018-10-01"),
        team("t", site="a"),
    )
    (found,) = sweep(Given(*bodies).world)
    assert (found.rule, found.focus, found.is_certain) == ("site-not-open", FOCUS, True)
    assert (found.first, found.last) == (parse("2018-10-01").earliest, END)


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_is_found_by_its_name(rule: type[Rule]) -> None:
    assert BY_NAME[rule.name] is rule
