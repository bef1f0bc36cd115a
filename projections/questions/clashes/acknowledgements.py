"""Which clashes were acknowledged, and still are?"""

from __future__ import annotations

from typing import TypedDict

from sqlalchemy import select

from domain.changes.change import DONE
from domain.kinds.event import PROGRAMME
from domain.kinds.programme import ClashAcknowledged
from projections.changes.view import Story
from projections.database.tables import log, stream
from projections.log.as_of import Point
from projections.questions.timeline import stories_at
from projections.questions.viewpoint import Viewpoint


class Acknowledgement(TypedDict):
    """The entry that acknowledged a clash, and why."""

    entry: str
    reason: str
    recorded_at: str
    recorded_by: str


Acknowledgements = dict[tuple[str, str], Acknowledgement]
"""By the id of the clash, and its mark when it was acknowledged: the entry that did so."""


def acknowledgements(view: Viewpoint) -> Acknowledgements:
    """Every acknowledgement that stands, as known at a point and as its viewer may see it."""
    query = (
        select(log.c.position)
        .join(stream, stream.c.id == log.c.stream)
        .where(
            stream.c.programme == view.point.programme,
            stream.c.type == PROGRAMME,
            log.c.topic.like(f"{ClashAcknowledged.kind}/%"),
            log.c.position <= view.point.position,
        )
    )
    found: Acknowledgements = {}
    for each in stories_at(view, view.connection.scalars(query).all()):
        event = each.change.event
        if isinstance(event, ClashAcknowledged) and each.change.standing == DONE and _is_seen(each, view.point):
            first = each.entries[0].shown()
            found[event.clash, event.mark] = {
                "entry": each.change.id,
                "reason": first["reason"],
                "recorded_at": first["recorded_at"],
                "recorded_by": first["recorded_by"],
            }
    return found


def _is_seen(story: Story, point: Point) -> bool:
    return not (point.public and story.change.restricted)
