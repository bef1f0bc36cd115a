"""The drawing of the layers, made from the contracts that import-linter holds."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator

from tests.documents.tables import Kept
from tests.support.paths import ROOT

WIDTH = 64


def layers(_: str, kept: Kept) -> Iterator[str]:
    """Each contract of layers as a stack of boxes: a box imports only what stands below it."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    for contract in contracts:
        if contract["type"] == "layers":
            yield f"**{contract['name']}**"
            yield ""
            yield "```text"
            yield from stack(contract["layers"])
            yield "```"
            yield ""


def stack(names: list[str]) -> Iterator[str]:
    """Layers as boxes, the topmost first; what stands side by side in one box knows nothing of its neighbour."""
    yield f"┌{'─' * WIDTH}┐"
    for number, layer in enumerate(names):
        if number:
            yield f"├{'─' * WIDTH}┤"
        yield f"│{layer.replace(' | ', '  │  ').replace(' : ', '  ·  '):^{WIDTH}}│"
    yield f"└{'─' * WIDTH}┘"
