"""Payloads of drafts come back as they were written, also those of a version that wrote less."""

from __future__ import annotations

import json

import msgspec
import pytest

from domain.log.body import Body
from projections.log.mapper import Registry
from projections.scenarios.draft_payloads import read_payload, write_payload
from tests.support.drafting import payload
from tests.support.examples import PAPER, amend, start
from tests.support.older_forms import OLDER_SITES

OPENED = start("site-opened", "harrow", id="opened", name="Harrow", source=PAPER)
CORRECTED = amend("change-corrected", "opened", id="corrected", details={"name": "Harrow"})
MOVED = amend("change-rescheduled", "opened", id="moved", effective_on="2019")


def site_opened(_change: str) -> str:
    return "site-opened"


def plain(body: Body) -> object:
    return json.loads(msgspec.json.encode(body))


@pytest.mark.parametrize("body", [OPENED, CORRECTED, MOVED])
@pytest.mark.parametrize("registry", [Registry(), Registry(OLDER_SITES)])
def test_a_payload_comes_back_as_it_was_written(registry: Registry, body: dict[str, object]) -> None:
    written = payload(body)
    read, kind = read_payload(registry, write_payload(registry, written, "site-opened"), site_opened)
    assert (plain(read), kind) == (plain(written), "site-opened")


@pytest.mark.parametrize("body", [OPENED, CORRECTED])
def test_what_was_written_before_a_form_is_read_in_todays(body: dict[str, object]) -> None:
    older = json.loads(json.dumps(body)) | {"details": {"title": "Harrow"}}
    for text in (json.dumps(older), f"{body['kind']}/1 site-opened {json.dumps(older)}"):
        read, _ = read_payload(Registry(OLDER_SITES), text, site_opened)
        assert plain(read) == plain(payload(body))


def test_the_kind_of_a_change_is_asked_for_only_where_the_text_leaves_it_open() -> None:
    def nobody(change: str) -> str:
        raise AssertionError(change)

    written = write_payload(Registry(), payload(MOVED), "site-opened")
    assert read_payload(Registry(), written, nobody)[1] == "site-opened"
    assert read_payload(Registry(), json.dumps(OPENED), nobody)[1] == "site-opened"
