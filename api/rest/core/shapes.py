"""Shapes: the JSON of an answer or of a body as the description of the API names it, and the types it is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from projections.questions.headings import Heading, QuestionHeading

COMPONENTS = "#/components/schemas/"


@dataclass(frozen=True)
class Shape:
    """A JSON object with the members of several types: an answer has those of its question too."""

    name: str
    parts: tuple[type, ...]
    optional: tuple[type, ...] = ()
    """Types whose members may all be missing."""


class ShapeReference(dict[str, Any]):
    """A reference of the description to a shape, which the shape can be had from."""

    def __init__(self, shape: Shape) -> None:
        super().__init__({"$ref": f"{COMPONENTS}{shape.name}"})
        self.shape = shape


def plain(type_: type) -> Shape:
    """A type on its own."""
    return Shape(type_.__name__, (type_,))


def answer(type_: type, *optional: type, name: str | None = None) -> Shape:
    """An answer to a question about a programme."""
    return Shape(name or _answer_name(type_), (Heading, type_), optional)


def plain_answer(type_: type, *, name: str | None = None) -> Shape:
    """An answer that rests on no programme's log."""
    return Shape(name or _answer_name(type_), (QuestionHeading, type_))


def _answer_name(type_: type) -> str:
    """`ClashesPage` stays, `CoverAnswer` too, and `PersonRecord` becomes `PersonAnswer`."""
    name = type_.__name__
    return name if name.endswith(("Answer", "Page")) else f"{name.removesuffix('Record')}Answer"
