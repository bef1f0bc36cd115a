"""Rules of belonging: what belongs to a unit needs the unit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import ClassVar

from domain.clashes.engine.knowledge import World
from domain.clashes.engine.rule import Fault, Finding, Rule, judge_states, named_by
from domain.clashes.engine.timeline import Node, Spells


class _Belongs(Rule):
    by_day: ClassVar[bool] = True
    focus: ClassVar[tuple[str, ...]] = ("team", "post", "unit")
    says: ClassVar[str]
    even_possible: ClassVar[bool] = True

    def find(self, world: World, type_: str, slug: str) -> Iterator[Finding]:
        field = "parent" if type_ == "unit" else "unit"
        for start, end, members in world.spells(type_, slug, field if type_ == "team" else "").spells:
            for unit in named_by(members, field):
                whole = world.spells("unit", unit)
                for first, last, units in whole.absent.between(start, end):
                    found, certain = judge_states(self._fault(field, unit, whole), members, units)
                    for changes in found if certain or self.even_possible else ():
                        words = self.says.format(type=type_, slug=slug, unit=unit)
                        yield Finding(((type_, slug), ("unit", unit)), changes, first, last, certain, words)

    def _fault(self, field: str, unit: str, whole: Spells) -> Callable[[Node, Node], Fault | None]:
        def fault(member: Node, of: Node) -> Fault | None:
            if of.stands or not member.stands or member.state.fields.get(field) != unit:
                return None
            why = self.why(of, whole)
            return None if why is None else (*member.because(field), *why)

        return fault

    def why(self, unit: Node, whole: Spells) -> Fault | None:
        """The changes for which a unit does not stand; None where that is not this rule's to say."""
        raise NotImplementedError


class OutlivesItsUnit(_Belongs):
    """A team, post or unit outlives the unit that it belongs to."""

    name: ClassVar[str] = "outlives-unit"
    says: ClassVar[str] = 'The {type} "{slug}" belongs to the unit "{unit}", which has ended.'

    def why(self, unit: Node, whole: Spells) -> Fault | None:
        return None if unit.turn is None else (unit.turn.id,)


class BeforeItsUnit(_Belongs):
    """A team, post or unit is there before the unit that it belongs to."""

    name: ClassVar[str] = "before-unit"
    says: ClassVar[str] = 'The {type} "{slug}" belongs to the unit "{unit}", which is not established yet.'
    even_possible: ClassVar[bool] = False
    """A unit and what belongs to it are often said in one breath, with one date as imprecise as the other."""

    def why(self, unit: Node, whole: Spells) -> Fault | None:
        return whole.first_begun() if unit.turn is None else None


RULES = (OutlivesItsUnit, BeforeItsUnit)
