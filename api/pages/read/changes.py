"""One change: what it says now, how it came to say so, entry by entry, and the paragraph that each rests on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from fastapi import APIRouter, Request, Response

from api.pages.core import downloads
from api.pages.core.page import Page, SeeOther, opened, settle_address, slug_of
from api.pages.core.rate_limit import Exporting
from api.pages.words import labels
from api.pages.words.names import mentioned
from api.pages.words.sentences import change_as_claimed, change_sentence, entry_sentence
from domain.changes.change import OPEN, RETRACTED, WITHDRAWN, is_allowed
from domain.kinds.registry import PLURALS
from domain.log.amendments import AMENDMENTS
from projections.changes.transitions import Told
from projections.questions.log import NoSuchChange
from projections.questions.mergers import KINDS

router = APIRouter()
HEADS = ["recorded at", "recorded by", "id", "change", "kind", "type", "subject", "standing", "sentence", "reason"]
HEADS += ["paper", "dated", "reference", "quote"]
"""Of entries as a table."""


def told_of(page: Page, changes: Iterable[str]) -> dict[str, list[Told]]:
    """The entries of changes, and the names that sentences about them need."""
    found = page.seen.transitions(changes)
    wanted: set[tuple[str, str]] = set()
    for told in found.values():
        for each in told:
            for change in (each.before, each.after):
                if change is not None:
                    wanted.update(mentioned(change.type, change.slug, change.event))
            if each.entry.body.kind == "claim-recorded":
                wanted.update(change_as_claimed(each).event.references())
    page.names.look_up(page.seen, wanted)
    return found


def sentences_of(page: Page, changes: list[str]) -> list[tuple[str, str]]:
    """Changes as sentences, in the order given."""
    found = told_of(page, changes)
    return [(id_, change_sentence(found[id_][-1].after, page.names)) for id_ in changes if id_ in found]


def line(page: Page, told: Told) -> dict[str, Any]:
    """An entry as lists of entries show it."""
    shown = told.shown
    return {
        "id": told.entry.id,
        "change": told.after.id,
        "kind": told.entry.body.kind,
        "sentence": entry_sentence(told, page.names),
        "was": change_sentence(told.before, page.names) if _replaces(told) and told.before else None,
        "standing": told.after.standing,
        "reason": shown.get("reason"),
        "source": shown.get("source"),
        "recorded_at": shown["recorded_at"],
        "recorded_by": shown["recorded_by"],
        "backfilled": shown.get("backfilled", False),
        "restricted": told.after.restricted,
        "type": told.after.type,
        "subject": told.after.slug,
        "name": page.names.name_of(told.after.type, told.after.slug),
        "subject_href": about(page, told.after.type, told.after.slug),
    }


def row(each: dict[str, Any]) -> list[Any]:
    """A line as a row of a table."""
    names = ("recorded_at", "recorded_by", "id", "change", "kind", "type", "subject", "standing", "sentence", "reason")
    source = each["source"] or {}
    return [each[name] for name in names] + [source.get(name) for name in ("document", "dated", "reference", "quote")]


def about(page: Page, type_: str, slug: str) -> str:
    """The page of what a change is about; that of the programme for what is decided about the record itself."""
    return page.plain(f"{PLURALS[type_]}/{slug}") if type_ in PLURALS else page.plain()


def _replaces(told: Told) -> bool:
    return told.entry.body.kind == "change-corrected"


@router.get("/programmes/{programme}/changes/{change}.csv", dependencies=[Exporting])
def change_csv(request: Request, programme: str, change: str) -> Response:
    """The entries of a change as a table."""
    with opened(request, programme) as page:
        rows = [row(line(page, each)) for each in _told(page, slug_of(change))]
    return downloads.csv(f"{programme}-{change}", HEADS, rows)


def _told(page: Page, change: str) -> list[Told]:
    """The entries of a change. Raises NoSuchChange."""
    found = told_of(page, [change])
    if change not in found:
        raise NoSuchChange(id=change)
    return found[change]


@router.get("/programmes/{programme}/changes/{change}")
def change_page(request: Request, programme: str, change: str) -> Response:
    """One change."""
    with opened(request, programme) as page:
        if not page.errors:
            settle_address(request, page.plain(f"changes/{slug_of(change)}"), page.given)
        told = _told(page, slug_of(change))
        said = page.seen.change(change)
        return page.render(
            "change.html",
            change=said,
            now=told[-1].after,
            sentence=change_sentence(told[-1].after, page.names),
            name=page.names.name_of(said["type"], said["subject"]),
            subject_href=about(page, said["type"], said["subject"]),
            history=[line(page, each) for each in told],
            claims=[(line(page, each), each) for each in told if each.entry.body.kind == "claim-recorded"],
            deeds=deeds(said["standing"], said["restricted"]) if page.manages else [],
            kind=labels.kind_label(said["kind"]),
            merges=said["kind"] in KINDS and said["standing"] not in (WITHDRAWN, RETRACTED),
            can_slip=said["standing"] in OPEN,
            recorded=request.query_params.get("recorded", "") in {each.entry.id for each in told},
        )


def deeds(standing: str, restricted: bool) -> list[tuple[str, str]]:
    """What a manager may do to a change: the kind of the amendment, and what the link says."""
    # A claim is dismissed at the claim, and what is restricted already can only be released.
    elsewhere = ("claim-dismissed", "change-restricted" if restricted else "change-released")
    return [
        (kind, amendment.words.offer)
        for kind, amendment in AMENDMENTS.items()
        if is_allowed(amendment, standing) and kind not in elsewhere
    ]


@router.get("/programmes/{programme}/entries/{entry}")
def entry_page(request: Request, programme: str, entry: str) -> Response:
    """One entry is shown where it belongs: among those of its change."""
    with opened(request, programme) as page:
        found = page.seen.entry(slug_of(entry))
        raise SeeOther(f"{page.to('changes/' + found['change'])}#entry-{entry}")
