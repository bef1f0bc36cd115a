"""The real data: it imports, it answers the questions that it is kept for, and it is what its papers allow."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import pytest

from api.cli.demonstration import PROGRAMMES, load_demo
from tests.support.deployments import Deployment, deploy, sqlite_url

FILES = [file for _, _, file in PROGRAMMES]
EARLIEST = {
    "000_7d4eb8d4a83906b2.txt": "2018-05-31T22:59:59.999999Z",
    "001_f039759d62ecfa4e.txt": "2018-03-31T22:59:59.999999Z",
}
"""The end, in London, of the last day that each paper can be from."""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    with deploy(sqlite_url(tmp_path_factory.mktemp("demo")), anyone_reads=True) as deployment:
        deployment.time.at = datetime(2018, 6, 4, 8, tzinfo=UTC)
        load_demo(deployment.mergerlog)
        yield deployment


def lines(file: str) -> list[dict]:
    return [json.loads(line) for line in (files("api") / "data" / file).read_text().splitlines()]


def item(demo: Deployment, programme: str, plural: str, slug: str, **question: str) -> dict | None:
    items = demo.get(f"/programmes/{programme}/structure", **question).json()[plural]
    return next((each for each in items if each["id"] == slug), None)


def test_who_commanded_the_north_west_on_1_june_2018(demo: Deployment) -> None:
    post = item(demo, "north-west", "posts", "north-west-commander", effective_on="2018-06-01")
    assert post is not None
    assert (post["holder"]["name"], post["holder"]["since"]) == ("Simon Rose", "2018-03-19")


def test_the_commander_belongs_to_the_north_west_from_19_march(demo: Deployment) -> None:
    before = item(demo, "north-west", "posts", "north-west-commander", effective_on="2018-03-18")
    assert before is None or before["holder"] is None
    after = item(demo, "north-west", "posts", "north-west-commander", effective_on="2018-03-19")
    assert after is not None
    assert after["unit"] == "north-west"
    assert after["holder"]["name"] == "Simon Rose"


def test_wembley_and_colindale_are_only_proposed_as_response_bases(demo: Deployment) -> None:
    for slug in ("wembley", "colindale"):
        for basis, is_base in (("done", False), ("planned", False), ("proposed", True)):
            site = item(demo, "north-west", "sites", slug, effective_on="2018-12-01", basis=basis)
            assert ("response-base" in (site or {"uses": []})["uses"]) == is_base


def test_nothing_had_been_told_about_wembley_before_the_report(demo: Deployment) -> None:
    early = demo.get("/programmes/north-west/sites/wembley", known_on="2018-05-30")
    assert early.status_code == 404
    later = demo.get("/programmes/north-west/sites/wembley", known_on="2018-06-01").json()
    assert [(each["kind"], each["standing"]) for each in later["history"]] == [("site-opened", "proposed")]


def test_the_merger_of_the_three_commands_is_planned_to_end_in_october_and_another_paper_says_september(
    demo: Deployment,
) -> None:
    told = demo.get("/programmes/north-west/units/north-west", known_on="2018-06-01").json()
    merger = next(each for each in told["history"] if each["kind"] == "units-merged")
    assert merger["standing"] == "planned"
    assert merger["details"]["from"] == ["barnet-command", "brent-command", "harrow-command"]
    assert (merger["effective_on"], merger["slip"]) == ("2018-03/2018-10", 0)
    assert [claim["effective_on"] for claim in merger["claims"]] == ["2018-09"]


def test_an_unnamed_ward_of_brent_is_uncertain_and_a_named_one_is_not(demo: Deployment) -> None:
    question = {"effective_on": "2018-12-01", "basis": "proposed"}
    brent = demo.get("/programmes/north-west/areas/brent/cover", **question).json()["response"]
    assert brent["uncertain"]
    assert {each["site"] for each in brent["candidates"]} == {"wembley", "colindale"}
    kilburn = demo.get("/programmes/north-west/areas/kilburn/cover", **question).json()["response"]
    assert not kilburn["uncertain"]
    assert [each["site"] for each in kilburn["candidates"]] == ["colindale"]


def test_london_is_32_boroughs_and_becomes_twelve_bcus(demo: Deployment) -> None:
    before = demo.get("/programmes/london/structure", effective_on="2016-09-30").json()
    after = demo.get("/programmes/london/structure", effective_on="2018-12-31").json()
    boroughs = [area["id"] for area in after["areas"] if area["area_type"] == "borough"]
    assert len(boroughs) == 32
    assert all(unit["unit_type"] == "bcu" for unit in after["units"])
    assert len(after["units"]) == 12
    assert sorted(area for unit in after["units"] for area in unit["areas"]) == boroughs
    assert not any(unit["unit_type"] == "bcu" for unit in before["units"])
    assert all(post["holder"]["name"] for post in after["posts"])


def test_every_answer_says_that_it_rests_on_old_papers_and_on_a_set_clock(tmp_path: Path) -> None:
    with deploy(sqlite_url(tmp_path), clock="2018-06-04T08:00:00Z") as deployment:
        load_demo(deployment.mergerlog)
        reply = deployment.get("/programmes/london/structure")
        assert reply.json()["backfilled"] is True
        assert "2018-06-04" in reply.json()["asked"]["clock"]
        assert "2018-06-04" in reply.headers["Mergerlog-Clock"]


@pytest.mark.parametrize("file", FILES)
def test_each_entry_cites_its_paper_under_the_last_day_that_it_can_be_from(file: str) -> None:
    for line in lines(file):
        if "person" not in line:
            source = line["source"]
            assert source["reference"] and source["quote"] and source["dated"], line["id"]
            assert line["recorded_at"] >= EARLIEST[source["document"]], line["id"]
            assert line["recorded_at"] in EARLIEST.values(), line["id"]


@pytest.mark.parametrize("file", FILES)
def test_persons_are_opaque_and_no_entry_holds_a_name(file: str) -> None:
    people = {line["person"]: line["name"] for line in lines(file) if "name" in line and "person" in line}
    for line in lines(file):
        if "kind" in line:
            text = json.dumps(line, ensure_ascii=False).casefold()
            assert not any(name.casefold() in text for name in people.values()), line["id"]
    assert all(re.fullmatch(r"p-[0-9a-f]{4}", person) for person in people)
