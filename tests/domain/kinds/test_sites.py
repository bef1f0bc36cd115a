"""Sites."""

from __future__ import annotations

import msgspec
import pytest

from tests.domain.kinds.read import event, sets


def test_a_site_is_opened_with_what_is_known_of_it() -> None:
    assert sets("site-opened", name="Wembley") == {"name": "Wembley"}
    assert sets("site-opened", name="W", area="brent", address="1 High Road", uses=["office", "custody"]) == {
        "name": "W",
        "area": "brent",
        "address": "1 High Road",
        "uses": ["custody", "office"],
    }


def test_a_use_is_one_of_a_closed_list() -> None:
    with pytest.raises(msgspec.ValidationError):
        event("site-opened", name="W", uses=["swimming-pool"])


@pytest.mark.parametrize(
    ("add", "end", "uses"),
    [
        (["custody"], [], {"uses": ["custody", "office"]}),
        ([], ["office"], {"uses": []}),
        (["custody"], ["office"], {"uses": ["custody"]}),
        (["custody"], ["custody", "office"], {"uses": []}),
        (["office"], ["custody"], {}),
    ],
)
def test_uses_are_added_and_then_ended(add: list[str], end: list[str], uses: dict[str, list[str]]) -> None:
    assert sets("site-uses-changed", {"uses": ["office"]}, add=add, end=end) == uses


def test_a_site_without_uses_may_get_some() -> None:
    assert sets("site-uses-changed", add=["office"]) == {"uses": ["office"]}


def test_closing_and_selling_end_it() -> None:
    assert event("site-closed").ends
    assert event("site-sold").ends
    assert event("site-opened", name="W").begins
