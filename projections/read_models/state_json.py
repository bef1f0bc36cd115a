"""A subject's state as the read models keep it: the item as JSON, ready to be put into an answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, TypedDict

import msgspec

from domain.changes.change import Change
from domain.kinds.registry import FIELDS, LISTS, Kind, SubjectTypeName
from domain.kinds.state import ABSENT, NOTHING, STANDING, State
from domain.time.edtf import show

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder().decode


EMPTY = (ABSENT, None, None)
"""The texts of a subject to which nothing has happened; they are not stored."""


class RenderedState:
    """A state and the changes possibly in effect with it; its JSON is made when it is asked for, and kept."""

    __slots__ = ("_state", "_texts", "possible", "slug", "type")

    def __init__(
        self,
        type_: str,
        slug: str,
        state: State | None,
        possible: Sequence[Change] = (),
        texts: tuple[int, str | None, str | None] | None = None,
    ) -> None:
        self.type, self.slug = type_, slug
        self._state = state
        self.possible = possible
        self._texts = texts

    @property
    def texts(self) -> tuple[int, str | None, str | None]:
        """The life, the item and its extra text, as the table `body` holds them."""
        if self._texts is None:
            assert self._state is not None
            state = self._state
            item = item_text(self.type, self.slug, state) if state.life == STANDING else None
            self._texts = (state.life, item, _extra(state, self.possible))
        return self._texts

    def same(self, other: RenderedState) -> bool:
        """Whether both would be stored alike."""
        alone = not self.possible and not other.possible and self._stored_extra is None and other._stored_extra is None
        if alone and self._state is not None and self._state is other._state:
            return True
        return self.texts == other.texts

    @property
    def _stored_extra(self) -> str | None:
        """The extra text, where this state came from the table."""
        return None if self._texts is None else self._texts[2]

    @property
    def person(self) -> str | None:
        """Who holds it, where it is a post that someone holds."""
        holder = self.state.fields.get("holder")
        return None if holder is None else str(holder["person"])

    @property
    def state(self) -> State:
        """The state."""
        if self._state is None:
            assert self._texts is not None
            self._state = _parse(*self._texts)
        return self._state


def _structs(type_: str) -> tuple[type[msgspec.Struct], type[msgspec.Struct]]:
    """The item of a type and its `because`, as structs: their JSON keeps the order of FIELDS, and is made fast."""
    names = FIELDS[type_]
    because = msgspec.defstruct("Because", [(name, str | None, None) for name in names], omit_defaults=True)
    fields: list[Any] = [("id", str)]
    fields += [(name, Any, msgspec.field(default_factory=list) if name in LISTS else None) for name in names]
    return msgspec.defstruct("Item", [*fields, ("since", str | None, None), ("because", because, None)]), because


_STRUCTS = {type_: _structs(type_) for type_ in FIELDS}


def item_text(type_: str, slug: str, state: State) -> str:
    """The item, open at its end: `possible`, `overdue` and the closing brace come with the question."""
    item, because = _STRUCTS[type_]
    whole = item(id=slug, since=show(state.since), because=because(**state.because), **state.fields)
    return _encode(whole)[:-1].decode()


def _extra(state: State, possible: Sequence[Change]) -> str | None:
    if not possible and not state.passed_over:
        return None
    records = [possible_record(change) for change in sorted(possible, key=lambda change: change.id)]
    return _encode({"possible": records, "passed_over": sorted(state.passed_over)}).decode()


class PossibleChange(TypedDict):
    """A change that may be in effect, since its date is not exact."""

    change: str
    type: SubjectTypeName
    subject: str
    kind: Kind
    earliest: str | None
    latest: str | None


def possible_record(change: Change) -> PossibleChange:
    """A change possibly in effect, as the structure lists it."""
    return {
        "change": change.id,
        "type": change.type,
        "subject": change.slug,
        "kind": change.event.kind,
        "earliest": show(change.when.earliest),
        "latest": show(change.when.latest),
    }


def _parse(life: int, item: str | None, extra: str | None) -> State:
    passed_over = tuple(_decode(extra)["passed_over"]) if extra else ()
    if item is None:
        return State(life, {}, {}, 0, passed_over) if life or passed_over else NOTHING
    whole = _decode(item + "}")
    because = whole["because"]
    fields = {field: whole[field] for field in because}
    return State(life, fields, because, _day(whole["since"]), passed_over)


def _day(text: str) -> int:
    return date.fromisoformat(text).toordinal()
