"""The register of people: adding a name, and erasing one for good."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from api.app import build_app
from api.services.accounts import Accounts
from projections.accounts.people import list_people
from projections.database.connections import reading
from tests.browser.site import PASSWORD
from tests.support.deployments import Deployment, deploy, sqlite_url

HERE = {"sec-fetch-site": "same-origin"}


Browsers = dict[str | None, TestClient]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    with deploy(sqlite_url(tmp_path_factory.mktemp("register"))) as deployment:
        yield deployment


@pytest.fixture(scope="module")
def browsers(house: Deployment) -> Browsers:
    """The browsers of those who have signed in with each role in all programmes, and of nobody."""
    accounts, application = Accounts(house.mergerlog.engine, house.mergerlog.clock), build_app(house.mergerlog)
    made: Browsers = {None: TestClient(application, follow_redirects=False, headers=HERE)}
    for role in ("observer", "member", "manager"):
        accounts.add(role, role.title(), PASSWORD, role)
        made[role] = TestClient(application, follow_redirects=False, headers=HERE)
        assert made[role].post("/sign-in", data={"sign_in": role, "password": PASSWORD}).status_code == 303
    return made


def register(house: Deployment) -> dict[str, str]:
    """The names in the register, by id."""
    with reading(house.mergerlog.engine) as connection:
        return dict(list_people(connection))


@pytest.mark.parametrize(("role", "status"), [(None, 303), ("observer", 403), ("member", 403), ("manager", 200)])
@pytest.mark.parametrize("path", ["/people", "/people.csv"])
def test_only_a_manager_of_all_programmes_sees_the_register(
    browsers: Browsers, role: str | None, status: int, path: str
) -> None:
    assert browsers[role].get(path).status_code == status


def test_a_token_of_a_manager_does_not_open_the_register(house: Deployment, browsers: Browsers) -> None:
    reply = browsers[None].get("/people", headers=house.headers("manager"))
    assert reply.status_code == 303
    assert reply.headers["location"] == "/sign-in?next=%2Fpeople"


def test_someone_is_put_into_the_register_by_name(house: Deployment, browsers: Browsers) -> None:
    client = browsers["manager"]
    reply = client.post("/people", data={"name": "  Ada Byron "})
    assert (reply.status_code, reply.headers["location"]) == (303, "/people")
    (id_,) = (id_ for id_, name in register(house).items() if name == "Ada Byron")
    head, *rows = client.get("/people.csv").text.splitlines()
    assert head == "\ufeffname,id"
    assert f"Ada Byron,{id_}" in rows


def test_a_name_that_is_empty_is_asked_for(house: Deployment, browsers: Browsers) -> None:
    before = register(house)
    reply = browsers["manager"].post("/people", data={"name": "  "})
    assert reply.status_code == 422
    assert "Enter the name" in reply.text
    assert register(house) == before


def test_a_name_is_erased_once_that_was_said_to_be_meant(house: Deployment, browsers: Browsers) -> None:
    before = register(house)
    house.mergerlog.register_person("Grace Hopper", "p-1")
    house.mergerlog.register_person("Simon Rose", "p-2")
    client = browsers["manager"]
    assert "Grace Hopper" in client.get("/people/erase?person=p-1").text
    reply = client.post("/people/erase", data={"person": "p-1"})
    assert reply.status_code == 422
    assert "Say that the name is to be erased for good" in reply.text
    assert register(house) == before | {"p-1": "Grace Hopper", "p-2": "Simon Rose"}
    assert client.post("/people/erase", data={"person": "p-1", "meant": "yes"}).status_code == 303
    assert register(house) == before | {"p-2": "Simon Rose"}


def test_a_name_that_there_is_not_cannot_be_erased(house: Deployment, browsers: Browsers) -> None:
    client = browsers["manager"]
    assert client.get("/people/erase?person=p-0").status_code == 404
    assert client.post("/people/erase", data={"person": "p-0", "meant": "yes"}).status_code == 404


def test_a_form_from_elsewhere_puts_nobody_into_the_register(house: Deployment, browsers: Browsers) -> None:
    client = browsers["manager"]
    reply = client.post("/people", data={"name": "Eve"}, headers={"sec-fetch-site": "cross-site"})
    assert reply.status_code == 403
    assert "Eve" not in register(house).values()
