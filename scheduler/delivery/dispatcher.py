"""The dispatcher sends what waits. Mail and webhooks each go their own way, so that neither holds up the other."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, wait
from contextlib import ExitStack
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, delete, select, text

from projections.database.connections import editing, reading
from projections.log.application import Log
from scheduler.delivery import queue
from scheduler.delivery.content import ContentReader
from scheduler.delivery.digest import Digest, compose_digest
from scheduler.delivery.queue import ClaimedDigest
from scheduler.delivery.retry_policy import DEFERRED, GONE, Outcome
from scheduler.delivery.send_slots import SendSlots
from scheduler.delivery.senders import MOST_POSTS, DigestPoster, MailSender, MailSession, Senders
from scheduler.delivery.smtp import RelayAway
from scheduler.due import working_hours
from scheduler.due.enqueue import CertainClashes
from scheduler.leader_lease import LeaderLease
from scheduler.people import subscriptions
from scheduler.people.signed_links import LinkSigner
from scheduler.people.subscriptions import EMAIL, WEBHOOK
from scheduler.tables import outage

_NOTHING_LEFT = Outcome(GONE, "nothing of it held any more")
_NOT_MADE = Outcome(DEFERRED, "Mergerlog failed to write it; the fault is in its log")
_CLOSED = text(
    "INSERT INTO outage (channel, since, answer) VALUES (:channel, :since, :answer) "
    "ON CONFLICT (channel) DO UPDATE SET answer = excluded.answer"
)


@dataclass(frozen=True)
class DispatchContext:
    """What composing and sending digests goes by in one deployment."""

    engine: Engine
    log: Log
    now: Callable[[], int]
    certain_clashes: CertainClashes
    links: LinkSigner
    lease: LeaderLease


class Dispatcher:
    """Sends the digests of one process."""

    def __init__(self, context: DispatchContext, senders: Senders) -> None:
        self._context = context
        self._engine = context.engine
        self._now = context.now
        self._senders = senders
        self._workers = senders.start_workers()
        self._posting: set[Future[None]] = set()
        self._slots = SendSlots()

    def run(self, *, to_the_end: bool = False) -> None:
        """Send all that can be sent now. Webhooks go on in the background, unless `to_the_end`."""
        if working_hours.is_open(self._now()):
            with editing(self._engine) as connection:
                queue.gather_digests(connection, self._now())
        if self._senders.webhooks is not None:
            self._post_all(self._senders.webhooks)
        if self._senders.mail is not None and working_hours.is_open(self._now()):
            self._mail_all(self._senders.mail)
        if to_the_end:
            while self._posting:
                wait(self._posting)
                self._posting = {posting for posting in self._posting if not posting.done()}

    def close(self) -> None:
        """Wait until the webhooks that are being posted to have answered."""
        self._workers.shutdown()

    def _mail_all(self, mail: MailSender) -> None:
        """Send one mail after another, over one connection."""
        if not self._has_waiting(EMAIL, fresh=True):
            return
        try:
            with mail.session(self._context.links) as session:
                self._note_outage(EMAIL, None)
                while self._may_go_on() and (digest := self._next_digest(EMAIL, fresh=True)) is not None:
                    with self._slots.hold(EMAIL):
                        outcome = self._send(session, digest)
                        self._mark(digest.claim, outcome, digest.rows)
                    if outcome.is_lost:
                        return
        except RelayAway as error:
            # Nothing was claimed: what waits is not any older for it, and becomes one digest when the relay is back.
            self._note_outage(EMAIL, str(error))

    def _send(self, session: MailSession, digest: Digest) -> Outcome:
        """What became of a mail. One that cannot be written waits like one that was deferred, and no other does."""
        try:
            return session.send(digest)
        except RelayAway:
            raise
        except Exception:
            self._senders.logger.exception("fault", doing="mail", digest=digest.claim.id)
            return _NOT_MADE

    def _may_go_on(self) -> bool:
        return working_hours.is_open(self._now()) and self._context.lease.acquire(self._now())

    def _post_all(self, webhooks: DigestPoster) -> None:
        self._posting = {posting for posting in self._posting if not posting.done()}
        ways, fresh = f"{WEBHOOK}:", working_hours.is_open(self._now())
        while len(self._posting) < MOST_POSTS and self._context.lease.acquire(self._now()):
            digest = self._next_digest(ways, fresh=fresh) if self._has_waiting(ways, fresh=fresh) else None
            if digest is None:
                return
            self._posting.add(self._workers.submit(self._post, webhooks, digest))

    def _post(self, webhooks: DigestPoster, digest: Digest) -> None:
        try:
            with ExitStack() as slot:
                outcome = webhooks.post(digest, self._now(), lambda host: slot.enter_context(self._slots.hold(host)))
                self._mark(digest.claim, outcome, digest.rows)
        except Exception as error:
            # Nobody waits for this thread, so nobody else would report the fault. The lease will run out.
            self._senders.logger.exception("fault", doing="webhook", error=type(error).__name__)
            raise
        if outcome.kind == GONE and digest.webhook is not None:
            with editing(self._engine) as connection:
                subscriptions.switch_off_webhook(connection, digest.webhook.id, outcome.answer)

    def _has_waiting(self, ways: str, *, fresh: bool) -> bool:
        with reading(self._engine) as connection:
            return queue.digest_waits(connection, ways, self._now(), fresh=fresh)

    def _next_digest(self, ways: str, *, fresh: bool) -> Digest | None:
        """Claim the next digest that has anything in it."""
        while True:
            with editing(self._engine) as connection:
                now = self._now()
                claim = queue.claim_digest(connection, ways, now, fresh=fresh)
                if claim is None:
                    return None
                try:
                    with connection.begin_nested():
                        digest = self._compose(connection, claim, now)
                except Exception:
                    self._senders.logger.exception("fault", doing="digest", digest=claim.id)
                    queue.finish_attempt(connection, claim, _NOT_MADE, [], now)
                    continue
                if digest is not None:
                    return digest
                queue.finish_attempt(connection, claim, _NOTHING_LEFT, [], now)

    def _compose(self, connection: Connection, claim: ClaimedDigest, now: int) -> Digest | None:
        context = self._context
        return compose_digest(connection, ContentReader(connection, context.log, context.certain_clashes, now), claim)

    def _mark(self, claim: ClaimedDigest, outcome: Outcome, rows: list[int]) -> None:
        with editing(self._engine) as connection:
            was_ours = queue.finish_attempt(connection, claim, outcome, rows, self._now())
        attempt = {"digest": claim.id, "channel": claim.channel.partition(":")[0], "attempt": claim.number}
        self._senders.logger.info("reminded", **attempt, outcome=outcome.kind, in_time=was_ours)

    def _note_outage(self, channel: str, answer: str | None) -> None:
        """Store that a channel is closed, for managers to see; or that it is open again."""
        with reading(self._engine) as connection:
            known = connection.scalar(select(outage.c.answer).where(outage.c.channel == channel))
        if known == answer:
            return
        with editing(self._engine) as connection:
            if answer is None:
                connection.execute(delete(outage).where(outage.c.channel == channel))
            else:
                connection.execute(_CLOSED, {"channel": channel, "since": self._now(), "answer": answer})
        self._senders.logger.warning("outage", channel=channel, answer=answer)
