"""A deadline for all that is done over one connection."""

from __future__ import annotations

import socket
import threading

import pytest

from scheduler.delivery.deadline import Deadline


@pytest.fixture
def pair() -> tuple[socket.socket, socket.socket]:
    return socket.socketpair()


def test_a_peer_that_sends_a_byte_now_and_then_is_cut_off(pair: tuple[socket.socket, socket.socket]) -> None:
    near, far = pair
    near.settimeout(5)
    deadline, stopped = Deadline(0.3), threading.Event()
    deadline.watch(near)

    def drip() -> None:
        while not stopped.wait(0.05):
            try:
                far.send(b".")
            except OSError:
                return

    dripping = threading.Thread(target=drip)
    dripping.start()
    try:
        with deadline.running():
            while near.recv(1):
                pass
    finally:
        stopped.set()
        dripping.join()
    assert deadline.was_cut


def test_an_exchange_within_its_time_is_left_alone(pair: tuple[socket.socket, socket.socket]) -> None:
    near, far = pair
    deadline = Deadline(60)
    deadline.watch(near)
    with deadline.running():
        far.send(b"answer")
        assert near.recv(6) == b"answer"
    assert not deadline.was_cut
    deadline.close()
    far.send(b"more")
    assert near.recv(4) == b"more", "letting go of it closes nothing"


def test_a_connection_that_comes_after_the_time_is_over_is_cut_at_once(
    pair: tuple[socket.socket, socket.socket],
) -> None:
    near, _ = pair
    deadline = Deadline(60)
    deadline.cut()
    deadline.watch(near)
    assert near.recv(1) == b""
