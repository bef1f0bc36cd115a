"""How long a body may take: ten seconds, and a second more for each 16 KiB of it that came."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from types import SimpleNamespace

import pytest
from starlette.exceptions import HTTPException
from starlette.types import Message, Receive, Scope, Send

from api.http import body_time
from api.http.body_time import PATIENCE_SECONDS, BodyTime

KIB = 1024


@dataclass
class Client:
    """A client that sends each part of a body so many seconds after the one before, on a clock that only it moves."""

    parts: list[tuple[float, int]]
    """The seconds that each part takes to come, and its bytes."""
    now: float = 100.0
    waits: list[float] = field(default_factory=list)
    """How long the reader was ready to wait for each part."""

    def time(self) -> float:
        """The clock of the event loop."""
        return self.now

    async def receive(self) -> Message:
        """The next part."""
        seconds, size = self.parts.pop(0)
        self.now += seconds
        return {"type": "http.request", "body": b" " * size, "more_body": bool(self.parts)}


def read(client: Client, monkeypatch: pytest.MonkeyPatch, *, scope: str = "http", messages: int | None = None) -> None:
    """Read what a client sends: so many messages, or all parts."""

    async def app(_: Scope, receive: Receive, __: Send) -> None:
        for _number in range(len(client.parts) if messages is None else messages):
            await receive()

    async def send(_: Message) -> None:
        raise AssertionError

    async def wait_for(part: asyncio.Future[Message], seconds: float) -> Message:
        client.waits.append(seconds)
        before = client.now
        message = await part
        if client.now - before > seconds:
            raise TimeoutError
        return message

    loop = SimpleNamespace(wait_for=wait_for, get_running_loop=lambda: client)
    monkeypatch.setattr(body_time, "asyncio", loop)
    # A coroutine that waits for nothing needs no event loop.
    with pytest.raises(StopIteration):
        BodyTime(app)({"type": scope}, client.receive, send).__await__().__next__()


def test_a_part_may_take_ten_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client([(PATIENCE_SECONDS, 5)])
    read(client, monkeypatch)
    assert client.waits == [10.0]


def test_a_body_that_takes_longer_is_given_up_with_408(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(HTTPException, match="took too long") as raised:
        read(Client([(PATIENCE_SECONDS + 0.1, 5)]), monkeypatch)
    assert raised.value.status_code == 408


def test_each_16_kib_earns_a_second_and_time_that_was_spent_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client([(4, 32 * KIB), (7, 8 * KIB), (1, 0)])
    read(client, monkeypatch)
    assert client.waits == [10.0, 8.0, 1.5]


def test_a_client_that_sends_a_byte_at_a_time_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client([(3, 1)] * 9)
    with pytest.raises(HTTPException):
        read(client, monkeypatch)
    assert len(client.waits) == 4


def test_after_the_body_the_wait_for_the_client_to_go_has_no_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client([(1, 5)])

    async def receive() -> Message:
        client.now += 3600
        return {"type": "http.disconnect"}

    first = client.receive

    async def both() -> Message:
        return await (first() if client.parts else receive())

    monkeypatch.setattr(client, "receive", both)
    read(client, monkeypatch, messages=2)
    assert client.waits == [10.0]


def test_what_is_no_request_has_no_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client([(3600, 5)])
    read(client, monkeypatch, scope="lifespan")
    assert client.waits == []
