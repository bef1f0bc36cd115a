"""Composes the reminders of one deployment: the mail relay, the webhook sender and the watch over clashes."""

from __future__ import annotations

from sqlalchemy import Engine

from api.clock import Clock
from api.settings import LOOPBACK_ADDRESS, BadSetting, Settings
from domain.refusals import Malformed
from projections.cache.caches import Caches
from projections.log.application import Log
from projections.schema import create_tables
from scheduler.delivery.allowed_hosts import AllowedHosts, BadHosts
from scheduler.delivery.senders import Senders
from scheduler.delivery.smtp import BadRelay, Relay, read_relay
from scheduler.delivery.webhook import WebhookSender
from scheduler.due.new_clashes import ClashWatch
from scheduler.people.contacts import check_address
from scheduler.service import Reminders


def compose_reminders(engine: Engine, log: Log, clock: Clock, settings: Settings, caches: Caches) -> Reminders:
    """The reminders that the settings describe, on tables that are made where they are missing. Raises BadSetting."""
    hosts, address = webhook_hosts(settings), settings.address or LOOPBACK_ADDRESS
    senders = Senders(mail_relay(settings), None if hosts is None else WebhookSender(hosts, address))
    create_tables(engine)
    return Reminders(engine, log, clock.now, address, senders, hosts, ClashWatch(engine, log, caches))


def check_settings(settings: Settings) -> None:
    """Refuse, before anything is made, what the reminders could not use. Raises BadSetting."""
    mail_relay(settings)
    webhook_hosts(settings)


def mail_relay(settings: Settings) -> Relay | None:
    """The mail relay, where one is set. Raises BadSetting."""
    if settings.smtp is None:
        return None
    if settings.mail_from is None or settings.address is None:
        fault = "to send mail, set MERGERLOG_MAIL_FROM (an address) and MERGERLOG_ADDRESS (where people find this) too"
        raise BadSetting(fault)
    try:
        check_address(settings.mail_from)
        return read_relay(settings.smtp, settings.mail_from)
    except Malformed:
        fault = f'MERGERLOG_MAIL_FROM is "{settings.mail_from}": write one address, name@example.org'
        raise BadSetting(fault) from None
    except BadRelay:
        # The sentence does not repeat the value, which may hold a password.
        fault = "MERGERLOG_SMTP is no mail relay: write smtp://HOST:PORT or smtps://USER:PASSWORD@HOST"
        raise BadSetting(fault) from None


def webhook_hosts(settings: Settings) -> AllowedHosts | None:
    """The hosts that webhooks may be posted to, where any are. Raises BadSetting."""
    if settings.webhook_hosts is None:
        return None
    try:
        return AllowedHosts(settings.webhook_hosts)
    except BadHosts as error:
        fault = f'MERGERLOG_WEBHOOK_HOSTS has "{error}": write HOST, HOST:PORT or HOST=ADDRESS, with commas between'
        raise BadSetting(fault) from None
