"""The type of every problem is the address of a page, which the served application shows to anyone."""

from __future__ import annotations

from html import unescape
from re import sub

import pytest

from api.http.problem_types import STATUSES, problem_types
from domain.refusals import MalformedImport
from tests.documents.surfaces import refusals
from tests.support.deployments import Deployment
from tests.support.examples import start, world


def _words(html: str) -> str:
    return " ".join(unescape(sub(r"<[^>]+>", "", html)).split())


def test_every_refusal_has_a_page_that_says_what_happened_and_what_to_do(on_sqlite: Deployment) -> None:
    types = problem_types()
    assert len(types) == len(refusals()) - 1 + 4, "all but a refused import, which has the type of its own fault"
    assert len({type_.title for type_ in types.values()}) == len(types)
    for type_ in types.values():
        reply = on_sqlite.client.get(type_.address)
        text = _words(reply.text)
        assert reply.status_code == 200
        assert " ".join(type_.sentence.replace("{", "").replace("}", "").split()) in text
        assert f"The status of the answer is {type_.status}: {STATUSES[type_.status][0]}" in text
        assert type_.what_to_do.replace("`", "")[1:] in text


def test_all_types_are_on_one_page(on_sqlite: Deployment) -> None:
    page = on_sqlite.client.get("/docs/problems").text
    assert all(f'href="{type_.address}"' in page for type_ in problem_types().values())
    assert MalformedImport not in refusals() or "malformed-import" not in page


def test_an_address_of_no_type_is_not_found(on_sqlite: Deployment) -> None:
    assert on_sqlite.client.get("/docs/problems/nothing").status_code == 404


@pytest.mark.parametrize(
    ("path", "method", "type_"),
    [
        ("/v1/programmes/nowhere/structure", "GET", "no-such-programme"),
        ("/v1/programmes?basis=perhaps", "GET", "malformed-question"),
        ("/v1/programmes?limit=3", "GET", "malformed-question"),
        ("/v1/nothing", "GET", "not-found"),
        ("/v1/programmes", "PUT", "method-not-allowed"),
        ("/v1/accounts?x=1", "GET", "malformed-question"),
    ],
)
def test_a_problem_names_its_type_and_title(on_sqlite: Deployment, path: str, method: str, type_: str) -> None:
    reply = on_sqlite.client.request(method, path, headers=on_sqlite.headers())
    problem = reply.json()
    assert problem["type"] == f"/docs/problems/{type_}"
    assert problem_types()[type_].status == reply.status_code
    assert problem["title"].lower() == problem_types()[type_].title.lower()


def test_a_refused_line_of_an_import_has_the_type_of_its_own_fault(on_sqlite: Deployment) -> None:
    programme = world(on_sqlite)
    body = start("site-closed", "nowhere")
    own = on_sqlite.post(f"/programmes/{programme}/entries", body).json()
    imported = on_sqlite.client.post(
        f"/v1/programmes/{programme}/entries/import", json=body, headers=on_sqlite.headers()
    ).json()
    assert own["type"] == imported["type"] == "/docs/problems/unknown-subject"
    assert imported["line"] == 1
