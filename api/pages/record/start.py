"""The page that records a change: the choice of a kind, its form, and the entry once it has been checked."""

from __future__ import annotations

import secrets
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.pages.core.page import Page, opened
from api.pages.core.question_address import SeeOther
from api.pages.core.viewer import require_manager
from api.pages.forms import parse
from api.pages.forms.fields import form_fields
from api.pages.forms.form import Form
from api.pages.forms.kept import KeptForm
from api.pages.forms.parse import FormEntry
from api.pages.forms.read_form import SentForm
from api.pages.record.check import as_checked, checked, choices
from api.pages.words import labels
from domain.kinds.registry import EVENTS, TYPES

router = APIRouter()
_DEED = "Recording a change"
_OFTEN = ("site", "team", "post", "unit", "milestone")
"""The types that are recorded most often: the list of kinds begins with theirs."""


def kinds() -> list[tuple[str, list[tuple[str, str]]]]:
    """What can be recorded, by type of subject."""
    return [
        (
            labels.PLURALS[type_],
            [(kind, labels.kind_label(kind)) for kind, event in EVENTS.items() if event.subject_type == type_],
        )
        for type_ in dict.fromkeys((*_OFTEN, *TYPES))
    ]


@router.get("/programmes/{programme}/record")
def record_page(
    request: Request,
    programme: str,
    kept: KeptForm,
    kind: Annotated[str, Query()] = "",
    subject: Annotated[str, Query()] = "",
    type_: Annotated[str, Query(alias="type")] = "",
) -> Response:
    """Choose what happened; then its form."""
    with opened(request, programme, timed=False) as page:
        require_manager(request, page.viewer, page.role, _DEED)
        if kept is not None:
            kind = kept.text("kind")
        if kind in EVENTS and EVENTS[kind].subject_type in TYPES:
            given = {"subject": [subject]} if subject else {}
            return form_page(page, kind, given if kept is None else kept.fields, {})
        groups = kinds()
        if type_ in TYPES:
            groups = [each for each in groups if each[0] == labels.PLURALS[type_]]
        return page.render("record/start.html", groups=groups, subject=subject, api=page.api("entries"))


def form_page(page: Page, kind: str, given: dict[str, list[str]], errors: dict[str, str]) -> Response:
    """The form for a kind, as it was typed so far."""
    fields = form_fields(kind)
    return page.render(
        "record/form.html",
        status=422 if errors else 200,
        api=page.api("entries"),
        kind=kind,
        title=labels.kind_label(kind),
        begins=EVENTS[kind].begins,
        type=EVENTS[kind].subject_type,
        fields=fields,
        typed=given,
        errors=errors,
        choices=choices(page, fields, EVENTS[kind].subject_type),
    )


@router.post("/programmes/{programme}/record")
def record(request: Request, programme: str, form: SentForm) -> Response:
    """Check what was typed, and record it once it was checked."""
    kind = form.text("kind")
    with opened(request, programme, timed=False) as page:
        require_manager(request, page.viewer, page.role, _DEED)
        if kind not in EVENTS or EVENTS[kind].subject_type not in TYPES:
            raise SeeOther(page.plain("record"))
        errors: dict[str, str] = {}
        body = as_checked(form) if form.text("step") == "record" else None
        if body is None:
            body = parse.entry(form, kind, errors)
            body["subject"] = _subject(page, form, kind, body, errors)
        newcomer = _newcomer(form, body, errors)
        if errors or form.text("step") == "edit":
            return form_page(page, kind, form.fields, errors)
        draft = page.given.get("scenario")
    return checked(
        request,
        programme,
        form,
        body,
        newcomer,
        draft,
        lambda page, errors: form_page(page, kind, form.fields, errors),
    )


def _subject(page: Page, form: Form, kind: str, body: FormEntry, errors: dict[str, str]) -> str:
    given = form.text("subject")
    event = EVENTS[kind]
    if given:
        return given
    if not event.begins:
        errors["subject"] = f"Choose the {event.subject_type}"
        return ""
    made = parse.slug_from(str(body["details"].get("name") or body["details"].get("title") or ""))
    view = page.view
    taken = {slug for slug, _ in view.named_subjects(event.subject_type)}
    numbers = (made if at == 1 else f"{made}-{at}" for at in range(1, len(taken) + 3))
    return next(slug for slug in numbers if slug not in taken)


def _newcomer(form: Form, body: FormEntry, errors: dict[str, str]) -> tuple[str, str] | None:
    """Someone who is not in the register yet, where a name was typed."""
    name, person = form.text("d-person-new"), form.text("d-person-id")
    details = body.get("details")
    if not isinstance(details, dict) or not name or details.get("person") not in (None, "", person):
        return None
    errors.pop("d-person", None)
    person = person or f"p-{secrets.token_hex(8)}"
    form.fields["d-person-id"] = [person]
    details["person"] = person
    return person, name
