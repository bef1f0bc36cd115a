"""What was typed, as an entry: dates from their fields, details by the kind, and what is wrong with any of it."""

from __future__ import annotations

import re
from typing import TypedDict, cast

from api.pages.core.templates import month_number
from api.pages.forms.fields import Details, DetailValue, form_fields
from api.pages.forms.form import Form
from domain.kinds.fields import Field, fields_of
from domain.kinds.registry import EVENTS
from domain.log.amendments import AMENDMENTS
from domain.refusals import Malformed
from domain.time import edtf

Errors = dict[str, str]


class FormEntry(TypedDict, total=False):
    """An entry that was typed into a form, in the fields that the log reads. A field is there only where it was
    filled in, and in the order of the form: the check page sends it back as it stands."""

    kind: str
    reason: str | None
    subject: str
    change: str
    claim: str
    details: Details
    standing: str
    effective_on: str | None
    source: dict[str, str] | None
    restricted: bool | None


def amendment_field(kind: str, field: str) -> Field | None:
    """A field of an amendment, where its form has it."""
    return next((asked for asked in fields_of(AMENDMENTS[kind]) if asked.name == field), None)


def effective_date(form: Form, name: str, errors: Errors, *, required: bool, label: str) -> str | None:
    """An effective date (EDTF) from its fields."""
    try:
        first, last = _part(form.day_parts(f"{name}-from")), _part(form.day_parts(f"{name}-to"))
    except ValueError as error:
        errors[name] = str(error)
        return None
    if first is None and last is None:
        if required:
            errors[name] = f"Enter {label}"
        return None
    mark = form.text(f"{name}-mark") if form.text(f"{name}-mark") in ("~", "?") else ""
    if form.text(f"{name}-open") and last is None:
        text = f"{first}{mark}/.."
    elif last is None:
        text = f"{first}{mark}"
    else:
        text = f"{f'{first}{mark}' if first else '..'}/{last}{mark}"
    try:
        edtf.parse(text)
    except Malformed:
        errors[name] = "There is no such date, or the end comes before the start"
    return text


def _part(parts: tuple[str, str, str]) -> str | None:
    """A day, a month or a year: whichever fields are filled in. Raises ValueError with a sentence."""
    day, month, year = parts
    if not any(parts):
        return None
    if not (year.isascii() and year.isdigit() and len(year) == 4):
        raise ValueError("Write the year with four digits")
    if not month:
        if day:
            raise ValueError("A date with a day needs a month too")
        return year
    number = month_number(month)
    if number is None:
        raise ValueError("Write the month as a number from 1 to 12, or as a word")
    if not day:
        return f"{year}-{number:02}"
    if not (day.isascii() and day.isdigit() and len(day) <= 2):
        raise ValueError("Write the day as a number")
    return f"{year}-{number:02}-{int(day):02}"


def date_as_typed(name: str, text: str | None) -> dict[str, list[str]]:
    """An effective date as the fields of a form hold it."""
    if not text:
        return {}
    first, slash, last = text.partition("/")
    typed: dict[str, list[str]] = {}
    mark = re.search(r"[~?]", text)
    if mark:
        typed[f"{name}-mark"] = [mark.group()]
    if slash and last == "..":
        typed[f"{name}-open"] = ["yes"]
    for end, part in (("from", first), ("to", last)):
        if part and part != "..":
            numbers = part.rstrip("~?").split("-")
            for field, number in zip(("year", "month", "day"), numbers, strict=False):
                typed[f"{name}-{end}-{field}"] = [number if field == "year" else number.lstrip("0")]
    return typed


def source(form: Form, errors: Errors, *, required: bool = False) -> dict[str, str] | None:
    """The paper that says so."""
    typed: dict[str, str | None] = {name: form.text(f"source-{name}") for name in ("document", "reference", "quote")}
    dated = effective_date(form, "source-dated", errors, required=False, label="when the paper is from")
    if not typed["document"]:
        if required or any(typed.values()) or dated:
            errors["source-document"] = "Enter what the paper is called"
        return None
    return {name: text for name, text in (typed | {"dated": dated}).items() if text}


def details(form: Form, kind: str, errors: Errors) -> Details:
    """The details of a kind, as an entry gives them."""
    typed: Details = {}
    fields = form_fields(kind)
    for field in fields:
        if field.clear and form.text(f"d-{field.name}-none"):
            typed[field.name] = None
            continue
        value = _value(form, field, errors)
        if value is None or value == []:
            if field.required and f"d-{field.name}" not in errors:
                errors[f"d-{field.name}"] = _missing(field)
            continue
        typed[field.name] = value
    alternatives = [field for field in fields if field.name in EVENTS[kind].exactly_one]
    if alternatives and sum(field.name in typed for field in alternatives) != 1:
        errors.setdefault(f"d-{alternatives[0].name}", _missing(alternatives[0]))
    return typed


_WITHOUT_ARTICLE = ("Its", "What", "When", "Where", "Who")


def _missing(field: Field) -> str:
    if field.missing:
        return field.missing
    verb = "Enter" if not field.is_list and field.sort in ("text", "long", "number") else "Choose"
    article = "" if field.label.startswith(_WITHOUT_ARTICLE) else "the "
    return f"{verb} {article}{field.label[:1].lower()}{field.label[1:]}"


def _value(form: Form, field: Field, errors: Errors) -> DetailValue:
    name = f"d-{field.name}"
    if field.is_list:
        return form.all(name)
    match field.sort:
        case "number":
            return _number(form.text(name), name, errors)
        case "struct":
            area = form.text(f"{name}-area")
            count = _number(form.text(f"{name}-count"), name, errors)
            return {"area": area, "count": count} if area else None
    return form.text(name) or None


def _number(text: str, name: str, errors: Errors) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        errors[name] = "Write it as a number, such as 60"
        return None
    return int(text)


def entry(form: Form, kind: str, errors: Errors) -> FormEntry:
    """The entry that was typed; what is wrong with it goes to `errors`, by field."""
    body: FormEntry = {"kind": kind, "reason": form.text("reason") or None}
    body |= _amendment(form, kind, errors) if kind in AMENDMENTS else _starting(form, kind, errors)
    return cast("FormEntry", {name: value for name, value in body.items() if value is not None})


def _amendment(form: Form, kind: str, errors: Errors) -> FormEntry:
    body: FormEntry = {}
    if on := amendment_field(kind, "effective_on"):
        body["effective_on"] = effective_date(form, "when", errors, required=on.required, label="when")
    if amendment_field(kind, "details") and form.text("with-details"):
        body["details"] = details(form, form.text("of-kind"), errors)
    paper = amendment_field(kind, "source")
    body["source"] = source(form, errors, required=paper is not None and paper.required)
    if amendment_field(kind, "claim"):
        body["claim"] = form.text("claim")
    reason = amendment_field(kind, "reason")
    if reason is not None and reason.required and not form.text("reason"):
        errors["reason"] = "Enter why"
    return body


def _starting(form: Form, kind: str, errors: Errors) -> FormEntry:
    body: FormEntry = {"details": details(form, kind, errors), "standing": form.text("standing")}
    if body["standing"] not in ("proposed", "planned", "done"):
        errors["standing"] = "Choose whether it has happened, is planned or is proposed"
    body["effective_on"] = effective_date(
        form, "when", errors, required=True, label="when it happened, or is to happen"
    )
    body["source"] = source(form, errors)
    body["restricted"] = True if form.text("restricted") else None
    return body


def slug_from(name: str) -> str:
    """An id made from a name."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:72] or "unnamed"
