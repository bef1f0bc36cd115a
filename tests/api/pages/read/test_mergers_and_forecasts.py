"""Mergers, contradictions, slips and forecasts, by their pages and the files to take away."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import build_app
from api.pages.core.rate_limit import Pace
from tests.support.deployments import Deployment, deploy, sqlite_url
from tests.support.examples import amend, record, start, world

Pages = tuple[Deployment, TestClient, str]
_TAGS = re.compile(r"<[^>]+>")
_API = re.compile(r'class="govuk-footer__link" href="(/v1/[^"]+)"')


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    """A merger that leaves a team over, a chain of milestones, and a paper that says otherwise."""
    with deploy(sqlite_url(tmp_path_factory.mktemp("foreseeing"))) as found:
        programme = world(found)
        record(
            found,
            programme,
            start("unit-established", "harrow-boc", name="Harrow Command", unit_type="borough-command"),
            start("team-transferred", "response-a", "2018-10-01", "planned", id="response-a-goes", to="nw-bcu"),
            start("team-formed", "patrol", id="patrol", name="Patrol", unit="harrow-boc", function="response"),
            start("units-merged", "nw-bcu", "2018-10-01", "planned", id="merged", from_=["brent-boc", "harrow-boc"]),
            start("milestone-set", "ready", "2018-10-20", "planned", id="ready", title="Ready"),
            start("milestone-set", "begin", "2018-11-01", "planned", id="begin", title="Begin", depends_on=["ready"]),
            start("milestone-set", "report", "2019-06", "planned", id="report", title="Report", depends_on=["begin"]),
            start("milestone-set", "told", "2018-05-01", id="told", title="Told", depends_on=["ready"]),
            amend("change-rescheduled", "begin", effective_on="2018-11-10"),
            amend("claim-recorded", "merged", id="otherwise", effective_on="2018-12", source={"document": "Other"}),
        )
        app = build_app(found.mergerlog)
        app.channels.pages.state.paces = {name: Pace(10**9) for name in app.channels.pages.state.paces}
        yield found, TestClient(app, headers=found.headers(), follow_redirects=False), f"/programmes/{programme}"


def told(house: Pages, path: str, status: int = 200) -> str:
    """What a page says, without its tags."""
    reply = house[1].get(f"{house[2]}{path}")
    assert reply.status_code == status, reply.text[-2000:]
    return " ".join(unescape(_TAGS.sub(" ", reply.text)).split())


def table(house: Pages, path: str) -> list[dict[str, str]]:
    reply = house[1].get(f"{house[2]}{path}")
    assert reply.headers["content-type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(reply.text.removeprefix("\ufeff"))))


def test_a_merger_says_what_is_left_over_and_what_settles_the_rest(house: Pages) -> None:
    listed = told(house, "/mergers")
    assert "1 not yet accounted for 2 of 3 accounted for: 2 only planned" in listed
    said = told(house, "/mergers/merged")
    assert "North West: what happens to the teams and buildings of Brent Command and Harrow Command" in said
    assert "Patrol team Not yet accounted for It still belongs to Harrow Command." in said
    assert "Response A team Transferred North West Response A is to move into North West on 1 October 2018." in said
    lines = {line["id"]: line for line in table(house, "/mergers/merged.csv")}
    assert lines["patrol"]["outcome"] == "not yet accounted for"
    assert (lines["response-a"]["changes"], lines["response-a"]["standing"]) == ("response-a-goes", "planned")
    # What is only planned settles nothing of what has happened.
    done = table(house, "/mergers/merged.csv?basis=done&effective_on=2018-12-01")
    assert {line["id"]: line["outcome"] for line in done}["response-a"] == "not yet accounted for"
    assert "leaves the team Patrol over: it still belongs to Harrow Command." in told(house, "/clashes")
    assert table(house, "/mergers.csv")[0]["not yet accounted for"] == "1"


def test_no_merger_is_told_so(house: Pages) -> None:
    assert "is no merger that happened, or may" in told(house, "/mergers/ready", 404)


def test_papers_that_disagree_stand_beside_each_other_by_known_point(house: Pages) -> None:
    said = told(house, "/contradictions")
    assert "1 open North West : the date The record says North West is to take over" in said
    assert "on 1 October 2018. Planned In the record since 4 June 2018" in said
    assert "Another paper says North West is to take over from Brent Command and Harrow Command in December" in said
    assert "dismiss what the other paper says" in said
    assert "None open" in told(house, "/contradictions?known_on=2018-06-03")
    assert "1 open" not in told(house, "/contradictions?state=settled")
    row = table(house, "/contradictions.csv")[0]
    assert (row["change"], row["state"], row["other paper"]) == ("merged", "open", "Other")
    member = house[1].get(f"{house[2]}/contradictions", headers=house[0].headers("member"))
    assert "dismiss what" not in member.text


def test_a_correction_begins_from_what_the_other_paper_says(house: Pages) -> None:
    reply = house[1].get(f"{house[2]}/changes/merged/amend?kind=change-corrected&claim=otherwise")
    assert 'name="when-from-month" type="text" inputmode="numeric" value="12"' in reply.text
    assert 'name="when-from-day" type="text" inputmode="numeric" value=""' in reply.text
    assert 'name="source-document" type="text" value="Other"' in reply.text


def test_what_moves_and_what_cannot_if_it_slips(house: Pages) -> None:
    said = told(house, "/changes/ready/knock-on?days=30")
    assert "If this is late by 30 days" in said
    assert "It would be 19 November 2018 at the latest." in said
    assert "Begin" in said
    rows = {row["subject"]: row for row in table(house, "/changes/ready/knock-on.csv?days=30")}
    assert (rows["begin"]["outcome"], rows["begin"]["days"], rows["begin"]["would_be"]) == ("moves", "9", "2018-11-19")
    assert rows["told"]["outcome"] == "clashes"
    assert rows["report"]["outcome"] == "holds"
    assert "Has to move by 9 days" in said
    assert "Cannot move It is done" in said
    assert "Has the days to spare" in said
    assert "No milestone in the record depends on it" in told(house, "/changes/report/knock-on")


@pytest.mark.parametrize("days", ["0", "-3", "soon", "36501", "٣", "9999999"])
def test_a_number_of_days_that_is_none_is_told_at_the_field(house: Pages, days: str) -> None:
    said = told(house, f"/changes/ready/knock-on?days={days}", 422)
    assert "There is a problem Enter a number of days from 1 to 36,500, such as 30" in said
    assert f'value="{days}"' in house[1].get(f"{house[2]}/changes/ready/knock-on?days={days}").text


def test_how_a_date_moved(house: Pages) -> None:
    said = told(house, "/changes/begin/forecasts")
    assert "How the expected date has changed" in said
    assert "4 June 2018 10 November 2018 Planned 9 days later than first planned" in said
    rows = table(house, "/changes/begin/forecasts.csv")
    assert [row["latest"] for row in rows if row["what"] == "changed"] == ["2018-11-01", "2018-11-10"]
    assert "How it moved, from month to month" in told(house, "/milestones/begin")
    assert "If it slips 30 days" in told(house, "/milestones/begin")


@pytest.mark.parametrize("on", ["2018-03/..", "../2018-11", "../..", "0001-01-01", "9999-12-31", "2018-11~"])
def test_a_date_that_is_open_or_at_the_edge_of_the_calendar_is_drawn(house: Pages, on: str) -> None:
    found, client, path = house
    slug = f"edge-{on.encode().hex()}"
    record(found, path.rpartition("/")[2], start("milestone-set", slug, on, "planned", id=slug, title=slug))
    assert client.get(f"{path}/changes/{slug}/forecasts.svg").status_code == 200
    assert client.get(f"{path}/changes/{slug}/knock-on?days=36500").status_code == 200
    assert client.get(f"{path}/changes/{slug}/forecasts").status_code == 200


DRAWINGS = ("mergers", "mergers/merged", "changes/begin/forecasts")


@pytest.mark.parametrize("path", DRAWINGS)
def test_drawings_are_taken_away(house: Pages, path: str) -> None:
    svg = house[1].get(f"{house[2]}/{path}.svg")
    assert svg.headers["content-type"].startswith("image/svg+xml")
    assert svg.text.startswith("<svg")
    assert "<title" in svg.text
    png = house[1].get(f"{house[2]}/{path}.png")
    assert png.content.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "path",
    ["/mergers", "/mergers/merged", "/contradictions?state=open", "/changes/ready/knock-on?days=9",
     "/changes/begin/forecasts?known_on=2018-06-04", "/scenarios", "/structure?scenario=draft",
     "/changes/begin?scenario=draft", "/timeline?scenario=draft", "/scenarios/draft",
     "/side-by-side?log=yes&side=draft&effective_on=2018-12-01", "/clashes?scenario=draft"],
)  # fmt: skip
def test_the_link_to_the_data_leads_to_it(house: Pages, path: str) -> None:
    found, client, programme = house
    found.post(f"{programme}/scenarios", {"name": "Draft", "id": "draft"})
    link = _API.search(client.get(f"{programme}{path}").text)
    assert link is not None
    reply: Any = TestClient(build_app(found.mergerlog)).get(unescape(link[1]), headers=found.headers())
    assert reply.status_code == 200, (link[1], reply.text)
