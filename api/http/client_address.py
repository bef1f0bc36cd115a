"""The address that a request comes from: its peer's, or what a proxy that is trusted says of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from fastapi import Request
from starlette.types import Scope

IpAddress = IPv4Address | IPv6Address
Networks = Sequence[IPv4Network | IPv6Network]
_FORWARDED_FOR, _FORWARDED_PROTO = b"x-forwarded-for", b"x-forwarded-proto"
_SCHEMES = {b"http": "http", b"https": "https"}
_HOP = re.compile(r"\[([0-9A-Fa-f:.]+)\](?::\d+)?|([0-9.]+)(?::\d+)?|([0-9A-Fa-f:.]+)", re.ASCII)
_ONE_SITE = 64
"""Bits of an IPv6 address that name a site: whoever has one such network has all the addresses in it."""


class BadForwarding(ValueError):
    """A trusted proxy sent on something that is no address."""


def forwarded_scope(scope: Scope, trusted: Networks) -> Scope:
    """The scope of a request with the client and the scheme that a trusted proxy names. Raises BadForwarding.

    Anyone can send such headers, so each address is believed only where a trusted proxy added it: from the right, the
    first address that is not a trusted proxy's is the client's.
    """
    peer = scope["client"][0] if scope.get("client") else ""
    if not trusted or not _is_trusted(peer, trusted):
        return scope
    hops = [hop for value in _values(scope, _FORWARDED_FOR) for hop in value.split(",")]
    client = next((hop for hop in map(_hop, reversed(hops)) if not _is_in(hop, trusted)), None)
    known: dict[str, object] = {} if client is None else {"client": (str(client), 0)}
    schemes = _values(scope, _FORWARDED_PROTO)
    if schemes:
        scheme = _SCHEMES.get(schemes[-1].rpartition(",")[2].strip().lower().encode())
        if scheme is None:
            raise BadForwarding(schemes[-1])
        known |= {"scheme": scheme}
    return {**scope, **known}


def client_of(request: Request) -> str:
    """The address of a client, or an empty text where it has none."""
    return request.client.host if request.client else ""


def client_group(request: Request) -> str:
    """The addresses that limits count as one client."""
    return address_group(client_of(request))


def address_group(address: str) -> str:
    """An IPv4 address itself, and of an IPv6 address the network of 64 bits that it is in."""
    parsed = _parsed(address)
    if not isinstance(parsed, IPv6Address):
        return address if parsed is None else str(parsed)
    return str(IPv6Network((parsed, _ONE_SITE), strict=False))


def _hop(written: str) -> IpAddress:
    """An address as a proxy writes it, some with a port: `192.0.2.1:5000`, `[2001:db8::1]:5000`."""
    match = _HOP.fullmatch(written.strip())
    parsed = None if match is None else _parsed(match[1] or match[2] or match[3])
    if parsed is None:
        raise BadForwarding(written)
    return parsed


def _values(scope: Scope, name: bytes) -> list[str]:
    return [value.decode("latin-1") for key, value in scope["headers"] if key == name]


def _is_trusted(peer: str, trusted: Networks) -> bool:
    parsed = _parsed(peer)
    return parsed is not None and _is_in(parsed, trusted)


def _is_in(address: IpAddress, networks: Networks) -> bool:
    return any(address in network for network in networks)


def _parsed(address: str) -> IpAddress | None:
    """An address, one of IPv4 written as one of IPv6 as itself; None for a text that is no address."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return None
    return (isinstance(parsed, IPv6Address) and parsed.ipv4_mapped) or parsed
