"""Which files does a request pass through? `uv run python -m tests.support.trace` prints them.

It lists every file of the four packages that runs, once, in the order in which the request first enters it, with the
function by which it does; and it counts the transactions that the database begins.
"""

from __future__ import annotations

import logging
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

import structlog
from fastapi.testclient import TestClient
from sqlalchemy import event

from api.app import build_app
from tests.support.deployments import Deployment, deploy, sqlite_url
from tests.support.examples import start, world
from tests.support.paths import ROOT

RECORD = ("api/services/mergerlog.py", "record")
STRUCTURE = ("projections/questions/view.py", "structure")
PACKAGES = ("domain", "projections", "scheduler", "api")


@dataclass
class Trace:
    """The files that were entered, each with the function by which it was, and the transactions that began."""

    within: tuple[str, str] | None = None
    """The file and the function inside which files count; None where all do."""
    files: dict[str, str] = field(default_factory=dict)
    transactions: int = 0
    _outer: FrameType | None = None

    def profile(self, frame: FrameType, what: str, _: Any) -> None:
        """Note where a call leads (a profile function of Python)."""
        file = frame.f_code.co_filename
        if not file.startswith(str(ROOT)):
            return
        path = file[len(str(ROOT)) + 1 :]
        if self._outer is None and (path, frame.f_code.co_name) == self.within:
            self._outer = frame
        if what == "call" and path.partition("/")[0] in PACKAGES and (self.within is None or self._outer is not None):
            self.files.setdefault(path, frame.f_code.co_name)
        if what == "return" and frame is self._outer:
            self._outer = None


@contextmanager
def tracing(deployment: Deployment, within: tuple[str, str] | None = None) -> Iterator[Trace]:
    """Trace every thread that serves meanwhile."""
    trace = Trace(within)

    def begun(_: Any) -> None:
        trace.transactions += 1

    event.listen(deployment.mergerlog.engine, "begin", begun)
    threading.setprofile(trace.profile)
    sys.setprofile(trace.profile)
    try:
        yield trace
    finally:
        sys.setprofile(None)
        threading.setprofile(None)
        event.remove(deployment.mergerlog.engine, "begin", begun)


def main() -> None:
    """Print the way of an entry and of a question about the structure, both over HTTP, on SQLite."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    with tempfile.TemporaryDirectory() as folder, deploy(sqlite_url(Path(folder))) as deployment:
        programme = world(deployment)
        path, headers = f"/v1/programmes/{programme}", deployment.headers()
        # Not entered, a client serves each request on threads of its own, which are traced from their start.
        client = TestClient(build_app(deployment.mergerlog))
        for number in range(2):
            body = start("site-opened", f"site-{number}", id=f"site-{number}", name="A site")
            with tracing(deployment, RECORD) as entry:
                reply = client.post(f"{path}/entries", json=body, headers=headers)
            assert reply.status_code == 201, reply.text
            with tracing(deployment) as request:
                reply = client.get(f"{path}/structure?effective_on=2018-05-0{number + 1}", headers=headers)
            assert reply.status_code == 200, reply.text
            with tracing(deployment, STRUCTURE) as question:
                reply = client.get(f"{path}/structure?effective_on=2018-05-1{number}", headers=headers)
            assert reply.status_code == 200, reply.text
        print_way(f"An entry, inside `record`: {len(entry.files)} files", entry.files)
        print(f"The whole request takes {entry.transactions} transactions.\n")
        print_way(f"A question about the structure, inside the view: {len(question.files)} files", question.files)
        print_way(f"\nThe whole request for it, from the socket on: {len(request.files)} files", request.files)
        print(f"It takes {request.transactions} transaction.")


def print_way(title: str, files: dict[str, str]) -> None:
    """Print the files, numbered, each with the function by which it is entered."""
    print(title)
    for number, (file, function) in enumerate(files.items(), 1):
        print(f"{number:>4}  {file}  {function}")


if __name__ == "__main__":
    main()
