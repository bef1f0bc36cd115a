"""What a scenario holds, in words: its entries as sentences, why one is refused, and what was recorded under them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from api.pages.core.page import Page, opened
from api.pages.read.changes import entry_line, transitions_of
from api.pages.scenarios.comparison import ScenarioSide
from api.pages.words import labels

_QUOTED = re.compile(r'"([a-z0-9-]{1,80})"')


def entries(draft: Mapping[str, Any], side: ScenarioSide) -> list[dict[str, Any]]:
    """The entries of a draft, each as a sentence and whether it can be recorded."""
    found = []
    for number, each in enumerate(draft["entries"], 1):
        entry = each["entry"]
        transition = side.transitions.get(entry["id"])
        said = entry_line(side.page, transition) if transition else _refused(entry)
        found.append({"standing": None, "reason": entry.get("reason"), "source": entry.get("source")} | said | each)
        found[-1]["number"] = number
    for each in found:
        each["refused"] = each["refused"] and plainly(each["refused"], found)
    return found


def _refused(entry: Mapping[str, Any]) -> dict[str, Any]:
    about = str(entry.get("subject") or entry.get("change", "")).replace("-", " ")
    return {"sentence": f"{labels.kind_label(entry['kind'])}: {about}", "change": None}


def plainly(sentence: str, lines: Sequence[Mapping[str, Any]]) -> str:
    """A refusal with what entries say in the place of their ids."""
    said = {each["entry"]["id"]: f"“{each['sentence'].rstrip('.')}”" for each in lines}
    return _QUOTED.sub(lambda match: said.get(match[1], match[0]), sentence)


def moved(page: Page, draft: Mapping[str, Any], lines: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What others recorded of the same subjects since the entries were put in: each as a line, and the numbers of the
    entries that it is under."""
    if not draft["changed"]:
        return []
    numbers = {each["entry"]["id"]: each["number"] for each in lines}
    with opened(page.request, page.programme["id"], timed=False, supposing=False) as now:
        transitions = transitions_of(now, {moved["change"] for moved in draft["changed"]})
        by_id = {each.entry.id: entry_line(now, each) for those in transitions.values() for each in those}
    return [
        by_id[each["id"]] | {"under": [numbers[id_] for id_ in each["under"] if id_ in numbers]}
        for each in draft["changed"]
        if each["id"] in by_id
    ]
