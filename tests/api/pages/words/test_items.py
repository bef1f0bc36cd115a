"""Items of a structure are read by the name of their list and of their field."""

from __future__ import annotations

from api.pages.words.items import field_of, items_of, title_of
from projections.questions.structure_items import AreaItem, PostItem, StructureAnswer

_BRENT: AreaItem = {
    "id": "brent",
    "since": None,
    "because": {},
    "possible": [],
    "overdue": [],
    "name": "Brent",
    "area_type": "borough",
    "parent": None,
    "gss_code": None,
}
_COMMANDER: PostItem = {
    "id": "commander",
    "since": None,
    "because": {},
    "possible": [],
    "overdue": [],
    "title": "Commander",
    "unit": "north-west",
    "rank": None,
    "function": None,
    "area": None,
    "holder": None,
}
_ANSWER: StructureAnswer = {
    "units": [],
    "sites": [],
    "teams": [],
    "posts": [_COMMANDER],
    "areas": [_BRENT],
    "possible": [],
    "passed_over": [],
}


def test_a_list_is_had_by_its_name_and_milestones_are_not_listed() -> None:
    assert items_of(_ANSWER, "areas") == [_BRENT]
    assert list(items_of(_ANSWER, "milestones")) == []


def test_a_post_is_called_by_its_title_and_an_area_by_its_name() -> None:
    assert title_of(_COMMANDER) == "Commander"
    assert title_of(_BRENT) == "Brent"


def test_a_field_is_read_by_its_name() -> None:
    assert field_of(_COMMANDER, "unit") == "north-west"
