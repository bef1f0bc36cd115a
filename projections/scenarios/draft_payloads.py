"""The stored text of a draft's payloads: each with the form in which some version of Mergerlog wrote it."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from domain.kinds.registry import EVENTS
from domain.log.body import Body
from projections.log.mapper import Registry


def write_payload(registry: Registry, payload: Body, change_kind: str) -> str:
    """The text of a payload: its name in the log, the kind of its change, and its JSON."""
    return f"{registry.name(payload)} {change_kind} {registry.encode(payload, change_kind).decode()}"


def read_payload(registry: Registry, text: str, kind_of: Callable[[str], str]) -> tuple[Body, str]:
    """The payload of a text, and the kind of its change. The first version wrote the JSON alone: `kind_of` then says of
    which kind the change with some id is."""
    if not text.startswith("{"):
        name, change_kind, state = text.split(" ", 2)
        return registry.decode(name, state, change_kind), change_kind
    payload = msgspec.json.decode(text)
    kind = payload["kind"]
    change_kind = kind if kind in EVENTS else kind_of(payload["change"])
    return registry.decode(f"{kind}/1", text, change_kind), change_kind
