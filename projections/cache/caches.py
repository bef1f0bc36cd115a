"""The caches of one deployment, which all of its questions share."""

from __future__ import annotations

from dataclasses import dataclass, field

from projections.cache.change_json import ChangeCache, new_change_cache
from projections.cache.known_changes import KnownChangesCache
from projections.cache.states import StateCache


@dataclass(frozen=True)
class Caches:
    """One cache of each sort. All of them are safe among threads."""

    states: StateCache = field(default_factory=StateCache)
    changes: ChangeCache = field(default_factory=new_change_cache)
    known: KnownChangesCache = field(default_factory=KnownChangesCache)
