"""A port that cannot be listened on is a sentence, said before anything is made."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.cli.server import CannotListen, take_port
from tests.api.cli.command_line import run_command


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def test_a_free_port_is_bound() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
    with take_port("127.0.0.1", port) as listener:
        assert listener.getsockname() == ("127.0.0.1", port)


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_a_port_that_is_taken_is_a_sentence_that_names_the_option(
    taken: int, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MERGERLOG_DATABASE", raising=False)
    typed = run_command(capsys, command, "--port", str(taken))
    assert (typed.status, typed.out) == (1, "")
    assert typed.err == f"Port {taken} of 127.0.0.1 is taken by another program: choose another with --port.\n"
    assert list(tmp_path.iterdir()) == [], "nothing was made in vain"


def test_a_host_that_is_not_this_machines_is_a_sentence_that_names_the_option() -> None:
    with pytest.raises(CannotListen, match=r"^Mergerlog cannot listen on 192\.0\.2\.1, port 8000 .* --host"):
        take_port("192.0.2.1", 8000)


def test_a_name_without_an_address_is_a_sentence_that_names_the_option(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(CannotListen, match="This machine has no address no-such-host: name one with --host"):
        take_port("no-such-host", 8000)
