"""Dispatching: what waits is sent, by each way out for itself, so that none holds up another."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from dataclasses import dataclass, field

import structlog
from sqlalchemy import Connection, Engine, delete, select, text

from projections.database.connections import editing, reading
from projections.log.application import Log
from scheduler.delivery import queue
from scheduler.delivery.content import ContentReader
from scheduler.delivery.digest import Digest, compose_digest
from scheduler.delivery.email_message import digest_email
from scheduler.delivery.queue import ClaimedDigest
from scheduler.delivery.retry_policy import GONE, Outcome
from scheduler.delivery.send_slots import SendSlots
from scheduler.delivery.smtp import Relay, RelayAway
from scheduler.delivery.webhook import WebhookSender
from scheduler.due import working_hours
from scheduler.due.enqueue import CertainClashes
from scheduler.leader_lease import LeaderLease
from scheduler.people import subscriptions
from scheduler.people.signed_links import LinkSigner
from scheduler.people.subscriptions import EMAIL, WEBHOOK
from scheduler.tables import outage

_NOTHING_LEFT = Outcome(GONE, "nothing of it held any more")
_POSTS = 16
"""Webhooks that are connected to at once. They are sent to in turn."""
_CLOSED = text(
    "INSERT INTO outage (channel, since, answer) VALUES (:channel, :since, :answer) "
    "ON CONFLICT (channel) DO UPDATE SET answer = excluded.answer"
)
_logger = structlog.get_logger("mergerlog")


@dataclass
class Dispatcher:
    """One process's part in sending."""

    engine: Engine
    log: Log
    now: Callable[[], int]
    certain_clashes: CertainClashes
    links: LinkSigner
    relay: Relay | None
    poster: WebhookSender | None
    lease: LeaderLease
    _pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(_POSTS, "webhook"))
    _posting: set[Future[None]] = field(default_factory=set)
    _slots: SendSlots = field(default_factory=SendSlots)

    def run(self, *, to_the_end: bool = False) -> None:
        """Send all that can be sent now. Webhooks go on in the background, unless `to_the_end`."""
        if working_hours.is_open(self.now()):
            with editing(self.engine) as connection:
                queue.gather_digests(connection, self.now())
        if self.poster is not None:
            self._post_all(self.poster)
        if self.relay is not None and working_hours.is_open(self.now()):
            self._mail_all(self.relay)
        if to_the_end:
            while self._posting:
                wait(self._posting)
                self._posting = {each for each in self._posting if not each.done()}

    def close(self) -> None:
        """Wait for what is being sent."""
        self._pool.shutdown()

    def _mail_all(self, relay: Relay) -> None:
        """One mail after another, over one connection."""
        if not self._waits(EMAIL, anew=True):
            return
        try:
            with relay.session() as session:
                self._note_outage(EMAIL, None)
                while self._may_go_on() and (digest := self._take(EMAIL, anew=True)) is not None:
                    message = digest_email(digest, self.links, relay.sender)
                    assert digest.contact.email is not None
                    with self._slots.hold(EMAIL):
                        outcome = session.send(message, digest.contact.email)
                        self._mark(digest.claim, outcome, digest.rows)
                    if outcome.is_lost:
                        return
        except RelayAway as error:
            # Nothing was claimed: what waits is not any older for it, and becomes one digest when the relay is back.
            self._note_outage(EMAIL, str(error))

    def _may_go_on(self) -> bool:
        return working_hours.is_open(self.now()) and self.lease.acquire(self.now())

    def _post_all(self, poster: WebhookSender) -> None:
        self._posting = {each for each in self._posting if not each.done()}
        anew = working_hours.is_open(self.now())
        while len(self._posting) < _POSTS and self.lease.acquire(self.now()):
            digest = self._take(f"{WEBHOOK}:", anew=anew) if self._waits(f"{WEBHOOK}:", anew=anew) else None
            if digest is None:
                return
            self._posting.add(self._pool.submit(self._post, poster, digest))

    def _post(self, poster: WebhookSender, digest: Digest) -> None:
        try:
            with ExitStack() as turn:
                outcome = poster.post(digest, self.now(), lambda host: turn.enter_context(self._slots.hold(host)))
                self._mark(digest.claim, outcome, digest.rows)
        except Exception as error:
            # Nobody waits for this thread, and so nobody else would say it. The lease will run out.
            _logger.exception("fault", doing="webhook", error=type(error).__name__)
            raise
        if outcome.kind == GONE and digest.webhook is not None:
            with editing(self.engine) as connection:
                subscriptions.switch_off_webhook(connection, digest.webhook.id, outcome.answer)

    def _waits(self, ways: str, *, anew: bool) -> bool:
        with reading(self.engine) as connection:
            return queue.digest_waits(connection, ways, self.now(), anew=anew)

    def _take(self, ways: str, *, anew: bool) -> Digest | None:
        """ClaimedDigest the next digest that has anything in it."""
        while True:
            with editing(self.engine) as connection:
                now = self.now()
                claim = queue.claim_digest(connection, ways, now, anew=anew)
                if claim is None:
                    return None
                digest = self._compose(connection, claim, now)
                if digest is not None:
                    return digest
                queue.finish_attempt(connection, claim, _NOTHING_LEFT, [], now)

    def _compose(self, connection: Connection, claim: ClaimedDigest, now: int) -> Digest | None:
        return compose_digest(connection, ContentReader(connection, self.log, self.certain_clashes, now), claim)

    def _mark(self, claim: ClaimedDigest, outcome: Outcome, rows: list[int]) -> None:
        with editing(self.engine) as connection:
            was_ours = queue.finish_attempt(connection, claim, outcome, rows, self.now())
        said = {"digest": claim.id, "channel": claim.channel.partition(":")[0], "attempt": claim.number}
        _logger.info("reminded", **said, outcome=outcome.kind, in_time=was_ours)

    def _note_outage(self, channel: str, answer: str | None) -> None:
        """Keep that a way out is closed, for managers to see; or that it is open."""
        with reading(self.engine) as connection:
            known = connection.scalar(select(outage.c.answer).where(outage.c.channel == channel))
        if known == answer:
            return
        with editing(self.engine) as connection:
            if answer is None:
                connection.execute(delete(outage).where(outage.c.channel == channel))
            else:
                connection.execute(_CLOSED, {"channel": channel, "since": self.now(), "answer": answer})
        _logger.warning("outage", channel=channel, answer=answer)
