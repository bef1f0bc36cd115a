"""Search over names, reasons and quotes; and one page a paper and a person."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from api.pages import words
from api.pages.asking import Page, opened, settle_address, slug_of
from api.pages.changes import line, told_of
from api.pages.marks import decoded
from api.pages.pacing import Searching
from api.rest.problems import NoSuchPerson
from domain.entries import Entry
from domain.kinds import PLURALS, TYPES
from domain.refusals import MalformedQuestion, Refusal
from projections import naming, searching
from projections.people import everyone
from projections.structure import structure
from projections.words import tokens

router = APIRouter()
_MOST = 50
_LONGEST = 200


class NoSuchPaper(Refusal):
    """No entry that was recorded up to then cites the paper "{document}"."""


@router.get("/programmes/{programme}/search", dependencies=[Searching])
def search_page(request: Request, programme: str, q: Annotated[str, Query()] = "") -> Response:
    """What is called this, and which entries say it."""
    with opened(request, programme) as page:
        if not page.errors:
            settle_address(request, page.plain("search"), page.given)
        query = _checked(q)
        seen = page.seen
        found = searching.search(seen.connection, seen.log, seen.point, query, limit=_MOST + 1) if query else []
        return page.render(
            "search.html",
            api=page.api("entries"),
            query=query,
            subjects=_subjects(page, query),
            people=_people(page, query),
            lines=_lines(page, found[:_MOST]),
            is_more=len(found) > _MOST,
        )


def _checked(query: str) -> str:
    if "\0" in query or len(query) > _LONGEST:
        raise MalformedQuestion(fault=f"a search is for words, {_LONGEST} characters of them at most")
    return query.strip()


def _holds(name: str, query: list[str]) -> bool:
    said = tokens(name)
    return bool(query) and all(any(each.startswith(word) for each in said) for word in query)


def _subjects(page: Page, query: str) -> list[tuple[str, str, str]]:
    """Subjects that are called this: the type, the name and the page of each."""
    wanted, seen = tokens(query), page.seen
    if not wanted:
        return []
    return [
        (words.TYPES[type_], name, page.to(f"{PLURALS[type_]}/{slug}"))
        for type_ in TYPES
        for slug, name in naming.everyone(seen.connection, seen.log, seen.point, type_)
        if _holds(name, wanted)
    ]


def _people(page: Page, query: str) -> list[tuple[str, str]]:
    """People who are called this and whom an entry names that the viewer may know."""
    wanted, seen = tokens(query), page.seen
    return [
        (name, page.to(f"people/{id_}"))
        for id_, name in (everyone(seen.connection) if wanted else ())
        if _holds(name, wanted) and searching.naming(seen.connection, seen.log, seen.point, id_, limit=1)
    ]


def _lines(page: Page, entries: list[Entry]) -> list[dict[str, Any]]:
    by_change = told_of(page, {entry.change for entry in entries})
    told = {each.entry.id: each for those in by_change.values() for each in those}
    return [line(page, told[entry.id]) for entry in entries]


@router.get("/programmes/{programme}/papers", dependencies=[Searching])
def paper_page(request: Request, programme: str, document: Annotated[str, Query()] = "") -> Response:
    """One paper: every entry that cites it."""
    with opened(request, programme) as page:
        if not page.errors:
            settle_address(request, page.plain("papers"), page.given)
        seen = page.seen
        if "\0" in document:
            raise MalformedQuestion(fault="a parameter holds the character NUL")
        found = searching.citing(seen.connection, seen.log, seen.point, document, limit=500)
        if not found:
            raise NoSuchPaper(document=document)
        lines = _lines(page, found)
        lines.sort(key=lambda each: _natural(each["source"].get("reference", "")))
        dated = sorted({entry.body.source.dated for entry in found if entry.body.source and entry.body.source.dated})
        return page.render("paper.html", api=page.api("entries"), document=document, lines=lines, dated=dated)


def _natural(reference: str) -> list[tuple[int, int, str]]:
    """Paragraphs in their order: 1.9 before 1.10."""
    return [(0, int(word), "") if word.isdigit() else (1, 0, word) for word in tokens(reference)]


@router.get("/programmes/{programme}/people/{person}")
def person_page(request: Request, programme: str, person: str) -> Response:
    """One person: the posts that they hold on a day, and every entry that names them."""
    with opened(request, programme) as page:
        if not page.errors:
            settle_address(request, page.plain(f"people/{slug_of(person)}"), page.given)
        seen = page.seen
        found = searching.naming(seen.connection, seen.log, seen.point, slug_of(person), limit=200)
        if not found:
            raise NoSuchPerson(id=person)
        page.names.look_up(seen, [("person", person)])
        lines = _lines(page, found)
        return page.render(
            "person.html",
            api=f"/v1/people/{person}",
            person=person,
            name=page.names.person(person),
            posts=_held(page, person),
            lines=lines,
        )


def _held(page: Page, person: str) -> list[dict[str, Any]]:
    posts = decoded(structure(page.seen.connection, page.seen.point))["posts"]
    return [post for post in posts if post["holder"] and post["holder"]["person"] == person]
