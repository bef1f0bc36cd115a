"""My ward: who answers its calls, its neighbourhood team and its point of contact, on any day."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from fastapi import APIRouter, Query, Request, Response

from api.pages.core import downloads
from api.pages.core.days import shifted
from api.pages.core.page import Page, opened, slug_of
from api.pages.core.question_address import SeeOther, settle_address
from api.pages.core.rate_limit import Exporting
from api.pages.drawings.marks import decoded
from api.pages.read.changes import sentences_of
from api.pages.words.names import structure_names
from domain.kinds.registry import PLURALS
from projections.questions.cover import ContactCandidate, CoverAnswer, CoverCandidate, TeamCover

router = APIRouter()
_FAR = 180
"""Days ahead that a link offers to look."""


class WardCandidate(NamedTuple):
    """A team or a person who may answer for an area."""

    name: str
    beside: str
    """The title of a person's post, or where a team comes from."""
    href: str
    found_by: str
    because: list[str]


class RoleAnswer(NamedTuple):
    """Who answers in one role."""

    heading: str
    uncertain: bool
    candidates: list[WardCandidate]


@router.get("/programmes/{programme}/my-ward")
def choose_page(request: Request, programme: str, area: Annotated[str, Query()] = "") -> Response:
    """Choose a ward or a borough."""
    with opened(request, programme) as page:
        if area:
            raise SeeOther(page.to(f"areas/{slug_of(area)}/cover"))
        chosen = "area" in request.query_params
        errors = {"area": "Choose a ward or a borough"} if chosen else {}
        return page.render(
            "read/choose_ward.html",
            status=422 if errors else 200,
            api=page.api("structure"),
            groups=_areas(page),
            errors=errors,
        )


def _areas(page: Page) -> list[tuple[str, list[tuple[str, str]]]]:
    """Boroughs, each with its wards: what it is called, and (id, name) of itself and them."""
    areas = decoded(page.view.structure())["areas"]
    boroughs = sorted((area for area in areas if area["parent"] is None), key=lambda area: str(area["name"]))
    groups = []
    for borough in boroughs:
        wards = sorted((area["name"], area["id"]) for area in areas if area["parent"] == borough["id"])
        groups.append(
            (borough["name"], [(borough["id"], borough["name"]), *((id_, f"{name} ward") for name, id_ in wards)])
        )
    return groups


@router.get("/programmes/{programme}/areas/{area}/cover.csv", dependencies=[Exporting])
def cover_csv(request: Request, programme: str, area: str) -> Response:
    """The same as a table."""
    with opened(request, programme) as page:
        cover = _cover(page, slug_of(area))
        rows = [_row(role, candidate) for role in _answers(page, cover) for candidate in role.candidates]
    heads = ["what", "who", "beside", "found by", "uncertain", "because of"]
    return downloads.csv(f"{programme}-{area}-cover", heads, rows)


def _row(role: RoleAnswer, candidate: WardCandidate) -> list[str]:
    uncertain = "yes" if role.uncertain else "no"
    because = " ".join(candidate.because)
    return [role.heading, candidate.name, candidate.beside, candidate.found_by, uncertain, because]


def _cover(page: Page, area: str) -> CoverAnswer:
    """Who answers for an area, with the names that it takes to say so."""
    view = page.view
    cover = view.cover(area)
    structure_names(view, decoded(view.structure()), page.names)
    page.names.look_up(view, [("area", area)])
    return cover


@router.get("/programmes/{programme}/areas/{area}/cover")
def cover_page(request: Request, programme: str, area: str) -> Response:
    """Who answers for one ward or borough."""
    with opened(request, programme) as page:
        if not page.errors:
            settle_address(request, page.plain(f"areas/{slug_of(area)}/cover"), page.given)
        cover = _cover(page, slug_of(area))
        answers = _answers(page, cover)
        because = sorted({id_ for role in answers for candidate in role.candidates for id_ in candidate.because})
        return page.render(
            "read/cover.html",
            status=422 if page.errors else 200,
            area=area,
            name=cover["name"] or page.names.name_of("area", area),
            answers=answers,
            sentences=dict(sentences_of(page, because)),
            groups=_areas(page),
            far=shifted(page.today, _FAR).isoformat(),
        )


def _answers(page: Page, cover: CoverAnswer) -> list[RoleAnswer]:
    contact = cover["point_of_contact"]
    return [
        _team_answer(page, "Who answers emergency calls", cover["response"]),
        _team_answer(page, "Neighbourhood team", cover["neighbourhoods"]),
        RoleAnswer(
            "Point of contact", contact["uncertain"], [_person(page, candidate) for candidate in contact["candidates"]]
        ),
    ]


def _team_answer(page: Page, heading: str, cover: TeamCover) -> RoleAnswer:
    return RoleAnswer(heading, cover["uncertain"], [_team(page, candidate) for candidate in cover["candidates"]])


def _person(page: Page, candidate: ContactCandidate) -> WardCandidate:
    holder, found_by = candidate["holder"], page.names.name_of("area", candidate["found_by"])
    rank = f"{holder['rank']} " if holder and holder["rank"] else ""
    who = f"{rank}{page.names.person(holder['person'])}" if holder else "Vacant"
    href = page.to(f"{PLURALS['post']}/{candidate['post']}")
    return WardCandidate(who, candidate["title"], href, found_by, candidate["because"])


def _team(page: Page, candidate: CoverCandidate) -> WardCandidate:
    site, found_by = candidate["site"], page.names.name_of("area", candidate["found_by"])
    base = f"from {page.names.name_of('site', site)}" if site else "The papers do not say where it is based"
    href = page.to(f"{PLURALS['team']}/{candidate['team']}")
    return WardCandidate(candidate["name"], base, href, found_by, candidate["because"])
