"""Over HTTP: the product beside a bare endpoint that returns the same bytes, each served by a process of its own."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from api.services.mergerlog import Mergerlog
from tests.benchmarks import logs
from tests.benchmarks.timing import Measure
from tests.support import event_loops

REQUESTS = 2000
CONNECTIONS = 4
_ROUNDS = 4
_TICKS = os.sysconf("SC_CLK_TCK")


def rates(mergerlog: Mergerlog, url: str, folder: Path, shape: str, size: int) -> Iterator[Measure]:
    """Answers a second: of distinct days, and of one question repeated."""
    slug = logs.programmes(shape, size)[0][0]
    token = mergerlog.add_token("benchmark", "member")
    path = f"/v1/programmes/{slug}/structure?effective_on="
    days = [(logs.TODAY - timedelta(days=n)).isoformat() for n in range(2000)]
    with _serve("product", url) as (product, product_pid):
        body = event_loops.run(_load(product, [_request(path + days[0], token)], 1))
        file = folder / "bare.json"
        file.write_bytes(body)
        with _serve("bare", str(file)) as (bare, bare_pid):
            assert event_loops.run(_load(bare, [_request("/bytes", token)], 1)) == body
            for what, asked in (("distinct days", days), ("the same question", days[:1])):
                told = [_request(path + asked[n % len(asked)], token) for n in range(REQUESTS)]
                plain = [_request("/bytes", token)] * REQUESTS
                spent = {product: [0.0, 0.0], bare: [0.0, 0.0]}
                for turn in range(_ROUNDS):
                    for port, pid, sent in ((product, product_pid, told), (bare, bare_pid, plain)):
                        part = sent[turn::_ROUNDS]
                        start, cpu = time.perf_counter(), _cpu_of(pid)
                        event_loops.run(_load(port, part, CONNECTIONS))
                        spent[port][0] += time.perf_counter() - start
                        spent[port][1] += _cpu_of(pid) - cpu
                (wall, cpu), (bare_wall, bare_cpu) = spent[product], spent[bare]
                yield Measure("http", what, REQUESTS / wall, REQUESTS / bare_wall, "answers/s", "≥ 0.5", True)
                used = (cpu / REQUESTS * 1000, bare_cpu / REQUESTS * 1000)
                yield Measure("http", f"{what}, the server's processor time", *used, "ms", "≤ 2")


def _request(path: str, token: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n\r\n".encode()


async def _load(port: int, requests: list[bytes], connections: int) -> bytes:
    """Send the requests over so many connections that are kept alive; the body of the last answer."""
    waiting = iter(requests)
    last = b""

    async def one() -> None:
        nonlocal last
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
        for request in waiting:
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 200"), head
            length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
            last = await reader.readexactly(length)
        writer.close()

    await asyncio.gather(*(one() for _ in range(connections)))
    return last


@contextmanager
def _serve(what: str, where: str) -> Iterator[tuple[int, int]]:
    """A server in a child process, on a free port of loopback; its port and its process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-W", "ignore", "-m", "tests.benchmarks.server", what, where, str(port)]
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(1200):  # a busy machine takes its time
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert child.poll() is None, f"the {what} server ended"
            time.sleep(0.05)
        yield port, child.pid
    finally:
        child.terminate()
        child.wait(timeout=20)


def _cpu_of(pid: int) -> float:
    """Seconds of processor time that a process has used."""
    stat = Path(f"/proc/{pid}/stat")
    if not stat.exists():
        return 0.0
    user, system = stat.read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / _TICKS
