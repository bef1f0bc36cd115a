"""Which subjects changed from one world to the next, and which questions of rules a change may answer otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from domain.changes.change import Change
from domain.clashes.engine.knowledge import ANYTHING, Read, SubjectKey
from domain.clashes.engine.references import INDEXES_OF, named
from domain.clashes.engine.timeline import ALTERS, TIMELINES, turns


class AlteredSubject(NamedTuple):
    """A subject whose known changes differ from those known before."""

    subject: SubjectKey
    changes: Sequence[Change]
    """Its changes now, in fold order."""
    other: Sequence[Change]
    """The changes that differ, both as they were and as they are."""

    @property
    def day(self) -> int:
        """The first day on which anything about it may differ."""
        return min(change.when.earliest for change in self.other)


def altered_subjects(
    was: Mapping[SubjectKey, Sequence[Change]], now: Mapping[SubjectKey, Sequence[Change]]
) -> Iterator[AlteredSubject]:
    """The subjects whose known changes differ."""
    for subject in was.keys() | now.keys():
        old, new = was.get(subject, ()), now.get(subject, ())
        if old is not new:
            other: Sequence[Change] = new
            if old:
                before, after = ({change.place: change for change in side} for side in (old, new))
                other = [c for c in old if after.get(c.place) != c] + [c for c in new if before.get(c.place) != c]
            if other:
                yield AlteredSubject(subject, new, other)


def reads_of(change: Change, slug: str) -> Iterator[Read]:
    """The questions of rules that one change of a subject may answer otherwise. A rule that looked up what the change
    names may not have asked about its subject, which was there on other days; so the look-up counts too."""
    type_ = change.type
    yield type_, slug, ANYTHING
    if turns(change, slug):
        yield from ((type_, slug, field) for field in TIMELINES[type_])
    elif change.event.kind in ALTERS:
        yield type_, slug, ALTERS[change.event.kind]
    yield "change", change.id, ""
    yield from ((index, name, "") for index in INDEXES_OF[type_] for name in named(index, (change,)))
