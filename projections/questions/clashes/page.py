"""What clashes, as known on a day and under a basis; and what was said of it?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from domain.changes.change import Change
from domain.changes.dependencies import needs
from domain.clashes.engine.knowledge import Known, World, is_known
from domain.clashes.evaluate import BY_NAME, Clash, sweep
from domain.kinds.event import PROGRAMME
from domain.log.entry import Entry
from domain.refusals import MalformedQuestion, Refusal
from domain.time import instants
from domain.time.edtf import BEGINNING, END, show
from projections.cache.known_changes import Recall
from projections.database.tables import log, stream
from projections.log.application import Log
from projections.log.as_of import Point
from projections.questions.clashes.acknowledgements import Acknowledgements, acknowledgements
from projections.questions.clashes.filter import Wanted, certainty
from projections.questions.clashes.provenance import Follower
from projections.questions.log import NoSuchChange, story


class NoSuchClash(Refusal):
    """No clash "{id}" was there up to then, under this basis. Look its id up among the clashes."""


@dataclass(frozen=True)
class Asking:
    """Where clashes are asked about from."""

    connection: Connection
    log: Log
    recall: Recall
    point: Point
    keep: bool = True
    """Whether what is read here may be kept: not what may yet be undone."""

    def known(self) -> Known:
        """The changes that count under any basis."""
        return self.recall.known(self.connection, self.log, self.point, keep=self.keep)

    def world(self, known: Known | None = None) -> World:
        """All that the rules ask about; `known` where that has been found out."""
        known = self.known() if known is None else known
        question = self.point.question
        return World(known, question.basis, question.known_on, self._elsewhere(known), self.recall.spells)

    def clashes(self, world: World) -> list[Clash]:
        """Every clash of the whole timeline."""
        if not self.point.is_current:
            return sweep(world)
        with self.recall.memory(self.point) as memory:
            memory.show(world)
            return memory.clashes

    def follower(self, world: World) -> Follower:
        """What follows clashes back from here."""
        return Follower(self.connection, self.log, self.point, world)

    def acknowledged(self) -> Acknowledgements:
        """What was acknowledged, and still is."""
        return acknowledgements(self.connection, self.log, self.point)

    def _elsewhere(self, known: Known) -> dict[str, Change]:
        """What milestones depend on that is not among what is known, by the names that they give."""
        milestones = [change for (type_, _), each in known.items() if type_ == "milestone" for change in each]
        names = {name for change in milestones for name in needs(change)}
        if not names:
            return {}
        ids = {change.id for changes in known.values() for change in changes}
        missing = names - ids - {change.slug for change in milestones}
        found: dict[str, Change] = {}
        for name in sorted(missing):
            for id_ in (name, *self._milestone_changes(name)):
                try:
                    change = story(self.connection, self.log, self.point, id_).change
                except NoSuchChange:
                    continue
                if change.type != PROGRAMME and not is_known(change):
                    found[name] = change
        return found

    def _milestone_changes(self, slug: str) -> Sequence[str]:
        query = select(log.c.id).join(stream, stream.c.id == log.c.stream).where(log.c.change.is_(None))
        query = query.where(stream.c.programme == self.point.programme)
        query = query.where(stream.c.type == "milestone", stream.c.slug == slug).order_by(log.c.position)
        return self.connection.scalars(query).all()


def page(
    asking: Asking, wanted: Wanted, *, limit: int, after: str | None, follow: bool, since: Point | None
) -> dict[str, Any]:
    """Clashes, certain ones first; with `since`, those that were known then and are no longer there. Raises Malformed
    for a cursor that no page gave."""
    world = asking.world()
    everything = asking.clashes(world)
    found = [clash for clash in everything if wanted.takes(clash)]
    start = 0 if after is None else _position(found, after)
    chosen = found[start : start + limit]
    acknowledged = asking.acknowledged() if chosen else {}
    said: dict[str, Any] = {"clashes": [shown(clash, acknowledged) for clash in chosen]}
    follower = asking.follower(world)
    if follow:
        opened = follower.opened_by(chosen)
        for each in said["clashes"]:
            each["opened_by"] = entry_shown(opened.get(each["id"]))
    said["next"] = f"after-{chosen[-1].id}" if start + limit < len(found) else None
    if since is not None:
        said["cleared"] = _cleared(asking, wanted, everything, follower, since)
    return said


def one(asking: Asking, id_: str) -> dict[str, Any]:
    """One clash, there or not, with every time that it was. Raises NoSuchClash."""
    world = asking.world()
    follower = asking.follower(world)
    there = next((clash for clash in asking.clashes(world) if clash.id == id_), None)
    clash, episodes = follower.episodes(id_, there)
    if clash is None:
        raise NoSuchClash(id=id_)
    return {
        **shown(clash, asking.acknowledged()),
        "there": there is not None,
        "episodes": [
            {"opened_by": entry_shown(opened), "cleared_by": entry_shown(cleared)} for opened, cleared in episodes
        ],
    }


def _cleared(
    asking: Asking, wanted: Wanted, now: Iterable[Clash], follower: Follower, since: Point
) -> list[dict[str, Any]]:
    there = {clash.id for clash in now}
    before = Asking(asking.connection, asking.log, asking.recall, since, asking.keep)
    gone = [clash for clash in before.clashes(before.world()) if clash.id not in there and wanted.takes(clash)]
    cleared = follower.cleared_by(gone, since.position)
    return [shown(clash, {}) | {"cleared_by": entry_shown(cleared.get(clash.id))} for clash in gone]


def _position(found: Sequence[Clash], after: str) -> int:
    for number, clash in enumerate(found):
        if after == f"after-{clash.id}":
            return number + 1
    raise MalformedQuestion(fault=f'"{after}" is not a cursor of these clashes: take `next` from the page before')


def entry_shown(entry: Entry | None) -> dict[str, Any] | None:
    """An entry that opened a clash, or cleared it."""
    if entry is None:
        return None
    said = {"entry": entry.id, "kind": entry.body.kind, "recorded_at": instants.show(entry.recorded_at)}
    return said | {"recorded_by": entry.recorded_by}


def shown(clash: Clash, acknowledged: Acknowledgements) -> dict[str, Any]:
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
