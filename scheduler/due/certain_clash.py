"""A clash that has become certain, with the texts that a reminder needs of it."""

from __future__ import annotations

from typing import NamedTuple

import msgspec


class ClashText(NamedTuple):
    """What a viewer reads of a certain clash."""

    says: str
    first: int
    """The first day on which it is certain."""
    until: int
    """The day after the last one."""


class CertainClash(msgspec.Struct, frozen=True):
    """A clash that has become certain."""

    clash: str
    since: int
    """The place of the last entry of the log when it was first found."""
    day: int
    """The day on which it was first found."""
    type: str
    slug: str
    full: ClashText
    """What those read of it who may see everything."""
    public: ClashText | None
    """What an observer reads of it; None where they do not see it."""

    @property
    def restricted(self) -> bool:
        """Whether observers do not see it."""
        return self.public is None
