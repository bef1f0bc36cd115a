"""The page "What changed": each reason is a sentence that leads to its change, whichever side knows of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient

from api.cli.demonstration import load_demo
from tests.support.deployments import Deployment, deploy, sqlite_url

_OF = "/programmes/north-west"
_ROW = re.compile(r'<tr class="govuk-table__row">(.*?)</tr>', re.DOTALL)
_REASON = re.compile(r'<td[^>]*data-label="Source">(.*?)</td>', re.DOTALL)
_LINK = re.compile(r'<a class="govuk-link" href="/programmes/north-west/changes/([a-z0-9-]+)">([^<]*)</a>')
_KNOWN = {
    "forward": "known_on=2018-04-30&basis=planned&to_known_on=2018-06-04&to_basis=planned",
    "backward": "known_on=2018-06-04&basis=planned&to_known_on=2018-04-30&to_basis=planned",
    "with another day": "known_on=2018-03-31&effective_on=2018-12-01&to_known_on=2018-06-04&to_effective_on=2018-10-01",
}


class ReasonLink(NamedTuple):
    change: str
    sentence: str


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    """The data of the demonstration, read by anyone on 4 June 2018."""
    with deploy(sqlite_url(tmp_path_factory.mktemp("demo")), anyone_reads=True) as deployment:
        load_demo(deployment.mergerlog)
        yield deployment


def reasons(client: TestClient, address: str) -> list[list[ReasonLink]]:
    """The reasons of each row of a comparison."""
    page = client.get(address)
    assert page.status_code == 200, page.text
    rows = [_REASON.findall(row) for row in _ROW.findall(page.text)]
    return [[ReasonLink(id_, unescape(text)) for id_, text in _LINK.findall(row[0])] for row in rows if row]


@pytest.mark.parametrize("known", _KNOWN.values(), ids=_KNOWN)
def test_every_reason_is_a_sentence_that_leads_to_its_change(demo: Deployment, known: str) -> None:
    rows = reasons(demo.client, f"{_OF}/structure/compare?{known}")
    assert len(rows) > 5
    for row in rows:
        assert row
        for reason in row:
            assert " " in reason.sentence
            assert reason.sentence != reason.change
            assert demo.client.get(f"{_OF}/changes/{reason.change}").status_code == 200


def test_the_sentence_is_as_of_the_later_known_point(demo: Deployment) -> None:
    """The North West was to merge in September by the paper of March, and had merged in March by that of May."""
    (earlier, later) = (
        {reason for row in reasons(demo.client, f"{_OF}/structure/compare?{_KNOWN[which]}") for reason in row}
        for which in ("forward", "backward")
    )
    assert {reason.change for reason in earlier} == {reason.change for reason in later}
    assert earlier == later


def test_todays_link_asks_one_basis_on_both_sides(demo: Deployment) -> None:
    page = demo.client.get(_OF).text
    link = next(unescape(each) for each in re.findall(r'href="([^"]+/structure/compare\?known_on=[^"]+)"', page))
    query = parse_qs(urlsplit(link).query)
    assert query["basis"] == query["to_basis"] == ["done"]
    assert (query["known_on"], query["to_known_on"]) == (["2018-05-21"], ["2018-06-04"])
    rows = reasons(demo.client, link)
    assert rows
    assert all(" " in reason.sentence for row in rows for reason in row)
    assert all(rows)
