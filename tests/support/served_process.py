"""`mergerlog` as a process of its own, which serves until it is stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import requests

COMMAND = str(Path(sys.executable).with_name("mergerlog"))
_PATIENCE = 60
"""Seconds in which a process starts or stops, on a machine that has much else to do."""


class ServingProcess:
    """A process that serves at an address."""

    def __init__(self, process: subprocess.Popen[str], address: str) -> None:
        self.process = process
        self.address = address

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Send it a signal; its exit status."""
        self.process.send_signal(how)
        return self.process.wait(_PATIENCE)


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    """The environment of a process: ours without settings of Mergerlog, and those that are given."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("MERGERLOG_")}
    return ours | dict(settings)


@contextmanager
def serving(
    port: int, settings: Mapping[str, str], command: str = "serve", output: int | None = None
) -> Iterator[ServingProcess]:
    """Serve on a port until the end of the block, at the latest."""
    arguments = [COMMAND, command, "--port", str(port)]
    process = subprocess.Popen(arguments, env=environment(settings), stdout=output, text=True)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_until_ready(process, address)
        yield ServingProcess(process, address)
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def _wait_until_ready(process: subprocess.Popen[str], address: str) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            if requests.get(f"{address}/readyz", timeout=5).ok:
                return
        except requests.ConnectionError:
            time.sleep(0.05)
    raise AssertionError(f"{address} is not ready; the process ended with {process.poll()}")
