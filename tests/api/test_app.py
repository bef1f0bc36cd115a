"""The served application reaches every route of every application that it is composed of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from fastapi.testclient import TestClient
from starlette.types import ASGIApp, Receive, Scope, Send

from api.app import Application, Channels, build_app
from api.bootstrap import build
from api.links.app import build_links
from api.services.mergerlog import Mergerlog
from api.settings import Settings
from tests.support.deployments import Time, sqlite_url


@pytest.fixture
def mergerlog(tmp_path: Path) -> Iterator[Mergerlog]:
    built = build(Settings(database=sqlite_url(tmp_path)), real=Time())
    yield built
    built.engine.dispose()


def test_every_route_of_every_channel_is_reached_through_the_served_application(mergerlog: Mergerlog) -> None:
    served = build_app(mergerlog)
    assert all(len(list(_calls(channel))) > 4 for channel in served.channels)
    assert _not_reached(served, served.channels) == []


def test_a_dispatcher_with_a_list_of_paths_of_its_own_is_found_out(mergerlog: Mergerlog) -> None:
    """The fault that there was: the API was given three paths, and the links' pages hung on it under a fourth."""
    channels = build_app(mergerlog).channels
    channels.api.router.routes += channels.links.routes

    async def served(scope: Scope, receive: Receive, send: Send) -> None:
        is_api = scope["type"] != "http" or scope["path"].startswith(("/v1", "/healthz", "/readyz"))
        await (channels.api if is_api else channels.pages)(scope, receive, send)

    links = {f"{method} {path}" for method, path, _ in _calls(channels.links)}
    assert {call.partition(" is ")[0] for call in _not_reached(served, channels)} == links


def test_two_channels_cannot_have_routes_under_one_segment(mergerlog: Mergerlog) -> None:
    channels = build_app(mergerlog).channels
    for segment in ("v1", "programmes"):
        links = build_links(mergerlog)
        links.get(f"/{segment}/more")(lambda: None)
        with pytest.raises(AssertionError):
            Application(Channels(channels.api, links, channels.pages))


def _not_reached(served: ASGIApp, channels: Iterable[FastAPI]) -> list[str]:
    """The calls that another application than their own answers, or another route of it."""
    scopes: list[Scope] = []

    async def witness(scope: Scope, receive: Receive, send: Send) -> None:
        scopes.append(scope)
        await served(scope, receive, send)

    missed = []
    with TestClient(witness, raise_server_exceptions=False, follow_redirects=False) as client:
        for channel in channels:
            for method, path, endpoint in _calls(channel):
                client.request(method, path)
                # An application writes itself and the endpoint that answers into the scope of the request.
                if (scopes[-1].get("app"), scopes[-1].get("endpoint")) != (channel, endpoint):
                    missed.append(f"{method} {path} is answered by {scopes[-1].get('endpoint')}")
    return missed


def _calls(channel: FastAPI) -> Iterator[tuple[str, str, object]]:
    """Every method of every route of an application, at an address with ids that do not exist, and its endpoint."""
    for route in iter_route_contexts(channel.routes):
        assert route.path is not None and route.methods, f"walk what {route} leads to as well"
        path = re.sub(r"{[^}]+}", "1", route.path)
        # HEAD is answered as GET, as it is written in no route.
        yield from ((method, path, route.endpoint) for method in sorted(route.methods - {"HEAD"}))
