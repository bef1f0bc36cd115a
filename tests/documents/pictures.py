"""The pictures of the README: `python -m tests.documents.pictures` draws them again from the real data."""

from __future__ import annotations

import tempfile
from pathlib import Path

from fastapi.testclient import TestClient

from api.app import build_app
from api.bootstrap import build
from api.cli.demonstration import load_demo
from api.settings import Settings
from tests.support.deployments import Time, sqlite_url
from tests.support.paths import ROOT

FOLDER = ROOT / "docs" / "pictures"
PICTURES = {
    "structure.svg": "/programmes/north-west/structure.svg?effective_on=2018-12-01&basis=planned",
    "timeline.svg": "/programmes/north-west/timeline.svg",
}
"""Each file, and the address of the drawing that is in it."""


def drawings() -> dict[str, bytes]:
    """The drawings of the real data as they are now, by the name of their file."""
    with tempfile.TemporaryDirectory() as folder:
        mergerlog = build(Settings(database=sqlite_url(Path(folder)), anyone_reads=True), real=Time())
        load_demo(mergerlog)
        client = TestClient(build_app(mergerlog))
        drawn = {name: client.get(address).content for name, address in PICTURES.items()}
        mergerlog.engine.dispose()
    return drawn


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, drawing in drawings().items():
        (FOLDER / name).write_bytes(drawing)
        print(f"docs/pictures/{name}: {len(drawing) / 1024:.0f} kB")
