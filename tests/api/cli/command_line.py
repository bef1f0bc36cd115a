"""The command line as a test types it: in this process, or in one of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from api.cli import main


@dataclass(frozen=True)
class Typed:
    """What a command printed, and its exit status."""

    status: int
    out: str
    err: str


def run_command(capsys: pytest.CaptureFixture[str], *words: str) -> Typed:
    """Run a command in this process."""
    capsys.readouterr()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.argv", ["mergerlog", *words])
        with pytest.raises(SystemExit) as ended:
            main.main()
    printed = capsys.readouterr()
    status = ended.value.code
    assert status is None or isinstance(status, int)
    return Typed(status or 0, printed.out, printed.err)


def run_process(program: str, folder: Path, **environment: str) -> str:
    """What a Python program prints in a process of its own, in which nothing was imported yet."""
    said = subprocess.run(
        [sys.executable, "-c", program],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return said.stdout
