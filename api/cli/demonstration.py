"""The demonstration: loads the real data of 2018 into a deployment, and greets the person who started it."""

from __future__ import annotations

from importlib.resources import as_file, files

import msgspec
import typer

from api.cli.input.context import user_name
from api.cli.input.log_file import import_file
from api.services.mergerlog import Mergerlog
from api.services.scenarios import Scenarios
from domain.log.parsing import read_entry

DEMO_CLOCK = "2018-06-04T08:00:00Z"
PROGRAMMES = (
    ("north-west", "North West BCU: Barnet, Brent and Harrow", "north-west.jsonl"),
    ("london", "The London roll-out: 32 boroughs into twelve BCUs", "london.jsonl"),
)
"""The real data: a programme's id, its name, and the file of its log."""


class ScenarioFile(msgspec.Struct):
    """A scenario in the file of scenarios."""

    id: str
    name: str
    entries: list[msgspec.Raw]


def load_demo(mergerlog: Mergerlog) -> None:
    """Import the real data."""
    for programme, name, file in PROGRAMMES:
        mergerlog.create_programme(programme, name)
        with as_file(files("api") / "data" / file) as path:
            count = import_file(mergerlog, path, programme, user_name())
        typer.echo(f"{name}: {count} entries.")
    _load_scenarios(mergerlog)


def _load_scenarios(mergerlog: Mergerlog) -> None:
    """Draft what is open in the North West, for a manager to look at: three patrol sites, or two."""
    scenarios = Scenarios(mergerlog, "north-west", "demo manager")
    raw = (files("api") / "data" / "north-west-scenarios.json").read_bytes()
    for draft in msgspec.json.decode(raw, type=list[ScenarioFile]):
        scenarios.create(draft.name, draft.id)
        for entry in draft.entries:
            scenarios.add(draft.id, read_entry(bytes(entry)))
        typer.echo(f"{draft.name}: a scenario of {len(draft.entries)} entries.")


def welcome(*, port: int, database: str, password: str, token: str) -> str:
    """What `mergerlog demo` says before it serves: where to look, and how to sign in."""
    at = f"http://127.0.0.1:{port}"
    api = f"{at}/v1/programmes"
    return f"""
Mergerlog, with what the papers of 2018 say. The clock was started at 4 June 2018, 09:00 in London.

Open it in a browser:
  {at}/
To record changes there, sign in at {at}/sign-in as `manager` with this password:
  {password}

The same as data, over HTTP:

Who commanded the North West on 1 June 2018?
  {api}/north-west/posts/north-west-commander?effective_on=2018-06-01
What was proposed for its response bases?
  {api}/north-west/structure?effective_on=2018-12-01&basis=proposed
All of London:
  {api}/london/structure?effective_on=2018-12-01

From another terminal, the command line asks the same database:
  export MERGERLOG_DATABASE={database}
  export MERGERLOG_CLOCK={DEMO_CLOCK}
  uv run mergerlog structure north-west --on 2018-06-01
Three patrol sites or two?
  uv run mergerlog scenario compare north-west three-sites two-bases --on 2018-12-01

Anyone may read. To record entries, send this manager's token as `Authorization: Bearer TOKEN`:
  {token}
"""
