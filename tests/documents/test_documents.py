"""The documents tell the truth: every example prints what they say, and every table is that of the code."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

from domain.kinds.posts import LeaderAppointed
from domain.kinds.registry import EVENTS
from domain.log.amendments import AMENDMENTS
from domain.log.body import Standing
from domain.refusals import MalformedDate
from domain.time import edtf
from tests.documents.generated_parts import made
from tests.documents.pages import PAGES, examples
from tests.documents.surfaces import commands, paths, refusals
from tests.documents.terminal import Demo, Terminal, demo
from tests.support.paths import ROOT

DATA = {name: ROOT / "api" / "data" / f"{name}.jsonl" for name in ("north-west", "london")}
Entry = dict[str, Any]


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    return demo(tmp_path_factory.mktemp("demo"))


def _named(pages: list[Path]) -> list[Any]:
    return [pytest.param(page, id=str(page.relative_to(ROOT))) for page in pages]


def _told(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("page", _named([page for page in PAGES if "```console" in page.read_text(encoding="utf-8")]))
def test_every_example_prints_what_the_page_says(page: Path, shown: Demo, tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, shown)
    for block in examples(page.read_text(encoding="utf-8")):
        for step in block:
            printed = terminal.type(step)
            assert step.agrees(printed), f"$ {step.typed}\n{printed}\nWrite it anew: python -m tests.documents"


@pytest.mark.parametrize("page", _named([page for page in PAGES if "<!-- made: " in page.read_text(encoding="utf-8")]))
def test_every_table_made_from_the_code_is_the_codes(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert made(text) == text, "write it anew: python -m tests.documents"
    assert not re.findall(r"^\|.*\|  \|$", text, re.MULTILINE), "a cell that people are to write is empty"


def test_every_kind_is_told_of() -> None:
    told = _told("docs/kinds.md")
    assert set(re.findall(r"^### ([a-z-]+)$", told, re.MULTILINE)) == EVENTS.keys()
    assert all(f"| `{kind}` |" in told for kind in AMENDMENTS)
    assert f"{len(EVENTS)} kinds" in _told("docs/changelog.md")


def test_every_refusal_is_told_of() -> None:
    told = _told("docs/refusals.md").split("<!-- made: refusals -->")[1].split("<!-- /made -->")[0]
    assert len(re.findall(r"^\| [A-Z]", told, re.MULTILINE)) == len(refusals())


def test_every_command_is_told_of() -> None:
    told = _told("docs/command-line.md")
    assert sorted(re.findall(r"<!-- made: command (.+?) -->", told)) == sorted(commands())
    assert all(f"### {command}\n" in told for command in commands())


def test_every_call_and_every_parameter_is_told_of() -> None:
    told = _told("docs/http.md")
    for path, methods in paths().items():
        for method, call in methods.items():
            assert f"`{method.upper()} {path}`" in told
            for parameter in call.get("parameters", ()):
                name = parameter["name"]
                assert parameter["in"] == "path" or f"`{name}`" in told or f"`{name.title()}`" in told, (path, name)


@pytest.mark.parametrize("page", _named(PAGES))
def test_every_link_within_the_repository_leads_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(([^)]+)\)", page.read_text(encoding="utf-8")):
        if link.startswith("https://"):
            continue
        name, _, part = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        assert target.is_file(), link
        assert not part or part in _parts(target), link


@cache
def _parts(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_the_decisions_are_all_listed() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = re.findall(r"\((\d{4}-[a-z-]+\.md)\)", _told("docs/decisions/README.md"))
    assert listed == sorted(page.name for page in folder.glob("0*.md"))
    assert len({name[:4] for name in listed}) == len(listed), "two have one number"


# The page of the real data, held to the data.


@cache
def _entries() -> list[Entry]:
    lines = [line for path in DATA.values() for line in path.read_text(encoding="utf-8").splitlines()]
    return [entry for entry in map(json.loads, lines) if "kind" in entry]


def _words() -> set[str]:
    """Everything that the entries of the real data, and their kinds, can be spoken of by."""
    found = set(EVENTS) | set(AMENDMENTS) | set(get_args(Standing)) | {"recorded_at", "*-stated"}
    found |= set(get_args(get_type_hints(LeaderAppointed)["tenure"]))
    for entry in _entries():
        found |= {entry["id"], entry.get("subject", ""), entry["source"]["document"]}
    return found


def test_the_page_of_the_data_names_only_what_the_data_has() -> None:
    dates = {entry.get("effective_on", "") for entry in _entries()} | {entry["source"]["dated"] for entry in _entries()}
    for name in re.findall(r"`([^`\n]+)`", _told("docs/data.md")):
        if name in _words() or (ROOT / name).is_file():
            continue
        if re.fullmatch(r"\d{3}_[0-9a-f]+\.txt", name):  # a paper that gave no entry
            continue
        assert _is_date(name), name
        assert name in dates, name


def _is_date(text: str) -> bool:
    try:
        return bool(edtf.parse(text))
    except MalformedDate:
        return False


def test_the_page_of_the_data_counts_rightly() -> None:
    told = _told("docs/data.md")
    for name, path in DATA.items():
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        count = Counter("entries" if "kind" in line else "people" for line in lines)
        row = next(row for row in told.splitlines() if row.startswith(f"| `api/data/{name}.jsonl`"))
        assert f"{count['entries']} entries, {count['people']} people" in row


def test_the_page_of_the_data_counts_the_commands_of_london_rightly(shown: Demo, tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, shown)
    client = terminal._client()
    units = client.get("/v1/programmes/london/structure?effective_on=2018-02-12").json()["units"]
    count = Counter(unit["unit_type"] for unit in units)
    assert count == {"borough-command": 27, "bcu": 2}
    assert "27 commands on 12 February 2018, and two BCUs" in _told("docs/data.md")
