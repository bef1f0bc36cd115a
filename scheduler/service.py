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
from scheduler.delivery.webhook import WebhookSender
from scheduler.due import enqueue, working_hours
from scheduler.due.new_clashes import ClashWatch
from scheduler.due.rules import CertainClash
from scheduler.leader_lease import LeaderLease
from scheduler.people.signed_links import LinkSigner, signing_key

_AGAIN = 5 * 60 * 1_000_000
"""Microseconds after which it is reckoned again though the log has not grown: contacts may have changed."""


def no_clashes(*_: object) -> list[CertainClash]:
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
    poster: WebhookSender | None = None
    clashes: ClashWatch | None = None
    """What looks for clashes that have become certain."""
    _reckoned: tuple[int, int, int] = field(default=(0, 0, 0), init=False)

    @property
    def certain_clashes(self) -> enqueue.CertainClashes:
        """Which clashes of a programme have become certain."""
        return no_clashes if self.clashes is None else self.clashes.certain_clashes

    @cached_property
    def _lease(self) -> LeaderLease:
        return LeaderLease(self.engine)

    @cached_property
    def links(self) -> LinkSigner:
        """The maker and reader of the links in mails."""
        with editing(self.engine) as connection:
            return LinkSigner(self.address, signing_key(connection))

    @cached_property
    def dispatcher(self) -> Dispatcher:
        """What sends."""
        return Dispatcher(
            self.engine, self.log, self.now, self.certain_clashes, self.links, self.relay, self.poster, self._lease
        )

    def check_url(self, url: str) -> None:
        """Whether webhooks may be posted there. Raises BadUrl."""
        if self.poster is None:
            raise BadUrl(fault="the deployment allows no host (MERGERLOG_WEBHOOK_HOSTS is a setting of it)")
        self.poster.hosts.check(url)

    def tick(self, *, to_the_end: bool = False) -> None:
        """Work out what is due, and send what can be sent now; `to_the_end` waits for webhooks too. Where another
        process has the duty, nothing is done."""
        if not self._lease.acquire(self.now()):
            return
        if working_hours.is_open(self.now()):
            self._reckon()
        self.dispatcher.run(to_the_end=to_the_end)

    def close(self) -> None:
        """Let what is being sent come to its end, and leave the rest to another process."""
        self.dispatcher.close()
        self._lease.release()

    def _reckon(self) -> None:
        now = self.now()
        day = instants.london_day(now)
        with reading(self.engine) as connection:
            position = connection.scalar(select(func.max(log.c.position))) or 0
        if self._reckoned[:2] == (day, position) and abs(now - self._reckoned[2]) < _AGAIN:
            return
        if self.clashes is not None:
            self.clashes.look(now)
        enqueue.enqueue_due(self.engine, self.log, self.certain_clashes, now)
        self._reckoned = (day, position, now)
