"""A form as it was sent, kept with its request so that nothing that was typed is lost."""

from __future__ import annotations

from dataclasses import dataclass, field

from fastapi import Request


@dataclass
class Form:
    """What was sent."""

    fields: dict[str, list[str]] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)

    def raw(self, name: str) -> str:
        """A field as it was typed."""
        return self.fields.get(name, [""])[-1]

    def text(self, name: str) -> str:
        """A field without the white space around it, and with one sort of line end."""
        return self.raw(name).replace("\r\n", "\n").strip()

    def all(self, name: str) -> list[str]:
        """Every value of a field that may be given more than once."""
        return [value.strip() for value in self.fields.get(name, []) if value.strip()]

    def day_parts(self, name: str) -> tuple[str, str, str]:
        """The fields of a date."""
        return (self.text(f"{name}-day"), self.text(f"{name}-month"), self.text(f"{name}-year"))


def remember_form(request: Request, form: Form) -> Form:
    """Leave a form with its request, for the handlers of errors."""
    request.state.sent_form = form
    return form


def sent_form(request: Request) -> Form | None:
    """The form that a request sent, once it was read."""
    form: Form | None = getattr(request.state, "sent_form", None)
    return form
