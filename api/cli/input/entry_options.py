"""An entry as it is typed: the options of `log` and of `scenario add`, and the entry that they make."""

from __future__ import annotations

import json
from typing import Annotated, Any

import msgspec
import typer

from domain.log.amendments import AMENDMENTS
from domain.log.body import Body
from domain.log.parsing import read_entry
from domain.refusals import Malformed

Kind = Annotated[str, typer.Argument(help="What happened, such as team-moved or change-completed.")]
Target = Annotated[str, typer.Argument(help="The id of the subject; of the change, for an amendment.")]
When = Annotated[str | None, typer.Option("--on", help="The effective date: 2018-10-01, 2018-10, 2018-03/2018-10 …")]
Standing = Annotated[str, typer.Option(help="proposed, planned or done.")]
Details = Annotated[list[str] | None, typer.Option("--set", help="A detail, FIELD=VALUE; lists with commas, or JSON.")]
Reason = Annotated[str | None, typer.Option(help="Why, in a sentence.")]
Document = Annotated[str | None, typer.Option(help="The paper that says so.")]
Dated = Annotated[str | None, typer.Option(help="When the paper is from (EDTF).")]
Reference = Annotated[str | None, typer.Option(help="Where in the paper.")]
Quote = Annotated[str | None, typer.Option(help="Its words, with \\[name] in the place of a person's name.")]
Id = Annotated[str | None, typer.Option("--id", help="An id of your own for the entry.")]
Restricted = Annotated[bool, typer.Option("--restricted", help="Not for observers.")]

_POLICY = ("overdue_every", "managers_after", "senior_after", "vacant_after", "acting_after")
_JSON = ("covers_unnamed", "strength", *_POLICY)
_LISTS = ("add", "areas", "covers", "depends_on", "end", "from", "uses")


def entry(
    *,
    kind: str,
    subject: str,
    on: str | None,
    standing: str,
    details: list[str] | None,
    reason: str | None,
    id_: str | None,
    restricted: bool,
    **source: str | None,
) -> Body:
    """The entry that was typed. Raises Malformed."""
    fields = {name: _value(kind, name, text) for name, _, text in (each.partition("=") for each in details or [])}
    said: dict[str, Any] = {"kind": kind, "id": id_, "effective_on": on, "reason": reason, "details": fields or None}
    said["source"] = {name: text for name, text in source.items() if text is not None} or None
    if kind in AMENDMENTS:
        said["change"] = subject
    else:
        said |= {"subject": subject, "standing": standing, "restricted": restricted or None}
    return read_entry(msgspec.json.encode({name: value for name, value in said.items() if value is not None}))


def _value(kind: str, name: str, text: str) -> Any:
    """A detail as it was typed: JSON where it is, a list where the field is one, else the words themselves."""
    if not name:
        raise Malformed(fault=f'--set takes FIELD=VALUE ({kind} was given "={text}")')
    if name in _LISTS and not text.startswith("["):
        return [each.strip() for each in text.split(",") if each.strip()]
    if name in _JSON or text.startswith("["):
        try:
            return json.loads(text)
        except ValueError:
            raise Malformed(fault=f"--set {name}={text} is not JSON") from None
    return text
