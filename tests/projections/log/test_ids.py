"""Ids that the server makes."""

from __future__ import annotations

import re

from domain.kinds.fields import SLUG
from projections.log.ids import random_id


def test_an_id_is_twelve_letters_of_five_bits() -> None:
    ids = {random_id() for _ in range(500)}
    assert len(ids) == 500
    assert all(re.fullmatch("[a-z2-7]{12}", id_) for id_ in ids)
    assert set("".join(ids)) == set("abcdefghijklmnopqrstuvwxyz234567"), "each of the 32 comes up"


def test_an_id_is_a_slug() -> None:
    assert all(re.fullmatch(SLUG, random_id()) for _ in range(100))
