"""The addresses that a page leads to."""

from __future__ import annotations

import pytest

from api.http.problems import NoSuchAddress
from api.pages.core.page import address, slug_of


@pytest.mark.parametrize(
    ("path", "params", "expected"),
    [
        ("", {}, "/programmes/p"),
        ("timeline", {}, "/programmes/p/timeline"),
        ("timeline", {"basis": "done", "known_on": None, "q": ""}, "/programmes/p/timeline?basis=done"),
        ("", {"q": "a&b=c"}, "/programmes/p?q=a%26b%3Dc"),
    ],
)
def test_an_address_leaves_out_what_is_empty(path: str, params: dict[str, str | None], expected: str) -> None:
    assert address("p", path, params) == expected


def test_a_part_of_an_address_that_is_no_id_leads_nowhere() -> None:
    assert slug_of("north-west-2") == "north-west-2"
    for text in ("", "North", "north west", "a/b", "../a"):
        with pytest.raises(NoSuchAddress):
            slug_of(text)
