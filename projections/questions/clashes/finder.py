"""Finds the clashes that a viewpoint knows of, and brings together what the rules need for that."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from domain.changes.change import Change
from domain.changes.dependencies import needs
from domain.clashes.engine.knowledge import KnownChanges, World, is_known
from domain.clashes.evaluate import Clash, sweep
from domain.kinds.event import PROGRAMME
from projections.database.tables import log, stream
from projections.questions.clashes.acknowledgements import Acknowledgements, acknowledgements
from projections.questions.clashes.provenance import Follower
from projections.questions.log import NoSuchChange, story_of
from projections.questions.viewpoint import Viewpoint


class ClashFinder:
    """The clashes of one viewpoint."""

    def __init__(self, view: Viewpoint) -> None:
        self.view = view

    def known(self) -> KnownChanges:
        """The changes that count under any basis."""
        view = self.view
        return view.caches.known.known(view.connection, view.log, view.point, keep=not view.is_tentative)

    def world(self, known: KnownChanges | None = None) -> World:
        """Everything that the rules look at; `known` where the caller has it already."""
        known = self.known() if known is None else known
        question = self.view.point.question
        spells = self.view.caches.known.spells
        return World(known, question.basis, question.known_on, self._elsewhere(known), spells)

    def clashes(self, world: World) -> list[Clash]:
        """Every clash of the whole timeline."""
        if not self.view.point.is_current:
            return sweep(world)
        with self.view.caches.known.memory(self.view.point) as memory:
            memory.show(world)
            return memory.clashes

    def follower(self, world: World) -> Follower:
        """A follower of clashes back from this viewpoint."""
        return Follower(self.view, world)

    def acknowledged(self) -> Acknowledgements:
        """The acknowledgements that still stand."""
        return acknowledgements(self.view)

    def _elsewhere(self, known: KnownChanges) -> dict[str, Change]:
        """The changes that milestones depend on and that are not among those known, by the names that they give."""
        milestones = [change for (type_, _), changes in known.items() if type_ == "milestone" for change in changes]
        names = {name for change in milestones for name in needs(change)}
        if not names:
            return {}
        ids = {change.id for changes in known.values() for change in changes}
        missing = names - ids - {change.slug for change in milestones}
        elsewhere: dict[str, Change] = {}
        for name in sorted(missing):
            for id_ in (name, *self._milestone_changes(name)):
                try:
                    change = story_of(self.view, id_).change
                except NoSuchChange:
                    continue
                if change.type != PROGRAMME and not is_known(change):
                    elsewhere[name] = change
        return elsewhere

    def _milestone_changes(self, slug: str) -> Sequence[str]:
        query = select(log.c.id).join(stream, stream.c.id == log.c.stream).where(log.c.change.is_(None))
        query = query.where(stream.c.programme == self.view.point.programme)
        query = query.where(stream.c.type == "milestone", stream.c.slug == slug).order_by(log.c.position)
        return self.view.connection.scalars(query).all()
