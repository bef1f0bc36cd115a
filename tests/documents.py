"""The documents held to the program: their examples are run, and their tables are made from its code.

`python -m tests.documents` writes anew what no longer agrees. Read what it altered before you keep it.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import shlex
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from fastapi.testclient import TestClient
from structlog.testing import capture_logs

from api.bootstrap import build
from api.cli import main as command_line
from api.cli.serving import DEMO_CLOCK
from api.rest.app import build_api
from api.service import Mergerlog
from api.settings import from_environment
from tests.documents_made import made

ROOT = Path(__file__).parent.parent
PAGES = sorted([ROOT / "README.md", *ROOT.glob("docs/**/*.md")])
ANYTHING = "…"
"""In a document: whatever is printed here. On a line of its own, any lines; in JSON, other members or items."""
_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_TOKENS = re.compile(r'"(?:\\.|[^"\\])*"|…|[][{}:,]|[^][{}:,\s"…]+')
SECRET = re.compile(r"mergerlog_[\w-]{20,}")


@dataclass
class Step:
    """A command of an example, and what the document says that it prints."""

    typed: str
    said: str = ""

    @property
    def words(self) -> list[str]:
        return shlex.split(self.typed.replace("\\\n", " "))

    def is_whole(self) -> bool:
        try:
            return bool(self.words) and not self.typed.endswith("\\")
        except ValueError:  # a quotation that goes on in the next line
            return False

    def agrees(self, printed: str) -> bool:
        """Whether the document tells the truth."""
        if self.words[0] != "curl":
            return _lines_fit(self.said, printed)
        head, body = _parted(self.said)
        really, content = _parted(printed)
        told = set(really.splitlines())
        return all(line in told or line == ANYTHING for line in head.splitlines()) and _json_fits(body, content)


def examples(text: str) -> Iterator[list[Step]]:
    """The steps of every example of a document, block by block."""
    for block in _BLOCK.finditer(text):
        yield list(_steps(block[1]))


def _steps(block: str) -> Iterator[Step]:
    step = Step("")
    for line in block.splitlines():
        if step.typed and not step.is_whole():
            step.typed += "\n" + line
        elif line.startswith("$ "):
            if step.typed:
                yield step
            step = Step(line[2:])
        else:
            step.said += line + "\n"
    yield step


def _lines_fit(said: str, printed: str) -> bool:
    lines = (re.escape(line.rstrip()).replace(ANYTHING, ".*") for line in said.strip("\n").splitlines())
    pattern = "\n".join(r"(?:.*\n)*?.*" if line == ".*" else line for line in lines)
    return re.fullmatch(pattern, _trimmed(printed)) is not None


def _trimmed(printed: str) -> str:
    return "\n".join(line.rstrip() for line in printed.strip("\n").splitlines()).rstrip()


def _parted(text: str) -> tuple[str, str]:
    """Head and body of an HTTP answer; only `curl -i` prints a head."""
    head, _, body = text.strip().partition("\n\n")
    return (head, body) if head.startswith("HTTP/") else ("", text)


def _json_fits(said: str, printed: str) -> bool:
    if not said.strip() or not printed.strip():
        return said.strip() == printed.strip()
    return _fits(json.loads(_with_anything(said)), json.loads(printed))


def _with_anything(text: str) -> str:
    """JSON with every bare `…` made a member, an item or a value that is one."""
    out: list[str] = []
    open_: list[str] = []
    for token in _TOKENS.findall(text):
        if token in "{[":
            open_.append(token)
        elif token in "}]":
            open_.pop()
        bare = token == ANYTHING
        in_object = bare and open_[-1:] == ["{"] and out[-1] != ":"
        out.append(('"…":"…"' if in_object else '"…"') if bare else token)
    return "".join(out)


def _fits(said: Any, found: Any) -> bool:
    if isinstance(said, str):
        if said == ANYTHING:
            return True
        return isinstance(found, str) and re.fullmatch(re.escape(said).replace(ANYTHING, ".*"), found) is not None
    if isinstance(said, dict):
        told = said.keys() - {ANYTHING}
        if not isinstance(found, dict) or not (told == found.keys() or (ANYTHING in said and told <= found.keys())):
            return False
        return all(_fits(said[name], found[name]) for name in told)
    if isinstance(said, list):
        return isinstance(found, list) and _all_fit(said, found)
    return type(said) is type(found) and bool(said == found)


def _all_fit(said: list[Any], found: list[Any]) -> bool:
    if not said:
        return not found
    if said[0] == ANYTHING:
        return any(_all_fit(said[1:], found[start:]) for start in range(len(found) + 1))
    return bool(found) and _fits(said[0], found[0]) and _all_fit(said[1:], found[1:])


@dataclass(frozen=True)
class Demo:
    """What `mergerlog demo` printed, and a copy of the database that it made."""

    printed: str
    database: Path


def demo(folder: Path) -> Demo:
    """Run `mergerlog demo`, but for serving."""
    kept = folder / "kept.sqlite"

    def keep(mergerlog: Mergerlog, host: str, port: int) -> None:
        with contextlib.closing(mergerlog.engine.raw_connection()) as connection:
            connection.driver_connection.execute("VACUUM INTO ?", (str(kept),))

    with patch("api.cli.serving._run", keep):
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
            api = build_api(build(from_environment(self.environment)))
            self._clients[key] = TestClient(api, "http://127.0.0.1:8000", raise_server_exceptions=False)
        return self._clients[key]


def _secret_in(printed: str) -> str:
    found = SECRET.findall(printed)
    return str(found[-1]) if found else ""


def _run(arguments: list[str], environment: dict[str, str], folder: Path) -> str:
    """What `mergerlog` prints, in this process; its log, on standard error, is left out."""
    printed = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    with contextlib.ExitStack() as stack:
        stack.enter_context(patch.dict(os.environ, environment))
        stack.enter_context(patch.object(sys, "argv", ["mergerlog", *arguments]))
        stack.enter_context(patch.object(command_line, "configure_logging", lambda: None))
        stack.enter_context(contextlib.chdir(folder))
        stack.enter_context(contextlib.redirect_stdout(printed))
        stack.enter_context(contextlib.redirect_stderr(printed))
        stack.enter_context(capture_logs())
        stack.enter_context(contextlib.suppress(SystemExit))
        command_line.main()
    return printed.buffer.getvalue().decode()  # type: ignore[attr-defined]


def _rewrite(page: Path, shown: Demo) -> None:
    text = made(page.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        terminal = Terminal(Path(folder), shown)

        def again(block: re.Match[str]) -> str:
            steps = list(_steps(block[1]))
            return "```console\n" + "".join(_again(terminal, step, page) for step in steps) + "```"

        text = _BLOCK.sub(again, text)
    page.write_text(text, encoding="utf-8")


def _again(terminal: Terminal, step: Step, page: Path) -> str:
    printed = terminal.type(step)
    said = step.said
    if not step.agrees(printed):
        by_hand = any(ANYTHING in line and "│" not in line for line in said.splitlines())
        if by_hand or step.words[0] == "curl":
            print(f"{page.name}: alter this by hand.\n$ {step.typed}\n{printed[:1000]}\n", file=sys.stderr)
        else:
            said = _trimmed(printed) + "\n"
    return f"$ {step.typed}\n{said}"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as kept:
        made_once = demo(Path(kept))
        for each in [Path(name).resolve() for name in sys.argv[1:]] or PAGES:
            _rewrite(each, made_once)
