"""The one served application: the API, the pages behind the links in mails, and the web pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from starlette.routing import BaseRoute
from starlette.types import Receive, Scope, Send

from api.http.body_time import BodyTime
from api.http.bounded_address import BoundedAddress
from api.http.head_as_get import HeadAsGet
from api.http.hosts import KnownHosts
from api.http.middleware import Surroundings
from api.http.writing_places import WritingPlaces
from api.links.app import build_links
from api.pages.app import build_pages
from api.rest.app import build_api
from api.services.mergerlog import Mergerlog


class Channels(NamedTuple):
    """The applications that the served one is composed of."""

    api: FastAPI
    links: FastAPI
    pages: FastAPI


class Application:
    """Sends each request to the channel that has a route for it.

    The first segment of a path decides, and it is read off the routes of the channels themselves, so that no route can
    be written and never be reached. The web pages take every path that no other channel has.
    """

    def __init__(self, channels: Channels) -> None:
        self.channels = channels
        self._by_segment: dict[str, FastAPI] = {}
        for channel in (channels.api, channels.links):
            for segment in _segments(channel.routes):
                assert segment not in self._by_segment, f"two channels have routes under /{segment}"
                self._by_segment[segment] = channel
        assert self._by_segment.keys().isdisjoint(_segments(channels.pages.routes))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; the start and the end of serving go to the API."""
        if scope["type"] == "http":
            channel = self._by_segment.get(_first_segment(scope["path"]), self.channels.pages)
        else:
            channel = self.channels.api
        await channel(scope, receive, send)


class ServedApplication(Surroundings):
    """The application with what surrounds every answer; `channels` are the applications that it is composed of."""

    def __init__(self, application: Application, mergerlog: Mergerlog) -> None:
        settings = mergerlog.settings
        patient = BodyTime(WritingPlaces(HeadAsGet(application)))
        super().__init__(BoundedAddress(KnownHosts(patient, settings)), mergerlog.clock, settings)
        self.channels = application.channels


def build_app(mergerlog: Mergerlog) -> ServedApplication:
    """The whole web application of one deployment."""
    api = build_api(mergerlog)
    # Described before the first call, since calls are checked against the description.
    api.openapi()
    return ServedApplication(Application(Channels(api, build_links(mergerlog), build_pages(mergerlog))), mergerlog)


def _segments(routes: Sequence[BaseRoute]) -> set[str]:
    return {_first_segment(context.path) for context in iter_route_contexts(routes) if context.path is not None}


def _first_segment(path: str) -> str:
    return path.removeprefix("/").partition("/")[0]
