"""SendSlots: one delivery at a time, and nobody waits long for one that hangs."""

from __future__ import annotations

from threading import Event, Thread

from scheduler.delivery.send_slots import SendSlots


def send(slots: SendSlots, whom: str, until: Event) -> tuple[Thread, Event]:
    """Send on a thread of its own; the event is set once it has its turn, and it ends with `until`."""
    begun = Event()

    def go() -> None:
        with slots.hold(whom):
            begun.set()
            until.wait(10)

    thread = Thread(target=go)
    thread.start()
    return thread, begun


def test_one_waits_for_the_other() -> None:
    slots, first, second = SendSlots(patience=60), Event(), Event()
    one, begun = send(slots, "a.test", first)
    assert begun.wait(5)
    other, began = send(slots, "b.test", second)
    assert not began.wait(0.1)
    first.set()
    assert began.wait(5)
    second.set()
    one.join()
    other.join()


def test_who_takes_long_is_waited_for_once_and_not_again_until_they_are_quick() -> None:
    slots, hangs, quick = SendSlots(patience=0.2), Event(), Event()
    quick.set()
    one, begun = send(slots, "slow.test", hangs)
    assert begun.wait(5)
    other, began = send(slots, "b.test", quick)
    assert began.wait(5), "patience has an end"
    # Known to be slow, it takes no turn: two at once, and the others go on.
    again, begun = send(slots, "slow.test", hangs)
    assert begun.wait(5)
    more, began = send(slots, "c.test", quick)
    assert began.wait(0.15)
    hangs.set()
    for each in (one, other, again, more):
        each.join()
    with slots.hold("slow.test"):
        pass
    held = Event()
    one, begun = send(slots, "slow.test", held)
    assert begun.wait(5)
    other, began = send(slots, "b.test", quick)
    assert not began.wait(0.05), "it was quick, and has its turn like everyone"
    held.set()
    one.join()
    other.join()


def test_what_fails_gives_its_turn_back() -> None:
    slots = SendSlots(patience=60)
    try:
        with slots.hold("a.test"):
            raise OSError
    except OSError:
        pass
    with slots.hold("b.test"):
        pass
