"""The reminders of one deployment: the tick, which works out what is due and sends it, and the links in mails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from sqlalchemy import Engine, func, select

from domain.time import instants
from projections.database.connections import editing, reading
from projections.database.tables import log
from projections.log.application import Log
from scheduler.delivery.allowed_hosts import AllowedHosts, BadUrl
from scheduler.delivery.dispatcher import DispatchContext, Dispatcher
from scheduler.delivery.senders import Senders
from scheduler.due import enqueue, working_hours
from scheduler.due.certain_clash import CertainClash
from scheduler.due.new_clashes import ClashWatch
from scheduler.leader_lease import LeaderLease
from scheduler.people.signed_links import LinkSigner, signing_key

_AGAIN = 5 * 60 * 1_000_000
"""Microseconds after which to work out again what is due though the log has not grown: contacts may have changed."""


def no_clashes(*_: object) -> list[CertainClash]:
    """The certain clashes of a deployment that does not look for them: none."""
    return []


@dataclass
class Reminders:
    """Works out what is due, and sends it. `now` is the clock that the programme goes by."""

    engine: Engine
    log: Log
    now: Callable[[], int]
    address: str
    """Where people find this deployment, as links in mails begin."""
    senders: Senders = field(default_factory=Senders)
    webhook_hosts: AllowedHosts | None = None
    """The hosts that webhooks may be posted to; None where the deployment has no webhooks."""
    clashes: ClashWatch | None = None
    """Looks for clashes that have become certain."""
    _looked_at: tuple[int, int, int] = field(default=(0, 0, 0), init=False)
    """The day, the place of the log's last entry and the instant when it was last worked out what is due."""

    @property
    def certain_clashes(self) -> enqueue.CertainClashes:
        """Lists the certain clashes of a programme."""
        return no_clashes if self.clashes is None else self.clashes.certain_clashes

    @cached_property
    def _lease(self) -> LeaderLease:
        return LeaderLease(self.engine)

    @cached_property
    def links(self) -> LinkSigner:
        """Makes and reads the links in mails."""
        with editing(self.engine) as connection:
            return LinkSigner(self.address, signing_key(connection))

    @cached_property
    def dispatcher(self) -> Dispatcher:
        """Sends what is due."""
        context = DispatchContext(self.engine, self.log, self.now, self.certain_clashes, self.links, self._lease)
        return Dispatcher(context, self.senders)

    def check_url(self, url: str) -> None:
        """Check that webhooks may be posted to an address. Raises BadUrl."""
        if self.webhook_hosts is None:
            raise BadUrl(fault="the deployment allows no host (MERGERLOG_WEBHOOK_HOSTS is a setting of it)")
        self.webhook_hosts.check(url)

    def tick(self, *, to_the_end: bool = False) -> None:
        """Work out what is due, and send what can be sent now; `to_the_end` waits for webhooks too. Does nothing where
        another process holds the lease."""
        if not self._lease.acquire(self.now()):
            return
        if working_hours.is_open(self.now()):
            self._enqueue_due()
        self.dispatcher.run(to_the_end=to_the_end)

    def close(self) -> None:
        """Finish what is being sent, and leave the rest to another process."""
        self.dispatcher.close()
        self._lease.release()

    def _enqueue_due(self) -> None:
        now = self.now()
        day = instants.london_day(now)
        with reading(self.engine) as connection:
            position = connection.scalar(select(func.max(log.c.position))) or 0
        if self._looked_at[:2] == (day, position) and abs(now - self._looked_at[2]) < _AGAIN:
            return
        if self.clashes is not None:
            self.clashes.look(now)
        enqueue.enqueue_due(self.engine, self.log, self.certain_clashes, now)
        self._looked_at = (day, position, now)
