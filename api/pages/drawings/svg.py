"""What drawings are made of: elements with their text escaped, and words broken into lines that fit a width."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from xml.sax.saxutils import escape, quoteattr

from domain.log.characters import without_forbidden

FONT = "Arial, Helvetica, Arimo, sans-serif"
INK, GREY, RULE, PALE, BLUE, GREEN, ORANGE, RED = (
    "#0b0c0c",
    "#484949",
    "#b1b4b6",
    "#f3f2f1",
    "#1d70b8",
    "#00703c",
    "#b35900",
    "#942514",
)
_EMS = dict.fromkeys("iljtfrI.,:;'|!()[]- ", 0.31) | dict.fromkeys("mwMW@%ABCDGHKNOQRUVXY", 0.76)
"""How wide letters are, in parts of the size, where they are not about 0.565."""


def element(name: str, *inside: str, **attributes: object) -> str:
    """An element; an underscore at the end of an attribute's name is dropped, others are hyphens."""
    said = "".join([f" {_hyphens(key)}={_quoted(value)}" for key, value in attributes.items() if value is not None])
    return f"<{name}{said}>{''.join(inside)}</{name}>" if inside else f"<{name}{said}/>"


@lru_cache(maxsize=256)
def _hyphens(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def _quoted(value: object) -> str:
    return _attribute(value) if isinstance(value, str) else f'"{value}"'


@lru_cache(maxsize=4096)
def _attribute(value: str) -> str:
    """An attribute's value; most are colours and the like, over and over."""
    return quoteattr(without_forbidden(value))


def escaped(text: str) -> str:
    """Text to stand inside an element."""
    return escape(without_forbidden(text))


def text(x: float, y: float, words: str, size: int = 14, **attributes: object) -> str:
    """A line of text, its baseline at y."""
    return element("text", escaped(words), x=round(x, 1), y=round(y, 1), font_size=size, **attributes)


def rect(x: float, y: float, width: float, height: float, **attributes: object) -> str:
    """A rectangle."""
    sides = {"x": round(x, 1), "y": round(y, 1), "width": round(width, 1), "height": round(height, 1)}
    return element("rect", **sides, **attributes)


def path(d: str, **attributes: object) -> str:
    """A path."""
    return element("path", d=d, **attributes)


def link(href: str | None, *inside: str) -> str:
    """What is inside, as a link where there is somewhere to go."""
    return "".join(inside) if href is None else element("a", *inside, href=href)


def width_of(words: str, size: float, *, bold: bool = False) -> float:
    """About how wide a line is in Arial, in pixels: never less than it is, save for rare letters."""
    ems = sum([_EMS.get(letter, 0.565) for letter in words])
    return ems * size * (1.06 if bold else 1.0)


@lru_cache(maxsize=16_384)
def lines(words: str, width: float, size: float, *, bold: bool = False, most: int = 3) -> tuple[str, ...]:
    """A text broken into lines that fit; what would take more than `most` ends in an ellipsis."""
    found: list[str] = []
    for word in words.split():
        longer = f"{found[-1]} {word}" if found else word
        if found and width_of(longer, size, bold=bold) <= width:
            found[-1] = longer
        else:
            found.append(word)
    if len(found) > most:
        found = [*found[: most - 1], f"{found[most - 1]} …"]
    return tuple(_cut(line, width, size, bold) for line in found)


def _cut(line: str, width: float, size: float, bold: bool) -> str:
    if width_of(line, size, bold=bold) <= width:
        return line
    while line and width_of(line + "…", size, bold=bold) > width:
        line = line[:-1]
    return line + "…"


def drawing(width: float, height: float, title: str, description: str, inside: Iterable[str], id_: str) -> str:
    """A whole drawing, with its title and what it shows for those who cannot see it. Links inside it stay links."""
    return element(
        "svg",
        element("title", escaped(title), id=f"{id_}-title"),
        element("desc", escaped(description), id=f"{id_}-desc"),
        *inside,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width:g} {height:g}",
        width=f"{width:g}",
        height=f"{height:g}",
        role="group",
        aria_labelledby=f"{id_}-title {id_}-desc",
        font_family=FONT,
        class_="app-drawing",
    )
