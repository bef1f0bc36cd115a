"""The BCU model: how many leaders of each rank a Basic Command Unit has (paper 001, the leadership of a BCU)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from domain.clashes.engine.hierarchy import lines, stretches
from domain.clashes.engine.knowledge import World
from domain.clashes.engine.rule import Finding, Rule
from domain.clashes.engine.timeline import Node

MODEL = {"chief superintendent": 1, "superintendent": 5, "chief inspector": 6}
"""One commander; five superintendents, for four functions and headquarters; six chief inspectors."""


class NotTheBcuModel(Rule):
    """A BCU has one commander (chief superintendent), five superintendents and six chief inspectors."""

    name: ClassVar[str] = "bcu-model"
    by_day: ClassVar[bool] = True
    focus: ClassVar[tuple[str, ...]] = ("unit",)

    def find(self, world: World, type_: str, slug: str) -> Iterator[Finding]:
        own = world.spells(type_, slug)
        if not any(_is_bcu(node) for _, _, nodes in own.spells for node in nodes):
            return
        units = _below(world, slug)
        posts = [world.spells("post", p, "holder") for unit in units for p in world.naming("posts of a unit", unit)]
        for first, last in stretches([*(world.spells(type_, unit) for unit in units), *posts]):
            nodes = own.at(first)
            there = [node for node in nodes if _is_bcu(node)]
            if there:
                ranks = [list(_ranks(world, slug, post.at(first), first)) for post in dict.fromkeys(posts)]
                yield from _compared(slug, there[0], ranks, (first, last, len(there) == len(nodes)))


def _compared(
    slug: str, unit: Node, posts: Sequence[Sequence[str | None]], days: tuple[int, int, bool]
) -> Iterator[Finding]:
    """What is wrong with the ranks that posts have, or may have."""
    first, last, surely = days
    for rank, wanted in MODEL.items():
        least = sum(all(each == rank for each in ranks) for ranks in posts)
        most = sum(any(each == rank for each in ranks) for ranks in posts)
        for key, possible, certain in (
            ("few", least < wanted, most < wanted),
            ("many", most > wanted, least > wanted),
        ):
            if possible:
                count = f"{least}" if least == most else f"{least} to {most}"
                says = f'The BCU "{slug}" has {count} of the rank {rank}; the model has {wanted}.'
                yield Finding(
                    (("unit", slug),), unit.because("name"), first, last, surely and certain, says, f"{rank} {key}"
                )


def rank_of(post: Node) -> str | None:
    """The rank of a post, or else of its holder, without "Detective"."""
    holder: dict[str, Any] = post.state.fields.get("holder") or {}
    rank = post.state.fields.get("rank") or holder.get("rank")
    if rank is None:
        return None
    return " ".join(word for word in str(rank).casefold().split() if word != "detective")


def _ranks(world: World, unit: str, posts: Sequence[Node], day: int) -> Iterator[str | None]:
    """The ranks that a post has, or may have, as one of a unit or of a unit below it; None where it is not."""
    for post in posts:
        if post.stands:
            for line in lines(world, "unit", post.state.fields["unit"], day):
                yield rank_of(post) if unit in line else None
        else:
            yield None


def _is_bcu(unit: Node) -> bool:
    return unit.stands and unit.state.fields["unit_type"] == "bcu"


def _below(world: World, unit: str) -> list[str]:
    """A unit and every unit that ever belongs to it, at however many removes."""
    found: list[str] = []
    waiting = [unit]
    while waiting:
        slug = waiting.pop()
        if slug not in found:
            found.append(slug)
            waiting += world.naming("units of a unit", slug)
    return found


RULES = (NotTheBcuModel,)
