"""The ways in which digests leave: a deployment has those that it sets up, and workers that post at once."""

from __future__ import annotations

from threading import Barrier

from scheduler.delivery.senders import MOST_POSTS, Senders


def test_a_deployment_that_sets_up_nothing_sends_nothing() -> None:
    senders = Senders()
    assert senders.mail is None
    assert senders.webhooks is None


def test_as_many_webhooks_are_posted_to_at_once_as_there_are_workers() -> None:
    together = Barrier(MOST_POSTS)
    with Senders().start_workers() as workers:
        places = [workers.submit(together.wait, 10) for _ in range(MOST_POSTS)]
        assert sorted(place.result() for place in places) == list(range(MOST_POSTS))


def test_whoever_starts_workers_has_workers_of_their_own() -> None:
    senders = Senders()
    with senders.start_workers() as one, senders.start_workers() as other:
        assert one is not other
