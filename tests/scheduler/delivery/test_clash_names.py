"""What a clash says in a mail: names where its reader may know them, and ids where they may not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from projections.database.connections import reading
from projections.log.head import read_head
from scheduler.delivery.clash_names import with_names
from tests.support.deployments import sqlite_url
from tests.support.examples import NAME, PERSON, start
from tests.support.mail_and_webhooks import post
from tests.support.reminder_office import Office, office


@pytest.fixture
def ours(tmp_path: Path) -> Iterator[Office]:
    with post() as mail, office(sqlite_url(tmp_path), mail) as found:
        yield found


def said(ours: Office, says: str, *, public: bool = False) -> str:
    mergerlog = ours.deployment.mergerlog
    with reading(mergerlog.engine) as connection:
        at = read_head(connection, ours.programme)
        return with_names(connection, mergerlog.reminders.log, at, says, mergerlog.clock.now(), public=public)


def test_subjects_and_people_have_their_names(ours: Office) -> None:
    says = f'One person ("{PERSON}") is at "wembley".'
    assert said(ours, says) == f"One person ({NAME}) is at Wembley."
    ours.record(start("site-renamed", "wembley", "2018-06-01", name="Wembley & Park"))
    assert said(ours, says) == f"One person ({NAME}) is at Wembley & Park."


def test_a_name_that_is_erased_and_what_nobody_named_stay_ids(ours: Office) -> None:
    ours.deployment.client.delete(f"/v1/people/{PERSON}", headers=ours.deployment.headers())
    assert said(ours, f'"{PERSON}" and "nowhere"') == f'"{PERSON}" and "nowhere"'


def test_an_observer_is_told_no_restricted_name(ours: Office) -> None:
    ours.record(start("site-opened", "annexe", "2018-06-01", name="The annexe", uses=["office"], restricted=True))
    assert said(ours, 'at "annexe"') == "at The annexe"
    assert said(ours, 'at "annexe"', public=True) == 'at "annexe"'


def test_two_of_one_id_are_told_apart_by_it(ours: Office) -> None:
    ours.record(start("team-formed", "wembley", "2018-06-01", name="The team", unit="nw-bcu", function="response"))
    assert said(ours, 'The team "wembley"') == 'The team "wembley"'
