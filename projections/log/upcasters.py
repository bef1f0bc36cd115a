"""Upcasters: how an entry that an older version stored is read in today's form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

Json = dict[str, Any]
"""A stored payload, or its details, in some older form: only the upcaster knows its fields."""


def _unaltered(json: Json) -> Json:
    return json


class Upcaster(NamedTuple):
    """Turns the stored JSON of a kind in one form into its next form."""

    payload: Callable[[Json], Json] = _unaltered
    """What the kind's own entries say, but their details."""
    details: Callable[[Json], Json] = _unaltered
    """The kind's details: those of its own entries, of corrections to them and of claims about them."""


UPCASTERS: Mapping[str, Upcaster] = {}
"""Every older form that the log may hold: `site-opened/1` is the first form of the kind `site-opened`."""
