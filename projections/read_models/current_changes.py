"""The changes that count now, read from the table `touch` and from the entries that last gave their details."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from domain.changes.change import COUNTS_UNDER, Change
from domain.time.edtf import When
from projections.database.tables import log, stream, touch
from projections.log.application import Log
from projections.log.log_rows import ORIGIN

STANDING_OF = {mask: standing for standing, mask in COUNTS_UNDER.items() if mask}


_TOLD = log.alias("told")


def changes_columns(*others: ColumnElement[Any]) -> Select[Any]:
    """What `change_of` makes a change of, from `touch`; other columns before."""
    return (
        select(
            *others,
            touch.c.change,
            touch.c.earliest,
            touch.c.latest,
            touch.c.standing,
            touch.c.told,
            ORIGIN.c.id,
            ORIGIN.c.topic.label("origin_topic"),
            stream.c.slug,
            func.coalesce(_TOLD.c.topic, ORIGIN.c.topic),
            func.coalesce(_TOLD.c.state, ORIGIN.c.state),
        )
        .select_from(touch)
        .join(ORIGIN, ORIGIN.c.position == touch.c.change)
        # Most changes were never corrected: the entry that started them is read already.
        .outerjoin(_TOLD, _TOLD.c.position == func.nullif(touch.c.told, touch.c.change))
        .join(stream, stream.c.id == ORIGIN.c.stream)
    )


def change_of(log_: Log, row: Any) -> Change:
    """A change as the fold needs it: its words, its source and its baseline are not read."""
    place, earliest, latest, standing, told, id_, origin_topic, slug, topic, state = row
    event = log_.registry.event(topic, state, origin_topic)
    # In the order of its fields: a programme has thousands.
    return Change(place, id_, slug, event, STANDING_OF[standing], When("", earliest, latest), False, None, None, told)
