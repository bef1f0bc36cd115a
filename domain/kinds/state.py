"""The state of one subject on a day: whether it stands, the value of each field, and the change that set it."""

from __future__ import annotations

from typing import Any

import msgspec

ABSENT, STANDING, CLOSED = 0, 1, 2
"""Lives: not in the structure; in it; a site that closed and can still be sold."""


Fields = dict[str, Any]
"""The fields of an item by their names; `SubjectType.fields` says which a type has."""


class State(msgspec.Struct, frozen=True, gc=False):
    """A subject after some of its changes. Treat `fields` and `because` as immutable: they are shared."""

    life: int
    fields: Fields
    because: dict[str, str]
    """Field to the id of the change that last set it in this life."""
    since: int
    """The day of the last change that set a field."""
    passed_over: tuple[str, ...] = ()
    """Ids of the changes, so far, that were impossible in their turn."""


NOTHING = State(ABSENT, {}, {}, 0)


def given(**fields: Any) -> Fields:
    """Those of the fields that an event gives: not the ones that it leaves out. A list becomes a sorted set."""
    return {
        field: sorted(set(value)) if isinstance(value, tuple) else value
        for field, value in fields.items()
        if value is not None
    }


def set_change(current: list[str], add: tuple[str, ...], end: tuple[str, ...]) -> list[str] | None:
    """The set with `add` put in and then `end` taken out, sorted; None where that alters nothing."""
    after = sorted((set(current) | set(add)) - set(end))
    return None if after == current else after
