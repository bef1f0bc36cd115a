"""The reminders of one deployment: what the tick does, and what people do to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from sqlalchemy import Engine, func, select

from domain.time import instants
from projections.database.connections import editing, reading
from projections.database.tables import log
from projections.log.application import Log
from scheduler.delivery.allowed_hosts import BadUrl
from scheduler.delivery.dispatcher import Dispatcher
from scheduler.delivery.smtp import Relay
from scheduler.delivery.webhook import Poster
from scheduler.due import enqueue, working_hours
from scheduler.due.new_clashes import Stirrings
from scheduler.due.rules import Stirred
from scheduler.leader_lease import Duty
from scheduler.people.signed_links import Links, signing_key

_AGAIN = 5 * 60 * 1_000_000
"""Microseconds after which it is reckoned again though the log has not grown: contacts may have changed."""


def nothing_stirred(*_: object) -> list[Stirred]:
    """No clash has become certain."""
    return []


@dataclass
class Reminders:
    """Works out what is due, and sends it. `now` is the clock that the programme goes by."""

    engine: Engine
    log: Log
    now: Callable[[], int]
    address: str
    """Where people find this deployment, as links in mails begin."""
    relay: Relay | None = None
    poster: Poster | None = None
    clashes: Stirrings | None = None
    """What looks for clashes that have become certain."""
    _reckoned: tuple[int, int, int] = field(default=(0, 0, 0), init=False)

    @property
    def stirrings(self) -> enqueue.Stirrings:
        """Which clashes of a programme have become certain."""
        return nothing_stirred if self.clashes is None else self.clashes.of

    @cached_property
    def _duty(self) -> Duty:
        return Duty(self.engine)

    @cached_property
    def links(self) -> Links:
        """The maker and reader of the links in mails."""
        with editing(self.engine) as connection:
            return Links(self.address, signing_key(connection))

    @cached_property
    def dispatcher(self) -> Dispatcher:
        """What sends."""
        return Dispatcher(
            self.engine, self.log, self.now, self.stirrings, self.links, self.relay, self.poster, self._duty
        )

    def check_url(self, url: str) -> None:
        """Whether webhooks may be posted there. Raises BadUrl."""
        if self.poster is None:
            raise BadUrl(fault="the deployment allows no host (MERGERLOG_WEBHOOK_HOSTS is a setting of it)")
        self.poster.hosts.check(url)

    def tick(self, *, to_the_end: bool = False) -> None:
        """Work out what is due, and send what can be sent now; `to_the_end` waits for webhooks too. Where another
        process has the duty, nothing is done."""
        if not self._duty.take(self.now()):
            return
        if working_hours.is_open(self.now()):
            self._reckon()
        self.dispatcher.run(to_the_end=to_the_end)

    def close(self) -> None:
        """Let what is being sent come to its end, and leave the rest to another process."""
        self.dispatcher.close()
        self._duty.leave()

    def _reckon(self) -> None:
        now = self.now()
        day = instants.london_day(now)
        with reading(self.engine) as connection:
            position = connection.scalar(select(func.max(log.c.position))) or 0
        if self._reckoned[:2] == (day, position) and abs(now - self._reckoned[2]) < _AGAIN:
            return
        if self.clashes is not None:
            self.clashes.look(now)
        enqueue.reckon(self.engine, self.log, self.stirrings, now)
        self._reckoned = (day, position, now)
