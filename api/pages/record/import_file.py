"""Importing a file of entries: what every line would do, before any of it is recorded."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Depends, Request, Response

from api.http.problems import TooLarge
from api.http.session import mergerlog_of
from api.pages.core.page import Page, opened
from api.pages.core.question_address import SeeOther
from api.pages.core.viewer import SignInNeeded, require_manager
from api.pages.forms.form import Form
from api.pages.forms.kept import KeptForm
from api.pages.forms.read_form import FORM_BYTES, read_upload
from api.pages.record.plain_faults import in_plain_words
from api.pages.words.labels import kind_label
from api.pages.words.names import mentioned
from api.pages.words.sentences import change_sentence
from domain.changes.change import Change
from domain.log.entry import Entry
from domain.refusals import Malformed, MalformedImport

router = APIRouter()
_DEED = "Importing"
_MOST = 900_000
"""Bytes: what was previewed is sent once more to be recorded, with some to spare in an upload."""
_SHOWN = 300


@dataclass(frozen=True)
class ImportedLine:
    """A line of the file, and what it would do."""

    number: int
    kind: str
    sentence: str
    standing: str


def may_import(request: Request, programme: str) -> SignInNeeded | None:
    """Refuse a file of someone who may not import it, before it is read; None where they may. Raises WrongRole."""
    try:
        with opened(request, programme, timed=False, supposing=False) as page:
            require_manager(request, page.viewer, page.role, _DEED)
    except SignInNeeded as needed:
        return needed
    return None


async def sent_file(request: Request, needed: Annotated[SignInNeeded | None, Depends(may_import)]) -> Form:
    """The form with the file of someone who may import it. Where a session has ended, as much is read of it as of any
    form, to be kept. Raises SignInNeeded."""
    if needed is None:
        return await read_upload(request)
    try:
        await read_upload(request, FORM_BYTES)
    except TooLarge:
        needed.is_lost = True
    raise needed


Upload = Annotated[Form, Depends(sent_file)]


@router.get("/programmes/{programme}/import")
def import_page(request: Request, programme: str, kept: KeptForm) -> Response:
    """The form."""
    with opened(request, programme, timed=False, supposing=False) as page:
        require_manager(request, page.viewer, page.role, _DEED)
        return _form(page, "" if kept is None else _text(kept)[0], {})


def _form(page: Page, text: str, errors: dict[str, str]) -> Response:
    status, api = 422 if errors else 200, page.api("entries")
    return page.render("record/import_file.html", status=status, api=api, text=text, errors=errors)


@router.post("/programmes/{programme}/import")
def import_file(request: Request, programme: str, form: Upload) -> Response:
    """Preview what was sent, and record it once it was looked through."""
    with opened(request, programme, timed=False, supposing=False) as page:
        require_manager(request, page.viewer, page.role, _DEED)
        by = page.viewer.name
        text, errors = _text(form)
        if errors or form.text("step") == "edit":
            return _form(page, text, errors)
    lines = text.encode("utf-8", "surrogatepass").split(b"\n")
    if form.text("step") == "record":
        mergerlog_of(request).import_lines(programme, lines, by)
        raise SeeOther(f"/programmes/{programme}/log")
    return _preview(request, programme, text, lines, by)


def _preview(request: Request, programme: str, text: str, lines: list[bytes], by: str) -> Response:
    previewed: list[tuple[int, Entry, Change]] = []

    def witness(number: int, entry: Entry, change: Change) -> None:
        previewed.append((number, entry, change))

    refused: MalformedImport | None = None
    count = 0
    try:
        count = mergerlog_of(request).preview_lines(programme, lines, by, witness).count
    except MalformedImport as refusal:
        refused = refusal
    with opened(request, programme, timed=False, supposing=False) as page:
        if refused is not None:
            return _form(page, text, {"text": in_plain_words(str(refused))})
        return page.render(
            "record/import_preview.html",
            api=page.api("entries"),
            lines=_lines(page, previewed[:_SHOWN], lines),
            count=count,
            known=len(previewed) - count,
            more=max(len(previewed) - _SHOWN, 0),
            text=text,
        )


def _lines(page: Page, previewed: list[tuple[int, Entry, Change]], raw: list[bytes]) -> list[ImportedLine]:
    for line in raw:
        if b'"person"' in line and b'"kind"' not in line and line.strip():
            given = msgspec.json.decode(line)
            page.names.introduce(given["person"], given["name"])
    for _, _, change in previewed:
        name = change.event.given_name
        if change.event.begins and name:
            page.names.put(change.type, change.slug, name)
    page.names.look_up(page.view, {name for _, _, c in previewed for name in mentioned(c.type, c.slug, c.event)})
    return [
        ImportedLine(number, kind_label(entry.body.kind), change_sentence(change, page.names), change.standing)
        for number, entry, change in previewed
    ]


def _text(form: Form) -> tuple[str, dict[str, str]]:
    """What was sent as lines, each entry with an id: so sending it twice records it once."""
    raw = form.files.get("file") or form.text("text").encode("utf-8", "surrogatepass")
    if not raw.strip():
        return "", {"text": "Choose a file, or paste its lines"}
    if len(raw) > _MOST:
        advice = "Here a file has at most 0.9 MB. `mergerlog import` takes files of any size."
        return "", {"text": advice}
    try:
        return "\n".join(_with_id(line) for line in raw.decode("utf-8-sig").splitlines()), {}
    except UnicodeDecodeError:
        return "", {"text": "This file is not text in UTF-8"}


def _with_id(line: str) -> str:
    try:
        given: Any = msgspec.json.decode(line)
    except (msgspec.MsgspecError, RecursionError, Malformed):
        return line  # The import says what is wrong with it, by its number.
    if isinstance(given, dict) and "kind" in given and "id" not in given:
        return msgspec.json.encode({"id": secrets.token_hex(8)} | given).decode()
    return line
