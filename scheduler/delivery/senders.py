"""The ways in which digests leave: what the dispatcher asks of a mail relay and of webhooks."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol

import structlog
from structlog.typing import FilteringBoundLogger

from scheduler.delivery.digest import Digest
from scheduler.delivery.retry_policy import Outcome
from scheduler.people.signed_links import LinkSigner

MOST_POSTS = 16
"""Webhooks that are connected to at once. They are sent to in turn."""


class MailSession(Protocol):
    """A connection by which mails are sent one after another."""

    def send(self, digest: Digest) -> Outcome:
        """Send a digest to its contact, and say what became of it."""


class MailSender(Protocol):
    """A mail relay."""

    def session(self, links: LinkSigner) -> AbstractContextManager[MailSession]:
        """A connection to it, for mails with links of a signer. Raises RelayAway."""


class DigestPoster(Protocol):
    """What posts to webhooks."""

    def post(self, digest: Digest, now: int, ready: Callable[[str], object]) -> Outcome:
        """Post a digest to its webhook, and say what became of it; `ready` waits for the turn of a host."""


def _start_workers() -> Executor:
    return ThreadPoolExecutor(MOST_POSTS, "webhook")


@dataclass(frozen=True)
class Senders:
    """How digests leave a deployment: by mail, by webhooks, by both or not at all."""

    mail: MailSender | None = None
    webhooks: DigestPoster | None = None
    start_workers: Callable[[], Executor] = _start_workers
    """Starts the threads that post to webhooks."""
    logger: FilteringBoundLogger = field(default_factory=lambda: structlog.get_logger("mergerlog"))
