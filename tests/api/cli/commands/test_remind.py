"""`mergerlog remind`: a dry run of a span of days, whose options are for a dry run alone."""

from __future__ import annotations

import pytest

from tests.api.cli.commands.conftest import Terminal


@pytest.mark.parametrize(
    "option",
    [
        ("--from", "2018-06-04"),
        ("--to", "2018-06-04"),
        ("--programme", "north-west"),
        ("--brief",),
        ("--json",),
    ],
)
def test_an_option_of_a_dry_run_is_refused_without_one(option: tuple[str, ...], terminal: Terminal) -> None:
    typed = terminal.type("remind", *option)
    assert typed.status == 1
    assert "are for a --dry-run" in typed.err


@pytest.mark.parametrize(
    ("from_", "to", "status"),
    [
        ("2018-06-04", "2018-06-04", 0),
        ("2018-06-04", "2018-06-03", 1),
        ("2018-06-04", "2028-06-12", 1),
    ],
)
def test_a_dry_run_ends_on_its_first_day_or_later_within_ten_years(
    from_: str, to: str, status: int, terminal: Terminal
) -> None:
    typed = terminal.type("remind", "--dry-run", "--programme", terminal.programme, "--from", from_, "--to", to)
    assert typed.status == status
    assert ("--to is to be on or after --from" in typed.err) is (status == 1)


def test_a_dry_run_in_which_nothing_is_due_says_so(terminal: Terminal) -> None:
    assert terminal.lines("remind", "--dry-run", "--programme", terminal.programme) == ["Nothing is due in those days."]
    assert terminal.json("remind", "--dry-run", "--programme", terminal.programme) == {"digests": []}
