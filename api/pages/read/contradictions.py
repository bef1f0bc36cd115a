"""Papers that disagree: what the record uses, what the other paper says, and how it was settled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.pages.core import downloads
from api.pages.core.page import Page, opened
from api.pages.core.question_address import settle_address
from api.pages.core.rate_limit import Exporting
from api.pages.forms.fields import form_fields
from api.pages.read.changes import about, deeds, transitions_of
from api.pages.words.sentences import change_sentence, claim_sentence
from domain.kinds.template import enumeration
from domain.log.body import StoredSource
from projections.changes.transitions import Transition
from projections.questions.contradiction_answers import Contradiction

router = APIRouter()
STATES = {"": "All of them", "open": "Open", "settled": "Settled"}
HOW = {
    "corrected-to-claim": "The record was corrected to what the other paper says",
    "corrected-otherwise": "The record was corrected, to something else again",
    "dismissed": "What the other paper says was dismissed",
    "retracted": "The entry was struck out: it should never have been recorded",
}


class ContradictionInWords(Contradiction):
    """A contradiction in words: the sentence of each side, and the fields that differ."""

    record: str
    otherwise: str
    differs: str
    name: str
    subject_href: str
    how: str
    can_correct: bool


def contradictions_in_words(page: Page, state: str = "") -> list[ContradictionInWords]:
    """Contradictions in words: the sentence of each side, and the fields that differ."""
    contradictions = page.view.contradictions(state or None)["contradictions"]
    by_change = transitions_of(page, {contradiction["change"] for contradiction in contradictions})
    return [_in_words(page, contradiction, by_change[contradiction["change"]]) for contradiction in contradictions]


def _in_words(page: Page, contradiction: Contradiction, transitions: Sequence[Transition]) -> ContradictionInWords:
    claim = next(entry for entry in transitions if entry.entry.id == contradiction["claim"])
    labels = {field.name: field.label for field in form_fields(contradiction["kind"])}
    differs = [labels.get(field, field.replace("_", " ")).lower() for field in contradiction["fields"]]
    how = contradiction["settled"] and contradiction["settled"]["how"]
    return {
        **contradiction,
        "record": change_sentence(transitions[-1].after, page.names),
        "otherwise": claim_sentence(claim, page.names),
        "differs": "the date" if contradiction["aspect"] == "effective_on" else enumeration(differs),
        "name": page.names.name_of(contradiction["type"], contradiction["subject"]),
        "subject_href": about(page, contradiction["type"], contradiction["subject"]),
        "how": "" if how is None else HOW[how],
        "can_correct": any(kind == "change-corrected" for kind, _ in deeds(contradiction["standing"], False)),
    }


@router.get("/programmes/{programme}/contradictions")
def contradictions_page(request: Request, programme: str, state: Annotated[str, Query()] = "") -> Response:
    """Open ones first."""
    with opened(request, programme) as page:
        if not page.errors:
            settle_address(request, page.plain("contradictions"), page.given)
        state = state if state in STATES else ""
        contradictions = contradictions_in_words(page, state)
        return page.render(
            "read/contradictions.html",
            status=422 if page.errors else 200,
            open=[contradiction for contradiction in contradictions if contradiction["state"] == "open"],
            settled=[contradiction for contradiction in contradictions if contradiction["state"] == "settled"],
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
        rows = [
            _row(contradiction) for contradiction in contradictions_in_words(page, state if state in STATES else "")
        ]
    return downloads.csv(f"{programme}-contradictions", heads, rows)


def _row(contradiction: ContradictionInWords) -> list[str | None]:
    ours, theirs, settled = contradiction["change_says"], contradiction["claim_says"], contradiction["settled"]
    return [
        *(contradiction["change"], contradiction["type"], contradiction["subject"]),
        *(contradiction["state"], contradiction["differs"], contradiction["record"]),
        *(ours["recorded_at"], *_paper(ours.get("source"))),
        *(contradiction["claim"], contradiction["otherwise"], *_paper(theirs["source"])),
        *(contradiction["how"], *((settled["recorded_at"], settled["reason"]) if settled else (None, None))),
    ]


def _paper(source: StoredSource | None) -> tuple[str | None, str | None]:
    """The name of a paper, and the place in it."""
    return (source["document"], source.get("reference")) if source else (None, None)
