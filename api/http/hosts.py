"""The host by which a request comes in: one, well formed, and where the deployment names its hosts one of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.settings import Settings

_HOST = re.compile(r"(?P<name>[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,253})|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?")
_HERE = frozenset(("localhost", "127.0.0.1", "[::1]"))
"""Names of this machine itself, by which no link can lead elsewhere."""
_HEALTH = frozenset(("/healthz", "/readyz"))
"""What load balancers ask by any name."""
_ONE = "A request names the host that it is for in one header `Host`.\n"
_OTHER = (
    "This deployment is not known by this name. Use the address that you were given; whoever runs it names its hosts "
    "in MERGERLOG_ADDRESS and MERGERLOG_HOSTS.\n"
)


def host_name(host: str) -> str | None:
    """The name in a header `Host`, without the port and in small letters; None for a text that is no host."""
    match = _HOST.fullmatch(host)
    return None if match is None else match["name"].lower()


def is_checked_host(host: str, settings: Settings) -> bool:
    """Whether links may be made from a host: one that the deployment names, or this machine itself."""
    return host_name(host) in _known_hosts(settings) | _HERE


def _known_hosts(settings: Settings) -> frozenset[str]:
    address = urlsplit(settings.address or "").netloc
    names = (host_name(host) for host in (*((address,) if address else ()), *settings.hosts))
    return frozenset(name for name in names if name is not None)


class KnownHosts:
    """Refuses a request without a host, with two, or for another host than the deployment's, where that names any; and
    redirects by paths alone."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings
        self._names_hosts = bool(_known_hosts(settings))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it with status 400 or 421."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        hosts = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
        if len(hosts) != 1 or host_name(hosts[0]) is None:
            await PlainTextResponse(_ONE, 400)(scope, receive, send)
        elif self._is_other(hosts[0]) and scope["path"] not in _HEALTH:
            await PlainTextResponse(_OTHER, 421)(scope, receive, send)
        else:
            await self._app(scope, receive, _by_path(send, f"{scope['scheme']}://{hosts[0]}/"))

    def _is_other(self, host: str) -> bool:
        return self._names_hosts and not is_checked_host(host, self._settings)


def _by_path(send: Send, here: str) -> Send:
    """Send an answer on; a redirect to this very host leads to its path, so that no cache can keep a foreign name."""

    async def send_on(message: Message) -> None:
        if message["type"] == "http.response.start" and 300 <= message["status"] < 400:
            message["headers"] = list(_relative(message.get("headers", ()), here.encode("latin-1")))
        await send(message)

    return send_on


def _relative(headers: Iterable[tuple[bytes, bytes]], here: bytes) -> Iterable[tuple[bytes, bytes]]:
    for name, value in headers:
        is_here = name.lower() == b"location" and value.startswith(here)
        yield name, value[len(here) - 1 :] if is_here else value
