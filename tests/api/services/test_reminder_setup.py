"""The reminders of a deployment: composed from its settings; a setting that cannot be used is refused by its name."""

from __future__ import annotations

from typing import Any

import pytest

from api.services.reminder_setup import check_settings, compose_reminders, mail_relay, webhook_hosts
from api.settings import LOOPBACK_ADDRESS, BadSetting, Settings
from scheduler.delivery.allowed_hosts import BadUrl
from scheduler.service import Reminders
from tests.support.deployments import Deployment

MAIL: dict[str, Any] = {
    "smtp": "smtps://rose:hidden@mail.example",
    "mail_from": "merger@example.org",
    "address": "https://merger.example",
}


def composed(deployment: Deployment, **settings: Any) -> Reminders:
    """The reminders of a deployment with these settings."""
    mergerlog = deployment.mergerlog
    return compose_reminders(mergerlog.engine, mergerlog.log, mergerlog.clock, Settings(**settings), mergerlog.caches)


def test_without_settings_nothing_is_sent() -> None:
    check_settings(Settings())
    assert mail_relay(Settings()) is None
    assert webhook_hosts(Settings()) is None


def test_a_relay_is_read_from_its_settings() -> None:
    relay = mail_relay(Settings(**MAIL))
    assert relay is not None
    assert (relay.host, relay.encrypted, relay.user, relay.password) == ("mail.example", True, "rose", "hidden")
    assert relay.sender == "merger@example.org"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"mail_from": None}, "set MERGERLOG_MAIL_FROM"),
        ({"address": None}, "MERGERLOG_ADDRESS"),
        ({"mail_from": "merger"}, 'MERGERLOG_MAIL_FROM is "merger": write one address'),
        ({"smtp": "https://rose:hidden@mail.example"}, "MERGERLOG_SMTP is no mail relay"),
        ({"webhook_hosts": "hooks.example, no host"}, 'MERGERLOG_WEBHOOK_HOSTS has "no host"'),
    ],
)
def test_a_setting_that_cannot_be_used_is_refused_by_its_name_and_without_secrets(
    changed: dict[str, str | None], sentence: str
) -> None:
    settings = Settings(**MAIL | changed)
    with pytest.raises(BadSetting, match=sentence) as raised:
        check_settings(settings)
    assert "hidden" not in str(raised.value)


def test_webhooks_go_to_the_hosts_that_are_set() -> None:
    hosts = webhook_hosts(Settings(webhook_hosts="hooks.example, other.example:8443"))
    assert hosts is not None
    assert hosts.check("https://hooks.example/a") == ("hooks.example", 443)
    assert hosts.check("https://other.example:8443/a") == ("other.example", 8443)
    with pytest.raises(BadUrl):
        hosts.check("https://elsewhere.example/a")


@pytest.mark.parametrize(
    ("settings", "address", "hosts"),
    [
        ({}, LOOPBACK_ADDRESS, False),
        ({"address": "https://merger.example"}, "https://merger.example", False),
        ({"webhook_hosts": "hooks.example"}, LOOPBACK_ADDRESS, True),
    ],
)
def test_reminders_link_to_the_address_and_allow_the_hosts_of_the_settings(
    settings: dict[str, str], address: str, hosts: bool, on_sqlite: Deployment
) -> None:
    reminders = composed(on_sqlite, **settings)
    assert reminders.address == address
    assert (reminders.webhook_hosts is not None) is hosts
    assert reminders.clashes is not None


def test_a_deployment_composes_its_reminders_once(on_sqlite: Deployment) -> None:
    assert on_sqlite.mergerlog.reminders is on_sqlite.mergerlog.reminders
