"""Clashes: what cannot all be so, which entries opened and cleared it, and what was said of it."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Query, Request, Response

from api.http.session import mergerlog_of
from api.pages.core import downloads
from api.pages.core.page import Page, SeeOther, opened, settle_address, shifted, slug_of
from api.pages.core.rate_limit import Exporting
from api.pages.core.viewer import require_manager
from api.pages.forms.form import Form, SentForm
from api.pages.forms.kept import KeptForm
from api.pages.read.changes import sentences_of, transitions_of
from api.pages.words import dates
from api.pages.words.names import Names, quoted
from api.pages.words.sentences import heading
from domain.kinds.registry import PLURALS
from domain.log.parsing import read_entry
from domain.refusals import ClashOutOfSight

router = APIRouter()
_MOST, _FEW = 500, 100
_RECENT = 31
"""Days within which what was cleared is still listed."""
_QUOTED = re.compile(r'"([a-z0-9-]{1,80})"')
_BASIS = "planned"
"""The basis where the address gives none: what is planned."""


def clashes_in_words(page: Page) -> list[dict[str, Any]]:
    """Every clash, in words."""
    found = page.view.clashes(limit=_MOST)["clashes"]
    return in_words(page, found)


def followed(page: Page) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The same, each with the entry that opened it, where they are few; and those that were cleared in the last month,
    with the entry that cleared each."""
    view = page.view
    known = date.fromordinal(view.point.question.known_on)
    earlier = page.mergerlog.ask(known_on=shifted(known, -_RECENT).isoformat(), basis=view.point.question.basis)
    found = view.clashes(limit=_FEW, follow=True, since=earlier)
    there = clashes_in_words(page) if found["next"] else in_words(page, found["clashes"])
    return there, in_words(page, found["cleared"])


def in_words(page: Page, clashes: Sequence[Mapping[str, Any]], names: Names | None = None) -> list[dict[str, Any]]:
    """Clashes with the names of what they are about in the place of ids, and their days in words."""
    names = names or page.names
    names.look_up(page.view, {(each["type"], each["id"]) for clash in clashes for each in clash["subjects"]})
    told = transitions_of(page, {change for clash in clashes for change in clash["changes"]})
    changes = {id_: f"“{heading(those[-1].after, names)}”" for id_, those in told.items()}
    return [{**clash, **_words(page, clash, names, changes)} for clash in clashes]


def _words(page: Page, clash: Mapping[str, Any], names: Names, changes: dict[str, str]) -> dict[str, Any]:
    """What it says, with names in the place of ids: those of subjects, and what a change says."""
    called = {each["id"]: names.name_of(each["type"], each["id"]) for each in clash["subjects"]}
    said = _QUOTED.sub(lambda match: called.get(match[1]) or changes.get(match[1], match[0]), clash["says"])
    links = [
        (called[each["id"]], page.to(f"{PLURALS[each['type']]}/{each['id']}"))
        for each in clash["subjects"]
        if each["type"] in PLURALS
    ]
    # What is left is named by what it says of a merger.
    said = names.look_up(page.view, quoted(said)).instead(said)
    return {"words": said, "days": _days(clash["from"], clash["to"]), "links": links}


def _days(first: str | None, last: str | None) -> str:
    if first is None:
        return "always" if last is None else f"until {dates.day(last)}"
    if first == last:
        return f"on {dates.day(first)}"
    return f"from {dates.day(first)}" + ("" if last is None else f" to {dates.day(last)}")


@router.get("/programmes/{programme}/clashes")
def clashes_page(request: Request, programme: str) -> Response:
    """Entries that cannot all be right, from what is known."""
    with opened(request, programme, basis=_BASIS) as page:
        if not page.errors:
            settle_address(request, page.plain("clashes"), page.given)
        # What a scenario clears or opens, its own page says.
        found, cleared = (clashes_in_words(page), []) if page.view.scenario else followed(page)
        groups = {
            "certain": [each for each in found if each["certainty"] == "certain" and not each["acknowledged"]],
            "possible": [each for each in found if each["certainty"] == "possible" and not each["acknowledged"]],
            "acknowledged": [each for each in found if each["acknowledged"]],
        }
        status = 422 if page.errors else 200
        return page.render("read/clashes.html", status=status, count=len(found), cleared=cleared, **groups)


@router.get("/programmes/{programme}/clashes.csv", dependencies=[Exporting])
def clashes_csv(request: Request, programme: str) -> Response:
    """The same as a table."""
    heads = ["id", "rule", "certainty", "says", "from", "to", "changes", "acknowledged"]
    with opened(request, programme, basis=_BASIS) as page:
        rows = [
            [
                *(each[name] for name in ("id", "rule", "certainty", "words", "from", "to")),
                " ".join(each["changes"]),
                "yes" if each["acknowledged"] else "no",
            ]
            for each in clashes_in_words(page)
        ]
    return downloads.csv(f"{programme}-clashes", heads, rows)


@router.get("/programmes/{programme}/clashes/{clash}.csv", dependencies=[Exporting])
def clash_csv(request: Request, programme: str, clash: str) -> Response:
    """Every time that one clash was there, as a table."""
    said = ("recorded_at", "recorded_by", "kind", "entry")
    with opened(request, programme, basis=_BASIS) as page:
        episodes = page.view.clash(slug_of(clash))["episodes"]
        rows = [
            [dict(entry or {}).get(name) for entry in (each["opened_by"], each["cleared_by"]) for name in said]
            for each in episodes
        ]
    heads = [f"{what} {name}" for what in ("opened", "cleared") for name in ("at", "by", "by the kind", "by the entry")]
    return downloads.csv(clash, heads, rows)


@router.get("/programmes/{programme}/clashes/{clash}")
def clash_page(
    request: Request, programme: str, clash: str, kept: KeptForm, error: Annotated[str, Query()] = ""
) -> Response:
    """One clash: its rule, what makes it, and every time that it was there."""
    with opened(request, programme, basis=_BASIS) as page:
        if not page.errors:
            settle_address(request, page.plain(f"clashes/{slug_of(clash)}"), page.given)
        errors = {"reason": "Enter why it is accepted"} if error else {}
        return _clash(page, slug_of(clash), errors, kept or Form())


def _clash(page: Page, clash: str, errors: dict[str, str], form: Form) -> Response:
    found = in_words(page, [page.view.clash(clash)])[0]
    return page.render(
        "read/clash.html",
        status=422 if errors or page.errors else 200,
        clash=found,
        changes=sentences_of(page, found["changes"]),
        errors=page.errors | errors,
        typed=form.fields,
    )


@router.post("/programmes/{programme}/clashes/{clash}")
def acknowledge(request: Request, programme: str, clash: str, form: SentForm) -> Response:
    """A manager accepts a clash, and says why."""
    mergerlog = mergerlog_of(request)
    with opened(request, programme, basis=_BASIS, supposing=False) as page:
        require_manager(request, page.viewer, page.role, "Acknowledging a clash")
        if not form.text("reason"):
            return _clash(page, slug_of(clash), {"reason": "Enter why it is accepted"}, form)
        by, back = page.viewer.name, page.to(f"clashes/{clash}")
        said = {
            "id": form.text("entry-id") or secrets.token_hex(8),
            "kind": "clash-acknowledged",
            "subject": programme,
            "effective_on": page.today.isoformat(),
            "standing": "done",
            "reason": form.text("reason"),
            "details": {"clash": clash, "mark": form.text("mark")},
        }
    try:
        mergerlog.record(programme, read_entry(msgspec.json.encode(said)), by)
    except ClashOutOfSight:
        # Observers do not see the clash, so they are not to see that it is known.
        mergerlog.record(programme, read_entry(msgspec.json.encode(said | {"restricted": True})), by)
    raise SeeOther(back)
