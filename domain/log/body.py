"""What every entry may say: its reason, its source, its id, and what the server adds."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired, TypedDict

import msgspec

from domain.kinds.event import Slug, Text
from domain.kinds.fields import about
from domain.time import edtf

Standing = Literal["proposed", "planned", "done"]


def check_date(text: str | None) -> None:
    """Raise MalformedDate where there is a date and it is not EDTF."""
    if text is not None:
        edtf.parse(text)


class Source(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True, omit_defaults=True):
    """The paper that says so: which, when it is from (EDTF), where in it, and its words."""

    document: Annotated[Text, about("What the paper is called", "Which paper.")]
    dated: Annotated[
        str | None, about("When the paper is from", "When the paper is from, written like `effective_on`.")
    ] = None
    reference: Annotated[str | None, about("Where in it", "Where in it: a paragraph, a row, a page.")] = None
    quote: Annotated[str | None, about("Its words", "Its own words.")] = None

    def __post_init__(self) -> None:
        check_date(self.dated)


class StoredSource(TypedDict):
    """A source as answers show it."""

    document: str
    dated: NotRequired[str]
    reference: NotRequired[str]
    quote: NotRequired[str]


class Body(
    msgspec.Struct,
    frozen=True,
    gc=False,
    kw_only=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    tag_field="kind",
):
    """What any entry may say. The fields from `recorded_at` on are the server's, and an import's."""

    id: Annotated[
        Slug | None, about("Id", "A name of your own for the entry. It is then also the name of the change.")
    ] = None
    reason: Annotated[Text | None, about("Why", "Why the entry says what it says.")] = None
    source: Annotated[Source | None, about("Source", "The paper that says so, as below.")] = None
    recorded_at: str | None = None
    entered_at: str | None = None
    recorded_by: str | None = None
    version: int | None = None
    backfilled: bool | None = None

    @property
    def kind(self) -> str:
        """The name of what happened."""
        tag = self.__struct_config__.tag
        assert isinstance(tag, str)
        return tag


SERVER_FIELDS = ("recorded_at", "entered_at", "recorded_by", "version", "backfilled")
