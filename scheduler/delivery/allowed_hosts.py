"""The hosts that webhooks may be posted to, and the address of each."""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

from domain.refusals import Malformed

_HOST = re.compile(r"([a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?)(?::([0-9]{1,5}))?(?:=([0-9a-f.:]+))?")
_HTTPS = 443
Resolve = Callable[[str, int], Iterable[str]]


class BadHosts(ValueError):
    """The list of allowed hosts cannot be read."""


class HostNotAllowed(Exception):
    """Nothing is sent there, and the text says why."""


class BadUrl(Malformed):
    """A webhook cannot have this url: {fault}. Write https://HOST/PATH with a host that the deployment
    allows."""


def _look_up(host: str, port: int) -> Iterable[str]:
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


class AllowedHosts:
    """The allowed hosts: each a name, with the port where it is not 443, and the address where the deployment pins it.

    A pinned address may be a private one; one that is looked up may not.
    """

    def __init__(self, text: str, look_up: Resolve = _look_up) -> None:
        """Read `hooks.example.org, intranet.example:8443=10.0.0.7`. Raises BadHosts."""
        self._pinned: dict[tuple[str, int], str | None] = {}
        self._look_up = look_up
        for part in filter(None, (each.strip().lower() for each in text.split(","))):
            found = _HOST.fullmatch(part)
            if found is None:
                raise BadHosts(part)
            try:
                address = None if found[3] is None else str(ipaddress.ip_address(found[3]))
            except ValueError:
                raise BadHosts(part) from None
            self._pinned[found[1], int(found[2] or _HTTPS)] = address

    def check(self, url: str) -> tuple[str, int]:
        """The host and port of a url that is allowed. Raises BadUrl."""
        try:
            parts = urlsplit(url)
            host, port = (parts.hostname or "").lower(), parts.port or _HTTPS
        except ValueError:
            raise BadUrl(fault="it cannot be read") from None
        if parts.scheme != "https":
            raise BadUrl(fault="it is not https")
        if parts.username is not None or parts.password is not None or parts.fragment:
            raise BadUrl(fault="it has a user, a password or a fragment")
        if not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
            raise BadUrl(fault="it has characters that an address cannot have")
        if (host, port) not in self._pinned:
            raise BadUrl(fault=f'the host "{host}" is not allowed (a setting of the deployment lists those that are)')
        return host, port

    def resolve(self, url: str) -> str:
        """The address to connect to. Raises HostNotAllowed, or OSError where the name cannot be looked up."""
        try:
            host, port = self.check(url)
        except BadUrl as error:
            raise HostNotAllowed(str(error)) from None
        pinned = self._pinned[host, port]
        if pinned is not None:
            return pinned
        found = list(self._look_up(host, port))
        # If any address of a name is private, the name is not to be trusted with the others either.
        private = [each for each in found if not _is_public(each)]
        if private or not found:
            raise HostNotAllowed(f'"{host}" leads to {", ".join(private) or "nowhere"}, which is not a public address')
        return found[0]


def _is_public(text: str) -> bool:
    address = ipaddress.ip_address(text.partition("%")[0])
    inner = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    address = inner or address
    return address.is_global and not address.is_multicast
