"""Commands that serve: serve and demo."""

from __future__ import annotations

import secrets
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from api.cli.input.context import accounts_of, command_context, new_deployment

PANEL = "Running"
Port = Annotated[int, typer.Option(min=1, max=65_535, help="The port to listen on.")]


def serve(
    context: typer.Context,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Port = 8000,
) -> None:
    """Serve the pages and the API, and send reminders."""
    # Imported here: the web application takes a second to load, which `--help` does not need.
    from api.cli.server import run_server, take_port  # noqa: PLC0415

    listener = take_port(host, port)
    run_server(new_deployment(context), listener)


def demo(context: typer.Context, port: Port = 8000) -> None:
    """A fresh database with the real data, the clock at 4 June 2018, served."""
    # Imported here, as above.
    from api.bootstrap import build  # noqa: PLC0415
    from api.cli import server  # noqa: PLC0415
    from api.cli.demonstration import DEMO_CLOCK, load_demo, welcome  # noqa: PLC0415

    listener = server.take_port("127.0.0.1", port)
    with tempfile.TemporaryDirectory(prefix="mergerlog-demo-") as folder:
        database = f"sqlite:///{Path(folder) / 'demo.sqlite'}"
        settings = command_context(context).settings(
            MERGERLOG_DATABASE=database, MERGERLOG_CLOCK=DEMO_CLOCK, MERGERLOG_ANYONE_READS="yes"
        )
        mergerlog = build(settings)
        load_demo(mergerlog)
        token = mergerlog.add_token("demo manager", "manager")
        password = secrets.token_urlsafe(12)
        accounts_of(mergerlog).add("manager", "Demo manager", password, "manager")
        typer.echo(welcome(port=port, database=database, password=password, token=token))
        server.run_server(mergerlog, listener)


def add_commands(app: typer.Typer) -> None:
    """Add these commands."""
    for command in (serve, demo):
        app.command(rich_help_panel=PANEL)(command)
