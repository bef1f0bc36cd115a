"""Requests that may write have so many places; the others wait, and hold no place while their body is on its way."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send

from api.http import writing_places
from api.http.writing_places import WritingPlaces
from projections.database.connections import Busy

KNOWN = [(b"authorization", b"Bearer x")]
COOKIE = [(b"cookie", b"mergerlog=x")]


class Working:
    """An application that reads the body of each request, and then works until it is let go on."""

    def __init__(self) -> None:
        self.at_work: list[str] = []
        self.go_on = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, _: Send) -> None:
        while (await receive()).get("more_body"):
            pass
        self.at_work.append(scope["path"])
        await self.go_on.wait()


def body(*parts: bool) -> Receive:
    """A body of parts that come at once: whether more comes after each."""
    left = iter(parts or (False,))

    async def receive() -> Message:
        return {"type": "http.request", "body": b"x", "more_body": next(left)}

    return receive


async def stalled() -> Message:
    """A body that never comes."""
    await asyncio.Event().wait()
    raise AssertionError


async def nothing(_: Message) -> None:
    raise AssertionError


def request(method: str, path: str = "/", headers: Any = ()) -> Scope:
    return {"type": "http", "method": method, "path": path, "headers": list(headers)}


async def settle() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


@pytest.mark.parametrize(
    ("headers", "places"),
    [
        ((), writing_places.UNKNOWN_WRITERS),
        (KNOWN, writing_places.KNOWN_WRITERS),
        (COOKIE, writing_places.KNOWN_WRITERS),
    ],
)
def test_so_many_write_at_once_and_the_next_waits_for_one_to_be_done(headers: Any, places: int) -> None:
    async def play() -> None:
        working = Working()
        app = WritingPlaces(working)
        tasks = [
            asyncio.create_task(app(request("POST", f"/{n}", headers), body(), nothing)) for n in range(places + 3)
        ]
        await settle()
        assert len(working.at_work) == places
        working.go_on.set()
        await asyncio.gather(*tasks)
        assert len(working.at_work) == places + 3

    asyncio.run(play())


def test_who_says_nothing_of_themselves_keeps_nobody_who_does_from_writing() -> None:
    async def play() -> None:
        working = Working()
        app = WritingPlaces(working)
        tasks = [asyncio.create_task(app(request("POST"), body(), nothing)) for _ in range(100)]
        await settle()
        tasks.append(asyncio.create_task(app(request("POST", "/ours", KNOWN), body(True, False), nothing)))
        await settle()
        assert working.at_work[-1] == "/ours"
        working.go_on.set()
        await asyncio.gather(*tasks)

    asyncio.run(play())


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_who_reads_waits_for_no_place(method: str) -> None:
    async def play() -> None:
        working = Working()
        app = WritingPlaces(working)
        tasks = [asyncio.create_task(app(request("POST"), body(), nothing)) for _ in range(50)]
        tasks.append(asyncio.create_task(app(request(method, "/read"), body(), nothing)))
        await settle()
        assert "/read" in working.at_work
        working.go_on.set()
        await asyncio.gather(*tasks)

    asyncio.run(play())


def test_a_body_that_is_on_its_way_holds_no_place() -> None:
    async def play() -> None:
        working = Working()
        app = WritingPlaces(working)
        slow = [asyncio.create_task(app(request("POST"), stalled, nothing)) for _ in range(50)]
        quick = asyncio.create_task(app(request("POST", "/quick"), body(), nothing))
        await settle()
        assert working.at_work == ["/quick"]
        working.go_on.set()
        await quick
        for task in slow:
            task.cancel()

    asyncio.run(play())


def test_who_has_waited_too_long_is_told_to_try_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing_places, "WAITING_SECONDS", 0.05)

    async def play() -> None:
        working = Working()
        app = WritingPlaces(working)
        places = writing_places.UNKNOWN_WRITERS
        tasks = [asyncio.create_task(app(request("POST"), body(), nothing)) for _ in range(places)]
        await settle()
        with pytest.raises(Busy, match="Nothing was stored: try again"):
            await app(request("POST"), body(), nothing)
        working.go_on.set()
        await asyncio.gather(*tasks)
        await app(request("POST"), body(), nothing)

    asyncio.run(play())
