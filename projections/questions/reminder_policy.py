"""Which reminder policy does a programme have on a day?"""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import Connection, bindparam, select

from domain.kinds.reminder_policy import DEFAULT, ReminderPolicy, ReminderPolicySet
from projections.database.tables import OF_PROGRAMME, log, stream, touch
from projections.log.application import Log
from projections.log.histories import entries_of_change, evolve_change

_DECIDED = (
    select(stream.c.programme, touch.c.change)
    .select_from(stream)
    .join(touch, touch.c.subject == stream.c.id)
    .join(log, log.c.position == touch.c.change)
    .where(
        OF_PROGRAMME,
        touch.c.latest <= bindparam("day"),
        touch.c.standing.op("&")(2) != 0,
        log.c.topic.startswith(f"{ReminderPolicySet.kind}/"),
    )
    .order_by(touch.c.latest, touch.c.change)
)
_DECIDED_IN = _DECIDED.where(stream.c.programme == bindparam("programme"))


def policy_on(connection: Connection, log_: Log, number: int, day: int) -> ReminderPolicy:
    """The last one that was decided, done or planned, and is in effect; the default where none was."""
    decided = connection.execute(_DECIDED_IN, {"programme": number, "day": day}).all()
    return _policy(connection, log_, decided[-1].change) if decided else DEFAULT


def policies_on(connection: Connection, log_: Log, day: int) -> dict[int, ReminderPolicy]:
    """The same of every programme, by its number."""
    last = {row.programme: row.change for row in connection.execute(_DECIDED, {"day": day})}
    found = {number: _policy(connection, log_, place) for number, place in last.items()}
    return defaultdict(lambda: DEFAULT, found)


def _policy(connection: Connection, log_: Log, place: int) -> ReminderPolicy:
    change = None
    for entry in entries_of_change(connection, log_, place):
        change = evolve_change(change, entry)
    assert change is not None
    assert isinstance(change.event, ReminderPolicySet)
    return change.event.policy
