"""The parts of the documents that are made from the code: what stands between `<!-- made: … -->` and its end."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from tests.documents import kinds, layers, rules, surfaces
from tests.documents.tables import Kept, kept_in

_PART = re.compile(r"(<!-- made: ([^>]+?) -->\n)(.*?)(<!-- /made -->)", re.DOTALL)
_MAKERS: dict[str, Callable[[str, Kept], Iterator[str]]] = {
    "entry": kinds.entry,
    "kinds": kinds.kinds,
    "amendments": kinds.amendments,
    "layers": layers.layers,
    "rules": rules.rules,
    "uses": rules.uses,
    "refusals": surfaces.told_refusals,
    "statuses": surfaces.statuses,
    "command": surfaces.command,
    "calls": surfaces.calls,
}


def made(text: str) -> str:
    """A document with all such parts made anew."""
    return _PART.sub(lambda part: part[1] + _part(part[2], kept_in(part[3])) + part[4], text)


def _part(name: str, kept: Kept) -> str:
    what, _, which = name.partition(" ")
    return "\n" + "\n".join(_MAKERS[what](which, kept)).rstrip() + "\n\n"
