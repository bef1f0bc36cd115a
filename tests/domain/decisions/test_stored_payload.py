"""A payload as the log keeps it, and whether a second one says the same."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from domain.decisions.stored_payload import require_same_payload, stored_payload
from domain.log.amendments import ChangeCorrected
from domain.log.body import SERVER_FIELDS, Body
from domain.log.parsing import read_line
from domain.refusals import IdTaken
from tests.domain.given import world
from tests.support.examples import amend, start

SERVERS = {
    "recorded_at": "2018-06-04T08:00:00Z", "entered_at": "2018-06-04T08:00:00Z", "recorded_by": "office",
    "version": 2, "backfilled": False,
}  # fmt: skip
RENAMED = start("site-renamed", "wembley", id="renamed", name="Wembley Park")


def payload(body: dict[str, Any]) -> Body:
    read = read_line(msgspec.json.encode(body))
    assert isinstance(read, Body)
    return read


def test_what_the_log_keeps_in_columns_is_left_out() -> None:
    kept = stored_payload(None, payload(RENAMED | SERVERS | {"change": "renamed"}))
    assert [getattr(kept, name) for name in ("id", "change", *SERVER_FIELDS)] == [None] * 7
    assert kept == payload({name: value for name, value in RENAMED.items() if name != "id"})


def test_an_amendment_keeps_the_change_that_it_acts_on() -> None:
    kept = stored_payload(None, payload(amend("change-withdrawn", "renamed", id="withdrawn") | SERVERS))
    assert kept == payload(amend("change-withdrawn", "renamed"))


def test_details_are_spaced_as_the_log_spaces_them() -> None:
    raw = b'{"kind": "change-corrected", "change": "renamed", "reason": "So.", "details": { "name" :  "Wembley" } }'
    corrected = read_line(raw)
    assert isinstance(corrected, ChangeCorrected)
    kept = stored_payload(world(RENAMED).changes["renamed"], corrected)
    assert isinstance(kept, ChangeCorrected)
    assert kept.details == msgspec.Raw(b'{"name":"Wembley"}')
    without = payload(amend("change-corrected", "renamed", effective_on="2018"))
    assert stored_payload(world(RENAMED).changes["renamed"], without) == without


def test_two_payloads_of_a_draft_are_the_same_however_they_are_spaced() -> None:
    spaced = read_line(b'{"kind": "change-corrected", "change": "a", "reason": "So.", "details": { "name" : "B" } }')
    assert isinstance(spaced, Body)
    same = payload(amend("change-corrected", "a", reason="So.", details={"name": "B"}))
    require_same_payload("draft", same, spaced)
    with pytest.raises(IdTaken, match='"draft"'):
        require_same_payload("draft", same, payload(amend("change-corrected", "a", details={"name": "C"})))
