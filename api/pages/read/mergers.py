"""Mergers: what the merging units had the day before, where each thing went, and what is not accounted for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypedDict

from fastapi import APIRouter, Request, Response

from api.pages.core import downloads
from api.pages.core.page import Page, opened, slug_of
from api.pages.core.question_address import settle_address
from api.pages.core.rate_limit import Exporting
from api.pages.drawings.ledger import DrawnLedgerRow, LedgerSquare, ledger
from api.pages.drawings.png import png
from api.pages.read.changes import sentences_of
from api.pages.words import dates, labels
from api.pages.words.names import quoted
from domain.changes.change import Lifecycle
from domain.kinds.event import Reference
from domain.kinds.registry import PLURALS, SubjectTypeName
from domain.kinds.template import enumeration
from domain.mergers.ledger import LEFT_OVER, OUTCOMES, LedgerOutcome
from projections.questions.merger_answers import LedgerItem, LedgerSubject, MergerSummary, SettlingChange

router = APIRouter()
_BASIS = "planned"
_ORDER = ("team", "post", "site", "area")
OUTCOME_COLOURS = dict(zip(OUTCOMES, ("blue", "green", "grey", "red"), strict=True))


_With = TypedDict("_With", {"with": tuple[str, str] | None})


class LedgerLineInWords(_With):
    """A line of a ledger in words; `with` is the name and the page of the unit or the team that has it now."""

    type: SubjectTypeName
    id: str
    name: str
    href: str
    outcome: LedgerOutcome
    how: str | None
    has_it: LedgerSubject | None
    settled_by: list[SettlingChange]
    causes: list[tuple[str, str]]
    standing: Lifecycle | None
    why: str


class MergerInWords(MergerSummary):
    """A merger in words: its names, its progress, its ledger, and the sites that the log ties to nobody."""

    ledger: list[LedgerItem]
    name: str
    who: str
    progress: str
    lines: list[LedgerLineInWords]
    untied: list[tuple[str, str]]


def mergers_in_words(page: Page) -> list[MergerInWords]:
    """Every merger, with its names, its progress in words, and its ledger."""
    return [merger_in_words(page, merger["change"]) for merger in page.view.mergers()["mergers"]]


def merger_in_words(page: Page, change: str) -> MergerInWords:
    """One merger. Raises NoSuchChange or NoSuchMerger."""
    view = page.view
    merger = view.merger(change)
    lines, untied = merger["ledger"], merger["untied"]
    wanted: set[Reference] = {(merger["type"], slug) for slug in (merger["subject"], *merger["from"])}
    wanted |= {(line["type"], line["id"]) for line in lines} | {("site", slug) for slug in untied}
    wanted |= {(line["has_it"]["type"], line["has_it"]["id"]) for line in lines if line["has_it"]}
    wanted |= {reference for line in lines for reference in quoted(line["why"] or "")}
    names = page.names.look_up(view, wanted)
    causes = dict.fromkeys(cause["change"] for line in lines for cause in line["settled_by"])
    sentences = dict(sentences_of(page, list(causes)))
    return {
        **merger,
        "name": names.name_of(merger["type"], merger["subject"]),
        "who": enumeration([names.name_of(merger["type"], slug) for slug in merger["from"]]),
        "progress": progress(lines),
        "lines": sorted((_line(page, line, sentences) for line in lines), key=_first),
        "untied": [(names.name_of("site", slug), page.to(f"sites/{slug}")) for slug in untied],
    }


def _line(page: Page, line: LedgerItem, sentences: dict[str, str]) -> LedgerLineInWords:
    names, causes = page.names, line["settled_by"]
    why = names.instead(line["why"] or "")
    return {
        **line,
        "name": names.name_of(line["type"], line["id"]),
        "href": page.to(f"{PLURALS[line['type']]}/{line['id']}"),
        "with": None if line["has_it"] is None else _named_page(page, line["has_it"]),
        "causes": [(sentences[cause["change"]], page.to(f"changes/{cause['change']}")) for cause in causes],
        "why": why[:1].upper() + why[1:],
    }


def _named_page(page: Page, subject: LedgerSubject) -> tuple[str, str]:
    type_, slug = subject["type"], subject["id"]
    return page.names.name_of(type_, slug), page.to(f"{PLURALS[type_]}/{slug}")


def _first(line: LedgerLineInWords) -> tuple[bool, int, str]:
    return line["outcome"] != LEFT_OVER, _ORDER.index(line["type"]), line["name"]


def progress(lines: Sequence[LedgerItem] | Sequence[LedgerLineInWords]) -> str:
    """How far a ledger is: "All 9 accounted for: 3 done, 6 only planned"."""
    settled = [line for line in lines if line["outcome"] != LEFT_OVER]
    if not lines:
        return "Nothing to account for"
    if not settled:
        return f"None of {len(lines)} accounted for"
    counted = f"All {len(lines)}" if len(settled) == len(lines) else f"{len(settled)} of {len(lines)}"
    by = {name: sum(line["standing"] == name for line in settled) for name in ("done", "planned", "proposed")}
    how = [f"{count} {'' if name == 'done' else 'only '}{name}" for name, count in by.items() if count]
    return f"{counted} accounted for: {', '.join(how)}"


def _things(lines: Iterable[LedgerLineInWords]) -> list[LedgerSquare]:
    return [LedgerSquare(line["outcome"], line["standing"] == "done", line["name"], line["href"]) for line in lines]


def draw_all(page: Page, mergers: Sequence[MergerInWords]) -> str:
    """The drawing of all mergers: a row each."""
    rows = [
        DrawnLedgerRow(
            merger["name"], merger["progress"], page.to(f"mergers/{merger['change']}"), _things(merger["lines"])
        )
        for merger in mergers
    ]
    return ledger(rows, f"{page.programme['name']}: mergers", _note(page))


def draw(page: Page, merger: MergerInWords) -> str:
    """The drawing of one: a row for each sort of thing."""
    rows = []
    for type_ in _ORDER:
        lines = [line for line in merger["lines"] if line["type"] == type_]
        if lines:
            rows.append(DrawnLedgerRow(labels.PLURALS[type_], progress(lines), None, _things(lines)))
    return ledger(rows, f"{merger['name']}: what happens to the teams and buildings of {merger['who']}", _note(page))


def _note(page: Page) -> str:
    known, counting = dates.day(page.asked["known_on"]), labels.COUNTING[page.asked["basis"]]
    return f"Each square is a team, post, building or area, from what was known on {known}, {counting}."


@router.get("/programmes/{programme}/mergers")
def mergers_page(request: Request, programme: str) -> Response:
    """Every merger that happened or may."""
    with opened(request, programme, basis=_BASIS) as page:
        if not page.errors:
            settle_address(request, page.plain("mergers"), page.given)
        mergers = mergers_in_words(page)
        status = 422 if page.errors else 200
        return page.render("read/mergers.html", status=status, mergers=mergers, drawing=draw_all(page, mergers))


@router.get("/programmes/{programme}/mergers.svg", dependencies=[Exporting])
def mergers_svg(request: Request, programme: str) -> Response:
    """The drawing alone."""
    with opened(request, programme, basis=_BASIS) as page:
        return downloads.drawing(draw_all(page, mergers_in_words(page)))


@router.get("/programmes/{programme}/mergers.png", dependencies=[Exporting])
def mergers_png(request: Request, programme: str) -> Response:
    """The drawing as a picture."""
    with opened(request, programme, basis=_BASIS) as page:
        drawn = draw_all(page, mergers_in_words(page))
    return downloads.picture(png(drawn))


@router.get("/programmes/{programme}/mergers.csv", dependencies=[Exporting])
def mergers_csv(request: Request, programme: str) -> Response:
    """The list as a table."""
    heads = ["change", "type", "into", "from", "when", "standing", "counts", "complete", *OUTCOMES, "progress"]
    with opened(request, programme, basis=_BASIS) as page:
        rows = [
            [
                *(merger["change"], merger["type"], merger["name"], merger["who"]),
                *(merger["effective_on"], merger["standing"]),
                *("yes" if so else "no" for so in (merger["counts"], merger["complete"])),
                *(*merger["outcomes"].values(), merger["progress"]),
            ]
            for merger in mergers_in_words(page)
        ]
    return downloads.csv(f"{programme}-mergers", heads, rows)


@router.get("/programmes/{programme}/mergers/{change}.csv", dependencies=[Exporting])
def merger_csv(request: Request, programme: str, change: str) -> Response:
    """A ledger as a table."""
    heads = ["type", "id", "name", "outcome", "how", "now with", "settled by", "changes", "standing", "why not"]
    with opened(request, programme, basis=_BASIS) as page:
        rows = [
            [
                *(line["type"], line["id"], line["name"], line["outcome"], line["how"]),
                line["with"] and line["with"][0],
                " ".join(sentence for sentence, _ in line["causes"]),
                " ".join(cause["change"] for cause in line["settled_by"]),
                *(line["standing"], line["why"]),
            ]
            for line in merger_in_words(page, slug_of(change))["lines"]
        ]
    return downloads.csv(f"{programme}-{change}", heads, rows)


@router.get("/programmes/{programme}/mergers/{change}.svg", dependencies=[Exporting])
def merger_svg(request: Request, programme: str, change: str) -> Response:
    """The drawing of a ledger alone."""
    with opened(request, programme, basis=_BASIS) as page:
        return downloads.drawing(draw(page, merger_in_words(page, slug_of(change))))


@router.get("/programmes/{programme}/mergers/{change}.png", dependencies=[Exporting])
def merger_png(request: Request, programme: str, change: str) -> Response:
    """The drawing of a ledger as a picture."""
    with opened(request, programme, basis=_BASIS) as page:
        drawn = draw(page, merger_in_words(page, slug_of(change)))
    return downloads.picture(png(drawn))


@router.get("/programmes/{programme}/mergers/{change}")
def merger_page(request: Request, programme: str, change: str) -> Response:
    """One merger, with its ledger."""
    with opened(request, programme, basis=_BASIS) as page:
        if not page.errors:
            settle_address(request, page.plain(f"mergers/{slug_of(change)}"), page.given)
        merger = merger_in_words(page, slug_of(change))
        sentence = dict(sentences_of(page, [change]))[change]
        status = 422 if page.errors else 200
        colours = OUTCOME_COLOURS
        return page.render(
            "read/merger.html",
            status=status,
            merger=merger,
            sentence=sentence,
            drawing=draw(page, merger),
            colours=colours,
        )
