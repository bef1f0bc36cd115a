"""The hosts that webhooks may be posted to, and the address of each."""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable, Iterable, Iterator
from urllib.parse import urlsplit

from domain.refusals import Malformed

_HOST = re.compile(r"([a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?)(?::([0-9]{1,5}))?(?:=([0-9a-f.:]+))?")
_HTTPS = 443
_TRANSLATED = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("::/96"))
"""IPv6 addresses that stand for the IPv4 address in their last 32 bits: by NAT64, or compatible with IPv4."""
_ISATAP = (bytes.fromhex("00005efe"), bytes.fromhex("02005efe"))
"""What stands before the IPv4 address in the address of an ISATAP tunnel."""
_NOT_PUBLIC = tuple(
    ipaddress.ip_network(network)
    for network in ("64:ff9b:1::/48", "fec0::/10", "100.64.0.0/10", "192.88.99.0/24", "::/96")
)
"""Ranges that not every version of Python's tables knows for what they are: a network's own NAT64, site-local, shared
by a carrier's customers, the relays of 6to4, and compatible with IPv4."""
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
    """Whether an address is of the public network, and so is each IPv4 address that it carries inside."""
    address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return _is_public(str(address.ipv4_mapped))
        if not all(_is_public(str(inner)) for inner in _carried(address)):
            return False
    return address.is_global and not address.is_multicast and not any(address in network for network in _NOT_PUBLIC)


def _carried(address: ipaddress.IPv6Address) -> Iterator[ipaddress.IPv4Address]:
    """The IPv4 addresses to which a translator, a tunnel or the kernel would pass on what is sent to an address."""
    if any(address in network for network in _TRANSLATED) or address.packed[8:12] in _ISATAP:
        yield ipaddress.IPv4Address(address.packed[12:])
    if address.sixtofour is not None:
        yield address.sixtofour
    if address.teredo is not None:
        yield from address.teredo
