"""Forms as they were sent: what was typed, so that nothing of it is lost."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import FormData, UploadFile

from api.http.problems import TooLarge
from domain.refusals import Malformed

_MIB = 1024 * 1024
FIELDS = 500


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


async def read_form(request: Request) -> Form:
    """The form of a request, of bounded size. Raises TooLarge or Malformed."""
    limit = 64 if "multipart" in request.headers.get("content-type", "") else 1
    length = request.headers.get("content-length", "")
    if not (length.isascii() and length.isdigit()):
        raise Malformed(fault="a form says how long it is")
    if int(length) > limit * _MIB:
        raise TooLarge(limit=limit, advice="Send less at once.")
    sent: FormData
    found = Form()
    async with request.form(max_files=1, max_fields=FIELDS, max_part_size=limit * _MIB) as sent:
        for name, value in sent.multi_items():
            if isinstance(value, UploadFile):
                found.files[name] = await value.read()
            elif "\0" in value:
                raise Malformed(fault="a text holds the character NUL, which no text can")
            else:
                found.fields.setdefault(name, []).append(value)
    return found


SentForm = Annotated[Form, Depends(read_form)]
