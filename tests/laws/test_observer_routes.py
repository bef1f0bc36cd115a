"""The crawl as an observer leaves out no address of the pages, but for those that are listed here with a reason."""

from __future__ import annotations

from starlette.routing import Match, Route

from api.pages.app import _ROUTERS
from tests.laws.test_observer_pages import PICTURES, addresses
from tests.support.restricted_stories import STORIES

LEFT_OUT = {
    **dict.fromkeys(("/sign-in/provider", "/sign-in/back"), "To the identity provider and back: they read no log."),
    **dict.fromkeys(PICTURES, "Made of the drawing (SVG) of the same name, which is compared; one of them is too."),
}


def test_every_route_is_in_the_crawl() -> None:
    asked = {
        address.partition("?")[0].partition("#")[0]
        for name, story in STORIES.items()
        for address in addresses("told", story)
    }
    every = [route for module in _ROUTERS for route in module.router.routes]
    routes = [each for each in every if isinstance(each, Route) and "GET" in (each.methods or ())]
    # The first that fits is the one that answers, as in the application.
    answering = {next((each.path for each in routes if _fits(each, address)), None) for address in asked}
    paths = {each.path for each in routes}
    assert len(paths) > 50
    assert paths - answering - set(LEFT_OUT) == set(), "not in the crawl: add an address to the crawl, or a reason here"
    assert set(LEFT_OUT) - paths == set(), "no such address any more"
    assert answering & set(LEFT_OUT) == set(), "in the crawl after all"


def _fits(route: Route, path: str) -> bool:
    return route.matches({"type": "http", "method": "GET", "path": path, "root_path": ""})[0] == Match.FULL
