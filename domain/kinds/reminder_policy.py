"""Reminder policies: when a programme's people are reminded of its dates."""

from __future__ import annotations

from typing import Annotated, ClassVar

import msgspec

from domain.kinds.event import PROGRAMME, Event
from domain.kinds.fields import about
from domain.kinds.template import enumeration
from domain.kinds.words import Words, same

Days = Annotated[int, msgspec.Meta(ge=1, le=366)]


class ReminderPolicy(msgspec.Struct, frozen=True):
    """When reminders go out. The defaults hold where a programme has set nothing else."""

    rungs: tuple[Days, ...] = (28, 14, 7, 1)
    """So many days before the last possible day. There is always one on that day."""
    overdue_every: Days = 7
    """Days from one reminder of what is overdue to the next."""
    managers_after: Days = 2
    """Working days after which the programme's managers hear of what is overdue and acknowledged by nobody."""
    senior_after: Days = 5
    """Working days after which the senior responsible officer hears of it."""
    vacant_after: Days = 14
    """Days after which people hear of a vacant post."""
    acting_after: Days = 28
    """Days after which people hear of an acting appointment that has no end."""

    @property
    def reach(self) -> int:
        """How many days before a date the first reminder of it can be due."""
        # A rung on a day when nobody works goes out before it: no holiday is longer than a week.
        return max(self.rungs, default=0) + 7


DEFAULT = ReminderPolicy()


class ReminderPolicySet(Event, frozen=True):
    """The programme decided when its people are reminded; what is left out is as where nothing was decided."""

    kind: ClassVar[str] = "reminder-policy-set"
    subject_type: ClassVar[str] = PROGRAMME
    words: ClassVar[Words] = same(
        "The reminder policy is set", "The reminder policy was set.", deed="Setting of the reminder policy"
    )

    rungs: Annotated[
        tuple[Days, ...] | None,
        about(
            "Days before a date",
            "So many days before the last possible day somebody is reminded; `[]`: only on the day. "
            "Left out: 28, 14, 7 and 1.",
        ),
    ] = None
    overdue_every: Annotated[
        Days | None,
        about(
            "What is overdue: days from one reminder to the next",
            "Days from one reminder of what is overdue to the next. Left out: 7.",
        ),
    ] = None
    managers_after: Annotated[
        Days | None,
        about(
            "Working days after which the managers are told of what is overdue",
            "Working days after which what is overdue is told to the managers. Left out: 2.",
        ),
    ] = None
    senior_after: Annotated[
        Days | None,
        about(
            "Working days after which the senior responsible officer is told",
            "Working days after which it is told to the senior responsible officer. Left out: 5.",
        ),
    ] = None
    vacant_after: Annotated[
        Days | None,
        about("Days after which a vacant post is told of", "Days after which a vacant post is told of. Left out: 14."),
    ] = None
    acting_after: Annotated[
        Days | None,
        about(
            "Days after which an acting holder without an end is told of",
            "Days after which an acting holder with no end planned is told of. Left out: 28.",
        ),
    ] = None

    @property
    def policy(self) -> ReminderPolicy:
        """The policy that it sets."""
        given = {name: getattr(self, name) for name in self.__struct_fields__}
        return ReminderPolicy(**{name: value for name, value in given.items() if value is not None})

    def wording(self) -> Words:
        *most, last = self.policy.rungs or (0,)
        before = f"{enumeration([*map(str, most), _days(last)])} before a date and " if last else ""
        every = self.policy.overdue_every
        again = f"every {_days(every)}" if every > 1 else "every day"
        sentence = f"Reminders go out {before}on the day, and {again} once it is overdue."
        return same(self.words.label, sentence, deed=self.words.deed)


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"
