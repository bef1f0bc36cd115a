"""The clashes of a viewpoint, page by page, and single ones with every time that they were there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NotRequired, TypedDict

from domain.clashes.evaluate import BY_NAME, Clash, RuleName
from domain.kinds.registry import SubjectTypeName
from domain.log.entry import Entry
from domain.log.payloads import EntryKind
from domain.refusals import MalformedQuestion, Refusal
from domain.time import instants
from domain.time.edtf import BEGINNING, END, show
from projections.questions.clashes.acknowledgements import Acknowledgement, Acknowledgements
from projections.questions.clashes.filter import Certainty, Wanted, certainty
from projections.questions.clashes.finder import ClashFinder
from projections.questions.clashes.provenance import Follower
from projections.questions.viewpoint import Viewpoint

_MOST_FOLLOWED = 100
"""Clashes on a page that says which entry opened each: to find that out, the log is walked back."""


class ClashEntry(TypedDict):
    """An entry that opened a clash, or cleared it."""

    entry: str
    kind: EntryKind
    recorded_at: str
    recorded_by: str


class ClashSubject(TypedDict):
    """A subject of a clash."""

    type: SubjectTypeName
    id: str


_Days = TypedDict("_Days", {"from": str | None, "to": str | None})


class ClashRecord(_Days):
    """A clash: what cannot all be so. Days are inclusive; null is without end."""

    id: str
    rule: RuleName
    sentence: str
    says: str
    certainty: Certainty
    subjects: list[ClashSubject]
    changes: list[str]
    certain_from: str | None
    certain_to: str | None
    mark: str
    """Another once the clash is another: other days, or other certainty."""
    acknowledged: Acknowledgement | None
    opened_by: NotRequired[ClashEntry | None]
    cleared_by: NotRequired[ClashEntry | None]


class ClashesPage(TypedDict):
    """Clashes, certain ones first; `cleared`, where it is asked for, those that were known then and have gone."""

    clashes: list[ClashRecord]
    next: str | None
    cleared: NotRequired[list[ClashRecord]]


class ClashEpisode(TypedDict):
    """A time that a clash was there."""

    opened_by: ClashEntry | None
    cleared_by: ClashEntry | None


class ClashAnswer(ClashRecord):
    """One clash, there or not, with every time that it was."""

    there: bool
    episodes: list[ClashEpisode]


class NoSuchClash(Refusal):
    """No clash "{id}" was there up to then, under this basis. Look its id up among the clashes."""


def clashes_page(
    view: Viewpoint,
    wanted: Wanted,
    *,
    limit: int,
    after: str | None = None,
    follow: bool = False,
    since: Viewpoint | None = None,
) -> ClashesPage:
    """Clashes, certain ones first; with `since`, also those that were known there and have gone. Raises
    MalformedQuestion for a cursor that no page gave."""
    finder = ClashFinder(view)
    world = finder.world()
    everything = finder.clashes(world)
    matching = [clash for clash in everything if wanted.takes(clash)]
    limit = min(limit, _MOST_FOLLOWED) if follow else limit
    start = 0 if after is None else _position(matching, after)
    chosen = matching[start : start + limit]
    acknowledged = finder.acknowledged() if chosen else {}
    clashes = [clash_shown(clash, acknowledged) for clash in chosen]
    follower = finder.follower(world)
    if follow:
        opened = follower.opened_by(chosen)
        for shown in clashes:
            shown["opened_by"] = entry_shown(opened.get(shown["id"]))
    further = f"after-{chosen[-1].id}" if start + limit < len(matching) else None
    page: ClashesPage = {"clashes": clashes, "next": further}
    if since is not None:
        page["cleared"] = _cleared(ClashFinder(since), wanted, everything, follower)
    return page


def one_clash(view: Viewpoint, id_: str) -> ClashAnswer:
    """One clash, there or not, with every time that it was. Raises NoSuchClash."""
    finder = ClashFinder(view)
    world = finder.world()
    there = next((clash for clash in finder.clashes(world) if clash.id == id_), None)
    clash, episodes = finder.follower(world).episodes(id_, there)
    if clash is None:
        raise NoSuchClash(id=id_)
    return {
        **clash_shown(clash, finder.acknowledged()),
        "there": there is not None,
        "episodes": [
            {"opened_by": entry_shown(opened), "cleared_by": entry_shown(cleared)} for opened, cleared in episodes
        ],
    }


def _cleared(before: ClashFinder, wanted: Wanted, now: Iterable[Clash], follower: Follower) -> list[ClashRecord]:
    there = {clash.id for clash in now}
    gone = [clash for clash in before.clashes(before.world()) if clash.id not in there and wanted.takes(clash)]
    cleared = follower.cleared_by(gone, before.view.point.position)
    return [{**clash_shown(clash, {}), "cleared_by": entry_shown(cleared.get(clash.id))} for clash in gone]


def _position(clashes: Sequence[Clash], after: str) -> int:
    for number, clash in enumerate(clashes):
        if after == f"after-{clash.id}":
            return number + 1
    raise MalformedQuestion(fault=f'"{after}" is not a cursor of these clashes: take `next` from the page before')


def entry_shown(entry: Entry | None) -> ClashEntry | None:
    """An entry that opened a clash, or cleared it."""
    if entry is None:
        return None
    return {
        "entry": entry.id,
        "kind": entry.body.kind,
        "recorded_at": instants.show(entry.recorded_at),
        "recorded_by": entry.recorded_by,
    }


def clash_shown(clash: Clash, acknowledged: Acknowledgements) -> ClashRecord:
    """A clash as answers show it. Days are inclusive; null is without end."""
    return {
        "id": clash.id,
        "rule": clash.rule,
        "sentence": BY_NAME[clash.rule].sentence(),
        "says": clash.says,
        "certainty": certainty(clash),
        "subjects": [{"type": type_, "id": slug} for type_, slug in clash.subjects],
        "changes": list(clash.changes),
        "from": show(clash.first),
        "to": _until(clash.last),
        "certain_from": None if clash.certain_from is None else show(clash.certain_from),
        "certain_to": None if clash.certain_to is None else _until(clash.certain_to),
        "mark": clash.mark,
        "acknowledged": acknowledged.get((clash.id, clash.mark)),
    }


def _until(last: int) -> str | None:
    return None if last in (BEGINNING, END) else show(last - 1)
