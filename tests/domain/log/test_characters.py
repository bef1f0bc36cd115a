"""Characters that no text may hold."""

from __future__ import annotations

import json
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.log.characters import may_hold_forbidden, refuse_forbidden, without_forbidden
from domain.log.parsing import refuse_forbidden_texts
from domain.refusals import Malformed

FORBIDDEN = ["\0", "\x0b", "\x0c", "\x1b", "\x1f", "\x7f", "\x85", "\x9f", "\ufdd0", "\ufffe", "\uffff", "\U0010ffff"]


@pytest.mark.parametrize("character", FORBIDDEN)
def test_a_control_and_what_is_no_character_are_refused_by_their_code(character: str) -> None:
    with pytest.raises(Malformed, match=f"U\\+{ord(character):04X}"):
        refuse_forbidden(f"Wembley{character}")


@pytest.mark.parametrize("text", ["", "a\tb\r\nc", "£325m by 2021/22", "“Zoë” – 東京 😀", "\u00a0\u200b\ufffd\u2028"])
def test_what_people_write_is_taken(text: str) -> None:
    refuse_forbidden(text)
    assert without_forbidden(text) == text


TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
UNSEEN = "\u00ad\u200b\u2060\u2061\u2062\u2063\u2064\ufeff"


@pytest.mark.parametrize("character", TURNING)
def test_a_mark_that_turns_a_line_round_is_refused_and_the_sentence_says_why(character: str) -> None:
    with pytest.raises(
        Malformed, match=f"the mark U\\+{ord(character):04X}, which has what follows it read in another"
    ):
        refuse_forbidden(f"Wembley {character}desolc si")
    assert without_forbidden(f"a{character}b") == "ab"


@pytest.mark.parametrize("character", UNSEEN)
def test_a_name_holds_nothing_that_nobody_can_see(character: str) -> None:
    with pytest.raises(Malformed, match=f"a name holds the character U\\+{ord(character):04X}, which nobody can see"):
        refuse_forbidden(f"Wem{character}bley", is_name=True)
    refuse_forbidden(f"Wem{character}bley")


@pytest.mark.parametrize(
    "name", ["\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\u05d0\u05d1", "\U0001f468\u200d\U0001f469", "Zoë"]
)
def test_a_name_in_any_script_is_taken(name: str) -> None:
    refuse_forbidden(name, is_name=True)


@pytest.mark.parametrize("ascii_only", [True, False])
@pytest.mark.parametrize("character", UNSEEN)
def test_a_name_is_known_for_one_wherever_it_stands_in_json(character: str, ascii_only: bool) -> None:
    for name in ("name", "title"):
        raw = json.dumps({"details": {name: f"a{character}b"}}, ensure_ascii=ascii_only).encode()
        with pytest.raises(Malformed, match="a name holds"):
            refuse_forbidden_texts(raw)
    refuse_forbidden_texts(json.dumps({"reason": f"a{character}b"}, ensure_ascii=ascii_only).encode())


@given(st.text(st.characters(exclude_categories=["Cs"])), st.booleans())
def test_no_forbidden_character_comes_in_by_json(text: str, ascii_only: bool) -> None:
    raw = json.dumps({"reason": [text]}, ensure_ascii=ascii_only).encode()
    is_forbidden = without_forbidden(text) != text
    if is_forbidden:
        assert may_hold_forbidden(raw)
        with pytest.raises(Malformed):
            refuse_forbidden_texts(raw)
    else:
        refuse_forbidden_texts(raw)


@given(st.text())
def test_what_is_left_is_xml(text: str) -> None:
    element = ET.Element("text")
    element.text = without_forbidden(text)
    assert ET.fromstring(ET.tostring(element)) is not None
