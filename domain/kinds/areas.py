"""Areas: the boroughs and wards that units, teams and posts answer for."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from domain.kinds.event import AreaRef, Event, Name, Stated, Text
from domain.kinds.fields import Choice, about, one_of
from domain.kinds.state import Fields, given
from domain.kinds.words import SubjectType, Words, passive, statement, verb

AREA = SubjectType(
    name="area",
    label="Area",
    plural="areas",
    plural_label="Boroughs and wards",
    fields={"name": "Name", "area_type": "Type", "parent": "Part of", "gss_code": "GSS code"},
)
AREA_TYPES = {"borough": Choice("Borough"), "ward": Choice("Ward")}


AreaType = Literal["borough", "ward"]


class AreaDefined(Event, frozen=True):
    """A borough or ward was defined."""

    kind: ClassVar[str] = "area-defined"
    subject_type: ClassVar[str] = "area"
    begins: ClassVar[bool] = True
    words: ClassVar[Words] = passive(
        "A borough or ward is defined", "defined", " as a {area_type}[ of {parent}]", deed="Definition of {subject}"
    )

    name: Name
    area_type: Annotated[AreaType, one_of(AREA_TYPES), about("Type of area", "A borough, or a ward of one.")]
    parent: Annotated[AreaRef | None, about("Part of", "The area that it lies in: a borough, for a ward.")] = None
    gss_code: Annotated[
        Text | None, about("GSS code, if it has one", "The code that the Office for National Statistics gives it.")
    ] = None

    def sets(self, fields: Fields, day: int) -> Fields:
        return given(name=self.name, area_type=self.area_type, parent=self.parent, gss_code=self.gss_code)


class AreaEnded(Event, frozen=True):
    """A borough or ward ceased to be."""

    kind: ClassVar[str] = "area-ended"
    subject_type: ClassVar[str] = "area"
    ends: ClassVar[bool] = True
    words: ClassVar[Words] = verb("A borough or ward ends", past="ended", infinitive="end", deed="End of {subject}")


class AreaStated(Stated, frozen=True):
    """A paper says something about an area that alters nothing."""

    kind: ClassVar[str] = "area-stated"
    subject_type: ClassVar[str] = "area"
    words: ClassVar[Words] = statement(of="a borough or ward")
