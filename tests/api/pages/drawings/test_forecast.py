"""How a date moved: steps from left to right, expected days upwards."""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree as ET

import pytest

from api.pages.drawings import svg
from api.pages.drawings.forecast import DrawnForecastStep, forecast

SVG = {"s": "http://www.w3.org/2000/svg"}
JANUARY, MARCH = date(2018, 1, 1), date(2018, 3, 1)
TOP, BOTTOM, LEFT, RIGHT = 24.0, 420.0 - 56.0, 130.0, 960.0 - 190.0


def step(known: date, earliest: date | None, latest: date | None, *, done: bool = False) -> DrawnForecastStep:
    return DrawnForecastStep(known, earliest, latest, "Planned for then", "/changes/c", done)


def drawn(*steps: DrawnForecastStep, last: date = date(2018, 6, 1)) -> ET.Element:
    return ET.fromstring(forecast(steps, last, "How it moved", "One date."))


def bands(root: ET.Element) -> list[dict[str, float | str]]:
    found = []
    for box in root.findall("s:rect", SVG):
        numbers: dict[str, float | str] = {name: float(box.attrib[name]) for name in ("x", "y", "width", "height")}
        found.append(numbers | {"fill": box.attrib["fill"]})
    return found


def jumps(root: ET.Element) -> list[str]:
    """The colours of the dotted lines from one step to the next."""
    return [line.attrib["stroke"] for line in root.findall("s:path", SVG) if line.get("stroke-dasharray") == "2 3"]


def test_a_step_lasts_until_the_next_and_the_last_one_to_the_edge() -> None:
    first, second = bands(drawn(step(JANUARY, JANUARY, MARCH), step(MARCH, MARCH, MARCH)))
    per_day = (RIGHT - LEFT) / 151  # from 1 January to 1 June
    assert first["x"] == LEFT
    assert first["width"] == pytest.approx(59 * per_day, abs=0.1)
    assert second["x"] == pytest.approx(LEFT + 59 * per_day, abs=0.1)
    assert second["width"] == pytest.approx(92 * per_day, abs=0.1)


def test_a_band_lies_between_its_days_with_room_above_and_below() -> None:
    (band,) = bands(drawn(step(JANUARY, date(2018, 7, 1), date(2018, 10, 29))))
    # 120 days, and 20 to either side: never less.
    per_day = (BOTTOM - TOP) / 160
    assert band["y"] == pytest.approx(TOP + 20 * per_day, abs=0.1)
    assert band["height"] == pytest.approx(120 * per_day, abs=0.1)


def test_an_open_end_reaches_the_edge() -> None:
    (band,) = bands(drawn(step(JANUARY, None, MARCH)))
    assert float(band["y"]) + float(band["height"]) == pytest.approx(BOTTOM, abs=0.1)
    (band,) = bands(drawn(step(JANUARY, MARCH, None)))
    assert band["y"] == TOP
    (band,) = bands(drawn(step(JANUARY, None, None)))
    assert (band["y"], band["height"]) == (TOP, BOTTOM - TOP)


def test_a_single_day_is_still_to_be_seen() -> None:
    (band,) = bands(drawn(step(JANUARY, MARCH, MARCH)))
    assert band["height"] == 0.5


def test_what_is_known_on_one_day_only_is_still_four_weeks_wide() -> None:
    (band,) = bands(drawn(step(JANUARY, MARCH, MARCH), last=JANUARY))
    assert band["width"] == RIGHT - LEFT


@pytest.mark.parametrize(
    ("before", "after", "colours"),
    [
        (MARCH, date(2018, 4, 1), [svg.RED]),
        (date(2018, 4, 1), MARCH, [svg.GREEN]),
        (MARCH, MARCH, []),
        (MARCH, None, [svg.RED]),
    ],
)
def test_a_jump_is_red_where_it_is_later_and_green_where_it_is_earlier(
    before: date, after: date | None, colours: list[str]
) -> None:
    assert jumps(drawn(step(JANUARY, JANUARY, before), step(MARCH, JANUARY, after))) == colours


def test_what_is_done_is_green_and_what_is_not_is_blue() -> None:
    root = drawn(step(JANUARY, JANUARY, MARCH), step(MARCH, MARCH, MARCH, done=True))
    assert [band["fill"] for band in bands(root)] == ["#d2e2f1", "#d5e8dc"]
    assert [dot.attrib["fill"] for dot in root.findall(".//s:circle", SVG)] == [svg.BLUE, svg.GREEN]


def test_a_mark_leads_to_its_entry_and_says_since_when_it_was_known() -> None:
    root = drawn(step(JANUARY, JANUARY, MARCH))
    link = root.find("s:a", SVG)
    assert link is not None
    assert link.get("href") == "/changes/c"
    assert link.findtext("s:title", namespaces=SVG) == "Planned for then, as known from 1 January 2018"


def test_a_year_is_written_below_its_first_month_alone() -> None:
    root = drawn(step(date(2017, 10, 31), MARCH, MARCH), last=date(2018, 2, 28))
    below = [line.text for line in root.findall("s:text", SVG) if line.get("text-anchor") == "middle"]
    assert below == ["Nov", "2017", "Dec", "Jan", "2018", "Feb"]


@pytest.mark.parametrize("day", [date.min, date.max])
def test_the_first_and_the_last_day_of_the_calendar_can_be_drawn(day: date) -> None:
    (band,) = bands(drawn(step(JANUARY, day, day)))
    assert TOP <= float(band["y"]) <= BOTTOM
