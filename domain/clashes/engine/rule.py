"""The base of every rule, and the findings of a rule. A rule's docstring is the sentence that people read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from inspect import cleandoc
from itertools import product
from typing import ClassVar

import msgspec

from domain.clashes.engine.knowledge import SubjectKey, World
from domain.clashes.engine.timeline import Node

Fault = tuple[str, ...]
"""The ids of the changes that cause a clash."""


class Finding(msgspec.Struct, frozen=True, gc=False):
    """One stretch of days on which a rule is broken, or may be."""

    subjects: tuple[SubjectKey, ...]
    changes: Fault
    first: int
    """The first day."""
    last: int
    """The day after the last one."""
    certain: bool
    says: str
    """The fault in words."""
    key: str = ""
    """Distinguishes clashes of the same subjects and changes."""


class Rule:
    """A rule, asked about one subject after another."""

    name: ClassVar[str]
    focus: ClassVar[tuple[str, ...]]
    """The types of subject that it is asked about."""
    by_day: ClassVar[bool] = False
    """Whether its findings on a day depend only on the states of subjects on that day, and on the changes that first
    brought them into being. Later changes cannot alter such findings."""
    daily: ClassVar[bool] = False
    """Whether it depends on today's date."""
    asks_elsewhere: ClassVar[bool] = False
    """Whether it asks for changes outside the known ones."""

    @classmethod
    def sentence(cls) -> str:
        """The rule in a sentence."""
        return " ".join(cleandoc(cls.__doc__ or "").split())

    def find(self, world: World, type_: str, slug: str) -> Iterator[Finding]:
        """Every stretch of days on which it is broken, or may be, in the order of days."""
        raise NotImplementedError


def judge_states(fault: Callable[..., Fault | None], *candidates: Sequence[Node]) -> tuple[Collection[Fault], bool]:
    """The faults that possible states of some subjects have with each other, each once, and whether every combination
    has one."""
    only = [nodes[0] for nodes in candidates if len(nodes) == 1]
    if len(only) == len(candidates):
        changes = fault(*only)
        return ((), False) if changes is None else ((changes,), True)
    found = [fault(*nodes) for nodes in product(*candidates)]
    faults = dict.fromkeys(changes for changes in found if changes is not None)
    return faults, None not in found


def named_by(nodes: Sequence[Node], field: str) -> Iterable[str]:
    """The values of a field in the states in which a subject stands, each once."""
    if len(nodes) == 1:
        found = nodes[0].state.fields.get(field) if nodes[0].stands else None
        return () if found is None else (found,)
    held = (node.state.fields.get(field) for node in nodes if node.stands)
    return dict.fromkeys(each for each in held if each is not None)
