"""A new noun is one module and its place in the registry: nothing else has to know it.

The packages are copied, and the copy is given a noun of its own. A process of the copy then records it and reads it.
"""

from __future__ import annotations

import filecmp
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.paths import ROOT

PACKAGES = ("api", "scheduler", "projections", "domain", "tests")
MODULE = '''"""Depots: where vehicles stand when nobody drives them."""

from __future__ import annotations

from typing import Annotated, ClassVar

from domain.kinds.event import Count, Event, Name, SiteRef
from domain.kinds.fields import about
from domain.kinds.state import Fields, given
from domain.kinds.words import SubjectType, Words, verb

DEPOT = SubjectType(
    name="depot",
    label="Depot",
    plural="depots",
    plural_label="Depots",
    fields={"name": "Name", "site": "Stands at", "bays": "Bays"},
)


class DepotOpened(Event, frozen=True):
    """A depot was opened."""

    kind: ClassVar[str] = "depot-opened"
    subject_type: ClassVar[str] = "depot"
    begins: ClassVar[bool] = True
    words: ClassVar[Words] = verb(
        "A depot opens", "opened", "open", "[ at {site}][ with {bays}]", deed="Opening of {subject}"
    )

    name: Name
    site: Annotated[SiteRef | None, about("Where it stands", "The site that it stands at.")] = None
    bays: Annotated[Count | None, about("How many bays", "How many vehicles find room.", counted="bay")] = None

    def sets(self, fields: Fields, day: int) -> Fields:
        return given(name=self.name, site=self.site, bays=self.bays)


class DepotClosed(Event, frozen=True):
    """A depot was closed."""

    kind: ClassVar[str] = "depot-closed"
    subject_type: ClassVar[str] = "depot"
    ends: ClassVar[bool] = True
    words: ClassVar[Words] = verb("A depot closes", "closed", "close", deed="Closure of {subject}")
'''


def altered_files(copy: Path) -> set[str]:
    """The Python files of the packages that are not the same in the copy."""
    here = {str(path.relative_to(ROOT)) for package in PACKAGES for path in (ROOT / package).rglob("*.py")}
    there = {str(path.relative_to(copy)) for package in PACKAGES for path in (copy / package).rglob("*.py")}
    return (here ^ there) | {name for name in here & there if not filecmp.cmp(ROOT / name, copy / name, shallow=False)}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packages with a noun more."""
    folder = tmp_path_factory.mktemp("copy")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "domain/kinds/depots.py").write_text(MODULE, encoding="utf-8")
    registry = folder / "domain/kinds/registry.py"
    text = registry.read_text(encoding="utf-8")
    text = text.replace("import areas, ", "import areas, depots, ").replace("= (areas, ", "= (depots, areas, ")
    registry.write_text(text, encoding="utf-8")
    return folder


def test_two_production_files_know_a_new_noun(copy: Path) -> None:
    assert altered_files(copy) == {"domain/kinds/depots.py", "domain/kinds/registry.py"}


def test_a_new_noun_is_recorded_and_read_everywhere(copy: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.domain.kinds.depot_session", str(tmp_path)]
    ran = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False, timeout=300)
    assert ran.returncode == 0, ran.stderr
    steps = [line for line in ran.stdout.splitlines() if " " not in line]  # between them stands the log of the process
    assert steps == ["recorded", "asked", "typed", "shown", "commanded", "reminded", "documented"]
