"""Digests of reminders as lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.cli.output.terminal import console, day

if TYPE_CHECKING:
    from scheduler.preview import RehearsedDigest


def show_digests(digests: list[RehearsedDigest], *, brief: bool) -> None:
    """Digests: the day, the contact, and a line for each sentence, or one line in all."""
    for digest in digests:
        first, *others = digest.sentences
        to = digest.name + ("" if digest.channel == "email" else " (webhook)")
        head = f"{day(digest.day)}, {to}"
        if brief:
            lines = [f"{head}: {first}" + (f", and {len(others)} more" if others else "")]
        else:
            lines = [head, *(f"  {sentence}" for sentence in digest.sentences)]
        console().print("\n".join(lines), soft_wrap=True)
    if not digests:
        console().print("Nothing is due in those days.")
