"""The settings of a deployment, read from the environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network

DEFAULT_DATABASE = "sqlite:///mergerlog.sqlite"
LOOPBACK_ADDRESS = "http://127.0.0.1:8000"
"""Where links lead where the deployment names no address."""


class BadSetting(ValueError):
    """A setting that Mergerlog cannot use."""


@dataclass(frozen=True)
class Provider:
    """An OpenID Connect provider, and the name and secret under which it knows this deployment."""

    issuer: str
    client_id: str
    client_secret: str
    name: str


@dataclass(frozen=True)
class Settings:
    """Settings of one deployment."""

    database: str = DEFAULT_DATABASE
    clock: str | None = None
    """An instant to start the clock at, for demonstrations and tests."""
    anyone_reads: bool = False
    """Whether a question without a token is answered, as to an observer."""
    address: str | None = None
    """The address that people use, as https://merger.example: links in mails begin with it. Without one, a page links
    to the address by which its reader came."""
    hosts: tuple[str, ...] = ()
    """Other hosts by which people come in. Where there are any, or an address, requests for no other are answered."""
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...] = ()
    """Proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed."""
    smtp: str | None = None
    """The mail relay."""
    mail_from: str | None = None
    """The address that mail is sent from."""
    webhook_hosts: str | None = None
    """The hosts that webhooks may be posted to."""
    provider: Provider | None = None
    """The identity provider that people may sign in with."""

    @property
    def is_https(self) -> bool:
        """Whether people come in by https, as far as the settings say."""
        return (self.address or "").startswith("https://")


def from_environment(environment: Mapping[str, str]) -> Settings:
    """Settings from the variables that are called MERGERLOG_… (docs/running.md has them all). Raises BadSetting."""
    anyone = environment.get("MERGERLOG_ANYONE_READS", "no").lower()
    if anyone not in ("yes", "no", "1", "0", "true", "false"):
        raise BadSetting(f'MERGERLOG_ANYONE_READS is "{anyone}": say yes or no')
    return Settings(
        database=environment.get("MERGERLOG_DATABASE") or DEFAULT_DATABASE,
        clock=environment.get("MERGERLOG_CLOCK") or None,
        anyone_reads=anyone in ("yes", "1", "true"),
        address=_address(environment),
        hosts=_listed(environment, "MERGERLOG_HOSTS"),
        trusted_proxies=_trusted_proxies(environment),
        smtp=environment.get("MERGERLOG_SMTP") or None,
        mail_from=environment.get("MERGERLOG_MAIL_FROM") or None,
        webhook_hosts=environment.get("MERGERLOG_WEBHOOK_HOSTS") or None,
        provider=_provider(environment),
    )


def _address(environment: Mapping[str, str]) -> str | None:
    address = environment.get("MERGERLOG_ADDRESS", "").rstrip("/")
    if address and not address.startswith(("https://", "http://")):
        raise BadSetting(f'MERGERLOG_ADDRESS is "{address}": write it as https://merger.example')
    return address or None


def _listed(environment: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in environment.get(name, "").split(",") if part.strip())


def _trusted_proxies(environment: Mapping[str, str]) -> tuple[IPv4Network | IPv6Network, ...]:
    listed = _listed(environment, "MERGERLOG_TRUSTED_PROXIES")
    try:
        return tuple(ip_network(proxy) for proxy in listed)
    except ValueError:
        fault = f'MERGERLOG_TRUSTED_PROXIES is "{", ".join(listed)}": write addresses or networks, as 10.0.0.0/8'
        raise BadSetting(fault) from None


def _provider(environment: Mapping[str, str]) -> Provider | None:
    issuer = environment.get("MERGERLOG_OIDC_ISSUER", "")
    if not issuer:
        return None
    given = {name: environment.get(f"MERGERLOG_OIDC_{name}", "") for name in ("CLIENT_ID", "CLIENT_SECRET")}
    for name, value in given.items():
        if not value:
            raise BadSetting(f"MERGERLOG_OIDC_ISSUER is set, so MERGERLOG_OIDC_{name} must be too")
    is_local = issuer.startswith(("http://127.0.0.1:", "http://localhost:"))
    if not issuer.startswith("https://") and not is_local:
        raise BadSetting(f'MERGERLOG_OIDC_ISSUER is "{issuer}": an issuer is reached by https')
    name = environment.get("MERGERLOG_OIDC_NAME") or "your organisation"
    return Provider(issuer, given["CLIENT_ID"], given["CLIENT_SECRET"], name)
