"""The check that a form was sent by a page of this site, not by another site."""

from __future__ import annotations

from fastapi import Request

from api.http.session import origin_of
from domain.refusals import Refusal


class NotFromHere(Refusal):
    """The form was not sent from a page of this site, so nothing was done. Open the page here and send it again."""


async def same_site(request: Request) -> None:
    """Refuse a form that another site had a browser send. Raises NotFromHere."""
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    fetched_from = request.headers.get("sec-fetch-site")
    if fetched_from is not None:
        if fetched_from != "same-origin":
            raise NotFromHere
        return
    if request.headers.get("origin") != origin_of(request):
        raise NotFromHere
