"""What a scenario holds, in words: its entries as sentences, why one is refused, and what was recorded under them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from api.pages.core.entry_line import EntryLine
from api.pages.core.page import Page, opened
from api.pages.read.changes import entry_line, transitions_of
from api.pages.scenarios.comparison import ScenarioSide
from api.pages.words import labels
from projections.scenarios.views import DraftedEntry, DraftView

_QUOTED = re.compile(r'"([a-z0-9-]{1,80})"')


class ScenarioLine(DraftedEntry):
    """An entry of a draft in words; of one that is refused, only what it says itself."""

    number: int
    sentence: str
    change: str | None
    standing: str | None
    reason: str | None
    source: dict[str, str] | None


class MovedLine(EntryLine):
    """An entry that somebody recorded under a draft, and the numbers of the draft's entries on the same subject."""

    under: list[int]


def entries(draft: DraftView, side: ScenarioSide) -> list[ScenarioLine]:
    """The entries of a draft, each as a sentence and whether it can be recorded."""
    lines = [_line(side, drafted, number) for number, drafted in enumerate(draft["entries"], 1)]
    for line in lines:
        line["refused"] = line["refused"] and plainly(line["refused"], lines)
    return lines


def _line(side: ScenarioSide, drafted: DraftedEntry, number: int) -> ScenarioLine:
    entry = drafted["entry"]
    transition = side.transitions.get(entry["id"])
    if transition is None:
        about = str(entry.get("subject") or entry.get("change", "")).replace("-", " ")
        return {
            **drafted,
            "number": number,
            "sentence": f"{labels.kind_label(entry['kind'])}: {about}",
            "change": None,
            "standing": None,
            "reason": entry.get("reason"),
            "source": entry.get("source"),
        }
    line = entry_line(side.page, transition)
    return {
        **drafted,
        "number": number,
        "sentence": line["sentence"],
        "change": line["change"],
        "standing": line["standing"],
        "reason": line["reason"],
        "source": line["source"],
    }


def plainly(sentence: str, lines: Sequence[ScenarioLine]) -> str:
    """A refusal with the sentences of entries in the place of their ids."""
    sentences = {line["entry"]["id"]: f"“{line['sentence'].rstrip('.')}”" for line in lines}
    return _QUOTED.sub(lambda match: sentences.get(match[1], match[0]), sentence)


def moved(page: Page, draft: DraftView, lines: Sequence[ScenarioLine]) -> list[MovedLine]:
    """The entries that others recorded on the same subjects since the draft was made: each as a line, and the numbers
    of the entries that it is under."""
    if not draft["changed"]:
        return []
    numbers = {line["entry"]["id"]: line["number"] for line in lines}
    with opened(page.request, page.programme["id"], timed=False, supposing=False) as now:
        by_change = transitions_of(now, {conflict["change"] for conflict in draft["changed"]})
        by_id = {
            transition.entry.id: entry_line(now, transition)
            for transitions in by_change.values()
            for transition in transitions
        }
    return [
        {**by_id[conflict["id"]], "under": [numbers[id_] for id_ in conflict["under"] if id_ in numbers]}
        for conflict in draft["changed"]
        if conflict["id"] in by_id
    ]
