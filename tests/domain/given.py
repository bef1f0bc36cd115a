"""Given, when, then for decisions: a log in memory, what it knows of an entry, and what is decided on it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import msgspec

from domain.changes.change import Change
from domain.changes.fold import fold_changes
from domain.changes.history import EmptyHistory, History
from domain.decisions.decide import Decision, Repeated, decide
from domain.decisions.known import Author, KnownFacts
from domain.decisions.needs import Needs, needs_of
from domain.kinds.event import PROGRAMME, Reference
from domain.kinds.state import NOTHING, State
from domain.log.amendments import Amendment, ClaimDismissed
from domain.log.body import Body
from domain.log.entry import Entry
from domain.log.parsing import read_line
from domain.log.payloads import Starting
from domain.time import instants
from domain.time.edtf import END
from tests.support.examples import PERSON, WORLD

NOW = instants.parse("2018-06-04T08:00:00Z")
TODAY = "2018-06-04"


class ListedHistory:
    """The history of one subject, as a list of all its changes."""

    def __init__(self, slug: str, changes: list[Change]) -> None:
        self._slug = slug
        self._changes = sorted((change for change in changes if change.counts_under), key=lambda change: change.order)

    def changes(self, day: int) -> list[Change]:
        return [change for change in self._changes if change.when.latest >= day]

    def state_before(self, day: int, mask: int) -> State:
        earlier = [change for change in self._changes if change.when.latest < day and change.counts_under & mask]
        state = NOTHING
        for _, after, _ in fold_changes(NOTHING, self._slug, earlier):
            state = after
        return state


class Story:
    """A log in memory: what was recorded, and what is known of the next entry."""

    def __init__(self, *bodies: dict[str, Any], programme: str = "north-west") -> None:
        self.programme = programme
        self.people = {PERSON}
        self.entries: dict[str, Entry] = {}
        self.changes: dict[str, Change] = {}
        self.versions: dict[Reference, int] = {}
        self.last_recorded = 0
        for body in bodies:
            self.record(body)

    def record(self, body: dict[str, Any], **known: Any) -> Entry:
        """Decide on an entry that must be accepted, and put it into the log."""
        decision = self.decide(body, **known)
        assert isinstance(decision, Decision), body
        after = decision.after
        entry = Entry(
            UUID(int=1), 1, decision.version, len(self.entries) + 1, 1, decision.id, after.id, after.place,
            after.event.kind, decision.payload, decision.recorded_at, decision.entered_at, decision.recorded_by,
            decision.backfilled,
        )  # fmt: skip
        self.entries[entry.id] = entry
        self.changes[after.id] = after
        self.versions[after.type, after.slug] = decision.version
        self.last_recorded = entry.recorded_at
        return entry

    def decide(self, body: dict[str, Any], *, if_match: int | None = None, **known: Any) -> Decision | Repeated:
        """Decide on an entry, given as the fields of its JSON; `known` says what is known otherwise."""
        payload = read_line(msgspec.json.encode(body))
        assert isinstance(payload, Body)
        return decide(payload, msgspec.structs.replace(self.known(payload), **known), if_match)

    def known(self, payload: Body) -> KnownFacts:
        """What this log knows that bears on an entry."""
        change = self.changes.get(payload.change) if isinstance(payload, Amendment) else None
        needs = needs_of(payload, change)
        if isinstance(payload, Starting):
            subject = (payload.details.subject_type, payload.subject)
        else:
            subject = ("", "") if change is None else (change.type, change.slug)
        return KnownFacts(
            programme=self.programme,
            author=Author("tester", NOW, NOW),
            place=len(self.entries),
            last_recorded=self.last_recorded,
            new_id=payload.id or f"entry-{len(self.entries) + 1}",
            stored=self.entries.get(payload.id or ""),
            change=change,
            version=self.versions.get(subject),
            missing=tuple(reference for reference in needs.references if not self._knows(reference)),
            claim=self.entries.get(payload.claim) if isinstance(payload, ClaimDismissed) else None,
            clash="public",
            histories={} if subject[0] == PROGRAMME else self._histories(subject[0], needs),
        )

    def _knows(self, reference: Reference) -> bool:
        type_, name = reference
        if type_ == "person":
            return name in self.people
        if type_ == "dependency":
            return name in self.changes or ("milestone", name) in self.versions
        return reference in self.versions

    def _histories(self, type_: str, needs: Needs) -> dict[str, History]:
        if needs.day == END:
            return {}
        histories: dict[str, History] = {}
        for slug in needs.slugs:
            touching = [each for each in self.changes.values() if each.type == type_ and slug in each.touches()]
            histories[slug] = ListedHistory(slug, touching) if touching else EmptyHistory()
        return histories


def world(*bodies: dict[str, Any]) -> Story:
    """The small merger of the examples, and what was recorded after it."""
    return Story(*WORLD, *bodies)
