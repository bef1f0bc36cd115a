"""The caches of one deployment, which all of its questions share."""

from __future__ import annotations

from dataclasses import dataclass, field

from projections.cache.change_json import Pieces
from projections.cache.known_changes import Recall
from projections.cache.states import Bodies


@dataclass(frozen=True)
class Caches:
    """One cache of each sort. All of them are safe among threads."""

    states: Bodies = field(default_factory=Bodies)
    changes: Pieces = field(default_factory=Pieces)
    known: Recall = field(default_factory=Recall)
