"""Renders the links' pages: plain HTML with no scripts, kept by no cache and listed by no search engine."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import Response
from jinja2 import Environment, PackageLoader, StrictUndefined

_templates = Environment(
    loader=PackageLoader("api.links"), autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined
)
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Robots-Tag": "noindex",
}


def html_page(template: str, values: Mapping[str, object], status: int = 200) -> Response:
    """A page made from a template."""
    return Response(_templates.get_template(template).render(values), status, _HEADERS, "text/html")


def message_page(sentence: str, status: int = 200, *, heading: str = "Reminders") -> Response:
    """A page that says one thing."""
    return html_page("message.html", {"heading": heading, "sentence": sentence}, status)
