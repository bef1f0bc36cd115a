"""The form that amends a change: agree to it, complete, move, withdraw, correct or strike it out."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Query, Request, Response

from api.pages.core.page import Page, opened, slug_of
from api.pages.core.question_address import SeeOther
from api.pages.core.viewer import require_manager
from api.pages.forms import parse
from api.pages.forms.fields import details_as_typed, form_fields
from api.pages.forms.kept import KeptForm
from api.pages.forms.parse import FormEntry
from api.pages.forms.read_form import SentForm
from api.pages.read.changes import deeds, transitions_of
from api.pages.record.check import as_checked, checked, choices
from api.pages.words import labels
from api.pages.words.sentences import change_as_claimed, change_sentence
from domain.changes.change import Change
from domain.kinds.fields import fields_of
from domain.kinds.registry import TYPES
from domain.log.amendments import AMENDMENTS
from projections.questions.log import NoSuchChange

router = APIRouter()
_DEED = "Amending a change"


@router.get("/programmes/{programme}/changes/{change}/amend")
def amend_page(
    request: Request, programme: str, change: str, kept: KeptForm, kind: Annotated[str, Query()] = ""
) -> Response:
    """The form."""
    with opened(request, programme, timed=False) as page:
        require_manager(request, page.viewer, page.role, _DEED)
        if kept is not None:
            return amend_form(page, change, kept.text("kind"), kept.fields, {})
        return amend_form(page, change, kind, None, {})


def amend_form(
    page: Page, change: str, kind: str, given: dict[str, list[str]] | None, errors: dict[str, str]
) -> Response:
    """The form for an amendment, as it was typed so far, or with what the record says now."""
    now = _change(page, change)
    allowed = [deed for deed, _ in deeds(now.standing, now.restricted)]
    claim = (given or {}).get("claim", [""])[-1] or page.request.query_params.get("claim", "")
    if kind not in allowed and not (kind == "claim-dismissed" and claim):
        raise SeeOther(page.plain(f"changes/{change}"))
    # What is decided about the record itself has no form: of that, only the date and the paper are put right here.
    asked = {field.name: field for field in fields_of(AMENDMENTS[kind])}
    fields = form_fields(now.event.kind) if "details" in asked and now.type in TYPES else ()
    return page.render(
        "record/amend.html",
        status=422 if errors else 200,
        api=page.api(f"changes/{change}"),
        kind=kind,
        title=labels.kind_label(kind),
        hint=AMENDMENTS[kind].words.hint,
        sentence=change_sentence(now, page.names),
        change=now,
        fields=fields,
        typed=_claimed(page, now, kind, claim) or _now(now, kind) if given is None else given,
        errors=errors,
        choices=choices(page, fields, now.type),
        claim=claim,
        asked_when=asked.get("effective_on"),
        asked_details=asked.get("details"),
        needs_reason=asked["reason"].required,
        needs_source=asked["source"].required,
    )


def _now(change: Change, kind: str) -> dict[str, list[str]]:
    """What the record says, for a correction to begin from."""
    if parse.amendment_field(kind, "details") is None:
        return {}
    typed = details_as_typed(msgspec.to_builtins(change.event))
    return typed | (parse.date_as_typed("when", change.when.text) if kind == "change-corrected" else {})


def _claimed(page: Page, now: Change, kind: str, claim: str) -> dict[str, list[str]]:
    """What another paper says, for a correction of the record to begin from."""
    transitions = transitions_of(page, [now.id])[now.id]
    claimed = next((transition for transition in transitions if transition.entry.id == claim), None)
    if kind != "change-corrected" or claimed is None or claimed.entry.body.kind != "claim-recorded":
        return {}
    change = change_as_claimed(replace(claimed, after=now))
    typed = details_as_typed(msgspec.to_builtins(change.event)) | parse.date_as_typed("when", change.when.text)
    source: Any = dict(claimed.shown["source"])
    typed |= parse.date_as_typed("source-dated", source.pop("dated", None))
    return typed | {f"source-{name}": [text] for name, text in source.items() if text}


def _change(page: Page, id_: str) -> Change:
    transitions = transitions_of(page, [slug_of(id_)])
    if id_ not in transitions:
        raise NoSuchChange(id=id_)
    return transitions[id_][-1].after


@router.post("/programmes/{programme}/changes/{change}/amend")
def amend(request: Request, programme: str, change: str, form: SentForm) -> Response:
    """Check what was typed, and record it once it was checked."""
    kind = form.text("kind")
    with opened(request, programme, timed=False) as page:
        require_manager(request, page.viewer, page.role, _DEED)
        now = _change(page, change)
        if kind not in AMENDMENTS:
            raise SeeOther(page.plain(f"changes/{change}"))
        form.fields["of-kind"], form.fields["change"] = [now.event.kind], [change]
        errors: dict[str, str] = {}
        body = as_checked(form) if form.text("step") == "record" else None
        if body is None:
            body = parse.entry(form, kind, errors)
            body["change"] = change
            if parse.amendment_field(kind, "details") and not errors:
                _drop_what_is_the_same(body, now, errors)
            if errors or form.text("step") == "edit":
                return amend_form(page, change, kind, form.fields, errors)
        draft = page.given.get("scenario")
    return checked(
        request,
        programme,
        form,
        body,
        None,
        draft,
        lambda page, errors: amend_form(page, change, kind, form.fields, errors),
    )


def _drop_what_is_the_same(body: FormEntry, now: Change, errors: dict[str, str]) -> None:
    """A correction or a claim says only what differs from the record."""
    if body.get("effective_on") == now.when.text:
        del body["effective_on"]
    if body.get("details") == msgspec.to_builtins(now.event):
        del body["details"]
    differs = "effective_on" in body or "details" in body
    if not differs and not (body["kind"] == "change-corrected" and "source" in body):
        errors["form"] = "This is what the record says already: change the date, a detail or the source"
