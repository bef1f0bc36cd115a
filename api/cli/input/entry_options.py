"""An entry as it is typed: the options of `log` and of `scenario add`, and the payload that they make."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Annotated

import msgspec
import typer

from api.cli.input.choices import StandingName, complete_kind, read_kind
from domain.kinds.fields import Field, fields_of
from domain.kinds.registry import EVENTS
from domain.log.amendments import AMENDMENTS
from domain.log.body import Body
from domain.log.parsing import read_entry
from domain.refusals import Malformed

Kind = Annotated[
    str,
    typer.Argument(
        parser=read_kind,
        autocompletion=complete_kind,
        metavar="KIND",
        help="What happened, such as team-moved or change-completed.",
    ),
]
Target = Annotated[str, typer.Argument(help="The id of the subject; of the change, for an amendment.")]
When = Annotated[str | None, typer.Option("--on", help="The effective date: 2018-10-01, 2018-10, 2018-03/2018-10 …")]
Standing = Annotated[StandingName, typer.Option(help="proposed, planned or done.")]
Details = Annotated[list[str] | None, typer.Option("--set", help="A detail, FIELD=VALUE; lists with commas, or JSON.")]
Reason = Annotated[str | None, typer.Option(help="Why, in a sentence.")]
Document = Annotated[str | None, typer.Option(help="The paper that says so.")]
Dated = Annotated[str | None, typer.Option(help="When the paper is from (EDTF).")]
Reference = Annotated[str | None, typer.Option(help="Where in the paper.")]
Quote = Annotated[str | None, typer.Option(help="Its words, with \\[name] in the place of a person's name.")]
Id = Annotated[str | None, typer.Option("--id", help="An id of your own for the entry.")]
Restricted = Annotated[bool, typer.Option("--restricted", help="Not for observers.")]


@dataclass(frozen=True)
class TypedSource:
    """The paper that an entry rests on, as far as it was typed."""

    document: str | None = None
    dated: str | None = None
    reference: str | None = None
    quote: str | None = None


@dataclass(frozen=True)
class TypedEntry:
    """An entry as it was typed: words, and what was left out."""

    kind: str
    subject: str
    """The subject; the change, for an amendment."""
    effective_on: str | None
    standing: str
    details: list[str] | None
    reason: str | None
    id: str | None
    restricted: bool
    source: TypedSource

    def payload(self) -> Body:
        """The entry, checked. Raises Malformed."""
        source = {name: text for name, text in asdict(self.source).items() if text is not None}
        members: dict[str, object] = {
            "kind": self.kind,
            "id": self.id,
            "effective_on": self.effective_on,
            "reason": self.reason,
            "details": self._details() or None,
            "source": source or None,
        }
        if self.kind in AMENDMENTS:
            members["change"] = self.subject
        else:
            members |= {"subject": self.subject, "standing": self.standing, "restricted": self.restricted or None}
        return read_entry(msgspec.json.encode({name: value for name, value in members.items() if value is not None}))

    def _details(self) -> dict[str, object]:
        pairs = (detail.partition("=") for detail in self.details or [])
        return {name: _value(self.kind, name, text) for name, _, text in pairs}


def _value(kind: str, name: str, text: str) -> object:
    """A detail: JSON where the field takes it, a list where the field is one, else the words themselves."""
    if not name:
        raise Malformed(fault=f'--set takes FIELD=VALUE ({kind} was given "={text}")')
    field = _field(kind, name)
    is_json = text.startswith("[") or (field is not None and field.sort in ("number", "struct"))
    if field is not None and field.is_list and not is_json:
        return [item.strip() for item in text.split(",") if item.strip()]
    if is_json:
        try:
            value: object = json.loads(text)
        except ValueError:
            raise Malformed(fault=f"--set {name}={text} is not JSON") from None
        return value
    return text


def _field(kind: str, name: str) -> Field | None:
    """The field of a detail. An amendment may give details of any kind: there it is the first of that name."""
    events = [EVENTS[kind]] if kind in EVENTS else EVENTS.values()
    return next((field for event in events for field in fields_of(event) if field.name == name), None)
