"""Where does one paper disagree with another about a change, and how was that settled?"""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Select, select, union_all

from domain.changes import claims
from domain.changes.claims import Claim
from domain.log.amendments import ClaimRecorded
from domain.refusals import MalformedQuestion
from projections.changes.claims_view import governs, settlement, stages
from projections.changes.view import Story, stories
from projections.database.tables import CLAIM, log
from projections.questions.contradiction_answers import Contradiction, ContradictionsAnswer
from projections.questions.log import known_entries
from projections.questions.viewpoint import Viewpoint

STATES = (claims.OPEN, claims.SETTLED)


def list_contradictions(view: Viewpoint, state: str | None = None) -> ContradictionsAnswer:
    """Claims that say otherwise than the change that they are about, in the order of the log. Raises
    MalformedQuestion for a state that is none."""
    if state not in (None, *STATES):
        raise MalformedQuestion(fault=f'"{state}" is not a state of a contradiction: ask for open or settled')
    found = [
        (claim, _shown(story, claim))
        for story in _claimed(view)
        for claim in claims.claims_of(stages(story.entries))
        if claim.state in ((state,) if state else STATES)
    ]
    found.sort(key=lambda pair: (pair[0].entry.recorded_at, pair[0].entry.place))
    return {"contradictions": [shown for _, shown in found]}


def _claimed(view: Viewpoint) -> list[Story]:
    """The changes that another paper tells otherwise, as the viewer may know them."""
    of = _of_changes(view.point.programme)
    known = known_entries(view.point)
    whole = union_all(known.where(log.c.position.in_(of)), known.where(log.c.change.in_(of)))
    return stories(view.log.entries(view.connection, whole.order_by("position")))


def _of_changes(programme: int) -> Select[tuple[int]]:
    """The places of the changes that some paper tells otherwise."""
    return select(log.c.change).where(log.c.programme == programme, log.c.topic == CLAIM)


def _shown(story: Story, claim: Claim) -> Contradiction:
    change, aspect, claimed = story.change, claim.aspect, claim.entry.shown()
    assert isinstance(claim.entry.body, ClaimRecorded)
    own = {claims.EFFECTIVE_ON: change.when.text, claims.DETAILS: msgspec.to_builtins(change.event)}
    # The aspect comes first in each, and is one of two: which, a type checker cannot follow.
    change_says: Any = {aspect: own[aspect], **governs(claims.governing_entries(stages(story.entries))[aspect])}
    claim_says: Any = {aspect: claimed[aspect], "entry": claim.entry.id} | {
        name: claimed[name] for name in ("recorded_at", "recorded_by", "source")
    }
    return {
        "change": change.id,
        "type": change.type,
        "subject": change.slug,
        "kind": change.event.kind,
        "standing": change.standing,
        "aspect": aspect,
        "fields": list(claim.fields),
        "change_says": change_says,
        "claim_says": claim_says,
        "claim": claim.entry.id,
        "state": claim.state,
        "settled": settlement(claim),
    }
