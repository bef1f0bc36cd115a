"""The fields of a form: those of the kind, and details as the fields hold them."""

from __future__ import annotations

from typing import Any

import pytest

from api.pages.forms.fields import details_as_typed, form_fields


def test_a_form_asks_for_what_the_kind_has_in_its_order() -> None:
    assert [field.name for field in form_fields("team-cover-changed")] == ["add", "end", "covers_unnamed"]
    assert [field.name for field in form_fields("team-moved")] == ["to"]


@pytest.mark.parametrize(
    ("details", "typed"),
    [
        ({}, {}),
        ({"name": "Response A"}, {"d-name": ["Response A"]}),
        ({"strength": 40}, {"d-strength": ["40"]}),
        ({"strength": 0}, {"d-strength": ["0"]}),
        ({"site": None}, {}),
        ({"covers": ["brent", "kenton"]}, {"d-covers": ["brent", "kenton"]}),
        ({"rungs": (7, 1)}, {"d-rungs": ["7", "1"]}),
        ({"covers": []}, {"d-covers": []}),
        (
            {"covers_unnamed": {"area": "brent", "count": 2}},
            {"d-covers_unnamed-area": ["brent"], "d-covers_unnamed-count": ["2"]},
        ),
        (
            {"covers_unnamed": {"area": "brent", "count": None}},
            {"d-covers_unnamed-area": ["brent"], "d-covers_unnamed-count": []},
        ),
    ],
)
def test_details_as_the_fields_of_a_form_hold_them(details: dict[str, Any], typed: dict[str, list[str]]) -> None:
    assert details_as_typed(details) == typed
