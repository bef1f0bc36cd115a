"""Templates: jinja2 with everything escaped, and the words of our own as its filters."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from fastapi import Request, Response
from jinja2 import Environment, PackageLoader, StrictUndefined, Undefined
from markupsafe import Markup, escape

from api.pages.words import dates, labels
from domain.kinds.fields import SLUG
from domain.kinds.registry import PLURALS
from domain.kinds.template import enumeration

STATIC = Path(__file__).parents[1] / "static"
SLUG_PATTERN = re.compile(SLUG)
HTML = "text/html; charset=utf-8"


MENU = (
    ("today", "Today", ""),
    ("structure", "Structure", "/structure"),
    ("timeline", "Timeline", "/timeline"),
    ("clashes", "To settle", "/clashes"),
    ("ward", "My ward", "/my-ward"),
    ("log", "The log", "/log"),
    ("search", "Search", "/search"),
)
_MANAGERS = (("scenarios", "Scenarios", "/scenarios"), ("record", "Record a change", "/record"))


class Templates(Environment):
    """A name that a template was not given is a fault; a member that an answer leaves out is nothing."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A member of what a template was given."""
        if isinstance(obj, dict) and attribute in obj:  # most are: asked first, the rest of it costs more
            return obj[attribute]
        found = super().getattr(obj, attribute)
        return "" if isinstance(found, Undefined) and isinstance(obj, dict) else found

    def getitem(self, obj: Any, argument: Any) -> Any:
        """The same by its key."""
        try:
            return obj[argument]
        except (LookupError, TypeError, AttributeError):
            found = super().getitem(obj, argument)
        return "" if isinstance(found, Undefined) and isinstance(obj, dict) else found


class NotBuilt(RuntimeError):
    """The front-end files are not there."""


@cache
def environment() -> Templates:
    """The templates."""
    made = Templates(
        loader=PackageLoader("api.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "day": dates.day,
        "on": dates.written,
        "span": dates.span,
        "when": dates.when,
        "moment": dates.moment,
        "moment_day": dates.moment_day,
        "ordinal": lambda number: dates.written(date.fromordinal(number)),
        "first_up": lambda said: said[:1].upper() + said[1:],
        "days": dates.days,
        "slip": dates.slip,
        "enumeration": enumeration,
        "kind": labels.kind_label,
        "raw": Markup,
    }
    made.globals |= {
        "words": labels,
        "static": static,
        "until": dates.distance,
        "menu": menu,
        "words_plural": PLURALS.get,
    }
    return made


def menu(manages: bool) -> list[tuple[str, str, str]]:
    """The sections of a programme: a key, what it is called, and its address."""
    return [*MENU, *_MANAGERS] if manages else list(MENU)


@lru_cache(maxsize=64)
def static(name: str) -> str:
    """The address of a front-end file. It changes with the file, so that browsers may keep it for good."""
    path = STATIC / name
    if not path.is_file():
        raise NotBuilt(
            f"{name} is not there: the front-end files are taken from npm when the project is built. "
            "Run `uv sync --reinstall-package mergerlog`."
        )
    return f"/static/{hashlib.sha256(path.read_bytes()).hexdigest()[:12]}/{name}"


_SECRET_PAGES = frozenset(("accounts", "tokens", "people", "contacts", "calendars", "sign-in"))
"""Segments of addresses whose pages show names, addresses or secrets, and stay in no browser's store."""


def render_template(template: str, **values: Any) -> str:
    """A template, filled in."""
    return environment().get_template(template).render(**values)


def render_page(request: Request, template: str, *, status: int = 200, **values: Any) -> Response:
    """A page. `programme` is None on pages that belong to none."""
    mergerlog = request.app.state.mergerlog
    known = {
        "request": request,
        "path": request.url.path,
        "clock": mergerlog.clock,
        "today": mergerlog.ask().effective_on,
        "programme": None,
        "page": None,
        "api": None,
        "errors": {},
        "resumed": getattr(request.state, "resumed", False),
        "provider": mergerlog.settings.provider,
    }
    try:
        html = render_template(template, **(known | values))
    except NotBuilt as error:
        return not_built_page(error)
    is_secret = not _SECRET_PAGES.isdisjoint(request.url.path.split("/"))
    headers = {"Cache-Control": "no-store" if is_secret else "private, no-cache", "Vary": "Cookie, Authorization"}
    return Response(html, status, headers, HTML)


def not_built_page(error: NotBuilt) -> Response:
    """A page that needs no front-end file, and says which one is missing and what to do about it."""
    sentence = escape(str(error))
    html = (
        '<!DOCTYPE html>\n<html lang="en-GB"><head><meta charset="utf-8"><title>Mergerlog is not built</title></head>\n'
        f"<body><h1>Mergerlog is not built</h1>\n<p>The pages cannot be shown: {sentence}</p>\n"
        "<p>The API answers all the same.</p></body></html>\n"
    )
    return Response(html, 503, {"Cache-Control": "no-store"}, HTML)


def month_number(typed: str) -> int | None:
    """A month typed as a number or a word: 10, Oct, October."""
    word = typed.strip().lower()
    if word.isascii() and word.isdigit():
        return int(word) if len(word) <= 2 and 1 <= int(word) <= 12 else None
    found = [number for number, name in enumerate(dates.MONTHS, 1) if name.lower().startswith(word)]
    return found[0] if len(word) >= 3 and found else None
