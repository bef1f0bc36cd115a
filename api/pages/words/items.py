"""Items of a structure, by the name of their list, and what a field of one holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from projections.questions.structure_items import (
    AreaItem,
    MilestoneItem,
    PostItem,
    SiteItem,
    StructureAnswer,
    TeamItem,
    UnitItem,
)

StructureItem = AreaItem | UnitItem | SiteItem | TeamItem | PostItem | MilestoneItem


def items_of(answer: StructureAnswer, plural: str) -> Sequence[StructureItem]:
    """One list of a structure; empty for a noun that structures do not list."""
    lists: Mapping[str, Any] = answer
    items: Sequence[StructureItem] = lists.get(plural, ())
    return items


def field_of(item: StructureItem, field: str) -> Any:
    """The value of a field of the item's kind."""
    values: Mapping[str, Any] = item
    return values[field]


def title_of(item: StructureItem) -> str:
    """The name of an item, or the title that posts and milestones have in place of one."""
    values: Mapping[str, Any] = item
    title: str = values.get("name") or values.get("title") or item["id"]
    return title
