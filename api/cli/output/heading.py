"""The heading of an answer: what was asked, as known when, counting what, and what to know about it."""

from __future__ import annotations

from api.cli.output.terminal import Answer, console, day

COUNTED = {"done": "what is done", "planned": "what is done or planned", "proposed": "all that is proposed too"}
"""What each basis counts, in words."""


def show_question(answer: Answer) -> None:
    """The day, the known day and the basis."""
    asked = answer["asked"]
    sentence = f"On {day(asked['effective_on'])}, as known {_known(asked)}, counting {COUNTED[asked['basis']]}."
    console().print(sentence, style="dim")
    _show_notes(answer)


def show_known(answer: Answer) -> None:
    """The known day alone."""
    console().print(f"As known {_known(answer['asked'])}.", style="dim")
    _show_notes(answer)


def show_counting(answer: Answer) -> None:
    """The known day and the basis."""
    asked = answer["asked"]
    console().print(f"As known {_known(asked)}, counting {COUNTED[asked['basis']]}.", style="dim")
    _show_notes(answer)


def _known(asked: Answer) -> str:
    return f"at {asked['known_at']}" if asked["known_at"] else f"on {day(asked['known_on'])}"


def _show_notes(answer: Answer) -> None:
    if answer.get("backfilled"):
        note = "Some of it was put into the log later, from old papers, under the papers' dates."
        console().print(note, style="dim")
    if "clock" in answer["asked"]:
        console().print(f"The clock was {answer['asked']['clock']}.", style="dim")


def show_supposed(scenario: Answer | None) -> None:
    """The scenario that an answer supposes, and what of it is left out."""
    if scenario is not None:
        console().print(f"Supposing the scenario {scenario['id']}: {scenario['name']}.", style="dim")
        show_left_out(scenario)


def show_left_out(scenario: Answer | None) -> None:
    """The entries of a scenario that an answer does without."""
    for entry in (scenario or {}).get("left_out", ()):
        console().print(f"Left out, as it cannot be recorded: {entry['id']}: {entry['why']}")
