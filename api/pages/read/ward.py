"""My ward: who answers its calls, its neighbourhood team and its point of contact, on any day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, NamedTuple

from fastapi import APIRouter, Query, Request, Response

from api.pages.core import downloads
from api.pages.core.page import Page, SeeOther, opened, settle_address, shifted, slug_of
from api.pages.core.rate_limit import Exporting
from api.pages.drawings.marks import decoded
from api.pages.read.changes import sentences_of
from api.pages.words.names import structure_names
from domain.kinds.registry import PLURALS

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
    found = []
    for borough in boroughs:
        wards = sorted((each["name"], each["id"]) for each in areas if each["parent"] == borough["id"])
        found.append(
            (borough["name"], [(borough["id"], borough["name"]), *((id_, f"{name} ward") for name, id_ in wards)])
        )
    return found


@router.get("/programmes/{programme}/areas/{area}/cover.csv", dependencies=[Exporting])
def cover_csv(request: Request, programme: str, area: str) -> Response:
    """The same as a table."""
    with opened(request, programme) as page:
        found = _found(page, slug_of(area))
        rows = [_row(role, candidate) for role in _answers(page, found) for candidate in role.candidates]
    heads = ["what", "who", "beside", "found by", "uncertain", "because of"]
    return downloads.csv(f"{programme}-{area}-cover", heads, rows)


def _row(role: RoleAnswer, candidate: WardCandidate) -> list[str]:
    uncertain = "yes" if role.uncertain else "no"
    because = " ".join(candidate.because)
    return [role.heading, candidate.name, candidate.beside, candidate.found_by, uncertain, because]


def _found(page: Page, area: str) -> Mapping[str, Any]:
    """Who answers for an area, with the names that it takes to say so."""
    view = page.view
    found = view.cover(area)
    structure_names(view, decoded(view.structure()), page.names)
    page.names.look_up(view, [("area", area)])
    return found


@router.get("/programmes/{programme}/areas/{area}/cover")
def cover_page(request: Request, programme: str, area: str) -> Response:
    """Who answers for one ward or borough."""
    with opened(request, programme) as page:
        if not page.errors:
            settle_address(request, page.plain(f"areas/{slug_of(area)}/cover"), page.given)
        found = _found(page, slug_of(area))
        because = sorted({id_ for role in _ROLES for each in found[role]["candidates"] for id_ in each["because"]})
        return page.render(
            "read/cover.html",
            status=422 if page.errors else 200,
            area=area,
            name=found["name"] or page.names.name_of("area", area),
            answers=_answers(page, found),
            sentences=dict(sentences_of(page, because)),
            groups=_areas(page),
            far=shifted(page.today, _FAR).isoformat(),
        )


_ROLES = {
    "response": "Who answers emergency calls",
    "neighbourhoods": "Neighbourhood team",
    "point_of_contact": "Point of contact",
}


def _answers(page: Page, answer: Mapping[str, Any]) -> list[RoleAnswer]:
    return [
        RoleAnswer(
            heading, answer[role]["uncertain"], [_candidate(page, found) for found in answer[role]["candidates"]]
        )
        for role, heading in _ROLES.items()
    ]


def _candidate(page: Page, candidate: dict[str, Any]) -> WardCandidate:
    because, found_by = candidate["because"], page.names.name_of("area", candidate["found_by"])
    if "post" in candidate:
        holder = candidate["holder"]
        rank = f"{holder['rank']} " if holder and holder["rank"] else ""
        who = f"{rank}{page.names.person(holder['person'])}" if holder else "Vacant"
        return WardCandidate(
            who, candidate["title"], page.to(f"{PLURALS['post']}/{candidate['post']}"), found_by, because
        )
    site = candidate["site"]
    base = f"from {page.names.name_of('site', site)}" if site else "The papers do not say where it is based"
    return WardCandidate(candidate["name"], base, page.to(f"{PLURALS['team']}/{candidate['team']}"), found_by, because)
