"""Commands that serve: serve and demo."""

from __future__ import annotations

import secrets
import signal
import tempfile
import threading
import time
from importlib.resources import as_file, files
from pathlib import Path
from typing import Annotated

import msgspec
import typer
import uvicorn

from api.app import build_app
from api.bootstrap import settle
from api.cli.commands.record import import_file
from api.cli.input.context import Context, deployment
from api.http.protocol import BoundedHttpProtocol
from api.services.accounts import Accounts
from api.services.mergerlog import Mergerlog
from api.services.scenarios import Scenarios
from api.warm_up import warm
from domain.log.parsing import read_entry
from scheduler.job import background_ticks

DEMO_CLOCK = "2018-06-04T08:00:00Z"
PROGRAMMES = (
    ("north-west", "North West BCU: Barnet, Brent and Harrow", "north-west.jsonl"),
    ("london", "The London roll-out: 32 boroughs into twelve BCUs", "london.jsonl"),
)
"""The real data: a programme's id, its name, and the file of its log."""

Port = Annotated[int, typer.Option(help="The port to listen on.")]


def serve(
    context: typer.Context,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Port = 8000,
) -> None:
    """Serve the pages and the API, and send reminders."""
    _run(deployment(context), host, port)


def demo(context: typer.Context, port: Port = 8000) -> None:
    """A fresh database with the real data, the clock at 4 June 2018, served."""
    found = context.obj
    assert isinstance(found, Context)
    with tempfile.TemporaryDirectory(prefix="mergerlog-demo-") as folder:
        database = f"sqlite:///{Path(folder) / 'demo.sqlite'}"
        settings = {"MERGERLOG_DATABASE": database, "MERGERLOG_CLOCK": DEMO_CLOCK, "MERGERLOG_ANYONE_READS": "yes"}
        mergerlog = found.build(**settings)
        load_demo(mergerlog)
        token = mergerlog.add_token("demo manager", "manager")
        password = secrets.token_urlsafe(12)
        Accounts(mergerlog.engine, mergerlog.clock).add("manager", "Demo manager", password, "manager")
        at = f"http://127.0.0.1:{port}"
        typer.echo(
            "\nMergerlog, with what the papers of 2018 say. The clock was started at 4 June 2018, 09:00 in London.\n\n"
            f"Open it in a browser:\n  {at}/\n"
            f"To record changes there, sign in at {at}/sign-in as `manager` with this password:\n  {password}\n\n"
            "The same as data, over HTTP:\n\n"
            f"Who commanded the North West on 1 June 2018?\n  {at}/v1/programmes/north-west/posts/north-west-commander"
            "?effective_on=2018-06-01\n"
            f"What was proposed for its response bases?\n  {at}/v1/programmes/north-west/structure"
            "?effective_on=2018-12-01&basis=proposed\n"
            f"All of London:\n  {at}/v1/programmes/london/structure?effective_on=2018-12-01\n\n"
            f"From another terminal, the command line asks the same database:\n  export MERGERLOG_DATABASE={database}\n"
            f"  export MERGERLOG_CLOCK={DEMO_CLOCK}\n  uv run mergerlog structure north-west --on 2018-06-01\n"
            "Three patrol sites or two?\n"
            "  uv run mergerlog scenario compare north-west three-sites two-bases --on 2018-12-01\n\n"
            "Anyone may read. To record entries, send this manager's token as `Authorization: Bearer TOKEN`:\n"
            f"  {token}\n",
        )
        _run(mergerlog, "127.0.0.1", port)


def load_demo(mergerlog: Mergerlog) -> None:
    """Import the real data."""
    for programme, name, file in PROGRAMMES:
        mergerlog.create_programme(programme, name)
        with as_file(files("api") / "data" / file) as path:
            count = import_file(mergerlog, path, programme)
        typer.echo(f"{name}: {count} entries.")
    _load_scenarios(mergerlog)


def _load_scenarios(mergerlog: Mergerlog) -> None:
    """Draft what is open in the North West, for a manager to look at: three patrol sites, or two."""
    scenarios = Scenarios(mergerlog, "north-west", "demo manager")
    raw = (files("api") / "data" / "north-west-scenarios.json").read_bytes()
    for draft in msgspec.json.decode(raw):
        scenarios.create(draft["name"], draft["id"])
        for entry in draft["entries"]:
            scenarios.add(draft["id"], read_entry(msgspec.json.encode(entry)))
        typer.echo(f"{draft['name']}: a scenario of {len(draft['entries'])} entries.")


def _stop(*_: object) -> None:
    """End this process as if its work were done, so that what is open is closed."""
    raise SystemExit(0)


def _run(mergerlog: Mergerlog, host: str, port: int) -> None:
    # uvicorn shuts down on SIGTERM, and then raises it again; without a handler that kills the process on the spot.
    signal.signal(signal.SIGTERM, _stop)
    app = build_app(mergerlog)
    settle()
    threading.Thread(target=warm, args=(mergerlog, time.monotonic), daemon=True).start()
    with background_ticks(mergerlog.reminders):
        uvicorn.run(
            app,
            host=host,
            port=port,
            http=BoundedHttpProtocol,
            log_config=None,
            access_log=False,
            server_header=False,
        )


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(serve)
    app.command()(demo)
