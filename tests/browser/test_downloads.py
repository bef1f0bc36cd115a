"""Every list is to be had as a table, and every page says where its matter is to be had as data."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from fastapi.testclient import TestClient

from api.app import build_app
from tests.browser.addresses import ANYONE, MANAGER
from tests.browser.site import Served, served

_P = "/programmes/north-west"
WORDS = {"sign-in", "not-found", "accessibility", "privacy", "problems", "problem"}
"""Pages that hold nothing of the record."""
FORMS = {name for name in MANAGER if name.startswith(("record", "amend", "scenario-"))}
FORMS |= {"import", "policy", "erase", "new-programme"}
FOUND_NOTHING = {
    "structure-empty",
    "structure-bad-date",
    "compare-nothing",
    "knock-on",
    "knock-on-bad",
    "search-none",
    "side-by-side-one",
}
"""Pages that would list something, had anything been found."""
MADE_HERE = {"tokens", "calendars"}
"""Of these there are some once a test has made them; they have a test of their own."""
OTHERS = {"front": "/programmes.csv", "my-ward": f"{_P}/structure.csv", "my-ward-none": f"{_P}/structure.csv"}
OTHERS |= {"today": f"{_P}/log.csv", "scenario": f"{_P}/side-by-side.csv"}
PAGES = ANYONE | MANAGER
Row = dict[str, str]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A deployment of its own: what files say is told row by row, and tests of other pages record more."""
    with served(tmp_path_factory.mktemp("taken")) as found:
        found.add("manager", "manager")
        found.add("member", "member")
        yield found


@pytest.fixture
def anyone(site: Served) -> TestClient:
    return TestClient(build_app(site.mergerlog), base_url=site.address, follow_redirects=False)


@pytest.fixture
def manager(site: Served) -> TestClient:
    cookies = {"mergerlog": site.session("manager")}
    return TestClient(build_app(site.mergerlog), base_url=site.address, cookies=cookies, follow_redirects=False)


def links(client: TestClient, address: str) -> list[str]:
    """Everything that a page leads to."""
    return [html.unescape(each) for each in re.findall(r'href="([^"]*)"', client.get(address).text)]


def table(client: TestClient, address: str) -> list[Row]:
    """A file to take away, each of whose rows has a cell for each head."""
    reply = client.get(address)
    assert reply.status_code == 200, (address, reply.text[:300])
    assert reply.headers["content-type"] == "text/csv; charset=utf-8"
    assert re.fullmatch(r'attachment; filename="[a-z0-9-]+\.csv"', reply.headers["content-disposition"])
    assert reply.headers["cache-control"] == "private, no-cache"
    heads, *rows = csv.reader(io.StringIO(reply.text.removeprefix("\ufeff")))
    assert all(len(row) <= len(heads) for row in rows), address
    return [dict(zip(heads, row, strict=False)) for row in rows]


def every(pages: dict[str, str], client: TestClient) -> Iterator[tuple[str, str, list[str]]]:
    for name, address in pages.items():
        yield name, address, links(client, address)


@pytest.mark.parametrize("pages", [ANYONE, MANAGER], ids=["anyone", "manager"])
def test_every_page_says_where_its_matter_is_data(
    pages: dict[str, str], anyone: TestClient, manager: TestClient
) -> None:
    client = manager if pages is MANAGER else anyone
    for name, address, found in every(pages, client):
        (data,) = {each for each in found if each.startswith("/v1/")}
        assert (data == "/v1/openapi.json") is (name in WORDS), (address, data)
        reply = client.get(data)
        assert reply.status_code == 200, (address, data, reply.text)


@pytest.mark.parametrize("pages", [ANYONE, MANAGER], ids=["anyone", "manager"])
def test_every_list_is_to_be_had_as_a_table(pages: dict[str, str], anyone: TestClient, manager: TestClient) -> None:
    client = manager if pages is MANAGER else anyone
    for name, address, found in every(pages, client):
        files = {each for each in found if urlsplit(each).path.endswith(".csv")}
        if name in WORDS | FORMS | FOUND_NOTHING:
            assert not files, address
            continue
        if name in MADE_HERE and not files:
            continue
        own = OTHERS.get(name, f"{urlsplit(address).path}.csv")
        assert own in {urlsplit(each).path for each in files}, (address, files)
        for each in files:
            table(client, each)


DATED = ("known_on=", "effective_on=")
ASKED = {name: address for name, address in ANYONE.items() if any(each in address for each in DATED)} | {
    f"{name}, as known before": f"{ANYONE[name]}{'&' if '?' in ANYONE[name] else '?'}known_on=2018-06-01"
    for name in ("timeline", "clashes", "clash", "mergers", "merger", "forecasts", "log", "search", "person", "change")
}


def test_a_file_answers_what_its_page_was_asked(anyone: TestClient) -> None:
    """A page of another day, or of what was known then, leads to files of the same."""
    for name, address in ASKED.items():
        if name in FOUND_NOTHING:
            continue
        wanted = {part for part in urlsplit(address).query.split("&") if part.startswith(DATED)}
        found = [urlsplit(each) for each in links(anyone, address)]
        files = [each for each in found if re.search(r"^/programmes/.*\.(csv|svg|png)$", each.path)]
        assert files, address
        for each in files:
            assert wanted <= set(each.query.split("&")), (address, each)


def test_what_the_new_tables_say(anyone: TestClient, manager: TestClient, site: Served) -> None:
    assert {row["id"] for row in table(anyone, "/programmes.csv")} == {"north-west", "london"}
    found = table(anyone, f"{_P}/search.csv?q=wembley")
    assert (found[0]["what"], found[0]["name"]) == ("site", "Wembley")
    assert {row["subject"] for row in found if row["what"] == "entry"} >= {"wembley"}
    person = table(anyone, f"{_P}/people/p-7f3a.csv")
    assert (person[0]["what"], person[0]["name"]) == ("post held", "BCU Commander")
    cited = table(anyone, f"{_P}/papers.csv?document=001_f039759d62ecfa4e.txt")
    assert {row["paper"] for row in cited} == {"001_f039759d62ecfa4e.txt"}
    merged = table(anyone, f"{_P}/changes/north-west-merged.csv")
    assert [row["kind"] for row in merged] == ["units-merged", "change-corrected", "claim-recorded"]
    (episode,) = table(anyone, f"{_P}/clashes/acting-without-end-5971ad51f233.csv")
    assert (episode["opened by the entry"], episode["cleared at"]) == ("safeguarding-lead-appointed", "")
    cover = table(anyone, f"{_P}/areas/brent/cover.csv?effective_on=2018-12-01&basis=proposed")
    assert cover[0]["what"] == "Who answers emergency calls"
    assert cover[0]["uncertain"] == "yes"
    due = table(manager, f"{_P}/reminders/due.csv")
    assert due[0]["why then"] == "the first possible day has come"
    assert {row["state"] for row in due} == {"there is nobody to tell"}
    accounts = {row["signs in as"]: row for row in table(manager, "/accounts.csv")}
    assert (accounts["member"]["role"], accounts["member"]["in"]) == ("Member", "All programmes")
    people = {row["id"]: row["name"] for row in table(manager, "/people.csv")}
    assert people["p-7f3a"] == "Simon Rose"


def test_tokens_and_calendars_are_listed_without_their_secrets(manager: TestClient, site: Served) -> None:
    secret = site.mergerlog.add_token("=reader", "member", "london")
    listed = manager.get("/tokens.csv").text
    assert "'=reader,Member,The London roll-out" in listed
    assert secret not in listed
    (said,) = manager.get("/v1/tokens").json()["tokens"]
    assert {"name": "=reader", "role": "member", "programme": "london"}.items() <= said.items()
    assert secret.partition("_")[2] not in manager.get("/v1/tokens").text
    made = manager.post(f"{_P}/calendars", data={"whose": "", "role": "member"}, headers={"origin": site.address})
    key = re.search(r"key=([\w-]+)", made.text)
    assert key is not None
    listed = manager.get(f"{_P}/calendars.csv").text
    assert "Everything planned here,what a member sees," in listed
    assert key[1] not in listed


PRIVATE = ["/accounts.csv", "/tokens.csv", "/people.csv", f"{_P}/contacts.csv", f"{_P}/calendars.csv"]


@pytest.mark.parametrize("path", [*PRIVATE, f"{_P}/reminders/due.csv", f"{_P}/reminders/failed.csv"])
def test_whoever_may_not_see_a_list_has_no_file_of_it(anyone: TestClient, site: Served, path: str) -> None:
    assert anyone.get(path).headers["location"].startswith("/sign-in")
    anyone.cookies["mergerlog"] = site.session("member")
    assert anyone.get(path).status_code == (403 if path in PRIVATE else 200)
