"""What a decision rests on."""

from __future__ import annotations

from domain.decisions.known import Author, KnownFacts

AUTHOR = Author("tester", 1, 2)


def test_of_an_empty_log_nothing_is_known() -> None:
    known = KnownFacts("north-west", AUTHOR, place=0, last_recorded=0, new_id="first")
    assert (known.stored, known.change, known.version, known.claim) == (None, None, None, None)
    assert (known.missing, dict(known.histories)) == ((), {})


def test_a_clash_that_was_not_looked_for_is_not_there() -> None:
    assert KnownFacts("north-west", AUTHOR, 0, 0, "first").clash == "absent"
