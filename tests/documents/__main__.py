"""`python -m tests.documents` writes anew what no longer agrees in the documents, or in those that are named.

Read what it altered before you keep it. What has `…` in it is left to people.
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

from tests.documents.generated_parts import made
from tests.documents.pages import ANYTHING, BLOCK, PAGES, Step, steps, trimmed
from tests.documents.terminal import Demo, Terminal, demo


def _rewrite(page: Path, shown: Demo) -> None:
    text = made(page.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        terminal = Terminal(Path(folder), shown)

        def again(block: re.Match[str]) -> str:
            return "```console\n" + "".join(_again(terminal, step, page) for step in steps(block[1])) + "```"

        text = BLOCK.sub(again, text)
    page.write_text(text, encoding="utf-8")


def _again(terminal: Terminal, step: Step, page: Path) -> str:
    printed = terminal.type(step)
    said = step.said
    if not step.agrees(printed):
        by_hand = any(ANYTHING in line and "│" not in line for line in said.splitlines())
        if by_hand or step.words[0] == "curl":
            print(f"{page.name}: alter this by hand.\n$ {step.typed}\n{printed[:1000]}\n", file=sys.stderr)
        else:
            said = trimmed(printed) + "\n"
    return f"$ {step.typed}\n{said}"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as kept:
        made_once = demo(Path(kept))
        for each in [Path(name).resolve() for name in sys.argv[1:]] or PAGES:
            _rewrite(each, made_once)
