"""The bounded store: what is put is found, until what was put later needs its place."""

from __future__ import annotations

import time
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from sys import getsizeof

from projections.cache.store import BoundedStore


def size(key: str, value: str) -> int:
    return getsizeof(key) + getsizeof(value)


def store(most_bytes: int) -> BoundedStore[str, str]:
    return BoundedStore(size, most_bytes)


def test_a_value_is_found_by_its_key() -> None:
    values = store(10_000)
    values.put("a", "1")
    values.put_all([("b", "2"), ("c", "3")])
    assert values.get("a") == "1"
    assert values.get_all(["c", "x", "b"]) == ["3", None, "2"]
    assert ("a" in values, "x" in values, len(values)) == (True, False, 3)


def test_a_later_value_takes_the_place_of_an_earlier_one_and_of_its_bytes() -> None:
    values = store(10_000)
    values.put("a", "x" * 100)
    before = values.bytes
    values.put("a", "y" * 100)
    assert (values.get("a"), values.bytes, len(values)) == ("y" * 100, before, 1)


def test_the_oldest_make_room_for_the_newest() -> None:
    values = store(5_000)
    for number in range(100):
        values.put(f"{number:03}", "x" * 100)
    assert values.bytes <= 5_000
    assert [f"{number:03}" in values for number in (0, 50, 99)] == [False, False, True]
    values.put("050", "x" * 100)
    assert "050" in values and "099" in values


def test_a_value_that_would_fill_much_of_the_store_is_not_kept() -> None:
    values = store(10_000)
    values.put("small", "x")
    values.put("large", "x" * 3_000)
    assert values.get_all(["small", "large"]) == ["x", None]
    values.put("small", "x" * 3_000)
    assert "small" not in values and values.bytes == 0, "what it stood for has altered, so the old value must go"


def test_long_keys_count_towards_the_bound() -> None:
    """Otherwise long addresses would fill the memory with answers of a few bytes."""
    values = store(100_000)
    for number in range(1_000):
        values.put(f"{number:03}{'k' * 2_000}", "x")
    assert len(values) < 50


def test_the_memory_that_is_really_taken_is_within_the_bound() -> None:
    for length in (5, 300):
        tracemalloc.start()
        try:
            before = tracemalloc.get_traced_memory()[0]
            values = store(4_000_000)
            for number in range(40_000):
                values.put(str(number), "x" * length + str(number))
            taken = tracemalloc.get_traced_memory()[0] - before
        finally:
            tracemalloc.stop()
        assert values.bytes > 3_900_000
        assert taken < 1.05 * 4_000_000, length


def test_to_evict_the_oldest_costs_the_same_however_many_went_before() -> None:
    """A plain dict goes past all that were there before them, each time: it took a hundred times as long."""
    count = 40_000
    one = BoundedStore[str, str](lambda key, value: 0)
    one.put("k", "v")
    values = BoundedStore[str, str](lambda key, value: 0, most_bytes=count * one.bytes)

    def fill(first: int) -> float:
        start = time.process_time()
        for number in range(first, first + count):
            values.put(str(number), "x")
        return time.process_time() - start

    alone, evicting = fill(0), fill(count)
    assert len(values) == count
    assert evicting < 10 * alone


def test_threads_that_read_and_evict_are_never_given_another_value() -> None:
    values = store(20_000)

    def work(turn: int) -> None:
        keys = [str(number) for number in range(turn % 7, 200, 1 + turn % 3)]
        values.put_all((key, key * 20) for key in keys)
        for key, value in zip(keys, values.get_all(keys), strict=True):
            assert value in (None, key * 20)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(300)))
    assert 0 < values.bytes <= 20_000
    for key in list(values._values):
        values.put(key, "x" * 15_000)
    assert values.bytes == 0, "every byte that was counted was given back"
