"""How often one address may ask within a minute."""

from __future__ import annotations

import pytest

from api.pages.core import rate_limit
from api.pages.core.rate_limit import Pace, TooOften

MINUTE = 60_000_000


def test_the_last_request_within_the_limit_passes_and_the_next_is_refused() -> None:
    pace = Pace(3)
    for now in (0, 1, MINUTE - 2):
        pace.count_request("a", now)
    with pytest.raises(TooOften):
        pace.count_request("a", MINUTE - 1)


def test_a_new_minute_begins_a_new_count() -> None:
    pace = Pace(1)
    pace.count_request("a", MINUTE - 1)
    pace.count_request("a", MINUTE)
    with pytest.raises(TooOften):
        pace.count_request("a", 2 * MINUTE - 1)


def test_a_refused_request_counts_too() -> None:
    pace = Pace(1)
    pace.count_request("a", 0)
    for _ in range(2):
        with pytest.raises(TooOften):
            pace.count_request("a", 0)


def test_addresses_are_counted_apart() -> None:
    pace = Pace(1)
    pace.count_request("a", 0)
    pace.count_request("b", 0)
    with pytest.raises(TooOften):
        pace.count_request("b", 0)


def test_the_address_that_asked_longest_ago_is_forgotten_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limit, "_MOST_ADDRESSES", 2)
    pace = Pace(2)
    for address in ("a", "b", "a", "c"):  # "b" gives way to "c"
        pace.count_request(address, 0)
    pace.count_request("b", 0)
    pace.count_request("b", 0)  # "a" gave way to the "b" that came back
    pace.count_request("a", 0)


def test_sign_ins_are_held_more_tightly_than_searches_and_exports() -> None:
    assert (rate_limit.SEARCHES, rate_limit.EXPORTS, rate_limit.SIGN_INS) == (60, 60, 20)
