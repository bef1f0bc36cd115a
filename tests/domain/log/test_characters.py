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


@given(st.text(st.characters(exclude_categories=["Cs"])), st.booleans())
def test_no_forbidden_character_comes_in_by_json(text: str, ascii_only: bool) -> None:
    raw = json.dumps({"name": [text]}, ensure_ascii=ascii_only).encode()
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
