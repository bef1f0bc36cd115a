"""Papers that disagree: what the record uses, what the other paper says, and how it was settled."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from api.pages.core import downloads
from api.pages.core.page import Page, opened, settle_address
from api.pages.core.rate_limit import Exporting
from api.pages.forms.fields import form_fields
from api.pages.read.changes import about, deeds, transitions_of
from api.pages.words.sentences import change_sentence, claim_sentence
from domain.kinds.template import enumeration

router = APIRouter()
STATES = {"": "All of them", "open": "Open", "settled": "Settled"}
HOW = {
    "corrected-to-claim": "The record was corrected to what the other paper says",
    "corrected-otherwise": "The record was corrected, to something else again",
    "dismissed": "What the other paper says was dismissed",
    "retracted": "The entry was struck out: it should never have been recorded",
}


def contradictions_in_words(page: Page, state: str = "") -> list[dict[str, Any]]:
    """Contradictions in words: what each side says, as a sentence, and what differs."""
    view = page.view
    found = view.contradictions(state or None)["contradictions"]
    by_change = transitions_of(page, {each["change"] for each in found})
    return [each | _in_words(page, each, by_change[each["change"]]) for each in found]


def _in_words(page: Page, contradiction: Mapping[str, Any], transitions: list[Any]) -> dict[str, Any]:
    claim = next(entry for entry in transitions if entry.entry.id == contradiction["claim"])
    labels = {field.name: field.label for field in form_fields(contradiction["kind"])}
    differs = [labels.get(field, field.replace("_", " ")).lower() for field in contradiction["fields"]]
    return {
        "record": change_sentence(transitions[-1].after, page.names),
        "otherwise": claim_sentence(claim, page.names),
        "differs": "the date" if contradiction["aspect"] == "effective_on" else enumeration(differs),
        "name": page.names.name_of(contradiction["type"], contradiction["subject"]),
        "subject_href": about(page, contradiction["type"], contradiction["subject"]),
        "how": HOW[contradiction["settled"]["how"]] if contradiction["settled"] else "",
        "can_correct": any(kind == "change-corrected" for kind, _ in deeds(contradiction["standing"], False)),
    }


@router.get("/programmes/{programme}/contradictions")
def contradictions_page(request: Request, programme: str, state: Annotated[str, Query()] = "") -> Response:
    """Open ones first."""
    with opened(request, programme) as page:
        if not page.errors:
            settle_address(request, page.plain("contradictions"), page.given)
        state = state if state in STATES else ""
        found = contradictions_in_words(page, state)
        return page.render(
            "read/contradictions.html",
            status=422 if page.errors else 200,
            open=[each for each in found if each["state"] == "open"],
            settled=[each for each in found if each["state"] == "settled"],
            state=state,
            states=STATES,
            api=page.api(state=state or None),
        )


@router.get("/programmes/{programme}/contradictions.csv", dependencies=[Exporting])
def contradictions_csv(request: Request, programme: str, state: Annotated[str, Query()] = "") -> Response:
    """The same as a table."""
    heads = ["change", "type", "subject", "state", "differs", "the record says", "since", "paper", "reference"]
    heads += ["claim", "the other paper says", "other paper", "other reference", "settled how", "settled on", "reason"]
    with opened(request, programme) as page:
        rows = [_row(each) for each in contradictions_in_words(page, state if state in STATES else "")]
    return downloads.csv(f"{programme}-contradictions", heads, rows)


def _row(contradiction: Mapping[str, Any]) -> list[Any]:
    ours, theirs, settled = contradiction["change_says"], contradiction["claim_says"], contradiction["settled"] or {}
    return [
        *(contradiction[name] for name in ("change", "type", "subject", "state", "differs", "record")),
        ours["recorded_at"],
        *((ours.get("source") or {}).get(name) for name in ("document", "reference")),
        *(contradiction[name] for name in ("claim", "otherwise")),
        *((theirs["source"] or {}).get(name) for name in ("document", "reference")),
        *(contradiction["how"], settled.get("recorded_at"), settled.get("reason")),
    ]
