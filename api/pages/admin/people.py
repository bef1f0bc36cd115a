"""The register of people: their names, which entries never hold, and erasing one."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.http.problems import NoSuchPerson
from api.http.session import mergerlog_of
from api.pages.admin.accounts import manager_of_all
from api.pages.core import downloads, templates
from api.pages.core.question_address import SeeOther
from api.pages.core.rate_limit import Exporting
from api.pages.forms.kept import KeptForm
from api.pages.forms.read_form import SentForm
from domain.refusals import Refusal
from projections.accounts import people
from projections.database.connections import reading

router = APIRouter()


@router.get("/people")
def register_page(request: Request, kept: KeptForm) -> Response:
    """Everyone whose name is known, with a form to add someone."""
    return _register(request, {} if kept is None else kept.fields, {})


@router.get("/people.csv", dependencies=[Exporting])
def register_csv(request: Request) -> Response:
    """The same as a table."""
    manager_of_all(request)
    with reading(mergerlog_of(request).engine) as connection:
        return downloads.csv("people", ["name", "id"], [[name, id_] for id_, name in people.list_people(connection)])


def _register(request: Request, typed: dict[str, list[str]], errors: dict[str, str]) -> Response:
    who, _ = manager_of_all(request)
    with reading(mergerlog_of(request).engine) as connection:
        everyone = people.list_people(connection)
    values = {"viewer": who, "api": "/v1/people", "everyone": everyone, "typed": typed, "errors": errors}
    return templates.render_page(request, "admin/people.html", status=422 if errors else 200, **values)


@router.post("/people")
def register(request: Request, form: SentForm) -> Response:
    """Put someone into the register."""
    manager_of_all(request)
    if not form.text("name"):
        return _register(request, form.fields, {"name": "Enter the name"})
    try:
        mergerlog_of(request).register_person(form.text("name"))
    except Refusal as refusal:
        return _register(request, form.fields, {"name": str(refusal)})
    raise SeeOther("/people")


@router.get("/people/erase")
def erase_page(request: Request, kept: KeptForm, person: Annotated[str, Query()] = "") -> Response:
    """What erasing a name does, before it is done."""
    return _erase(request, person if kept is None else kept.text("person"), {})


def _erase(request: Request, person: str, errors: dict[str, str]) -> Response:
    who, _ = manager_of_all(request)
    with reading(mergerlog_of(request).engine) as connection:
        found = people.names_of(connection, [person])
    if person not in found:
        raise NoSuchPerson(id=person)
    values = {"viewer": who, "api": f"/v1/people/{person}", "person": person, "name": found[person], "errors": errors}
    return templates.render_page(request, "admin/erase.html", status=422 if errors else 200, **values)


@router.post("/people/erase")
def erase(request: Request, form: SentForm) -> Response:
    """Erase a name, once that was said to be meant."""
    manager_of_all(request)
    person = form.text("person")
    if form.text("meant") != "yes":
        return _erase(request, person, {"meant": "Say that the name is to be erased for good"})
    try:
        mergerlog_of(request).erase_name(person)
    except Refusal as refusal:
        raise NoSuchPerson(id=person) from refusal
    raise SeeOther("/people")
