"""The question in the address of a page, so that it can be sent to a colleague."""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import Request

from api.pages.core.days import DATE_PARTS, read_day

COORDINATES = ("effective_on", "known_on", "known_at", "basis")
DATE_FIELD_ENDS = tuple(f"-{part}" for part in DATE_PARTS)


class SeeOther(Exception):
    """The same question has an address of its own: go there."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


def coordinates(request: Request, prefix: str = "") -> tuple[dict[str, str], dict[str, str]]:
    """The coordinates that an address gives, and what is wrong with date fields. Raises SeeOther where date fields
    were filled in: the same question is at an address without them."""
    params = request.query_params
    given = {name: params[f"{prefix}{name}"] for name in COORDINATES if params.get(f"{prefix}{name}")}
    errors: dict[str, str] = {}
    fields = [name for name in ("effective_on", "known_on") if f"{prefix}{name}-year" in params]
    for name in fields:
        typed = [params.get(f"{prefix}{name}-{part}", "").strip() for part in DATE_PARTS]
        given.pop(name, None)
        if any(typed):
            try:
                given[name] = read_day(*typed).isoformat()
            except ValueError as error:
                errors[f"{prefix}{name}"] = str(error)
    return given, errors


def has_date_fields(request: Request) -> bool:
    """Whether date fields were filled in."""
    return any(name.endswith("-year") for name in request.query_params)


def settle_address(request: Request, path: str, given: dict[str, str]) -> None:
    """Where date fields were filled in without a fault, go to the address that says the same. Raises SeeOther."""
    if has_date_fields(request):
        others = {
            name: value
            for name, value in request.query_params.items()
            if not name.endswith(DATE_FIELD_ENDS) and name not in given and value
        }
        path = path.partition("?")[0]
        raise SeeOther(f"{path}?{urlencode(others | given)}" if others | given else path)
