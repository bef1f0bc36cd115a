"""What an observer is shown is, byte for byte, what they would be shown had the log never held what is restricted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import build_app
from api.pages.core.rate_limit import Pace
from domain.kinds.registry import PLURALS
from tests.laws.test_observer import Pair
from tests.oracle.kinds import KINDS
from tests.support.deployments import deploy, sqlite_url
from tests.support.restricted_stories import END, STORIES, Story, named, tell

_LINK = re.compile(r'href="(/programmes/[^"#]*)')
PICTURES = tuple(
    f"/programmes/{{programme}}/{name}.png"
    for name in ("structure", "timeline", "mergers", "mergers/{change}", "changes/{change}/forecasts", "side-by-side")
)
"""Each is made of a drawing that is compared."""
OF_NO_PROGRAMME: tuple[str, ...] = (
    "/",
    "/accounts",
    "/tokens",
    "/new-programme",
    "/people",
    "/people/erase?person=p-7f3a",
)
OF_NO_PROGRAMME += ("/accessibility", "/privacy", "/sign-in", "/docs", "/docs/problems", "/docs/problems/stale")
OF_NO_PROGRAMME += ("/programmes.csv", "/accounts.csv", "/tokens.csv", "/people.csv")
MOST = 25
"""Links that are followed beyond the addresses that a story knows of."""


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    urls = [sqlite_url(tmp_path_factory.mktemp("pages"), name) for name in ("whole", "public")]
    with deploy(urls[0]) as whole, deploy(urls[1]) as public:
        yield Pair(whole, public)


@pytest.fixture(scope="module")
def clients(pair: Pair) -> tuple[TestClient, TestClient]:
    made = []
    for deployment in pair:
        app = build_app(deployment.mergerlog)
        app.channels.pages.state.paces = {name: Pace(10**9) for name in app.channels.pages.state.paces}
        made.append(TestClient(app, headers=deployment.headers("observer"), follow_redirects=False))
    return made[0], made[1]


def told(pair: Pair, name: str) -> str:
    """The story, told on both; the id of its programme."""
    programme = re.sub(r"[^a-z0-9]+", "-", name)
    for deployment, whole in ((pair.whole, True), (pair.public, False)):
        tell(deployment, programme, STORIES[name], whole=whole)
        deployment.time.at = END
    return programme


def addresses(programme: str, story: Story) -> list[str]:
    """Every sort of page, and those of every subject and change, whether or not an observer may know of it."""
    of = f"/programmes/{programme}"
    bodies = [body for _, body in named(story)]
    subjects = {(KINDS[body["kind"]].type, body["subject"]) for body in bodies if "subject" in body}
    subjects |= {("area", "kenton"), ("team", "response-b"), ("site", "wembley"), ("unit", "nw-bcu")}
    found = [of, f"{of}/log.atom", f"{of}/my-ward"]
    for page in ("structure", "timeline", "log", "clashes", "contradictions", "mergers"):
        found += [f"{of}/{page}", f"{of}/{page}.csv", f"{of}/{page}?known_on=2018-06-05&show=everything"]
    found += [f"{of}/structure{end}?effective_on=2018-12-31&basis=proposed" for end in ("", ".svg", ".csv")]
    found += [f"{of}/structure/compare?known_on=2018-06-04&to_known_on=2018-06-08&to_basis=proposed"]
    for end in ("", ".csv"):
        found += [f"{of}/search{end}?q={word}" for word in ("response", "simon", "wembley", "reason", "paper")]
        found += [f"{of}/papers{end}?document=paper", f"{of}/people/p-7f3a{end}", f"{of}/areas/kenton/cover{end}"]
        found += [f"{of}/clashes/none-0{end}", f"{of}/contacts{end}", f"{of}/calendars{end}", f"{of}/reminders{end}"]
    found += [f"{of}/{PLURALS[type_]}/{slug}" for type_, slug in sorted(subjects)]
    found += [f"{of}/changes/{body['id']}" for body in bodies]
    found += [f"{of}/changes/{body['id']}{what}" for body in bodies for what in (".csv", "/forecasts", "/knock-on.csv")]
    found += [f"{of}/mergers{end}" for end in (".svg", "/units-merged", "?basis=proposed&effective_on=2019-12-31")]
    found += [f"{of}/{page}" for page in ("scenarios", "scenarios/draft", "side-by-side", "structure?scenario=draft")]
    found += [f"{of}/{page}" for page in ("record", "import")]
    found += [f"{of}/reminders/{page}" for page in ("policy", "due.csv", "failed.csv")]
    found += [f"{of}/{page}" for page in ("timeline.svg", "structure/compare.csv?to_effective_on=2018-12-31")]
    found += [f"{of}/{page}" for page in ("scenarios.csv", "scenarios/draft.csv", "scenarios/draft/commit")]
    found += [f"{of}/side-by-side{end}?side=draft&log=yes" for end in (".csv", ".svg")]
    found += [f"{of}/{PLURALS[type_]}/{slug}.csv" for type_, slug in sorted(subjects)]
    for of_change in [f"{of}/changes/{body['id']}" for body in bodies[-2:]]:
        found += [f"{of_change}/{what}" for what in ("amend?kind=change-retracted", "knock-on?days=30")]
        found += [f"{of_change}/forecasts{end}" for end in (".svg", ".csv")]
    found += [f"{of}/mergers/{bodies[-1]['id']}{end}" for end in ("", ".svg", ".csv")]
    return [*found, *(f"{of}/entries/{body['id']}" for body in bodies[-2:]), *OF_NO_PROGRAMME]


def same(clients: tuple[TestClient, TestClient], address: str) -> Any:
    """Ask both, and hold one answer against the other: status, headers, bytes."""
    whole, public = (client.get(address) for client in clients)
    assert whole.content == public.content, address
    assert (whole.status_code, dict(whole.headers)) == (public.status_code, dict(public.headers)), address
    assert whole.status_code < 500, address
    return whole


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if at % 3 == 0 else pytest.mark.long) for at, name in enumerate(STORIES)]
)
def test_every_page_feed_and_file(pair: Pair, clients: tuple[TestClient, TestClient], name: str) -> None:
    programme = told(pair, name)
    waiting = addresses(programme, STORIES[name])
    asked = set(waiting)
    followed = 0
    for address in waiting:
        reply = same(clients, address)
        is_page = "text/html" in reply.headers.get("content-type", "")
        for link in map(unescape, _LINK.findall(reply.text) if is_page else ()):
            if link not in asked and followed < MOST and not link.endswith(".png"):
                asked.add(link)
                waiting.append(link)
                followed += 1
    same(clients, f"/programmes/{programme}/structure.png?basis=proposed")


def test_a_member_sees_what_is_restricted(pair: Pair) -> None:
    """So the stories do hide something, and the comparison could fail."""
    name = next(iter(STORIES))
    programme = re.sub(r"[^a-z0-9]+", "-", name)
    if pair.whole.get(f"/programmes/{programme}").status_code == 404:
        told(pair, name)
    seen = [
        TestClient(build_app(each.mergerlog), headers=each.headers("member")).get(f"/programmes/{programme}/log")
        for each in pair
    ]
    assert seen[0].content != seen[1].content
    assert "Restricted" in seen[0].text
