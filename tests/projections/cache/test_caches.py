"""A deployment has one cache of each sort, and shares none of them with another."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields

import pytest

from projections.cache.caches import Caches
from projections.cache.known_changes import KnownChangesCache
from projections.cache.states import StateCache
from projections.cache.store import BoundedStore


def test_each_question_is_given_the_cache_of_its_sort() -> None:
    caches = Caches()
    assert isinstance(caches.states, StateCache)
    assert isinstance(caches.changes, BoundedStore)
    assert isinstance(caches.known, KnownChangesCache)


def test_two_deployments_share_no_cache() -> None:
    first, second = Caches(), Caches()
    assert all(getattr(first, field.name) is not getattr(second, field.name) for field in fields(Caches))


def test_a_cache_is_never_exchanged_for_another() -> None:
    with pytest.raises(FrozenInstanceError):
        Caches().states = StateCache()  # type: ignore[misc]
