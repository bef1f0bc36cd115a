"""Reminder policies: when a programme's people are reminded of its dates."""

from __future__ import annotations

from typing import Annotated, ClassVar

import msgspec

from domain.kinds.event import PROGRAMME, Event

Days = Annotated[int, msgspec.Meta(ge=1, le=366)]


class ReminderPolicy(msgspec.Struct, frozen=True):
    """When reminders go out. The defaults hold where a programme has set nothing else."""

    rungs: tuple[Days, ...] = (28, 14, 7, 1)
    """So many days before the last possible day. There is always one on that day."""
    overdue_every: Days = 7
    """Days from one reminder of what is overdue to the next."""
    managers_after: Days = 2
    """Working days after which what is overdue, and acknowledged by nobody, is told to the programme's managers."""
    senior_after: Days = 5
    """Working days after which it is told to the senior responsible officer."""
    vacant_after: Days = 14
    """Days after which a vacant post is told of."""
    acting_after: Days = 28
    """Days after which an acting appointment that has no end is told of."""

    @property
    def reach(self) -> int:
        """How many days before a date the first reminder of it can be due."""
        # A rung on a day when nobody works goes out before it: no holiday is longer than a week.
        return max(self.rungs, default=0) + 7


DEFAULT = ReminderPolicy()


class ReminderPolicySet(Event, frozen=True):
    """It was decided when the programme's people are reminded; what is left out is as where nothing was decided."""

    kind: ClassVar[str] = "reminder-policy-set"
    subject_type: ClassVar[str] = PROGRAMME

    rungs: tuple[Days, ...] | None = None
    overdue_every: Days | None = None
    managers_after: Days | None = None
    senior_after: Days | None = None
    vacant_after: Days | None = None
    acting_after: Days | None = None

    @property
    def policy(self) -> ReminderPolicy:
        """The policy that it sets."""
        given = {name: getattr(self, name) for name in self.__struct_fields__}
        return ReminderPolicy(**{name: value for name, value in given.items() if value is not None})


EVENTS = (ReminderPolicySet,)
