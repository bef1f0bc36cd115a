"""Changes that milestones depend on and that are not among the known ones, as entry after entry is undone."""

from __future__ import annotations

from collections.abc import Sequence

from domain.changes.change import Change
from domain.changes.dependencies import names
from domain.clashes.engine.knowledge import is_known
from projections.questions.clashes.deeds import Deed, needed_names


class UnknownChanges:
    """What milestones ever depend on that is not among what is known, as entry after entry is undone."""

    def __init__(self, deeds: Sequence[Deed]) -> None:
        self._needed = needed_names(deeds)
        self._changes: dict[int, Change] = {}
        self.by_name: dict[str, Change] = {}
        for deed in deeds:
            self._put(deed.after.place, deed.after)

    def undo(self, deed: Deed) -> bool:
        """Take an entry away; whether that alters anything here."""
        return self._put(deed.after.place, deed.before)

    def _put(self, place: int, change: Change | None) -> bool:
        was = self._changes.pop(place, None)
        if change is not None and not is_known(change) and not self._needed.isdisjoint(names(change)):
            self._changes[place] = change
        if was is self._changes.get(place):
            return False
        self.by_name = {name: each for _, each in sorted(self._changes.items()) for name in names(each)}
        return True
