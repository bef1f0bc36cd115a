"""What an observer reads is, byte for byte, what they would read had the log never held what is restricted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, NamedTuple

import pytest

from domain.kinds.registry import PLURALS
from tests.conftest import fresh_postgres
from tests.oracle.kinds import KINDS
from tests.support.deployments import Deployment, deploy, sqlite_url
from tests.support.examples import amend, record, start, world
from tests.support.restricted_stories import BACKFILLED, END, SEEN, START, STORIES, Story, named, tell


class Pair(NamedTuple):
    """A deployment whose log holds everything, and one whose log never held what is restricted."""

    whole: Deployment
    public: Deployment


@pytest.fixture(scope="module")
def on_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    urls = (sqlite_url(tmp_path_factory.mktemp("pair"), name) for name in ("whole", "public"))
    with deploy(next(urls)) as whole, deploy(next(urls)) as public:
        yield Pair(whole, public)


@pytest.fixture(scope="module")
def on_server(postgres: str) -> Iterator[Pair]:
    with deploy(fresh_postgres(postgres)) as whole, deploy(fresh_postgres(postgres)) as public:
        yield Pair(whole, public)


def told(pair: Pair, name: str) -> str:
    """The story, told on both; the id of its programme."""
    programme = name.replace(" ", "-").replace(",", "").replace("'", "")
    for deployment, whole in ((pair.whole, True), (pair.public, False)):
        if deployment.get(f"/programmes/{programme}").status_code == 404:
            tell(deployment, programme, STORIES[name], whole=whole)
        deployment.time.at = END
    return programme


def points(story: Story) -> list[dict[str, str]]:
    """Known points: now, the end of each day, and the instant of each entry."""
    instants = [START + timedelta(days=number) for number in range(len(story) + 2)]
    days = [{"known_on": instant.date().isoformat()} for instant in instants]
    return [{}, *days, *({"known_at": instant.strftime("%Y-%m-%dT%H:%M:%S.%fZ")} for instant in instants[:-1])]


def paths(story: Story) -> list[str]:
    """Every address that the story knows of, whether or not an observer does."""
    bodies = [body for _, body in named(story)]
    subjects = {("area", "brent"), ("area", "kenton"), ("team", "response-b")}
    subjects |= {(KINDS[body["kind"]].type, body["subject"]) for body in bodies if "subject" in body}
    found = [f"/{PLURALS[type_]}/{slug}" for type_, slug in sorted(subjects)]
    found += [f"/areas/{slug}/cover" for type_, slug in sorted(subjects) if type_ == "area"]
    return found + [f"/{each}/{body['id']}" for each in ("entries", "changes") for body in bodies]


def same(pair: Pair, path: str, params: dict[str, str]) -> Any:
    """Ask both as an observer, and hold one answer against the other: status, headers, bytes."""
    whole, public = (deployment.get(path, "observer", **params) for deployment in pair)
    assert whole.content == public.content, (path, params)
    assert (whole.status_code, whole.headers) == (public.status_code, public.headers), (path, params)
    return whole


def structures_are_the_same(pair: Pair, name: str) -> None:
    of = f"/programmes/{told(pair, name)}"
    same(pair, "/programmes", {})
    other = {"to_effective_on": "2018-05-31", "to_known_on": "2018-07-01"}
    for known in points(STORIES[name]):
        same(pair, of, known)
        for on in ({}, {"effective_on": "2018-04-30"}, {"effective_on": "2019-12-31", "basis": "proposed"}):
            same(pair, f"{of}/structure", known | on)
            same(pair, f"{of}/structure/compare", known | on | other)
        for path in ("contradictions", "mergers"):
            same(pair, f"{of}/{path}", known | {"basis": "planned"})
    settled = same(pair, f"{of}/structure", {"known_on": "2018-06-04"})
    mark = settled.headers["ETag"]
    # What packs answers on the way makes a mark weak, and "*" is any mark.
    for marks, status in {mark: 304, f"W/{mark}": 304, f'"another", {mark}': 304, "*": 304, '"another"': 200}.items():
        for each in pair:
            kept = each.headers("observer", **{"If-None-Match": marks})
            again = each.client.get(settled.request.url, headers=kept)
            assert (again.status_code, again.content) == (status, b"" if status == 304 else settled.content)


def every_subject_change_and_entry_is_the_same(pair: Pair, name: str) -> None:
    of, story = f"/programmes/{told(pair, name)}", STORIES[name]
    for known in ({}, points(story)[len(story) // 2], points(story)[-2]):
        for path in paths(story):
            same(pair, of + path, known)
            same(pair, of + path, known | {"effective_on": "2019-12-31", "basis": "proposed"})


def every_page_of_the_log_is_the_same(pair: Pair, name: str) -> None:
    of, story = f"/programmes/{told(pair, name)}/entries", STORIES[name]
    for known, limit in (({}, "1"), ({}, "1000"), (points(story)[len(story) // 2], "3"), (points(story)[-2], "2")):
        after: dict[str, str] | None = {}
        while after is not None:
            page = same(pair, of, known | after | {"limit": limit}).json()
            after = {"after": page["next"]} if page["next"] else None
    for _, body in named(story):
        for asked in ({"after": f"after-{body['id']}"}, {"change": body["id"]}, {"kind": body["kind"]}):
            same(pair, of, asked)
        same(pair, of, {"subject": body.get("subject", "brent")})


def every_clash_and_forecast_is_the_same(pair: Pair, name: str) -> None:
    of, story = f"/programmes/{told(pair, name)}", STORIES[name]
    everything = pair.whole.get(f"{of}/clashes", basis="proposed").json()["clashes"]
    for clash in everything[:: max(1, len(everything) // 4)]:
        same(pair, f"{of}/clashes/{clash['id']}", {"basis": "proposed"})
    for known in ({}, points(story)[len(story) // 2]):
        for basis in ("planned", "proposed"):
            same(pair, f"{of}/clashes", known | {"basis": basis, "follow": "true", "since": "2018-06-05"})
        same(pair, f"{of}/timeline", known)
        same(pair, f"{of}/milestones", known)
    for _, body in named(story):
        same(pair, f"{of}/changes/{body['id']}/forecasts", {})
        same(pair, f"{of}/changes/{body['id']}/knock-on", {})


def test_a_manager_sees_clashes_that_an_observer_does_not(on_files: Pair) -> None:
    differ = 0
    for name in STORIES:
        path = f"/programmes/{told(on_files, name)}/clashes"
        seen = [on_files.whole.get(path, role, basis="proposed").json()["clashes"] for role in ("manager", "observer")]
        differ += seen[0] != seen[1]
    assert differ >= 3


ON_SERVER = ("a merger that is restricted, then its teams corrected", "late, possible and in each other's way")
CHECKS = (
    structures_are_the_same,
    every_subject_change_and_entry_is_the_same,
    every_page_of_the_log_is_the_same,
    every_clash_and_forecast_is_the_same,
)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("name", STORIES)
def test_on_sqlite(on_files: Pair, name: str, check: Any) -> None:
    check(on_files, name)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("name", ON_SERVER)
def test_on_postgresql(on_server: Pair, name: str, check: Any) -> None:
    check(on_server, name)


@pytest.mark.parametrize("name", STORIES)
def test_a_manager_and_a_member_see_what_is_restricted(on_files: Pair, name: str) -> None:
    """So the stories do hide something, and the comparison could fail."""
    of = f"/programmes/{told(on_files, name)}"
    for role in ("manager", "member"):
        whole, public = (deployment.get(f"{of}/entries", role, limit=1000).json()["entries"] for deployment in on_files)
        hidden = {entry["id"] for entry in whole} - {entry["id"] for entry in public}
        assert len(hidden) == sum(how != SEEN for how, _ in STORIES[name]) > 0
    observed = on_files.whole.get(f"{of}/entries", "observer", limit=1000).json()
    assert not hidden & {entry["id"] for entry in observed["entries"]}
    whole = on_files.whole.get(f"{of}/structure").json()
    assert whole["backfilled"] is any(how == BACKFILLED for how, _ in STORIES[name])


def test_what_only_a_restricted_entry_settles_is_not_settled_for_an_observer(on_files: Pair) -> None:
    of = f"/programmes/{told(on_files, 'settled only through what is restricted')}/structure"
    seen = {role: on_files.whole.get(of, role, known_on="2018-06-05") for role in ("manager", "observer")}
    assert [reply.json()["asked"]["settled"] for reply in seen.values()] == [True, False]
    assert ["ETag" in reply.headers for reply in seen.values()] == [True, False]


def test_entries_imported_together_after_a_restriction_count_once_for_an_observer(deployment: Deployment) -> None:
    programme = world(deployment)
    record(deployment, programme, amend("change-restricted", "response-a"))
    moves = [start("team-moved", "response-a", "2018-12", "planned", id=f"m-{at}", to="wembley") for at in range(3)]
    lines = b"\n".join(json.dumps(body).encode() for body in moves)
    assert deployment.send(f"/programmes/{programme}/entries/import", lines).status_code == 201
    seen = deployment.get(f"/programmes/{programme}/structure", "observer", effective_on="2018-12-05").json()
    assert [each["change"] for each in seen["possible"]] == ["m-0", "m-1", "m-2"]
