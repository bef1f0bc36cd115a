"""Rules of holders: who may hold which posts, and for how long."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, ClassVar

from domain.clashes.engine.hierarchy import after_mergers_above
from domain.clashes.engine.knowledge import World
from domain.clashes.engine.rule import Fault, Finding, Rule, judge_states
from domain.clashes.engine.timeline import Node, Spell, Spells


def holder(node: Node, tenure: str) -> dict[str, Any] | None:
    """Who holds a post with this tenure."""
    found = node.state.fields.get("holder") if node.stands else None
    return found if found is not None and found["tenure"] == tenure else None


class AppointedOverAHolder(Rule):
    """A substantive appointment is made while the last substantive holder has not vacated the post."""

    name: ClassVar[str] = "holder-not-vacated"
    by_day: ClassVar[bool] = True
    focus: ClassVar[tuple[str, ...]] = ("post",)

    def find(self, world: World, type_: str, slug: str) -> Iterator[Finding]:
        def fault(post: Node) -> Fault | None:
            return None if post.over is None or not post.stands else (post.over, *post.because("holder"))

        says = f'A substantive holder was appointed to the post "{slug}", which the one before had not vacated.'
        for first, last, posts in world.spells(type_, slug, "holder").spells:
            found, certain = judge_states(fault, posts)
            for changes in found:
                yield Finding(((type_, slug),), changes, first, last, certain, says)


class ActingWithoutAnEnd(Rule):
    """A post has an acting holder with no end: nobody is to follow, and nothing says when it is over."""

    name: ClassVar[str] = "acting-without-end"
    focus: ClassVar[tuple[str, ...]] = ("post",)

    def find(self, world: World, type_: str, slug: str) -> Iterator[Finding]:
        spells = world.spells(type_, slug, "holder").spells
        ends = {post.state.because["holder"] for post in spells[-1][2] if holder(post, "acting")}
        for appointment in ends:

            def fault(post: Node, appointment: str = appointment) -> Fault | None:
                acts = post.stands and post.state.because.get("holder") == appointment
                return (appointment,) if acts else None

            stays = judge_states(fault, spells[-1][2])[1]
            for first, last, posts in spells:
                found, certain = judge_states(fault, posts)
                if found:
                    says = f'The acting holder of the post "{slug}" has no end.'
                    yield Finding(((type_, slug),), (appointment,), first, last, certain and stays, says)


def held(spells: Spells) -> dict[str, list[Spell]]:
    """The spells of a post in which somebody holds it substantively, or may, by the person."""
    if spells.holders is None:
        found: dict[str, list[Spell]] = defaultdict(list)
        for spell in spells.spells:
            each = (holder(post, "substantive") for post in spell[2])
            for person in dict.fromkeys(who["person"] for who in each if who):
                found[person].append(spell)
        spells.holders = found
    return spells.holders


def _overlapping(mine: Sequence[Spell], theirs: Sequence[Spell]) -> Sequence[tuple[Spell, Spell]]:
    """The spells of two posts that have days in common."""
    if mine[-1][1] <= theirs[0][0] or theirs[-1][1] <= mine[0][0]:
        return ()
    return [(one, other) for one in mine for other in theirs if other[0] < one[1] and one[0] < other[1]]


class TwoSubstantivePosts(Rule):
    """A person holds two substantive posts."""

    name: ClassVar[str] = "two-posts"
    by_day: ClassVar[bool] = True
    focus: ClassVar[tuple[str, ...]] = ("post",)

    def find(self, world: World, type_: str, slug: str) -> Iterator[Finding]:
        others: dict[str, dict[str, list[Spell]]] = {}
        for person, mine in held(world.spells(type_, slug, "holder")).items():
            for other in world.naming("posts of a person", person):
                if other > slug:
                    if other not in others:
                        others[other] = held(world.spells("post", other, "holder"))
                    if theirs := others[other].get(person):
                        for one, two in _overlapping(mine, theirs):
                            yield from self._both((slug, other), person, one, two)

    def _both(self, posts: tuple[str, str], person: str, one: Spell, other: Spell) -> Iterator[Finding]:
        found, certain = judge_states(partial(_both_held, person), one[2], other[2])
        for changes in found:
            subjects = (("post", posts[0]), ("post", posts[1]))
            says = f'One person ("{person}") holds two substantive posts, "{posts[0]}" and "{posts[1]}".'
            yield Finding(subjects, changes, max(one[0], other[0]), min(one[1], other[1]), certain, says)


def _both_held(person: str, one: Node, other: Node) -> Fault | None:
    for post in (one, other):
        who = holder(post, "substantive")
        if who is None or who["person"] != person:
            return None
    return (*one.because("holder"), *other.because("holder"))


class VacantAfterTheMerger(Rule):
    """A post of the resulting unit is vacant after the day that the merger takes effect."""

    name: ClassVar[str] = "post-vacant"
    by_day: ClassVar[bool] = True
    focus: ClassVar[tuple[str, ...]] = ("post",)

    def find(self, world: World, type_: str, slug: str) -> Iterator[Finding]:
        for start, end, posts in world.spells(type_, slug, "holder").spells:
            if not any(post.stands and not post.state.fields.get("holder") for post in posts):
                continue
            for unit in dict.fromkeys(post.state.fields["unit"] for post in posts if post.stands):
                for merger, first, last, certain in after_mergers_above(world, unit, start, end):
                    yield from self._vacant(slug, unit, merger, posts, (first, last, certain))

    def _vacant(
        self, slug: str, unit: str, merger: str, posts: tuple[Node, ...], days: tuple[int, int, bool]
    ) -> Iterator[Finding]:
        def fault(post: Node) -> Fault | None:
            if not post.stands or post.state.fields["unit"] != unit or post.state.fields.get("holder"):
                return None
            return (merger, *post.because("holder"))

        found, certain = judge_states(fault, posts)
        for changes in found:
            says = f'The post "{slug}" is vacant though the merger has taken effect.'
            yield Finding((("post", slug),), changes, days[0], days[1], certain and days[2], says)


RULES = (AppointedOverAHolder, ActingWithoutAnEnd, TwoSubstantivePosts, VacantAfterTheMerger)
