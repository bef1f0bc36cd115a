"""The year 2018 day by day on the real data: what the rehearsal foretells is what the real thing sends, and no more."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from api.cli.demonstration import PROGRAMMES
from domain.time import instants
from projections.database.connections import editing, writing
from scheduler.due import working_hours
from scheduler.people import contacts, subscriptions
from scheduler.people.contacts import Contact
from tests.conftest import fresh_postgres
from tests.support.database_dumps import dump
from tests.support.deployments import Deployment, deploy, sqlite_url
from tests.support.mail_and_webhooks import Post, post, text_of
from tests.support.paths import ROOT
from tests.support.reminder_office import office

FIRST, LAST = date(2018, 3, 1), date(2018, 12, 31)


@pytest.fixture(scope="module")
def mail() -> Iterator[Post]:
    with post() as found:
        yield found


def _lines(file: str) -> list[tuple[int, bytes]]:
    """The lines of a file of the real data, each with the instant at which it was recorded; people come first."""
    lines = (ROOT / "api" / "data" / file).read_bytes().splitlines()
    said = [(json.loads(line), line) for line in lines]
    return [(instants.parse(each["recorded_at"]) if "kind" in each else 0, line) for each, line in said]


def _live_through(deployment: Deployment, mail: Post) -> dict[date, list[tuple[str, str]]]:
    """Every day at 08:00 in London, as those who work there would: the mails of each day, to whom and about what."""
    coming = {slug: _lines(file) for slug, _, file in PROGRAMMES}
    found: dict[date, list[tuple[str, str]]] = defaultdict(list)
    for slug, name, _ in PROGRAMMES:
        deployment.mergerlog.create_programme(slug, name)
    day = FIRST
    while day <= LAST:
        deployment.time.at = datetime.combine(day, working_hours.OPENS, instants.LONDON).astimezone(UTC)
        for slug, lines in coming.items():
            now = [line for at, line in lines if at < deployment.time()]
            if now:
                deployment.mergerlog.import_lines(slug, now, "tester")
                coming[slug] = [each for each in lines if each[0] >= deployment.time()]
        before = len(mail.mails)
        deployment.mergerlog.reminders.tick(to_the_end=True)
        found[day] += [(str(each["X-To"]), text_of(each)) for each in mail.mails[before:]]
        day += timedelta(days=1)
    return found


def test_what_is_foretold_is_what_is_sent(tmp_path: Path, mail: Post) -> None:
    _foretold_is_sent(sqlite_url(tmp_path), mail)


@pytest.mark.long
def test_what_is_foretold_is_what_is_sent_on_postgresql(postgres: str, mail: Post) -> None:
    _foretold_is_sent(fresh_postgres(postgres), mail)


def _foretold_is_sent(database: str, mail: Post) -> None:
    mail.mails.clear()
    how = {"smtp": mail.url, "mail_from": "mergerlog@example.org", "address": "https://merger.example.org"}
    with deploy(database, **how) as deployment:
        _people(deployment)
        lived = _live_through(deployment, mail)
        expected: dict[date, dict[str, list[str]]] = defaultdict(dict)
        for digest in deployment.mergerlog.rehearse(FIRST.toordinal(), LAST.toordinal()):
            expected[date.fromisoformat(digest.day)][f"{digest.contact}@example.org"] = digest.sentences
        for day, mails in lived.items():
            assert sorted(to for to, _ in mails) == sorted(expected[day]), day
            for to, text in mails:
                assert _sentences(text) == [_bare(sentence) for sentence in expected[day][to]], (day, to)
        sent = [day for day, mails in lived.items() if mails]
        assert len(sent) > 40
        assert any("A clash has become certain" in text for mails in lived.values() for _, text in mails)
        assert not any(day.weekday() >= 5 or not working_hours.working_days().includes(day.toordinal()) for day in sent)
        assert set(Counter(str(each["Message-ID"]) for each in mail.mails).values()) == {1}
        local = {_london_hour(str(each["Date"])) for each in mail.mails}
        assert local == {8}, "before and after 25 March and 28 October it is eight in London"


def _sentences(text: str) -> list[str]:
    """The first line of each item of a mail."""
    items = text.replace("\r\n", "\n").partition("\n-- \n")[0].strip().split("\n\n")
    return [item.partition("\n")[0] for item in items]


def _bare(sentence: str) -> str:
    """What the rehearsal says of an item, without the marks that it puts behind it."""
    return sentence.partition(" [")[0].removesuffix(" (escalated)")


def _london_hour(text: str) -> int:
    return datetime.strptime(text, "%a, %d %b %Y %H:%M:%S %z").astimezone(instants.LONDON).hour


def _people(deployment: Deployment) -> None:
    deployment.mergerlog.register_person("Simon Rose", "p-7f3a")
    with editing(deployment.mergerlog.engine) as connection:
        for each in (
            Contact(id="commander", name="The commander", person="p-7f3a", role="member"),
            Contact(id="managers", name="The managers", role="manager"),
            Contact(id="senior", name="The officer", role="member", senior=True),
        ):
            contacts.add_contact(connection, msgspec.structs.replace(each, email=f"{each.id}@example.org"), 0)


def test_a_rehearsal_writes_nothing_and_waits_for_no_writer(tmp_path: Path, mail: Post) -> None:
    with office(sqlite_url(tmp_path), mail, clashes=True) as ours:
        ours.milestone("soon", "2018-06-11")
        mergerlog = ours.deployment.mergerlog
        before, sent = dump(mergerlog.engine), len(mail.mails)
        day = date(2018, 6, 5).toordinal()
        with writing(mergerlog.engine):
            digests = mergerlog.rehearse(day, day + 7)
        assert [(digest.day, digest.contact) for digest in digests][:2] == [
            ("2018-06-05", "manager"),
            ("2018-06-05", "owner"),
        ]
        assert dump(mergerlog.engine) == before
        assert len(mail.mails) == sent


def test_two_webhooks_of_a_contact_are_two_digests(tmp_path: Path, mail: Post) -> None:
    with office(sqlite_url(tmp_path), mail) as ours:
        ours.milestone("soon", "2018-06-11")
        reader = ours.add(id="reader", email=None)
        engine = ours.deployment.mergerlog.engine
        for path in ("one", "two"):
            with editing(engine) as connection:
                subscriptions.add_subscription(
                    connection, reader, 1, channel="webhook", subject=None, url=f"https://hooks.test/{path}", now=0
                )
        day = date(2018, 6, 5).toordinal()
        digests = ours.deployment.mergerlog.rehearse(day, day, ours.programme)
        assert [digest.channel for digest in digests if digest.contact == "reader"] == ["webhook", "webhook"]
