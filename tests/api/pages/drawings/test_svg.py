"""What drawings are made of: elements, escaped text, and lines that fit."""

from __future__ import annotations

import pytest

from api.pages.drawings import svg


@pytest.mark.parametrize(
    ("inside", "attributes", "expected"),
    [
        ((), {}, "<g/>"),
        (("a", "b"), {}, "<g>ab</g>"),
        ((), {"class_": "app", "font_size": 14}, '<g class="app" font-size="14"/>'),
        ((), {"fill": None, "x": 0}, '<g x="0"/>'),
        ((), {"d": "<&>"}, '<g d="&lt;&amp;&gt;"/>'),
        ((), {"d": 'say "x"'}, "<g d='say \"x\"'/>"),
    ],
)
def test_an_element(inside: tuple[str, ...], attributes: dict[str, object], expected: str) -> None:
    assert svg.element("g", *inside, **attributes) == expected


def test_text_is_escaped_and_stands_to_a_tenth_of_a_pixel() -> None:
    assert svg.text(1.26, 2.04, "A < B & C", 13, fill=svg.INK) == (
        '<text x="1.3" y="2.0" font-size="13" fill="#0b0c0c">A &lt; B &amp; C</text>'
    )


def test_a_rectangle_is_drawn_to_a_tenth_of_a_pixel() -> None:
    assert svg.rect(0.04, 1.0, 2.55001, 3, fill="red") == '<rect x="0.0" y="1.0" width="2.6" height="3" fill="red"/>'


def test_a_link_that_leads_nowhere_is_what_is_inside_it() -> None:
    assert svg.link("/a?b&c", "x", "y") == '<a href="/a?b&amp;c">xy</a>'
    assert svg.link(None, "x", "y") == "xy"


@pytest.mark.parametrize(
    ("words", "bold", "width"),
    [
        ("", False, 0.0),
        ("i", False, 3.1),
        ("W", False, 7.6),
        ("a", False, 5.65),
        ("aW i", False, 19.45),
        ("a", True, 5.989),
    ],
)
def test_how_wide_a_line_is(words: str, bold: bool, width: float) -> None:
    assert svg.width_of(words, 10, bold=bold) == pytest.approx(width)


AAA = 3 * 0.565 * 10
"""How wide "aaa" is at size 10; a space is 3.1."""


@pytest.mark.parametrize(
    ("words", "width", "most", "expected"),
    [
        ("", 100, 3, ()),
        ("  aaa   aaa ", 2 * AAA + 3.2, 3, ("aaa aaa",)),
        ("aaa aaa", 2 * AAA + 3.0, 3, ("aaa", "aaa")),
        ("aaa aaa aaa", AAA + 0.1, 3, ("aaa", "aaa", "aaa")),
        ("aaa aaa aaa", AAA + 14, 2, ("aaa", "aaa …")),
        ("aaa aaa", AAA + 14, 1, ("aaa …",)),
        ("aaaaaa", 3.5 * 5.65, 3, ("aa…",)),
        ("aaaaaa", 4.1 * 5.65, 3, ("aaa…",)),
        ("a", 1, 3, ("…",)),
    ],
)
def test_a_text_is_broken_into_lines_that_fit(words: str, width: float, most: int, expected: tuple[str, ...]) -> None:
    assert svg.lines(words, width, 10, most=most) == expected


def test_bold_letters_take_more_room() -> None:
    width = 2 * AAA + 3.2
    assert svg.lines("aaa aaa", width, 10) == ("aaa aaa",)
    assert svg.lines("aaa aaa", width, 10, bold=True) == ("aaa", "aaa")


def test_a_drawing_says_what_it_is_to_those_who_cannot_see_it() -> None:
    made = svg.drawing(960, 40.5, "A & B", "Two <things>.", ["<g/>", "<p/>"], "pair")
    head, _, rest = made.partition(">")
    assert rest == (
        '<title id="pair-title">A &amp; B</title><desc id="pair-desc">Two &lt;things&gt;.</desc><g/><p/></svg>'
    )
    for attribute in (
        'viewBox="0 0 960 40.5"',
        ' width="960"',
        ' height="40.5"',
        'role="group"',
        'aria-labelledby="pair-title pair-desc"',
        'class="app-drawing"',
    ):
        assert attribute in head
