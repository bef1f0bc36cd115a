"""Mergers: what the merging units had the day before, where each thing went, and what is not accounted for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from fastapi import APIRouter, Request, Response

from api.pages.core import downloads
from api.pages.core.page import Page, opened, settle_address, slug_of
from api.pages.core.rate_limit import Exporting
from api.pages.drawings.ledger import DrawnLedgerRow, LedgerSquare, ledger
from api.pages.drawings.png import png
from api.pages.read.changes import sentences_of
from api.pages.words import dates, labels
from api.pages.words.names import quoted
from domain.kinds.registry import PLURALS
from domain.kinds.template import enumeration
from domain.mergers.ledger import LEFT_OVER, OUTCOMES

router = APIRouter()
_BASIS = "planned"
_ORDER = ("team", "post", "site", "area")
OUTCOME_COLOURS = dict(zip(OUTCOMES, ("blue", "green", "grey", "red"), strict=True))


def mergers_in_words(page: Page) -> list[dict[str, Any]]:
    """Every merger, with its names, its progress in words, and its ledger."""
    found = page.view.mergers()["mergers"]
    return [merger_in_words(page, each["change"]) for each in found]


def merger_in_words(page: Page, change: str) -> dict[str, Any]:
    """One merger. Raises NoSuchChange or NoSuchMerger."""
    view = page.view
    found = view.merger(change)
    lines = found["ledger"]
    wanted = {(found["type"], slug) for slug in (found["subject"], *found["from"])}
    wanted |= {(line["type"], line["id"]) for line in lines} | {("site", slug) for slug in found["untied"]}
    wanted |= {(line["has_it"]["type"], line["has_it"]["id"]) for line in lines if line["has_it"]}
    wanted |= {each for line in lines for each in quoted(line["why"] or "")}
    names = page.names.look_up(view, wanted)
    causes = dict.fromkeys(each["change"] for line in lines for each in line["settled_by"])
    sentences = dict(sentences_of(page, list(causes)))
    return found | {
        "name": names.name_of(found["type"], found["subject"]),
        "who": enumeration([names.name_of(found["type"], slug) for slug in found["from"]]),
        "progress": progress(lines),
        "lines": sorted((_line(page, line, sentences) for line in lines), key=_first),
        "untied": [(names.name_of("site", slug), page.to(f"sites/{slug}")) for slug in found["untied"]],
    }


def _line(page: Page, line: Mapping[str, Any], sentences: dict[str, str]) -> dict[str, Any]:
    names, has = page.names, line["has_it"]
    why = names.instead(line["why"] or "")
    return {
        **line,
        "name": names.name_of(line["type"], line["id"]),
        "href": page.to(f"{PLURALS[line['type']]}/{line['id']}"),
        "with": has and (names.name_of(has["type"], has["id"]), page.to(f"{PLURALS[has['type']]}/{has['id']}")),
        "causes": [(sentences[each["change"]], page.to(f"changes/{each['change']}")) for each in line["settled_by"]],
        "why": why[:1].upper() + why[1:],
    }


def _first(line: Mapping[str, Any]) -> tuple[bool, int, str]:
    return line["outcome"] != LEFT_OVER, _ORDER.index(line["type"]), line["name"]


def progress(lines: Iterable[Mapping[str, Any]]) -> str:
    """How far a ledger is: "All 9 accounted for: 3 done, 6 only planned"."""
    lines = list(lines)
    settled = [line for line in lines if line["outcome"] != LEFT_OVER]
    if not lines:
        return "Nothing to account for"
    if not settled:
        return f"None of {len(lines)} accounted for"
    said = f"All {len(lines)}" if len(settled) == len(lines) else f"{len(settled)} of {len(lines)}"
    by = {name: sum(line["standing"] == name for line in settled) for name in ("done", "planned", "proposed")}
    how = [f"{count} {'' if name == 'done' else 'only '}{name}" for name, count in by.items() if count]
    return f"{said} accounted for: {', '.join(how)}"


def _things(lines: Iterable[Mapping[str, Any]]) -> list[LedgerSquare]:
    return [LedgerSquare(line["outcome"], line["standing"] == "done", line["name"], line["href"]) for line in lines]


def draw_all(page: Page, mergers: Sequence[Mapping[str, Any]]) -> str:
    """The drawing of all mergers: a row each."""
    rows = [
        DrawnLedgerRow(each["name"], each["progress"], page.to(f"mergers/{each['change']}"), _things(each["lines"]))
        for each in mergers
    ]
    return ledger(rows, f"{page.programme['name']}: mergers", _note(page))


def draw(page: Page, merger: Mapping[str, Any]) -> str:
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
        found = mergers_in_words(page)
        status = 422 if page.errors else 200
        return page.render("read/mergers.html", status=status, mergers=found, drawing=draw_all(page, found))


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
            [each["change"], each["type"], each["name"], each["who"], each["effective_on"], each["standing"]]
            + ["yes" if each[name] else "no" for name in ("counts", "complete")]
            + [*each["outcomes"].values(), each["progress"]]
            for each in mergers_in_words(page)
        ]
    return downloads.csv(f"{programme}-mergers", heads, rows)


@router.get("/programmes/{programme}/mergers/{change}.csv", dependencies=[Exporting])
def merger_csv(request: Request, programme: str, change: str) -> Response:
    """A ledger as a table."""
    heads = ["type", "id", "name", "outcome", "how", "now with", "settled by", "changes", "standing", "why not"]
    with opened(request, programme, basis=_BASIS) as page:
        rows = [
            [
                *(line[name] for name in ("type", "id", "name", "outcome", "how")),
                line["with"] and line["with"][0],
                " ".join(said for said, _ in line["causes"]),
                " ".join(each["change"] for each in line["settled_by"]),
                *(line[name] for name in ("standing", "why")),
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
        found = merger_in_words(page, slug_of(change))
        said = dict(sentences_of(page, [change]))[change]
        status = 422 if page.errors else 200
        colours = OUTCOME_COLOURS
        return page.render(
            "read/merger.html", status=status, merger=found, sentence=said, drawing=draw(page, found), colours=colours
        )
