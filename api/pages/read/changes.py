"""One change: what it says now, how it came to say so, entry by entry, and the paragraph that each rests on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from fastapi import APIRouter, Request, Response

from api.pages.core import downloads
from api.pages.core.entry_line import EntryLine
from api.pages.core.page import Page, opened, slug_of
from api.pages.core.question_address import SeeOther, settle_address
from api.pages.core.rate_limit import Exporting
from api.pages.words import labels
from api.pages.words.names import mentioned
from api.pages.words.sentences import change_as_claimed, change_sentence, entry_sentence
from domain.changes.change import OPEN, RETRACTED, WITHDRAWN, is_allowed
from domain.kinds.registry import PLURALS
from domain.log.amendments import AMENDMENTS
from projections.changes.transitions import Transition
from projections.questions.log import NoSuchChange
from projections.questions.mergers import KINDS

router = APIRouter()
HEADS = ["recorded at", "recorded by", "id", "change", "kind", "type", "subject", "standing", "sentence", "reason"]
HEADS += ["paper", "dated", "reference", "quote"]
"""Of entries as a table."""


def transitions_of(page: Page, changes: Iterable[str]) -> dict[str, list[Transition]]:
    """The entries of changes, and the names that sentences about them need."""
    found = page.view.transitions(changes)
    wanted: set[tuple[str, str]] = set()
    for transition in found.values():
        for each in transition:
            for change in (each.before, each.after):
                if change is not None:
                    wanted.update(mentioned(change.type, change.slug, change.event))
            if each.entry.body.kind == "claim-recorded":
                wanted.update(change_as_claimed(each).event.references())
    page.names.look_up(page.view, wanted)
    return found


def sentences_of(page: Page, changes: list[str]) -> list[tuple[str, str]]:
    """Changes as sentences, in the order given."""
    found = transitions_of(page, changes)
    return [(id_, change_sentence(found[id_][-1].after, page.names)) for id_ in changes if id_ in found]


def entry_line(page: Page, transition: Transition) -> EntryLine:
    """An entry as lists of entries show it."""
    shown = transition.shown
    return {
        "id": transition.entry.id,
        "change": transition.after.id,
        "kind": transition.entry.body.kind,
        "sentence": entry_sentence(transition, page.names),
        "was": change_sentence(transition.before, page.names) if _replaces(transition) and transition.before else None,
        "standing": transition.after.standing,
        "reason": shown.get("reason"),
        "source": cast("dict[str, str] | None", shown.get("source")),
        "recorded_at": shown["recorded_at"],
        "recorded_by": shown["recorded_by"],
        "backfilled": shown.get("backfilled", False),
        "restricted": transition.after.restricted,
        "type": transition.after.type,
        "subject": transition.after.slug,
        "name": page.names.name_of(transition.after.type, transition.after.slug),
        "subject_href": about(page, transition.after.type, transition.after.slug),
    }


def entry_row(line: EntryLine) -> list[str | None]:
    """A line as a row of a table."""
    source = line["source"] or {}
    return [
        *(line["recorded_at"], line["recorded_by"], line["id"], line["change"], line["kind"], line["type"]),
        *(line["subject"], line["standing"], line["sentence"], line["reason"]),
        *(source.get(name) for name in ("document", "dated", "reference", "quote")),
    ]


def about(page: Page, type_: str, slug: str) -> str:
    """The page of what a change is about; that of the programme for what is decided about the record itself."""
    return page.plain(f"{PLURALS[type_]}/{slug}") if type_ in PLURALS else page.plain()


def _replaces(transition: Transition) -> bool:
    return transition.entry.body.kind == "change-corrected"


@router.get("/programmes/{programme}/changes/{change}.csv", dependencies=[Exporting])
def change_csv(request: Request, programme: str, change: str) -> Response:
    """The entries of a change as a table."""
    with opened(request, programme) as page:
        rows = [entry_row(entry_line(page, each)) for each in _told(page, slug_of(change))]
    return downloads.csv(f"{programme}-{change}", HEADS, rows)


def _told(page: Page, change: str) -> list[Transition]:
    """The entries of a change. Raises NoSuchChange."""
    found = transitions_of(page, [change])
    if change not in found:
        raise NoSuchChange(id=change)
    return found[change]


@router.get("/programmes/{programme}/changes/{change}")
def change_page(request: Request, programme: str, change: str) -> Response:
    """One change."""
    with opened(request, programme) as page:
        if not page.errors:
            settle_address(request, page.plain(f"changes/{slug_of(change)}"), page.given)
        transition = _told(page, slug_of(change))
        said = page.view.change(change)
        return page.render(
            "read/change.html",
            change=said,
            now=transition[-1].after,
            sentence=change_sentence(transition[-1].after, page.names),
            name=page.names.name_of(said["type"], said["subject"]),
            subject_href=about(page, said["type"], said["subject"]),
            history=[entry_line(page, each) for each in transition],
            claims=[(entry_line(page, each), each) for each in transition if each.entry.body.kind == "claim-recorded"],
            deeds=deeds(said["standing"], said["restricted"]) if page.manages else [],
            kind=labels.kind_label(said["kind"]),
            merges=said["kind"] in KINDS and said["standing"] not in (WITHDRAWN, RETRACTED),
            can_slip=said["standing"] in OPEN,
            recorded=request.query_params.get("recorded", "") in {each.entry.id for each in transition},
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
        found = page.view.entry(slug_of(entry))
        raise SeeOther(f"{page.to('changes/' + found['change'])}#entry-{entry}")
