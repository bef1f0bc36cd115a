"""The clock: the real instant, moved by as much as the deployment was set to."""

from __future__ import annotations

import itertools

from api.clock import Clock


def test_the_record_goes_by_the_real_clock_moved_by_the_offset() -> None:
    clock = Clock(lambda: 1_000, offset=-250)
    assert (clock.now(), clock.real()) == (750, 1_000)


def test_a_moved_clock_runs_on() -> None:
    clock = Clock(itertools.count(10).__next__, offset=5)
    assert (clock.now(), clock.now()) == (15, 16)


def test_answers_carry_a_note_only_where_the_clock_was_set() -> None:
    assert Clock(lambda: 0).note is None
    note = "started at 2018-06-04T08:00:00Z for a demonstration or a test"
    assert Clock(lambda: 0, 5, "2018-06-04T08:00:00Z").note == note
