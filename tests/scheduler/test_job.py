"""The wake-up, and the settings that sending needs."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from structlog.testing import capture_logs

from api.bootstrap import build
from api.settings import BadSetting, Settings
from projections.database.connections import Busy
from scheduler.job import background_ticks
from tests.support.deployments import sqlite_url
from tests.support.mail_and_webhooks import post
from tests.support.reminder_office import office


def test_it_wakes_by_itself_and_goes_on_after_a_fault(tmp_path: Path) -> None:
    with post() as mail, office(sqlite_url(tmp_path), mail) as ours, capture_logs() as said:
        ours.milestone("soon", "2018-06-11")
        ours.at("2018-06-04T09:00")
        reminders = ours.deployment.mergerlog.reminders
        once, really = [Busy("busy"), RuntimeError("a fault")], reminders.tick

        def tick(**how: Any) -> None:
            if once:
                raise once.pop(0)
            really(**how)

        with patch.object(reminders, "tick", tick), background_ticks(reminders, 0.05):
            until = time.monotonic() + 20
            while not mail.mails and time.monotonic() < until:
                time.sleep(0.02)
        assert [str(each["Subject"]) for each in mail.mails] == ["Due in 7 days: Soon is reached, 11 June 2018"]
        assert {"tick put off", "fault"} <= {line["event"] for line in said}


GOOD = {"smtp": "smtp://localhost", "mail_from": "m@example.org", "address": "https://merger.example.org"}


@pytest.mark.parametrize(
    "changed",
    [
        {"mail_from": None},
        {"address": Settings.address},
        {"mail_from": "Mergerlog <m@example.org>"},
        {"smtp": "http://localhost"},
        {"smtp": "smtp://"},
        {"smtp": "smtp://u:secret@localhost:99999"},
        {"webhook_hosts": "https://hooks.example.org"},
    ],
)
def test_settings_that_cannot_be_used_are_named_and_no_password_is_shown(
    tmp_path: Path, changed: dict[str, str | None]
) -> None:
    settings: dict[str, Any] = GOOD | changed
    with pytest.raises(BadSetting, match="MERGERLOG_") as raised:
        build(Settings(database=sqlite_url(tmp_path), **settings))
    assert "secret" not in str(raised.value)
    assert not list(tmp_path.glob("*.sqlite")), "nothing was made"
