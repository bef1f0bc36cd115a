"""The Atom feed of a log (RFC 4287)."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from api.pages.core.entry_line import EntryLine
from api.settings import LOOPBACK_ADDRESS
from domain.log.characters import without_forbidden
from projections.log.programmes import ProgrammeRecord

_ATOM = "http://www.w3.org/2005/Atom"


def feed(programme: ProgrammeRecord, lines: list[EntryLine], address: str) -> bytes:
    """Entries, newest first, each with its sentence, its reason and what its paper says. Without an address the links
    are relative; ids, which lead nowhere, are whole all the same."""
    ET.register_namespace("", _ATOM)
    path = f"/programmes/{programme['id']}"
    here, name = f"{address}{path}", f"{address or LOOPBACK_ADDRESS}{path}"
    root = ET.Element(f"{{{_ATOM}}}feed")
    _add(root, "id", f"{name}/log")
    _add(root, "title", f"{programme['name']}: the log")
    _add(root, "updated", lines[0]["recorded_at"] if lines else "1970-01-01T00:00:00Z")
    _link(root, "self", f"{here}/log.atom")
    _link(root, "alternate", f"{here}/log")
    for line in lines:
        entry = ET.SubElement(root, f"{{{_ATOM}}}entry")
        _add(entry, "id", f"{name}/entries/{line['id']}")
        _add(entry, "title", line["sentence"])
        _add(entry, "updated", line["recorded_at"])
        _add(ET.SubElement(entry, f"{{{_ATOM}}}author"), "name", line["recorded_by"])
        _link(entry, "alternate", f"{here}/changes/{line['change']}#entry-{line['id']}")
        source = line["source"] or {}
        said = [line["reason"], source.get("document"), source.get("quote") and f"“{source['quote']}”"]
        if any(said):
            _add(entry, "summary", " ".join(each for each in said if each))
    made: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return made


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, f"{{{_ATOM}}}{name}").text = without_forbidden(text)


def _link(parent: ET.Element, rel: str, href: str) -> None:
    ET.SubElement(parent, f"{{{_ATOM}}}link", {"rel": rel, "href": href})
