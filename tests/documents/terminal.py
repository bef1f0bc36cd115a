"""A terminal for the examples of the documents: `mergerlog` and `curl`, beside a demonstration that is being served."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import socket
import sys
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from fastapi.testclient import TestClient
from structlog.testing import capture_logs

from api.app import build_app
from api.bootstrap import build
from api.cli import main
from api.cli.demonstration import DEMO_CLOCK
from api.services.mergerlog import Mergerlog
from api.settings import from_environment
from tests.documents.pages import ANYTHING, Step

_SECRET = re.compile(r"mergerlog_[\w-]{20,}")


@dataclass(frozen=True)
class Demo:
    """What `mergerlog demo` printed, and a copy of the database that it made."""

    printed: str
    database: Path


def demo(folder: Path) -> Demo:
    """Run `mergerlog demo`, but for serving."""
    kept = folder / "kept.sqlite"

    def keep(mergerlog: Mergerlog, listener: socket.socket) -> None:
        with contextlib.closing(mergerlog.engine.raw_connection()) as connection:
            assert connection.driver_connection is not None
            connection.driver_connection.execute("VACUUM INTO ?", (str(kept),))

    with patch("api.cli.server.run_server", keep), patch("api.cli.server.take_port", lambda *_: socket.socket()):
        return Demo(_run(["demo"], {"COLUMNS": "100", "LOGNAME": "office"}, folder), kept)


class Terminal:
    """Where the examples of one document are typed, one after another, beside a demonstration that is being served."""

    def __init__(self, folder: Path, shown: Demo) -> None:
        self.folder = folder
        self._demo = shown
        self._secret = _secret_in(shown.printed)
        self._clients: dict[tuple[str, str], TestClient] = {}
        shutil.copy(shown.database, folder / "demo.sqlite")
        self.environment = {
            "COLUMNS": "100",
            "LOGNAME": "office",
            "MERGERLOG_ANYONE_READS": "yes",
            "MERGERLOG_CLOCK": DEMO_CLOCK,
            "MERGERLOG_DATABASE": f"sqlite:///{folder / 'demo.sqlite'}",
            "TOKEN": self._secret,
        }

    def type(self, step: Step) -> str:
        """What a command prints."""
        words = [re.sub(r"\$([A-Z]+)", lambda name: self.environment[name[1]], word) for word in step.words]
        match words:
            case ["export", setting]:
                self._export(*setting.split("=", 1))
                return ""
            case ["cat", name]:
                path = self.folder / name
                if not path.exists():
                    path.write_text(step.said, encoding="utf-8")
                return path.read_text(encoding="utf-8")
            case ["curl", *_]:
                return self._curl(words[1:])
            case ["mergerlog", "demo"]:
                return self._demo.printed
            case ["mergerlog", *arguments, ">", name]:
                (self.folder / name).write_text(_run(arguments, self.environment, self.folder), encoding="utf-8")
                return ""
            case ["mergerlog", *arguments]:
                printed = _run(arguments, self.environment, self.folder)
                self._secret = _secret_in(printed) or self._secret
                return printed
        raise AssertionError(f"an example cannot be run: {step.typed}")

    def _export(self, name: str, value: str) -> None:
        """Set what is the same for everyone; what is not is that of the demonstration, or the last token printed."""
        if ANYTHING not in value:
            self.environment[name] = value
        elif value.startswith("mergerlog_"):
            self.environment[name] = self._secret

    def _curl(self, words: list[str]) -> str:
        method, url, headers, content, with_head = "", "", {}, None, False
        given = iter(words)
        for word in given:
            match word:
                case "-s":
                    pass
                case "-i" | "-si":
                    with_head = True
                case "-X":
                    method = next(given)
                case "-H":
                    name, _, value = next(given).partition(": ")
                    headers[name] = value
                case "-d":
                    content = next(given).encode()
                case "--data-binary":
                    content = (self.folder / next(given).removeprefix("@")).read_bytes()
                case _:
                    assert word.startswith("http://127.0.0.1:8000/"), word
                    url = word
        method = method or ("GET" if content is None else "POST")
        with capture_logs():
            reply = self._client().request(method, url, headers=headers, content=content)
        head = [f"HTTP/1.1 {reply.status_code} {reply.reason_phrase}", *(f"{k}: {v}" for k, v in reply.headers.items())]
        return "\n".join([*head, "", ""] if with_head else []) + reply.text

    def _client(self) -> TestClient:
        key = self.environment["MERGERLOG_DATABASE"], self.environment["MERGERLOG_CLOCK"]
        if key not in self._clients:
            with contextlib.chdir(self.folder):  # where a database that is named without a folder lies
                mergerlog = build(from_environment(self.environment))
                mergerlog.engine.connect().close()
                api = build_app(mergerlog)
            self._clients[key] = TestClient(api, "http://127.0.0.1:8000", raise_server_exceptions=False)
        return self._clients[key]


def _secret_in(printed: str) -> str:
    found = _SECRET.findall(printed)
    return str(found[-1]) if found else ""


def _run(arguments: list[str], environment: dict[str, str], folder: Path) -> str:
    """What `mergerlog` prints, in this process; its log, on standard error, is left out."""
    raw = io.BytesIO()
    printed = io.TextIOWrapper(raw, encoding="utf-8", write_through=True)
    with contextlib.ExitStack() as stack:
        stack.enter_context(patch.dict(os.environ, environment))
        os.environ.pop("FORCE_COLOR", None)
        stack.enter_context(patch.object(sys, "argv", ["mergerlog", *arguments]))
        stack.enter_context(contextlib.chdir(folder))
        stack.enter_context(contextlib.redirect_stdout(printed))
        stack.enter_context(contextlib.redirect_stderr(printed))
        stack.enter_context(capture_logs())
        stack.enter_context(contextlib.suppress(SystemExit))
        main.main()
    return raw.getvalue().decode()
