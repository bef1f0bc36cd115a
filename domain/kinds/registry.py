"""The closed list of everything that can be recorded: a kind is registered by the module of its noun, listed here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING, Literal

from domain.kinds import areas, milestones, posts, programme, reminder_policy, sites, teams, units
from domain.kinds.event import PROGRAMME, Event
from domain.kinds.fields import Choice, Field, fields_of
from domain.kinds.words import SubjectType

_NOUNS = (areas, units, sites, teams, posts, milestones, programme, reminder_policy)
"""One module a noun, in the order in which their types are usually read."""


def _events_in(module: ModuleType) -> Iterator[type[Event]]:
    """The kinds that a module defines, in its own order."""
    for value in vars(module).values():
        if isinstance(value, type) and issubclass(value, Event) and value.__module__ == module.__name__:
            yield value


def _types_in(module: ModuleType) -> Iterator[SubjectType]:
    yield from (value for value in vars(module).values() if isinstance(value, SubjectType))


EVENTS: dict[str, type[Event]] = {event.kind: event for module in _NOUNS for event in _events_in(module)}
"""Every kind that starts a change, by its name."""

SUBJECT_TYPES: dict[str, SubjectType] = {type_.name: type_ for module in _NOUNS for type_ in _types_in(module)}
"""Every type of subject that an entry may have."""

SUBJECTS: tuple[str, ...] = tuple(SUBJECT_TYPES)

if TYPE_CHECKING:
    Kind = str
    SubjectTypeName = str
else:
    Kind = Literal[tuple(EVENTS)]
    SubjectTypeName = Literal[SUBJECTS]
# The names of the kinds that start a change, and of the types of subject. They are collected and not listed, so to a
# type checker each is any text; the description of the API has them one by one.

TYPES: tuple[str, ...] = tuple(name for name in SUBJECT_TYPES if name != PROGRAMME)
"""Types of subject that have a state of their own."""

PLURALS: dict[str, str] = {name: SUBJECT_TYPES[name].plural for name in TYPES}

FIELDS: dict[str, tuple[str, ...]] = {name: tuple(type_.fields) for name, type_ in SUBJECT_TYPES.items()}
"""The fields of an item of each type, in the order in which answers show them."""

LISTS = frozenset(field for type_ in SUBJECT_TYPES.values() for field in type_.lists)
"""Fields that hold a sorted set; never set, they are empty rather than null."""


@cache
def reference_of(type_: str, field: str) -> str:
    """What a field of a type's items names: a type of subject or a dependency; empty where it names nothing."""
    setting = _field_that_sets(type_, field)
    return setting.refers if setting else ""


@cache
def choices_of(type_: str, field: str) -> Mapping[str, Choice]:
    """The few values that a field of a type's items may hold; empty where it may hold anything."""
    setting = _field_that_sets(type_, field)
    return setting.choices if setting else {}


def _field_that_sets(type_: str, field: str) -> Field | None:
    """The field of the same name of a kind that sets it."""
    events = (event for event in EVENTS.values() if event.subject_type == type_)
    return next((setting for event in events for setting in fields_of(event) if setting.name == field), None)
