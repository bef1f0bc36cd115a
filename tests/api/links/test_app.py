"""The errors of the links' pages are pages too, for the people who follow links."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from projections.database.connections import Busy
from scheduler.people.signed_links import Link
from tests.support.deployments import Deployment, deploy, sqlite_url


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    folder: Path = tmp_path_factory.mktemp("links")
    with deploy(sqlite_url(folder)) as found:
        yield found


def _is_a_small_page(reply: Any, status: int, sentence: str) -> None:
    assert reply.status_code == status
    assert reply.headers["Content-Type"].startswith("text/html")
    assert "default-src 'none'" in reply.headers["Content-Security-Policy"]
    assert f"<p>{sentence}" in reply.text


@pytest.mark.parametrize("path", ["/reminders", "/reminders/", "/reminders/other", "/reminders/item/more"])
def test_an_unknown_path_is_a_page_that_says_so(deployment: Deployment, path: str) -> None:
    for ask in (deployment.client.get, deployment.client.post):
        _is_a_small_page(ask(path), 404, "There is no page at this address. Check that you copied the whole link")


def test_a_method_that_a_page_does_not_take_is_a_page_that_says_so(deployment: Deployment) -> None:
    reply = deployment.client.get("/reminders/acknowledge")
    _is_a_small_page(reply, 405, "This page does not take what was sent to it.")
    assert reply.headers["Allow"] == "POST"


def test_a_key_of_another_deployment_is_a_page_that_says_so(deployment: Deployment) -> None:
    _is_a_small_page(deployment.client.get("/reminders/item?key=AAAA"), 404, "This link is not complete")


def test_a_body_that_is_too_large_is_a_page_that_says_so(deployment: Deployment) -> None:
    reply = deployment.client.post("/reminders/snooze", content=b"x" * 1_100_000)
    _is_a_small_page(reply, 413, "The body is larger than 1 MiB.")


@pytest.mark.parametrize(
    ("error", "status", "sentence"),
    [(Busy("locked"), 503, "Mergerlog is busy."), (RuntimeError("a fault"), 500, "Mergerlog could not do this.")],
)
def test_a_fault_is_a_page_that_says_what_to_do(
    deployment: Deployment, error: Exception, status: int, sentence: str
) -> None:
    links = deployment.mergerlog.reminders.links
    path = links.to("unsubscribe", Link("office")).removeprefix(links.address)
    with patch("scheduler.people.contacts.find_contact", side_effect=error):
        reply = deployment.client.get(path)
    _is_a_small_page(reply, status, sentence)
    assert "a fault" not in reply.text
    assert reply.headers.get("Retry-After") == ("5" if status == 503 else None)
