"""The policy of reminders: when people are told, as it is now and as it is to be from a day on. It is an entry."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
from fastapi import APIRouter, Request, Response

from api.pages.core.page import Page, opened
from api.pages.core.viewer import require_manager
from api.pages.forms import parse
from api.pages.forms.fields import Details
from api.pages.forms.form import Form
from api.pages.forms.kept import KeptForm
from api.pages.forms.parse import FormEntry
from api.pages.forms.read_form import SentForm
from api.pages.record.check import as_checked, checked
from domain.kinds.fields import fields_of
from domain.kinds.reminder_policy import ReminderPolicySet
from domain.time import edtf

router = APIRouter()
KIND = ReminderPolicySet.kind
_DEED = "Setting the policy of reminders"
_HOLDS = {
    "overdue_every": "every {} days",
    "managers_after": "after {} working days",
    "senior_after": "after {} working days",
    "vacant_after": "after {} days",
    "acting_after": "after {} days",
}
_RUNGS, *_others = fields_of(ReminderPolicySet)
_FIELDS = [(field.name, field.label, _HOLDS[field.name]) for field in _others]


@router.get("/programmes/{programme}/reminders/policy")
def policy_page(request: Request, programme: str, kept: KeptForm) -> Response:
    """When people are told, and a form to set it otherwise."""
    with opened(request, programme, timed=False) as page:
        require_manager(request, page.viewer, page.role, _DEED)
        if kept is not None:
            return policy_form(page, kept.fields, {})
        today = page.today
        now = msgspec.structs.asdict(_now(page))
        typed = {f"d-{name}": [str(now[name])] for name, *_ in _FIELDS}
        typed["d-rungs"] = [", ".join(map(str, now["rungs"]))]
        return policy_form(page, typed | parse.date_as_typed("when", today.isoformat()), {})


def policy_form(page: Page, typed: dict[str, list[str]], errors: dict[str, str]) -> Response:
    """The form, as it was filled in so far."""
    now = msgspec.structs.asdict(_now(page))
    rows = [(label, words.format(now[name])) for name, label, words in _FIELDS]
    rows.insert(0, (_RUNGS.label, ", ".join(map(str, now["rungs"])) + ", and on the day"))
    fields = [(f"d-{name}", label) for name, label, _ in _FIELDS]
    status = 422 if errors else 200
    values = {"kind": KIND, "rows": rows, "fields": fields, "typed": typed, "errors": errors}
    return page.render("record/reminder_policy.html", status=status, api=page.api("entries", kind=KIND), **values)


def _now(page: Page) -> Any:
    view = page.view
    return view.reminder_policy(page.today.toordinal())


@router.post("/programmes/{programme}/reminders/policy")
def set_policy(request: Request, programme: str, form: SentForm) -> Response:
    """Check what was typed, and record it once it was checked."""
    with opened(request, programme, timed=False) as page:
        require_manager(request, page.viewer, page.role, _DEED)
        errors: dict[str, str] = {}
        body = as_checked(form) if form.text("step") == "record" else None
        if body is None:
            body = _typed(page, form, errors)
        if errors or form.text("step") == "edit":
            return policy_form(page, form.fields, errors)
    form.fields["kind"] = [KIND]
    return checked(
        request, programme, form, body, None, None, lambda page, errors: policy_form(page, form.fields, errors)
    )


def _typed(page: Page, form: Form, errors: dict[str, str]) -> FormEntry:
    details: Details = {}
    for name, *_ in _FIELDS:
        details[name] = _days(form.text(f"d-{name}"), f"d-{name}", errors)
    parts = form.text("d-rungs").replace(",", " ").split()
    details["rungs"] = [_days(part, "d-rungs", errors) for part in parts]
    on = parse.effective_date(form, "when", errors, required=True, label="the day from which it holds")
    body: FormEntry = {"kind": KIND, "subject": page.programme["id"], "details": details, "effective_on": on}
    body["standing"] = "planned" if on and not errors and _is_to_come(on, page.today) else "done"
    if form.text("reason"):
        body["reason"] = form.text("reason")
    return body


def _is_to_come(on: str, today: date) -> bool:
    """Nothing is done before its day: what holds from a later day on is planned."""
    return edtf.parse(on).latest > today.toordinal()


def _days(text: str, field: str, errors: dict[str, str]) -> int:
    if text.isascii() and text.isdigit() and len(text) <= 4 and 1 <= int(text) <= 366:
        return int(text)
    errors[field] = "Write a number of days from 1 to 366" + (", with commas between" if field == "d-rungs" else "")
    return 0
