"""Tables of the documents that are made from the code. The last column of most is written by hand, and is kept."""

from __future__ import annotations

import importlib
import pkgutil
import re
import tempfile
from collections.abc import Callable, Iterator
from inspect import cleandoc
from typing import Any

import msgspec
import typer
from msgspec import inspect

import api
import domain
import projections
from api.bootstrap import build
from api.cli.main import app
from api.rest import problems
from api.rest.app import build_api
from api.settings import Settings
from domain import changes
from domain.bodies import AMENDMENTS, SERVER_FIELDS, STARTINGS, Source, Starting
from domain.events import Event
from domain.kinds import EVENTS
from domain.refusals import MalformedImport, Refusal, Unknown

Kept = dict[tuple[str, str], str]
"""What is written by hand: by the heading that it stands under, and the first cell of its row."""
_PART = re.compile(r"(<!-- made: ([^>]+?) -->\n)(.*?)(<!-- /made -->)", re.DOTALL)
_SERVER = {"change", *SERVER_FIELDS}
_NAMED = {"dependency": "the id of a milestone or of a change", "": "an id"}


def made(text: str) -> str:
    """A document with every part that says so made from the code."""
    return _PART.sub(lambda part: part[1] + _part(part[2], _kept(part[3])) + part[4], text)


def _kept(text: str) -> Kept:
    kept, heading = {}, ""
    for line in text.splitlines():
        if line.startswith("#"):
            heading = line
        elif line.startswith("| `"):
            cells = [cell.strip() for cell in line.strip()[1:-1].split("|")]
            kept[heading, cells[0]] = cells[-1]
    return kept


def _part(name: str, kept: Kept) -> str:
    what, _, which = name.partition(" ")
    makers: dict[str, Callable[[str, Kept], Iterator[str]]] = {
        "entry": _entry, "kinds": _kinds, "amendments": _amendments, "refusals": _refusals, "command": _command,
        "calls": _calls,
    }  # fmt: skip
    return "\n" + "\n".join(makers[what](which, kept)).rstrip() + "\n\n"


def _table(head: str, rows: list[list[str]], kept: Kept | None = None, under: str = "") -> Iterator[str]:
    """A table; where `kept` is given, its last column is what was written by hand, or else what the row proposes."""
    columns = head.split("|")
    yield f"| {' | '.join(columns)} |"
    yield "|" + "---|" * len(columns)
    for row in rows:
        cells = row if kept is None else [*row[:-1], kept.get((under, row[0]), row[-1])]
        yield f"| {' | '.join(cells)} |"


def _entry(_: str, kept: Kept) -> Iterator[str]:
    fields = [field for field in inspect.type_info(STARTINGS["team-moved"]).fields if field.name not in _SERVER]  # type: ignore[attr-defined]
    rows = [
        [f"`{field.name}`", _holds(field.type), "yes" if field.required else "", ""]
        for field in sorted(fields, key=lambda field: _ORDER.index(field.name))
        if field.name != "details"
    ]
    rows.insert(3, ["`details`", "the fields of its kind, below", "where the kind has one that is needed", ""])
    kind = ["`kind`", "one of the kinds below", "yes", ""]
    yield from _table("field|holds|needed|meaning", [kind, *rows], kept)
    yield ""
    yield "A source:"
    yield ""
    yield from _table("field|holds|needed|meaning", _rows(Source), kept)


_ORDER = ("subject", "effective_on", "standing", "details", "reason", "source", "restricted", "id")


def _kinds(type_: str, kept: Kept) -> Iterator[str]:
    for event in (each for each in EVENTS.values() if each.subject_type == type_):
        heading = f"### {event.kind}"
        yield from (heading, "", _said(event) + _does(event), "")
        rows = _rows(event)
        if rows:
            yield from (*_table("field|holds|needed|meaning", rows, kept, heading), "")


def _does(event: type[Event]) -> str:
    if event.begins:
        return f" It brings the {event.subject_type} into being."
    if event.ends:
        return f" It ends the {event.subject_type}."
    return f" It ends every {event.subject_type} in `from`." if event.kind.endswith("s-merged") else ""


def _rows(struct: type[msgspec.Struct]) -> list[list[str]]:
    fields = inspect.type_info(struct).fields  # type: ignore[attr-defined]
    return [
        [f"`{field.encode_name}`", _holds(field.type), "yes" if field.required else "", ""] for field in fields
    ]


def _holds(kind: Any) -> str:
    """What a field may hold, in words."""
    match kind:
        case inspect.Metadata(type=inner, extra=extra):
            refers = (extra or {}).get("refers")
            return _holds(inner) if refers is None else _NAMED.get(refers, f"the id of {_a(refers)}")
        case inspect.LiteralType(values=values):
            names = [f"`{value}`" for value in values]
            return ", ".join(names[:-1]) + f" or {names[-1]}"
        case inspect.VarTupleType(item_type=item, min_length=least):
            return f"a list{' of at least one' if least else ''}, each {_holds(item)}"
        case inspect.UnionType(types=types):
            return _holds(next(each for each in types if not isinstance(each, inspect.NoneType)))
        case inspect.StructType(cls=cls):
            return ", ".join(f"`{field}`" for field in cls.__struct_fields__)
        case inspect.IntType():
            return "a whole number, 0 or more"
        case inspect.BoolType():
            return "true or false"
    return "an id" if kind.pattern and "a-z0-9" in kind.pattern else "text"


def _a(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' and noun != 'unit' else 'a'} {noun}"


def _said(thing: type) -> str:
    return " ".join(cleandoc(thing.__doc__ or "").split())


_STANDINGS = (changes.PROPOSED, changes.PLANNED, changes.DONE, changes.WITHDRAWN, changes.RETRACTED)
_SAMPLE = {
    "effective_on": "2018", "reason": "An example.", "source": {"document": "A paper."}, "change": "an-example",
}  # fmt: skip


def _amendments(_: str, kept: Kept) -> Iterator[str]:
    rows = []
    for kind, amendment in AMENDMENTS.items():
        fields = [field for field in inspect.type_info(amendment).fields if field.name not in {"id", *_SERVER}]  # type: ignore[attr-defined]
        must = ", ".join(f"`{field.name}`" for field in fields if field.required)
        may = ", ".join(f"`{field.name}`" for field in fields if not field.required)
        body = msgspec.convert({name: _SAMPLE[name] for name in _SAMPLE if name in amendment.__struct_fields__}, amendment)
        moves = {standing: _amended(standing, body) for standing in _STANDINGS}
        sources = [standing for standing, to in moves.items() if to is not None]
        targets = {to for to in moves.values() if to is not None}
        same = all(moves[standing] in (None, standing) for standing in _STANDINGS)
        rows.append(
            [f"`{kind}`", must, may, _all_but(sources), "the same" if same else " or ".join(sorted(targets)), _said(amendment)]
        )
    yield from _table("kind|must give|may give|from|to|meaning", rows, kept)


def _amended(standing: str, body: Any) -> str | None:
    event = msgspec.convert({"text": "An example."}, EVENTS["site-stated"])
    starting = Starting(subject="an-example", effective_on="2017", standing="proposed", details=event)
    change = msgspec.structs.replace(changes.start(starting, "an-example", 1), standing=standing)
    try:
        return changes.amend(change, body, 2).standing
    except changes.NotAllowed:
        return None


def _all_but(standings: list[str]) -> str:
    missing = [standing for standing in _STANDINGS if standing not in standings]
    if not missing:
        return "any"
    return f"any but {' and '.join(missing)}" if len(missing) < len(standings) else " or ".join(standings)


def _refusals(_: str, kept: Kept) -> Iterator[str]:
    statuses: dict[int, list[list[str]]] = {}
    for refusal in refusals():
        sentence = re.sub(r"{(\w+)}", r"*\1*", _said(refusal))
        statuses.setdefault(_status(refusal), []).append([_title(refusal), sentence])
    for status, rows in sorted(statuses.items()):
        yield from (f"### {status}", "", *_table("title|what it says", sorted(rows)), "")


def refusals() -> list[type[Refusal]]:
    """Every refusal that the product can raise."""
    for package in (domain, projections, api):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    found, waiting = [], [Refusal]
    while waiting:
        refusal = waiting.pop()
        waiting += refusal.__subclasses__()
        if refusal not in (Refusal, Unknown) and refusal.__module__.split(".")[0] in ("domain", "projections", "api"):
            found.append(refusal)
    return found


def _status(refusal: type[Refusal]) -> int:
    return problems.status_of(_raised(refusal))


def _title(refusal: type[Refusal]) -> str:
    return problems._title(refusal.__new__(refusal)) if refusal is not MalformedImport else "That of the line's own fault"


def _raised(refusal: type[Refusal]) -> Refusal:
    raised = refusal.__new__(refusal)
    if isinstance(raised, MalformedImport):
        raised.cause = Refusal()
    return raised


def _command(name: str, kept: Kept) -> Iterator[str]:
    command: Any = typer.main.get_command(app)
    for word in name.split():
        command = command.commands[word]
    rows = []
    for parameter in command.params:
        if parameter.name == "help":
            continue
        shown = parameter.opts[0] if parameter.opts[0].startswith("-") else (parameter.metavar or parameter.name).upper()
        default = parameter.default
        left_out = "needed" if parameter.required else "" if default in (None, False) else f"`{default}`"
        rows.append([f"`{shown}`", left_out, parameter.help or ""])
    yield from (_said(command.callback), "", *_table("given|left out|what it is", rows, kept))


def commands() -> list[str]:
    """Every command, as it is typed."""
    top: Any = typer.main.get_command(app)
    return [
        f"{name} {inner}".strip() for name, command in top.commands.items() for inner in getattr(command, "commands", [""])
    ]


def _calls(_: str, kept: Kept) -> Iterator[str]:
    rows = []
    for path, methods in paths().items():
        for method, call in methods.items():
            names = [p["name"] for p in call.get("parameters", ()) if p["in"] == "query" and p["name"] not in _COORDINATES]
            said = call.get("description") or call["summary"]
            rows.append([f"`{method.upper()} {path}`", ", ".join(f"`{name}`" for name in names), said])
    yield from _table("call|besides the coordinates|gives", rows, kept)


_COORDINATES = ("effective_on", "known_on", "known_at", "basis")


def paths() -> dict[str, Any]:
    """The description of the API: its calls by path and method."""
    with tempfile.TemporaryDirectory() as folder:
        mergerlog = build(Settings(database=f"sqlite:///{folder}/described.sqlite"))
        found: dict[str, Any] = build_api(mergerlog).openapi()["paths"]
        mergerlog.engine.dispose()
    return found
