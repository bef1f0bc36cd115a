"""Which clashes a question asks for: by their days, rule, subject and certainty."""

from __future__ import annotations

import pytest

from domain.clashes.evaluate import Clash
from domain.refusals import MalformedQuestion
from projections.questions.clashes.filter import Wanted, certainty, wanted

CLASH = Clash("x-1", "site-not-open", (("team", "a"), ("site", "b")), ("c",), 10, 20, 12, 18, "says", ("team", "a"))
POSSIBLE = Clash("x-2", "site-not-open", (("team", "a"),), ("c",), 10, 20, None, None, "says", ("team", "a"))


@pytest.mark.parametrize(
    ("asked", "taken"),
    [
        (Wanted(), True),
        (Wanted(first=19), True),
        (Wanted(first=20), False),
        (Wanted(last=10), True),
        (Wanted(last=9), False),
        (Wanted(first=5, last=30), True),
        (Wanted(first=12, last=13), True),
        (Wanted(rule="site-not-open"), True),
        (Wanted(rule="site-lacks-use"), False),
        (Wanted(subject="a"), True),
        (Wanted(subject="b"), True),
        (Wanted(subject="site/b"), True),
        (Wanted(subject="team/b"), False),
        (Wanted(subject="c"), False),
        (Wanted(certainty="certain"), True),
        (Wanted(certainty="possible"), False),
        (Wanted(first=19, rule="site-lacks-use"), False),
    ],
)
def test_a_clash_of_the_days_10_to_19_is_asked_for(asked: Wanted, taken: bool) -> None:
    assert asked.takes(CLASH) is taken


def test_a_clash_with_no_certain_day_is_possible() -> None:
    assert (certainty(CLASH), certainty(POSSIBLE)) == ("certain", "possible")
    assert Wanted(certainty="possible").takes(POSSIBLE)
    assert not Wanted(certainty="certain").takes(POSSIBLE)


def test_a_question_that_says_nothing_asks_for_every_clash() -> None:
    assert wanted(None, None, None, None, None) == Wanted()


def test_days_are_read_as_ordinals() -> None:
    asked = wanted("0001-01-10", "0001-02-01", "site-not-open", "team/a", "certain")
    assert asked == Wanted(10, 32, "site-not-open", "team/a", "certain")


@pytest.mark.parametrize(
    ("first", "rule", "subject", "certain", "fault"),
    [
        ("2018-06", None, None, None, '"2018-06" is not a day'),
        (None, "site-shut", None, None, '"site-shut" is not a rule (they are: site-not-open, '),
        (None, None, None, "perhaps", '"perhaps" is not a certainty (they are: certain, possible)'),
        (None, None, "a\0b", None, "a parameter holds the character NUL"),
    ],
)
def test_what_is_not_a_day_a_rule_or_a_certainty_is_refused(
    first: str | None, rule: str | None, subject: str | None, certain: str | None, fault: str
) -> None:
    with pytest.raises(MalformedQuestion) as refused:
        wanted(first, None, rule, subject, certain)
    assert fault in str(refused.value)
