"""Runs the web server, and the reminders with it, for `serve` and `demo`."""

from __future__ import annotations

import errno
import signal
import socket
import threading
import time
from contextlib import suppress

import uvicorn

from api.app import build_app
from api.bootstrap import settle
from api.http.protocol import BoundedHttpProtocol
from api.services.mergerlog import Mergerlog
from api.services.process_log import configure_logging
from api.warm_up import warm
from scheduler.job import background_ticks


class CannotListen(OSError):
    """The address that was to be listened on cannot be; the sentence says what to choose instead."""


def take_port(host: str, port: int) -> socket.socket:
    """A socket bound to an address: before anything is made, so that nothing is made in vain. Raises CannotListen."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except socket.gaierror as error:
        raise CannotListen(f"This machine has no address {host}: name one with --host.") from error
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError as error:
        listener.close()
        raise CannotListen(_why(error, host, port)) from error
    return listener


def _why(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} of {host} is taken by another program: choose another with --port."
    if error.errno == errno.EACCES:
        return f"Port {port} is not yours to listen on: choose one above 1023 with --port."
    return f"Mergerlog cannot listen on {host}, port {port} ({error.strerror}): choose others with --host and --port."


def run_server(mergerlog: Mergerlog, listener: socket.socket) -> None:
    """Serve the web application, and send reminders, until the process is stopped."""
    configure_logging()
    # uvicorn shuts down on SIGTERM, and then raises it again; without a handler that kills the process on the spot.
    signal.signal(signal.SIGTERM, _stop)
    reminders = mergerlog.reminders
    app = build_app(mergerlog)
    settle()
    threading.Thread(target=warm, args=(mergerlog, time.monotonic), daemon=True).start()
    # What proxies send on is read by the application itself, from proxies that the settings name.
    config = uvicorn.Config(
        app, http=BoundedHttpProtocol, log_config=None, access_log=False, server_header=False, proxy_headers=False
    )
    # uvicorn raises SIGINT again too, once it has shut down.
    with background_ticks(reminders), suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listener])


def _stop(*_: object) -> None:
    """End this process as if its work were done, so that what is open is closed."""
    raise SystemExit(0)
