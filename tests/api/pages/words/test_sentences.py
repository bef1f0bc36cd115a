"""Every kind is a sentence under every standing, and says what a reader without the code understands."""

from __future__ import annotations

import re
from typing import Any

import msgspec
import pytest

from api.pages.words.names import Names
from api.pages.words.sentences import change_sentence, heading
from domain.changes.change import DONE, PLANNED, PROPOSED, RETRACTED, WITHDRAWN, Change, Lifecycle
from domain.kinds.event import Event
from domain.kinds.registry import EVENTS, TYPES
from domain.time.edtf import parse
from tests.domain.kinds.examples import example

STANDINGS: tuple[Lifecycle, ...] = (DONE, PLANNED, PROPOSED, WITHDRAWN, RETRACTED)


def change(event: Event, standing: Lifecycle) -> Change:
    return Change(1, "c", "harrow", event, standing, parse("2018-10"), False, None, None, 1)


def names() -> Names:
    known = Names()
    for type_, slug, name in (
        ("area", "brent", "Brent"),
        ("area", "kenton", "Kenton"),
        ("unit", "north-west", "North West"),
        ("unit", "harrow", "Harrow Command"),
        ("site", "wembley", "Wembley"),
        ("team", "harrow", "Harrow response"),
        ("post", "harrow", "Harrow lead"),
    ):
        known.put(type_, slug, name)
    known.introduce("p-1", "Ada Byron")
    return known


@pytest.mark.parametrize("kind", EVENTS)
def test_every_kind_is_a_sentence_under_every_standing(kind: str) -> None:
    sentences = {change_sentence(change(example(kind), standing), names()) for standing in STANDINGS}
    for sentence in sentences:
        assert re.fullmatch(r"\S.*\S", sentence), sentence
        assert not re.search(r"  |[_{}[\]]", sentence), sentence
    if EVENTS[kind].subject_type in TYPES and not kind.endswith("-stated"):
        assert len(sentences) == 5, sentences
    assert heading(change(example(kind), PLANNED), names())


@pytest.mark.parametrize(
    ("kind", "details", "standing", "sentence"),
    [
        ("site-sold", {}, DONE, "Harrow was sold in October 2018."),
        ("site-sold", {}, PLANNED, "Harrow is to be sold in October 2018."),
        ("site-sold", {}, PROPOSED, "It is proposed that Harrow be sold in October 2018."),
        ("site-sold", {}, WITHDRAWN, "Harrow will not be sold: the plan was withdrawn."),
        (
            "site-sold",
            {},
            RETRACTED,
            "“Harrow was sold in October 2018” was struck out: it should never have been recorded.",
        ),
        (
            "unit-established",
            {"name": "Response", "unit_type": "function", "parent": "north-west"},
            PLANNED,
            "North West is to get its Response function in October 2018.",
        ),
        (
            "unit-established",
            {"name": "North West", "unit_type": "bcu", "areas": ["brent", "kenton"]},
            DONE,
            "North West was established for Brent and Kenton in October 2018.",
        ),
        (
            "area-defined",
            {"name": "Kenton", "area_type": "ward", "parent": "brent"},
            DONE,
            "Kenton was defined as a ward of Brent in October 2018.",
        ),
        (
            "team-transferred",
            {"to": "north-west"},
            PLANNED,
            "Harrow response is to move into North West in October 2018.",
        ),
        ("team-resized", {"strength": 60}, PLANNED, "Harrow response is to reach a strength of 60 in October 2018."),
        ("team-resized", {"direction": "smaller"}, DONE, "Harrow response shrank in October 2018."),
        (
            "team-cover-changed",
            {"end": ["brent"], "covers_unnamed": {"area": "brent", "count": None}},
            PROPOSED,
            (
                "It is proposed that Harrow response start to cover wards of Brent (not named) and stop covering Brent"
                " in October 2018."
            ),
        ),
        ("team-cover-changed", {"end": ["brent"]}, DONE, "Harrow response stopped covering Brent in October 2018."),
        ("team-cover-changed", {}, DONE, "Harrow response kept the areas it has in October 2018."),
        (
            "site-uses-changed",
            {"add": ["custody", "front-counter"]},
            DONE,
            "Harrow gained a front counter and a custody suite in October 2018.",
        ),
        (
            "leader-appointed",
            {"person": "p-1", "tenure": "acting", "rank": "Superintendent"},
            DONE,
            "Superintendent Ada Byron was appointed acting Harrow lead in October 2018.",
        ),
        (
            "leader-appointed",
            {"person": "p-1", "tenure": "substantive"},
            PLANNED,
            "Ada Byron is to be appointed Harrow lead in October 2018.",
        ),
        ("milestone-set", {"title": "It goes live"}, PROPOSED, "It goes live: proposed for October 2018."),
        (
            "scenario-committed",
            {"scenario": "s", "name": "Two", "entries": 1},
            DONE,
            "The draft “Two” was recorded, 1 entry in all.",
        ),
        (
            "reminder-policy-set",
            {"rungs": [7, 1]},
            DONE,
            "Reminders go out 7 and 1 day before a date and on the day, and every 7 days once it is overdue.",
        ),
    ],
)
def test_sentences_word_for_word(kind: str, details: dict[str, Any], standing: Lifecycle, sentence: str) -> None:
    assert change_sentence(change(msgspec.convert(details, EVENTS[kind]), standing), names()) == sentence


def test_a_heading_has_neither_date_nor_full_stop() -> None:
    assert heading(change(example("site-sold"), PLANNED), names()) == "Harrow to be sold"
    assert heading(change(example("site-sold"), DONE), names()) == "Harrow was sold"
    assert heading(change(example("site-stated"), DONE), names()) == "Harrow: It stays"


def test_plural_names_take_plural_verbs() -> None:
    known = names()
    disbanded = example("team-disbanded")
    known.put("team", "harrow", "Schools officers")
    assert change_sentence(change(disbanded, PLANNED), known) == "Schools officers are to be disbanded in October 2018."
    assert change_sentence(change(disbanded, DONE), known) == "Schools officers were disbanded in October 2018."
    known.put("team", "harrow", "Harrow response")
    assert change_sentence(change(disbanded, PLANNED), known) == "Harrow response is to be disbanded in October 2018."
