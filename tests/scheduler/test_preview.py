"""The year 2018 day by day on the real data: what the rehearsal foretells is what the real thing sends, and no more."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from api.cli.commands.serve import PROGRAMMES
from domain.time import instants
from projections.database.connections import editing
from scheduler.due import working_hours
from scheduler.people import contacts
from scheduler.people.contacts import Contact
from tests.conftest import fresh_postgres
from tests.support.deployments import Deployment, deploy, sqlite_url
from tests.support.mail_and_webhooks import Post, post, text_of
from tests.support.paths import ROOT

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
        foretold = deployment.mergerlog.rehearse(FIRST.toordinal(), LAST.toordinal())
        expected: dict[date, list[tuple[str, list[str]]]] = defaultdict(list)
        for each in foretold:
            expected[date.fromisoformat(each["day"])].append((f"{each['contact']}@example.org", each["sentences"]))
        for day, mails in lived.items():
            assert sorted(to for to, _ in mails) == sorted(to for to, _ in expected[day]), day
            texts = dict(mails)
            for to, sentences in expected[day]:
                for sentence in sentences:
                    assert sentence.partition(" [")[0].removesuffix(" (escalated)") in texts[to], (day, to, sentence)
        sent = [day for day, mails in lived.items() if mails]
        assert len(sent) > 40
        assert any("A clash has become certain" in text for mails in lived.values() for _, text in mails)
        assert not any(day.weekday() >= 5 or not working_hours.working_days().includes(day.toordinal()) for day in sent)
        assert set(Counter(str(each["Message-ID"]) for each in mail.mails).values()) == {1}
        local = {_london_hour(str(each["Date"])) for each in mail.mails}
        assert local == {8}, "before and after 25 March and 28 October it is eight in London"


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
