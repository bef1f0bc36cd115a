"""Strict parameters: a request with an unknown or repeated query parameter, or with an impossible id, is refused."""

from __future__ import annotations

import re
from collections.abc import Collection

from fastapi import Request

from api.http.problems import NoSuchAddress
from domain.kinds.fields import SLUG
from domain.refusals import MalformedQuestion


async def strict_parameters(request: Request) -> None:
    """Refuse what is strange about the address of a request, going by the description of its call."""
    described = request.app.openapi()["paths"][request.scope["route"].path][request.method.lower()]
    refuse_strange(request, {each["name"] for each in described.get("parameters", ()) if each["in"] == "query"})


def refuse_strange(request: Request, allowed: Collection[str]) -> None:
    """Refuse an address that can lead nowhere, and a query parameter that the call does not take, or takes once: a slip
    of the pen must not alter the question in silence. Raises NoSuchAddress or MalformedQuestion."""
    for value in request.path_params.values():
        if re.fullmatch(SLUG, value) is None:
            raise NoSuchAddress
    names = [name for name, _ in request.query_params.multi_items()]
    for name in names:
        if name not in allowed:
            takes = ", ".join(sorted(allowed)) or "none"
            raise MalformedQuestion(fault=f'this call takes no parameter "{name}" (it takes: {takes})')
        if names.count(name) > 1:
            raise MalformedQuestion(fault=f'the parameter "{name}" is given more than once')
