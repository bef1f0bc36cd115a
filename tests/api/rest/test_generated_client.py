"""A client that is generated from the description reads a structure and records entries by typed attributes."""

from __future__ import annotations

import importlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.browser.site import Served, served

PROGRAMME = "generated"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Served]:
    """The application, served on loopback, with a programme that holds nothing."""
    with served(tmp_path, data=False) as running:
        running.mergerlog.create_programme(PROGRAMME, "Generated")
        yield running


@pytest.fixture
def client(site: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The package of the client, as it was generated."""
    description = tmp_path / "openapi.json"
    description.write_text(httpx.get(f"{site.address}/v1/openapi.json").text, encoding="utf-8")
    package = tmp_path / "mergerlog_client"
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none"]
    done = subprocess.run(
        [*command, "--path", str(description), "--output-path", str(package)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Unable to" not in done.stdout, done.stdout
    monkeypatch.syspath_prepend(str(tmp_path))
    yield importlib.import_module(package.name)
    for name in [name for name in sys.modules if name.partition(".")[0] == package.name]:
        del sys.modules[name]


def test_a_generated_client_reads_a_structure_and_records_entries(client: Any, site: Served) -> None:
    models = importlib.import_module(f"{client.__name__}.models")
    record_entry = importlib.import_module(f"{client.__name__}.api.entries.record_entry")
    get_structure = importlib.import_module(f"{client.__name__}.api.structure.get_structure")
    token = site.mergerlog.add_token("generated", "manager")
    api = client.AuthenticatedClient(base_url=site.address, token=token)
    body = models.SiteOpenedEntry(
        kind=models.SiteOpenedEntryKind.SITE_OPENED,
        subject="wembley",
        effective_on="2018-01-01",
        standing=models.Standing.DONE,
        details=models.SiteOpened(name="Wembley", uses=[models.SiteOpenedUsesType0Item.CUSTODY]),
    )

    recorded = record_entry.sync(PROGRAMME, client=api, body=body)
    assert isinstance(recorded, models.RecordResult)
    assert isinstance(recorded.entry, models.StoredSiteOpenedEntry)
    assert (recorded.entry.subject, recorded.entry.details.name, recorded.entry.version) == ("wembley", "Wembley", 1)
    assert recorded.effect.structure[0].id == "wembley"

    structure = get_structure.sync(PROGRAMME, client=api, effective_on="2018-06-01")
    assert isinstance(structure, models.StructureAnswer)
    assert [(site.id, site.name, site.uses[0].value) for site in structure.sites] == [("wembley", "Wembley", "custody")]
    assert structure.asked.effective_on == "2018-06-01"

    refused = record_entry.sync(PROGRAMME, client=api, body=body)
    assert isinstance(refused, models.Problem)
    assert refused.type_ == "/docs/problems/impossible"
