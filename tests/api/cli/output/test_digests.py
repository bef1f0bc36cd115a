"""Digests of reminders as lines: each whole, or one line each."""

from __future__ import annotations

import pytest

from api.cli.output.digests import show_digests
from scheduler.preview import RehearsedDigest
from tests.api.cli.output.printing import printed


def digest(*sentences: str, channel: str = "email") -> RehearsedDigest:
    """A digest to Rose on 4 June."""
    return RehearsedDigest("2018-06-04", "Rose", "contact-1", channel, list(sentences))


@pytest.mark.parametrize(
    ("sentences", "line"),
    [
        (["One is due."], "4 June 2018, Rose: One is due."),
        (["One is due.", "Two is due."], "4 June 2018, Rose: One is due., and 1 more"),
        (["One.", "Two.", "Three."], "4 June 2018, Rose: One., and 2 more"),
    ],
)
def test_a_brief_digest_is_its_first_sentence_and_the_number_of_the_others(
    sentences: list[str], line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert printed(capsys, show_digests, [digest(*sentences)], brief=True).lines == [line]


def test_a_whole_digest_has_a_line_for_each_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(capsys, show_digests, [digest("One.", "Two."), digest("Three.", channel="webhook")], brief=False)
    assert text.lines == ["4 June 2018, Rose", "  One.", "  Two.", "4 June 2018, Rose (webhook)", "  Three."]


def test_a_long_sentence_stays_on_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    sentence = "word " * 100 + "end."
    assert printed(capsys, show_digests, [digest(sentence)], brief=False).lines == [
        "4 June 2018, Rose",
        f"  {sentence}",
    ]


@pytest.mark.parametrize("brief", [True, False])
def test_no_digests_are_one_sentence(brief: bool, capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys, show_digests, [], brief=brief) == "Nothing is due in those days.\n"
