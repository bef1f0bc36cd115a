"""One day, as known under a basis: the states that each subject may be in, and every world that they make."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import date
from itertools import product
from typing import Any

from tests.oracle.changes import Change, Subject, evolve
from tests.oracle.fold import State, fold, in_order
from tests.oracle.kinds import KINDS
from tests.oracle.visibility import visible

Broken = tuple[tuple[Subject, ...], object]
"""The subjects of a clash, and what tells it from another one of theirs."""
Verdicts = dict[Broken, bool]
"""What may be broken, and whether it is in every world."""
ENOUGH = 20_000
"""More worlds than this are too many to look at."""


class Known:
    """What a viewer knows at a point, under a basis."""

    def __init__(self, log: list[dict], known: int, known_day: date, basis: str, role: str) -> None:
        self.changes = evolve(visible(log, known, role))
        self.known_day = known_day
        self.basis = basis
        self.counting = [change for change in self.changes.values() if change.counts(basis)]
        self._of: dict[Subject, list[Change]] = defaultdict(list)
        for change in in_order(self.counting):
            for subject in change.named:
                self._of[subject].append(change)

    def of(self, subject: Subject) -> list[Change]:
        """The changes of a subject that count, in fold order."""
        return self._of[subject]

    def subjects(self, of: str) -> list[str]:
        """The slugs of a type that any change that counts names."""
        return sorted(slug for each, slug in list(self._of) if each == of)

    def mergers(self, unit: str) -> list[Change]:
        return [one for one in self._of["unit", unit] if KINDS[one.kind].does == "merges" and one.slug == unit]


class Day:
    def __init__(self, known: Known, on: date) -> None:
        self.known = known
        self.on = on
        self._states: dict[Subject, list[State]] = {}

    def states(self, subject: Subject) -> list[State]:
        """The state that the structure shows; then, of the changes that may have come, the state after each alone, and
        after each with all that come before it."""
        found = self._states.get(subject)
        if found is None:
            changes = self.known.of(subject)
            sure = [change for change in changes if change.in_effect(self.on)]
            perhaps = [change for change in changes if change.possible(self.on)]
            found = [fold(subject, sure)]
            for number, change in enumerate(perhaps):
                found.append(fold(subject, [*sure, change]))
                if number:
                    found.append(fold(subject, [*sure, *perhaps[: number + 1]]))
            self._states[subject] = found
        return found

    def seen(self, subject: Subject, view: Callable[[State], Hashable]) -> list[Any]:
        """The different ways in which a subject may look on this day."""
        return list(dict.fromkeys(view(state) for state in self.states(subject)))

    def has_come(self, change: Change) -> list[bool]:
        """Whether a change has come by this day; both where it may or may not have."""
        return [False, True] if change.possible(self.on) else [change.in_effect(self.on)]

    def is_after(self, change: Change) -> list[bool]:
        """Whether this day is after that of a change; both where it may or may not be."""
        may = change.earliest is None or change.earliest < self.on
        sure = change.latest is not None and change.latest < self.on
        return [sure] if may == sure else [False, True]


def in_every_world(
    candidates: Mapping[Any, list[Any]], broken: Callable[[dict[Any, Any]], Iterable[Broken]]
) -> Verdicts:
    """Look at every world that the candidates make."""
    count = 1
    for each in candidates.values():
        count *= len(each)
    assert count <= ENOUGH, f"{count} worlds"
    may: set[Broken] = set()
    sure: set[Broken] | None = None
    for world in product(*candidates.values()):
        found = set(broken(dict(zip(candidates, world, strict=True))))
        may |= found
        sure = found if sure is None else sure & found
    return {each: each in (sure or ()) for each in may}


def field(name: str) -> Callable[[State], Hashable]:
    """What a field holds; None where the subject is not there."""
    return lambda state: state.fields.get(name) if state.exists else None


def is_there(state: State) -> bool:
    return state.exists


def line(slug: str, parents: Mapping[str, str | None]) -> list[str]:
    """A subject, what it lies in, and so on up, each once: parents may go in a ring."""
    found = [slug]
    while (above := parents.get(found[-1])) and above not in found:
        found.append(above)
    return found


def above(day: Day, of: str, slug: str) -> dict[Subject, list[str | None]]:
    """What a subject may lie in, at any remove, each with what it may lie in."""
    found: dict[Subject, list[str | None]] = {}
    waiting = [slug]
    while waiting:
        subject = of, waiting.pop()
        if subject not in found:
            found[subject] = day.seen(subject, field("parent"))
            waiting += [parent for parent in found[subject] if parent]
    return found
