"""A file of entries and people, imported with a bar that shows how far it is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from api.cli.output.progress import counting_bar

if TYPE_CHECKING:
    from api.services.mergerlog import Mergerlog


def import_file(mergerlog: Mergerlog, file: Path, programme: str, by: str) -> int:
    """Import a file, whole or not at all, by this name. Returns the number of its entries."""
    with file.open("rb") as lines, counting_bar(f"Importing {file.name}") as show_count:
        return mergerlog.import_lines(programme, lines, by, show_count).count
