"""Processes that send are killed at any moment: none of what is due is lost, and whoever gets it twice can tell."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import func, select

from projections.database.connections import editing, reading
from scheduler.people import contacts, subscriptions
from scheduler.people.contacts import Contact
from scheduler.tables import attempt, digest, reminder
from tests.conftest import fresh_postgres
from tests.support.deployments import deploy, sqlite_url
from tests.support.examples import record, start
from tests.support.mail_and_webhooks import Post, Receiver, receiver
from tests.support.paths import ROOT
from tests.support.reminding_process import clock

START = "2018-06-04T08:00:00Z"
FAST, SLOW = 100, 20
"""How fast the clock runs: a lease of five minutes runs out after 3 seconds, or 15; the working day after 5 minutes, or
27."""


class SlowPost(Post):
    """A mail server that takes its time, so that a process is likely to be killed while it sends."""

    async def handle_DATA(self, *given: Any) -> str:  # noqa: N802
        await asyncio.sleep(0.004)
        answer = await super().handle_DATA(*given)
        await asyncio.sleep(0.004)
        return answer


@dataclass
class Town:
    """Everyone who is to be told, and where what they get arrives: every other one by mail, the rest by webhook."""

    post: SlowPost
    hooks: Receiver
    people: int

    def prepare(self, database: str) -> None:
        """So many contacts, each to be told of one milestone."""
        with deploy(database) as deployment:
            programme = deployment.programme()
            soon = start("milestone-set", "soon", "2018-06-11", "planned", id="soon", title="Soon")
            record(deployment, programme, soon)
            with editing(deployment.mergerlog.engine) as connection:
                for number in range(self.people):
                    name, by_mail = f"c-{number}", number % 2 == 0
                    each = Contact(id=name, name=name, email=f"{name}@example.org" if by_mail else None)
                    contacts.add_contact(connection, each, 0)
                    channel, url = ("email", None) if by_mail else ("webhook", self.hooks.url(f"/{name}"))
                    subscriptions.add_subscription(connection, each, 1, channel=channel, subject=None, url=url, now=0)

    @property
    def got(self) -> list[tuple[str, str]]:
        """Who got what: by what id, once for every time that it arrived."""
        mails = [(str(mail["X-To"]), str(mail["Message-ID"])) for mail in self.post.mails]
        return mails + [(path, headers["webhook-id"]) for path, headers, _ in self.hooks.requests]


def _life(rng: Random, command: list[str], town: Town) -> None:
    """A process that begins to send, and is killed at any moment after that."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT)
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == b"begins\n"
        before, until = len(town.got), time.monotonic() + 3
        while len(town.got) == before and time.monotonic() < until:
            time.sleep(0.005)
        time.sleep(rng.random() * 0.15)
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


@contextmanager
def _town(folder: Path, people: int) -> Iterator[Town]:
    with receiver(folder) as (hooks, authority), pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", authority)
        hooks.pause = 0.008
        town = Town(SlowPost(), hooks, people)
        town.post.open()
        try:
            yield town
        finally:
            town.post.close()


def survives(folder: Path, database: str, *, people: int, kills: int, seed: int, speed: int = FAST) -> None:
    """Kill two processes so many times each, then let one send in peace what is left."""
    epoch, rng = time.time(), Random(seed)  # noqa: TID251
    with _town(folder, people) as town:
        town.prepare(database)
        how = {"smtp": town.post.url, "webhook_hosts": town.hooks.hosts}
        command = [
            sys.executable,
            "-m",
            "tests.support.reminding_process",
            database,
            *how.values(),
            START,
            str(epoch),
            str(speed),
        ]
        with ThreadPoolExecutor(2) as pool:
            lives = [pool.submit(_life, Random(rng.random()), command, town) for _ in range(2 * kills)]
        for each in lives:
            each.result()
        how |= {"mail_from": "mergerlog@example.org", "address": "https://merger.example.org"}
        with deploy(database, **how) as deployment:
            reminders = deployment.mergerlog.reminders
            reminders.now = lambda: clock(START, epoch, speed)
            until = time.monotonic() + 120
            while time.monotonic() < until and not _is_done(deployment.mergerlog.engine, people):
                reminders.tick(to_the_end=True)
                time.sleep(0.1)
            _check(deployment.mergerlog.engine, town, 2 * kills)


def _is_done(engine: Any, people: int) -> bool:
    with reading(engine) as connection:
        sent = select(func.count()).select_from(reminder).where(reminder.c.state == "sent")
        return connection.scalar(sent) == people


def _check(engine: Any, town: Town, kills: int) -> None:
    with reading(engine) as connection:
        rows = connection.execute(select(reminder)).all()
        digests = connection.execute(select(digest)).all()
        cut_short = connection.scalar(select(func.count()).select_from(attempt).where(attempt.c.ended_at.is_(None)))
    assert len(rows) == town.people
    assert {row.state for row in rows} == {"sent"}, "none is lost"
    keys = Counter((row.about, row.revision, row.rung, row.contact, row.channel) for row in rows)
    assert set(keys.values()) == {1}, "none is in the ledger twice"
    assert len(digests) == town.people
    got = town.got
    assert len(dict(got)) == town.people, "everyone got it"
    assert len(set(got)) == town.people, "every repeat is under the same id"
    repeated = len(got) - town.people
    print(f"{town.people} reminders, {kills} kills: {cut_short} attempts cut short, {repeated} deliveries repeated")
    assert repeated <= kills, "one is repeated at most for each kill"


def test_postgresql_two_processes_survive_being_killed(postgres: str, tmp_path: Path) -> None:
    survives(tmp_path, fresh_postgres(postgres), people=60, kills=2, seed=1)


def test_sqlite_two_processes_survive_being_killed(tmp_path: Path) -> None:
    survives(tmp_path, sqlite_url(tmp_path), people=40, kills=1, seed=2)


@pytest.mark.long
def test_postgresql_two_processes_survive_being_killed_25_times_each(postgres: str, tmp_path: Path) -> None:
    survives(tmp_path, fresh_postgres(postgres), people=1000, kills=25, seed=3, speed=SLOW)


@pytest.mark.long
def test_sqlite_two_processes_survive_being_killed_25_times_each(tmp_path: Path) -> None:
    survives(tmp_path, sqlite_url(tmp_path), people=1000, kills=25, seed=4, speed=SLOW)
