"""Clashes: what cannot all be so, which entries opened and cleared it, and what was said of it."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from datetime import date
from typing import Annotated, TypedDict

import msgspec
from fastapi import APIRouter, Query, Request, Response

from api.http.session import mergerlog_of
from api.pages.core import downloads
from api.pages.core.days import shifted
from api.pages.core.page import Page, opened, slug_of
from api.pages.core.question_address import SeeOther, settle_address
from api.pages.core.rate_limit import Exporting
from api.pages.core.viewer import require_manager
from api.pages.forms.form import Form
from api.pages.forms.kept import KeptForm
from api.pages.forms.read_form import SentForm
from api.pages.read.changes import sentences_of, transitions_of
from api.pages.words import dates
from api.pages.words.names import Names, quoted
from api.pages.words.sentences import heading
from domain.kinds.registry import PLURALS
from domain.log.parsing import read_entry
from domain.refusals import ClashOutOfSight
from projections.questions.clashes.page import ClashEntry, ClashRecord

router = APIRouter()
_MOST, _FEW = 500, 100
_RECENT = 31
"""Days within which what was cleared is still listed."""
_QUOTED = re.compile(r'"([a-z0-9-]{1,80})"')
_BASIS = "planned"
"""The basis where the address gives none: what is planned."""


class ClashWords(TypedDict):
    """The words for a clash: its sentence, its days, and the name and the page of each subject."""

    words: str
    days: str
    links: list[tuple[str, str]]


class ClashInWords(ClashRecord, ClashWords):
    """A clash, with the words for it."""


def clashes_in_words(page: Page) -> list[ClashInWords]:
    """Every clash, in words."""
    return in_words(page, page.view.clashes(limit=_MOST)["clashes"])


def followed(page: Page) -> tuple[list[ClashInWords], list[ClashInWords]]:
    """The same, each with the entry that opened it, where they are few; and those that were cleared in the last month,
    with the entry that cleared each."""
    view = page.view
    known = date.fromordinal(view.point.question.known_on)
    earlier = page.mergerlog.ask(known_on=shifted(known, -_RECENT).isoformat(), basis=view.point.question.basis)
    answer = view.clashes(limit=_FEW, follow=True, since=earlier)
    there = clashes_in_words(page) if answer["next"] else in_words(page, answer["clashes"])
    return there, in_words(page, answer["cleared"])


def in_words(page: Page, clashes: Sequence[ClashRecord], names: Names | None = None) -> list[ClashInWords]:
    """Clashes with the names of what they are about in the place of ids, and their days in words."""
    names = names or page.names
    names.look_up(page.view, {(subject["type"], subject["id"]) for clash in clashes for subject in clash["subjects"]})
    by_change = transitions_of(page, {change for clash in clashes for change in clash["changes"]})
    changes = {id_: f"“{heading(transitions[-1].after, names)}”" for id_, transitions in by_change.items()}
    return [{**clash, **_words(page, clash, names, changes)} for clash in clashes]


def _words(page: Page, clash: ClashRecord, names: Names, changes: dict[str, str]) -> ClashWords:
    """What it says, with names in the place of ids: those of subjects, and what a change says."""
    called = {subject["id"]: names.name_of(subject["type"], subject["id"]) for subject in clash["subjects"]}
    words = _QUOTED.sub(lambda match: called.get(match[1]) or changes.get(match[1], match[0]), clash["says"])
    links = [
        (called[subject["id"]], page.to(f"{PLURALS[subject['type']]}/{subject['id']}"))
        for subject in clash["subjects"]
        if subject["type"] in PLURALS
    ]
    # What is left is named by what it says of a merger.
    words = names.look_up(page.view, quoted(words)).instead(words)
    return {"words": words, "days": _days(clash["from"], clash["to"]), "links": links}


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
        clashes, cleared = (clashes_in_words(page), []) if page.view.scenario else followed(page)
        groups = {
            "certain": [clash for clash in clashes if clash["certainty"] == "certain" and not clash["acknowledged"]],
            "possible": [clash for clash in clashes if clash["certainty"] == "possible" and not clash["acknowledged"]],
            "acknowledged": [clash for clash in clashes if clash["acknowledged"]],
        }
        status = 422 if page.errors else 200
        return page.render("read/clashes.html", status=status, count=len(clashes), cleared=cleared, **groups)


@router.get("/programmes/{programme}/clashes.csv", dependencies=[Exporting])
def clashes_csv(request: Request, programme: str) -> Response:
    """The same as a table."""
    heads = ["id", "rule", "certainty", "says", "from", "to", "changes", "acknowledged"]
    with opened(request, programme, basis=_BASIS) as page:
        rows = [
            [
                *(clash["id"], clash["rule"], clash["certainty"], clash["words"], clash["from"], clash["to"]),
                " ".join(clash["changes"]),
                "yes" if clash["acknowledged"] else "no",
            ]
            for clash in clashes_in_words(page)
        ]
    return downloads.csv(f"{programme}-clashes", heads, rows)


@router.get("/programmes/{programme}/clashes/{clash}.csv", dependencies=[Exporting])
def clash_csv(request: Request, programme: str, clash: str) -> Response:
    """Every time that one clash was there, as a table."""
    with opened(request, programme, basis=_BASIS) as page:
        episodes = page.view.clash(slug_of(clash))["episodes"]
        rows = [[*_entry_row(episode["opened_by"]), *_entry_row(episode["cleared_by"])] for episode in episodes]
    heads = [f"{what} {name}" for what in ("opened", "cleared") for name in ("at", "by", "by the kind", "by the entry")]
    return downloads.csv(clash, heads, rows)


def _entry_row(entry: ClashEntry | None) -> list[str | None]:
    """The entry that opened or cleared a clash, as the cells of a row."""
    if entry is None:
        return [None] * 4
    return [entry["recorded_at"], entry["recorded_by"], entry["kind"], entry["entry"]]


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
    shown = in_words(page, [page.view.clash(clash)])[0]
    return page.render(
        "read/clash.html",
        status=422 if errors or page.errors else 200,
        clash=shown,
        changes=sentences_of(page, shown["changes"]),
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
        body = {
            "id": form.text("entry-id") or secrets.token_hex(8),
            "kind": "clash-acknowledged",
            "subject": programme,
            "effective_on": page.today.isoformat(),
            "standing": "done",
            "reason": form.text("reason"),
            "details": {"clash": clash, "mark": form.text("mark")},
        }
    try:
        mergerlog.record(programme, read_entry(msgspec.json.encode(body)), by)
    except ClashOutOfSight:
        # Observers do not see the clash, so they are not to see that it is known.
        mergerlog.record(programme, read_entry(msgspec.json.encode(body | {"restricted": True})), by)
    raise SeeOther(back)
