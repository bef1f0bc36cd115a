"""What changed from one world to the next."""

from __future__ import annotations

import msgspec

from domain.clashes.engine.alterations import AlteredSubject, altered_subjects, reads_of
from domain.time.edtf import parse
from tests.domain.clashes.rules.given import closed, site, team, told
from tests.support.examples import start

OPENED, SHUT = told(site("a", "2018-02-01"), closed("a", "2018-10")).values()
KEY = ("site", "a")


def test_a_subject_whose_changes_are_the_same_is_not_altered() -> None:
    changes = [OPENED, SHUT]
    assert list(altered_subjects({KEY: changes}, {KEY: changes})) == []
    assert list(altered_subjects({KEY: changes}, {KEY: list(changes)})) == []


def test_a_subject_that_comes_or_goes_is_altered_by_all_that_is_known_of_it() -> None:
    assert list(altered_subjects({}, {KEY: [OPENED]})) == [AlteredSubject(KEY, [OPENED], [OPENED])]
    assert list(altered_subjects({KEY: [OPENED]}, {})) == [AlteredSubject(KEY, (), [OPENED])]


def test_a_change_that_differs_is_there_as_it_was_and_as_it_is() -> None:
    later = msgspec.structs.replace(SHUT, when=parse("2018-11"))
    (altered,) = altered_subjects({KEY: [OPENED, SHUT]}, {KEY: [OPENED, later]})
    assert altered == AlteredSubject(KEY, [OPENED, later], [SHUT, later])
    assert altered.day == parse("2018-10-01").earliest


def test_what_turns_a_life_answers_every_field_otherwise() -> None:
    assert set(reads_of(OPENED, "a")) == {
        ("site", "a", "*"),
        ("site", "a", ""),
        ("site", "a", "uses"),
        ("change", "a-opened", ""),
    }


def test_what_alters_a_field_answers_that_field_otherwise_and_what_it_names() -> None:
    (moved,) = told(start("team-moved", "t", to="b", id="moved")).values()
    assert set(reads_of(moved, "t")) == {
        ("team", "t", "*"),
        ("team", "t", "site"),
        ("change", "moved", ""),
        ("teams of a site", "b", ""),
    }


def test_what_alters_no_field_that_rules_ask_about_may_still_be_looked_up() -> None:
    (renamed,) = told(start("team-renamed", "t", name="b", id="renamed")).values()
    assert set(reads_of(renamed, "t")) == {("team", "t", "*"), ("change", "renamed", "")}


def test_a_new_subject_answers_those_that_it_names_otherwise() -> None:
    (formed,) = told(team("t", unit="nw", site="a")).values()
    assert {("teams of a unit", "nw", ""), ("teams of a site", "a", "")} <= set(reads_of(formed, "t"))
