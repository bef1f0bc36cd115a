"""Whether a body has the shape of an entry: everything that can be said of it without the log."""

import re

from .dates import is_date
from .kinds import AMENDMENTS, KINDS, STANDINGS, Kind

SLUG = re.compile(r"[a-z0-9-]{1,80}")
STARTING_FIELDS = {
    "id",
    "kind",
    "subject",
    "effective_on",
    "standing",
    "details",
    "reason",
    "source",
    "restricted",
}
SOURCE_FIELDS = {"document", "dated", "reference", "quote"}


def given(body: dict) -> dict:
    """A null is as good as left out; only a null covers_unnamed says something."""
    return {name: value for name, value in body.items() if value is not None or name == "covers_unnamed"}


def is_slug(value: object) -> bool:
    return isinstance(value, str) and SLUG.fullmatch(value) is not None


def is_text(value: object) -> bool:
    return isinstance(value, str) and value.strip() != ""


def is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def is_source(value: object) -> bool:
    return (
        isinstance(value, dict)
        and bool(value)
        and set(value) <= SOURCE_FIELDS
        and all(isinstance(one, str) for one in value.values())
        and ("dated" not in value or is_date(value["dated"]))
    )


def is_entry(body: object, change_kind: str | None = None) -> bool:
    """Whether it is well formed. `change_kind` is the kind of the change that it amends, where known."""
    if not isinstance(body, dict):
        return False
    body = given(body)
    if "id" in body and not is_slug(body["id"]):
        return False
    if "source" in body and not is_source(body["source"]):
        return False
    if "reason" in body and not isinstance(body["reason"], str):
        return False
    kind = body.get("kind")
    if not isinstance(kind, str):
        return False
    if kind in KINDS:
        return _is_start(body)
    return kind in AMENDMENTS and _is_amendment(body, change_kind)


def _is_start(body: dict) -> bool:
    return (
        set(body) <= STARTING_FIELDS
        and is_slug(body.get("subject"))
        and is_date(body.get("effective_on"))
        and body.get("standing") in STANDINGS
        and isinstance(body.get("restricted", False), bool)
        and are_details(body["kind"], body["subject"], body.get("details", {}))
    )


def _is_amendment(body: dict, change_kind: str | None) -> bool:
    table = AMENDMENTS[body["kind"]]
    allowed = {"id", "kind", "change", "reason", "source", *table.required, *table.one_or_more}
    if not set(body) <= allowed or not set(table.required) <= set(body) or not is_slug(body.get("change")):
        return False
    if table.one_or_more and not set(table.one_or_more) & set(body):
        return False
    if "reason" in table.required and not is_text(body["reason"]):
        return False
    if "claim" in table.required and not is_slug(body["claim"]):
        return False
    if "effective_on" in body and not is_date(body["effective_on"]):
        return False
    if "details" in body and change_kind is None:
        return isinstance(body["details"], dict)
    return "details" not in body or are_details(change_kind or "", None, body["details"])


def are_details(kind: str, subject: str | None, details: object) -> bool:
    if not isinstance(details, dict):
        return False
    table: Kind = KINDS[kind]
    details = given(details)
    if not set(table.required) <= set(details) <= set(table.details):
        return False
    if not all(_fits(table.details[name], value) for name, value in details.items()):
        return False
    if table.does == "merges":
        return bool(details["from"]) and subject not in details["from"]
    if kind == "team-resized":
        return len(details) == 1
    return True


def _fits(shape: tuple, value: object) -> bool:
    what, which = shape
    if what == "text":
        return is_text(value)
    if what == "number":
        return is_number(value)
    if what == "one of":
        return isinstance(value, str) and value in which
    if what == "any of":
        return isinstance(value, list) and all(isinstance(one, str) and one in which for one in value)
    if what in ("ref", "person"):
        return isinstance(value, str)
    if what in ("refs", "depends"):
        return isinstance(value, list) and all(isinstance(one, str) for one in value)
    return value is None or _is_unnamed(value)


def _is_unnamed(value: object) -> bool:
    return (
        isinstance(value, dict)
        and {"area"} <= set(value) <= {"area", "count"}
        and is_slug(value["area"])
        and (value.get("count") is None or is_number(value["count"]))
    )
