"""What a decision on one entry rests on: plain data, looked up before the decision is made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

from domain.changes.change import Change
from domain.changes.history import History
from domain.kinds.event import Reference
from domain.log.entry import Entry

ClashSight = Literal["public", "restricted", "absent", "unchecked"]
"""Who sees the clash that an entry acknowledges: everyone, only those who see restricted changes, or nobody, since it
is not there. `unchecked` in an import, whose acknowledgements were checked when they were first recorded."""


class Author(msgspec.Struct, frozen=True):
    """Who records an entry, and when."""

    name: str
    now: int
    """The instant of the log's clock, which a demonstration may set."""
    entered_at: int
    """The instant of the true clock."""


class KnownFacts(msgspec.Struct, frozen=True, gc=False):
    """What the log knows that bears on one entry."""

    programme: str
    author: Author
    place: int
    """The place of the last entry of the log."""
    last_recorded: int
    """The instant of the programme's last entry; 0 where it has none."""
    new_id: str
    """The id of the entry: its own, or one made for it."""
    stored: Entry | None = None
    """The stored entry that has the same id."""
    change: Change | None = None
    """The change that an amendment acts on, as it stands."""
    version: int | None = None
    """The version of the subject; None where no entry has named it."""
    missing: tuple[Reference, ...] = ()
    """What the entry names and the log does not know, in the order in which the entry names it."""
    claim: Entry | None = None
    """The entry that recorded the claim which is to be dismissed."""
    clash: ClashSight = "absent"
    histories: Mapping[str, History] = {}
    """The histories of the subjects that the entry touches, by slug."""
