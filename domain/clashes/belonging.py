"""Rules of belonging: what belongs to a unit needs the unit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from domain.clashes.rule import Fault, Finding, Rule, judge
from domain.clashes.spells import Node, Spells
from domain.clashes.world import World


class _Belongs(Rule):
    focus: ClassVar[tuple[str, ...]] = ("team", "post", "unit")
    says: ClassVar[str]
    even_possible: ClassVar[bool] = True

    def find(self, world: World, type_: str, slug: str) -> Iterator[Finding]:
        field = "parent" if type_ == "unit" else "unit"
        for start, end, members in world.spells(type_, slug, field if type_ == "team" else "").spells:
            for unit in dict.fromkeys(node.state.fields.get(field) for node in members if node.stands):
                if unit is None:
                    continue
                whole = world.spells("unit", unit)

                def fault(member: Node, of: Node, unit: str = unit, whole: Spells = whole) -> Fault | None:
                    if not member.stands or member.state.fields.get(field) != unit or of.stands:
                        return None
                    why = self.why(of, whole)
                    return None if why is None else (*member.because(field), *why)

                for first, last, units in whole.between(start, end):
                    found, certain = judge(fault, members, units)
                    for changes in found if certain or self.even_possible else ():
                        words = self.says.format(type=type_, slug=slug, unit=unit)
                        yield Finding(((type_, slug), ("unit", unit)), changes, first, last, certain, words)

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
