"""HEAD is answered wherever GET is: the same status and headers, and no body."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.routing import iter_route_contexts

from tests.support.deployments import Deployment
from tests.support.examples import PERSON, WORLD, world

_IDS = {
    "area": "brent",
    "change": "wembley",
    "entry": "wembley",
    "person": PERSON,
    "slug": "wembley",
    "type_": "sites",
    "plural": "sites",
}
_NEVER_ALIKE = {"date", "set-cookie"}


def _get_routes(deployment: Deployment) -> list[tuple[str, str]]:
    """The channel and the path of every GET route of every mounted application."""
    app: Any = deployment.client.app
    return [
        (name, route.path)
        for name, channel in app.channels._asdict().items()
        for route in iter_route_contexts(channel.routes)
        if route.path is not None and "GET" in (route.methods or ())
    ]


def _address(path: str, programme: str) -> str:
    for name, value in {"programme": programme, **_IDS}.items():
        path = path.replace(f"{{{name}}}", value)
    return path.replace("{", "").replace("}", "").replace(":path", "")


@pytest.mark.parametrize("role", ["manager", None])
def test_head_answers_as_get_does_without_the_body(on_sqlite: Deployment, role: str | None) -> None:
    programme = world(on_sqlite)
    headers = on_sqlite.headers(role) if role else {}
    routes = _get_routes(on_sqlite)
    assert {name for name, _ in routes} == {"api", "links", "pages"}
    assert len(routes) > 100
    answered = 0
    for _, path in routes:
        address = _address(path, programme)
        get = on_sqlite.client.get(address, headers=headers, follow_redirects=False)
        head = on_sqlite.client.head(address, headers=headers, follow_redirects=False)
        assert head.status_code == get.status_code != 405, address
        assert head.content == b""
        assert _alike(head.headers) == _alike(get.headers), address
        assert "content-length" in head.headers or get.status_code in (204, 304), address
        answered += get.status_code == 200
    assert answered > (40 if role else 5)


def _alike(headers: Any) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name.lower() not in _NEVER_ALIKE}


def test_a_settled_answer_that_is_known_already_is_304_to_head_too(on_sqlite: Deployment) -> None:
    programme = world(on_sqlite)
    path = f"/v1/programmes/{programme}/structure?known_on=2018-06-03&effective_on=2018-06-01"
    tag = on_sqlite.client.get(path, headers=on_sqlite.headers()).headers["ETag"]
    reply = on_sqlite.client.head(path, headers=on_sqlite.headers(**{"If-None-Match": tag}))
    assert (reply.status_code, reply.headers["ETag"]) == (304, tag)


def test_head_records_nothing_where_only_post_is_taken(on_sqlite: Deployment) -> None:
    programme = world(on_sqlite)
    reply = on_sqlite.client.head(f"/v1/programmes/{programme}/entries/import", headers=on_sqlite.headers())
    assert reply.status_code in (404, 405)
    assert len(on_sqlite.get(f"/programmes/{programme}/entries").json()["entries"]) == len(WORLD)
