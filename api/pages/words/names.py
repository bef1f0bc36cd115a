"""Names for a page: those of subjects and of people, looked up once for all that the page shows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from api.pages.words.items import StructureItem, field_of, items_of, title_of
from domain.kinds.event import Event, Reference
from domain.kinds.registry import FIELDS, PLURALS, reference_of
from projections.accounts.people import names_of
from projections.questions.structure_items import StructureAnswer
from projections.questions.view import View

ERASED = "someone whose name was erased"
_QUOTED = re.compile(r'(?:the (unit|team) )?"([a-z0-9-]{1,80})"')


class Names:
    """What things and people are called, as known at the point of a view."""

    def __init__(self) -> None:
        self._subjects: dict[tuple[str, str], str] = {}
        self._people: dict[str, str | None] = {}

    def look_up(self, view: View, wanted: Iterable[Reference]) -> Names:
        """Look up what is not known yet: (type, slug), or ("person", id). Returns itself."""
        missing = {named for named in wanted if named not in self._subjects and named[1] not in self._people}
        people = {slug for type_, slug in missing if type_ == "person"}
        subjects = {named for named in missing if named[0] not in ("person", "dependency")}
        subjects |= {("milestone", slug) for type_, slug in missing if type_ == "dependency"}
        if subjects:
            self._subjects |= view.names(subjects)
        if people:
            self._people |= names_of(view.connection, people)
        return self

    def put(self, type_: str, slug: str, name: str) -> None:
        """Take a name that is known already."""
        self._subjects[type_, slug] = name

    def introduce(self, person: str, name: str) -> None:
        """Take the name of someone who is not in the register yet."""
        self._people[person] = name

    def name_of(self, type_: str, slug: str) -> str:
        """The name of a subject or a person; the id of a subject, made readable, where nothing names it."""
        if type_ == "person":
            return self.person(slug)
        type_ = "milestone" if type_ == "dependency" else type_
        return self._subjects.get((type_, slug)) or slug.replace("-", " ").capitalize()

    def instead(self, text: str) -> str:
        """A text with names in the place of the ids that it quotes."""
        return _QUOTED.sub(lambda match: self.name_of(match[1] or "area", match[2]), text)

    def person(self, id_: str) -> str:
        """The name of a person."""
        return self._people.get(id_) or ERASED


def mentioned(type_: str, slug: str, event: Event) -> Iterable[Reference]:
    """Everything whose name a sentence about an event may say."""
    yield type_, slug
    yield from event.references()


def quoted(text: str) -> Iterable[Reference]:
    """What a text quotes by its id: "the unit", "the team", or else an area."""
    yield from ((type_ or "area", slug) for type_, slug in _QUOTED.findall(text))


def structure_names(view: View, answer: StructureAnswer, names: Names | None = None) -> Names:
    """Names for a structure: those that its items have, and those of the subjects that they refer to."""
    names = names or Names()
    wanted: set[Reference] = {(record["type"], record["subject"]) for record in answer["possible"]}
    for type_, plural in PLURALS.items():
        for item in items_of(answer, plural):
            wanted |= _put_name(names, type_, item)
    return names.look_up(view, wanted)


def item_names(view: View, type_: str, item: StructureItem, names: Names) -> Names:
    """Names for one item: its own, and those of the subjects that it refers to."""
    return names.look_up(view, _put_name(names, type_, item))


def _put_name(names: Names, type_: str, item: StructureItem) -> set[Reference]:
    """Note the name that an item has; returns what it refers to."""
    names.put(type_, item["id"], title_of(item))
    return {reference for field in FIELDS[type_] for reference in named(type_, field, field_of(item, field))}


def named(type_: str, field: str, held: Any) -> Iterable[Reference]:
    """What a value of a field names: (type, slug), or ("person", id)."""
    if not held:
        return
    if isinstance(held, dict):  # the holder of a post, or areas that a paper counts and does not name
        yield from ((key, held[key]) for key in ("person", "area") if key in held)
    elif refers := reference_of(type_, field):
        yield from ((refers, slug) for slug in (held if isinstance(held, list) else [held]))
