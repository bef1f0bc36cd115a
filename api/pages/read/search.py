"""Search over names, reasons and quotes; and one page a person."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.http.problems import NoSuchPerson
from api.pages.core import downloads
from api.pages.core.entry_line import EntryLine
from api.pages.core.page import Page, opened, slug_of
from api.pages.core.question_address import settle_address
from api.pages.core.rate_limit import Exporting, Searching
from api.pages.drawings.marks import decoded
from api.pages.read.changes import HEADS, entry_line, entry_row, transitions_of
from api.pages.words import labels
from domain.kinds.registry import PLURALS, TYPES
from domain.log.entry import Entry
from domain.refusals import MalformedQuestion
from projections.accounts.people import list_people
from projections.questions.structure_items import PostItem
from projections.read_models.search_index import query_words

router = APIRouter()
_MOST = 50
_LONGEST = 200


@router.get("/programmes/{programme}/search", dependencies=[Searching])
def search_page(request: Request, programme: str, q: Annotated[str, Query()] = "") -> Response:
    """What is called this, and which entries say it."""
    with opened(request, programme) as page:
        if not page.errors:
            settle_address(request, page.plain("search"), page.given)
        query = _checked(q)
        lines = _saying(page, query)
        return page.render(
            "read/search.html",
            api=page.api("entries"),
            query=query,
            subjects=_subjects(page, query),
            people=_people(page, query),
            lines=lines[:_MOST],
            is_more=len(lines) > _MOST,
        )


@router.get("/programmes/{programme}/search.csv", dependencies=[Searching, Exporting])
def search_csv(request: Request, programme: str, q: Annotated[str, Query()] = "") -> Response:
    """The same as a table: what is called this, then the entries that say it."""
    with opened(request, programme) as page:
        query = _checked(q)
        rows: list[list[str | None]] = [[type_.lower(), name] for type_, name, _ in _subjects(page, query)]
        rows += [["person", name] for name, _ in _people(page, query)]
        rows += [["entry", line["name"], *entry_row(line)] for line in _saying(page, query)[:_MOST]]
    return downloads.csv(f"{programme}-search", ["what", "name", *HEADS], rows)


def _saying(page: Page, query: str) -> list[EntryLine]:
    """The newest entries that say it, and one more than are shown."""
    view = page.view
    return entry_lines(page, view.search(query, limit=_MOST + 1))


def _checked(query: str) -> str:
    if "\0" in query or len(query) > _LONGEST:
        raise MalformedQuestion(fault=f"a search is for words, {_LONGEST} characters of them at most")
    return query.strip()


def _holds(name: str, query: list[str]) -> bool:
    words = query_words(name)
    return bool(query) and all(any(word.startswith(start) for word in words) for start in query)


def _subjects(page: Page, query: str) -> list[tuple[str, str, str]]:
    """Subjects that are called this: the type, the name and the page of each."""
    wanted, view = query_words(query), page.view
    if not wanted:
        return []
    return [
        (labels.SUBJECTS[type_], name, page.to(f"{PLURALS[type_]}/{slug}"))
        for type_ in TYPES
        for slug, name in view.named_subjects(type_)
        if _holds(name, wanted)
    ]


def _people(page: Page, query: str) -> list[tuple[str, str]]:
    """People who are called this and whom an entry names that the viewer may know."""
    wanted, view = query_words(query), page.view
    return [
        (name, page.to(f"people/{id_}"))
        for id_, name in (list_people(view.connection) if wanted else ())
        if _holds(name, wanted) and view.naming(id_, limit=1)
    ]


def entry_lines(page: Page, entries: list[Entry]) -> list[EntryLine]:
    """Entries as lists of them show them."""
    by_change = transitions_of(page, {entry.change for entry in entries})
    by_entry = {transition.entry.id: transition for transitions in by_change.values() for transition in transitions}
    return [entry_line(page, by_entry[entry.id]) for entry in entries]


@router.get("/programmes/{programme}/people/{person}.csv", dependencies=[Exporting])
def person_csv(request: Request, programme: str, person: str) -> Response:
    """The posts that they hold on a day, then every entry that names them, as a table."""
    with opened(request, programme) as page:
        lines = _naming(page, slug_of(person))
        rows: list[list[str | None]] = [["post held", post["title"]] for post in _held(page, person)]
        rows += [["entry", line["name"], *entry_row(line)] for line in lines]
    return downloads.csv(f"{programme}-{person}", ["what", "name", *HEADS], rows)


@router.get("/programmes/{programme}/people/{person}")
def person_page(request: Request, programme: str, person: str) -> Response:
    """One person: the posts that they hold on a day, and every entry that names them."""
    with opened(request, programme) as page:
        if not page.errors:
            settle_address(request, page.plain(f"people/{slug_of(person)}"), page.given)
        lines = _naming(page, slug_of(person))
        page.names.look_up(page.view, [("person", person)])
        return page.render(
            "read/person.html",
            api=f"/v1/people/{person}",
            person=person,
            name=page.names.person(person),
            posts=_held(page, person),
            lines=lines,
        )


def _naming(page: Page, person: str) -> list[EntryLine]:
    """The entries that name someone. Raises NoSuchPerson where none does."""
    view = page.view
    entries = view.naming(person, limit=200)
    if not entries:
        raise NoSuchPerson(id=person)
    return entry_lines(page, entries)


def _held(page: Page, person: str) -> list[PostItem]:
    posts = decoded(page.view.structure())["posts"]
    return [post for post in posts if post["holder"] and post["holder"]["person"] == person]
