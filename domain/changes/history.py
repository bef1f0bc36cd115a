"""The history of one subject, and how far a change reaches into it."""

from __future__ import annotations

from bisect import insort
from collections.abc import Sequence
from typing import NamedTuple, Protocol

from domain.changes.change import Change
from domain.kinds.state import NOTHING, State
from domain.time.edtf import END


class History(Protocol):
    """The changes of one subject that count under any basis, from some day on, and its states before them."""

    def changes(self, day: int) -> list[Change]:
        """The changes whose `latest` is on a day or after it, in fold order."""

    def state_before(self, day: int, mask: int) -> State:
        """The state just before a day, under a basis given as its bit."""


class EmptyHistory:
    """The history of a subject that no entry has named yet."""

    def changes(self, day: int) -> list[Change]:
        """None."""
        return []

    def state_before(self, day: int, mask: int) -> State:
        """The subject is not there."""
        return NOTHING


class Reach(NamedTuple):
    """How far a change that is put in or altered reaches: from a day on, the counting changes without it and with it.

    `before` and `after` are the change as it was and as it becomes; None where it does not touch the subject.
    """

    before: Change | None
    after: Change | None
    day: int
    old: list[Change]
    new: list[Change]

    @property
    def last_day(self) -> int:
        """The last day on which the change itself alters anything, as it was or as it becomes; END where it never
        counts."""
        counting = (change for change in (self.before, self.after) if change is not None and change.counts_under)
        return max((change.when.latest for change in counting), default=END)


def first_day(before: Change | None, after: Change | None) -> int:
    """The first day on which an entry can alter anything; END where it alters nothing."""
    if before is None and after is not None:
        return after.when.earliest if after.counts_under else END
    counting = (change for change in (before, after) if change is not None and change.counts_under)
    return min((change.when.earliest for change in counting), default=END)


def change_touching(type_: str, slug: str, change: Change | None) -> Change | None:
    """The change, where it touches a subject: its own, or one that it ends by merging."""
    if change is None or change.type != type_:
        return None
    return change if change.slug == slug or slug in change.event.also_ends() else None


def reach_into(history: History, before: Change | None, after: Change | None, day: int) -> Reach:
    """The reach of a change into a history, from the first day on which it can alter anything."""
    old = history.changes(day)
    return Reach(before, after, day, old, _with_change(old, before, after, day))


def _with_change(changes: Sequence[Change], before: Change | None, after: Change | None, day: int) -> list[Change]:
    """The changes in fold order, with one of them put in, replaced or taken out."""
    enters = after is not None and after.counts_under and after.when.latest >= day
    if not changes:
        return [after] if after is not None and enters else []
    change = after or before
    assert change is not None, "it touches the subject before or after"
    new = [other for other in changes if other.place != change.place]
    if after is not None and enters:
        insort(new, after, key=lambda other: other.order)
    return new
