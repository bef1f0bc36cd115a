"""An entry as it is typed becomes the payload that the API takes."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from api.cli.input.entry_options import TypedEntry, TypedSource
from domain.log.parsing import read_entry
from domain.refusals import Malformed


def typed(kind: str, subject: str, *details: str, **more: Any) -> TypedEntry:
    members: dict[str, Any] = {
        "effective_on": "2018-10-01",
        "standing": "planned",
        "reason": None,
        "id": None,
        "restricted": False,
        "source": TypedSource(),
    }
    return TypedEntry(kind=kind, subject=subject, details=list(details) or None, **(members | more))


def test_what_was_left_out_is_left_out() -> None:
    expected = {"kind": "site-closed", "subject": "wembley", "standing": "planned", "effective_on": "2018-10-01"}
    assert typed("site-closed", "wembley").payload() == read_entry(msgspec.json.encode(expected))


def test_an_amendment_names_a_change_and_has_no_standing() -> None:
    expected = {"kind": "change-withdrawn", "change": "wembley-closes", "reason": "No longer meant."}
    entry = typed("change-withdrawn", "wembley-closes", effective_on=None, reason="No longer meant.")
    assert entry.payload() == read_entry(msgspec.json.encode(expected))


def test_details_are_words_lists_or_json_as_their_field_is() -> None:
    details = ("name=Wembley", "uses=response-base, front-counter", "area=brent")
    expected = {
        "kind": "site-opened",
        "subject": "wembley",
        "standing": "planned",
        "effective_on": "2018-10-01",
        "details": {"name": "Wembley", "uses": ["response-base", "front-counter"], "area": "brent"},
    }
    assert typed("site-opened", "wembley", *details).payload() == read_entry(msgspec.json.encode(expected))


@pytest.mark.parametrize(
    ("detail", "fault"),
    [("=wembley", "--set takes FIELD=VALUE"), ("strength=many", "--set strength=many is not JSON")],
)
def test_a_detail_that_cannot_be_read_is_refused_as_it_was_typed(detail: str, fault: str) -> None:
    with pytest.raises(Malformed, match=fault):
        typed("team-strength-stated", "response-a", detail).payload()
