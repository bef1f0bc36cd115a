"""The tables of what people and programs meet, made from it: refusals, commands and calls."""

from __future__ import annotations

import importlib
import pkgutil
import re
import tempfile
from collections.abc import Iterator
from typing import Any

import typer

import api
import domain
import projections
import scheduler
from api.app import build_app
from api.bootstrap import build
from api.cli.main import app
from api.http import problems
from api.http.problem_types import STATUSES
from api.settings import Settings
from domain.refusals import MalformedImport, Refusal, Unknown
from tests.documents.tables import Kept, said_of, table

_COORDINATES = ("effective_on", "known_on", "known_at", "basis")
_OURS = (domain, projections, scheduler, api)


def told_refusals(_: str, kept: Kept) -> Iterator[str]:
    """Every refusal, by its status: its title and its sentence."""
    by_status: dict[int, list[list[str]]] = {}
    for refusal in refusals():
        raised = refusal.__new__(refusal)
        title, type_ = problems.title_of(refusal), f"`{problems.PAGES}/{problems.type_of(refusal)}`"
        if isinstance(raised, MalformedImport):
            raised.cause = Refusal()
            title, type_ = "That of the line's own fault", "the same"
        sentence = re.sub(r"{(\w+)}", r"*\1*", said_of(refusal))
        by_status.setdefault(problems.status_of(raised), []).append([title, type_, sentence])
    for status, rows in sorted(by_status.items()):
        yield from (f"### {status}", "", *table("title|type|what it says", sorted(rows)), "")


def statuses(_: str, kept: Kept) -> Iterator[str]:
    """What each status says, and what to do about it."""
    yield from table("status|what is wrong|what to do", [[str(status), *words] for status, words in STATUSES.items()])


def refusals() -> list[type[Refusal]]:
    """Every refusal that the program can raise."""
    for package in _OURS:
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    found, waiting = [], [Refusal]
    while waiting:
        refusal = waiting.pop()
        waiting += refusal.__subclasses__()
        is_ours = refusal.__module__.split(".")[0] in {package.__name__ for package in _OURS}
        if is_ours and refusal not in (Refusal, Unknown):
            found.append(refusal)
    return found


def command(name: str, kept: Kept) -> Iterator[str]:
    """What a command takes."""
    found: Any = typer.main.get_command(app)
    for word in name.split():
        found = found.commands[word]
    rows = []
    for parameter in found.params:
        if parameter.name == "help":
            continue
        option = parameter.opts[0]
        shown = option if option.startswith("-") else (parameter.metavar or option).upper()
        default = "" if parameter.default in (None, False) else f"`{parameter.default}`"
        rows.append([f"`{shown}`", "needed" if parameter.required else default, parameter.help or ""])
    yield from (said_of(found.callback), "", *table("given|left out|what it is", rows, kept))


def commands() -> list[str]:
    """Every command, as it is typed."""
    top: Any = typer.main.get_command(app)
    inner = {name: getattr(found, "commands", [""]) for name, found in top.commands.items()}
    return [f"{name} {below}".strip() for name, belows in inner.items() for below in belows]


def calls(_: str, kept: Kept) -> Iterator[str]:
    """Every call, and the parameters that it takes besides the coordinates of a question."""
    rows = []
    for path, methods in paths().items():
        for method, call in methods.items():
            own = [each["name"] for each in call.get("parameters", ()) if each["in"] == "query"]
            names = ", ".join(f"`{name}`" for name in own if name not in _COORDINATES)
            rows.append([f"`{method.upper()} {path}`", names, call.get("description") or call["summary"]])
    yield from table("call|besides the coordinates|gives", rows, kept)


def paths() -> dict[str, Any]:
    """The description of the API: its calls by path and method."""
    with tempfile.TemporaryDirectory() as folder:
        mergerlog = build(Settings(database=f"sqlite:///{folder}/described.sqlite"))
        found: dict[str, Any] = build_app(mergerlog).channels.api.openapi()["paths"]
        mergerlog.engine.dispose()
    return found
