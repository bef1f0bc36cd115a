"""The documents of the repository, and whether their examples agree with what is printed."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.support.paths import ROOT

PAGES = sorted([ROOT / "README.md", *ROOT.glob("docs/**/*.md")])
ANYTHING = "…"
"""In a document: whatever is printed here. On a line of its own, any lines; in JSON, other members or items."""
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_TOKENS = re.compile(r'"(?:\\.|[^"\\])*"|…|[][{}:,]|[^][{}:,\s"…]+')


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
        told = all(any(_line_fits(line, each) for each in really.splitlines()) for line in head.splitlines())
        return told and _json_fits(body, content)


def examples(text: str) -> Iterator[list[Step]]:
    """The steps of every example of a document, block by block."""
    for block in BLOCK.finditer(text):
        yield list(steps(block[1]))


def steps(block: str) -> Iterator[Step]:
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


def _pattern(said: str) -> str:
    return re.escape(said.rstrip()).replace(ANYTHING, ".*")


def _line_fits(said: str, printed: str) -> bool:
    return re.fullmatch(_pattern(said), printed) is not None


def _lines_fit(said: str, printed: str) -> bool:
    lines = (_pattern(line) for line in said.strip("\n").splitlines())
    pattern = "\n".join(r"(?:.*\n)*?.*" if line == ".*" else line for line in lines)
    return re.fullmatch(pattern, trimmed(printed)) is not None


def trimmed(printed: str) -> str:
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
        return isinstance(found, str) and _line_fits(said, found)
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
