"""What is one subject, on a day as known on a day, and what made it so?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec
from sqlalchemy import bindparam, exists, select

from domain.changes.change import Change
from domain.changes.fold import fold_changes
from domain.kinds.registry import FIELDS
from domain.kinds.state import NOTHING, STANDING, State
from domain.refusals import Refusal
from domain.time.edtf import END
from projections.accounts.people import People
from projections.cache.change_json import Piece, piece_of, pieces_of_subject
from projections.changes.view import Story, stories
from projections.database.prepared import rows
from projections.database.tables import hidden, merger, stream
from projections.log.as_of import Point
from projections.log.histories import entries_touching, ever_touched
from projections.log.visible_versions import Versions
from projections.questions.viewpoint import Viewpoint
from projections.read_models.state_json import item_text

_encode = msgspec.json.Encoder().encode
_WAS_MERGED = exists().where(merger.c.subject == stream.c.id)
_STREAM = select(stream.c.id, _WAS_MERGED).where(
    stream.c.programme == bindparam("programme"), stream.c.type == bindparam("type"), stream.c.slug == bindparam("slug")
)


class NoSuchSubject(Refusal):
    """Nothing recorded up to then names the {type} "{slug}"."""


def require_subject(view: Viewpoint, type_: str, slug: str) -> tuple[int, list[Story]]:
    """The number of a subject's stream, and the stories of the changes that ever touched it. Raises NoSuchSubject."""
    found = _stream(view, type_, slug)
    told = [] if found is None else _told(view, found[0], slug)
    if found is None or not any(story.change.slug == slug for story in told):
        raise NoSuchSubject(type=type_, slug=slug)
    return found[0], told


def turning_point(view: Viewpoint, type_: str, slug: str, *, ended: bool) -> str | None:
    """The id of the change that last brought a subject into being, or that last ended it, as of a point."""
    stream_ = _stream(view, type_, slug)
    if stream_ is None:
        return None
    found: str | None = None
    told = _told(view, stream_[0], slug)
    for change, _, fault in _in_effect(slug, (story.change for story in told), view.point):
        ends = change.event.ends or change.slug != slug
        if fault is None and (ends if ended else change.event.begins):
            found = change.id
    return found


def subject_json(view: Viewpoint, type_: str, slug: str) -> str:
    """Its state, the changes in effect in fold order, and every change that ever touched it: the members of the answer
    in JSON, without the braces. Raises NoSuchSubject.

    The state is folded from those changes, which are read anyhow; it is the one that the structure holds.
    """
    told = _pieces(view, _stream(view, type_, slug), slug)
    version = sum(each.entries for each in told if each.change.slug == slug)
    if not version:
        raise NoSuchSubject(type=type_, slug=slug)
    history = {each.change.place: each.text for each in told}
    turns = list(_in_effect(slug, (each.change for each in told), view.point))
    changes = [
        f'{history[change.place][:-1]},"passed_over":{"true" if fault else "false"}}}' for change, _, fault in turns
    ]
    state = turns[-1][1] if turns else NOTHING
    item = _item(view, type_, slug, state, told) if state.life == STANDING and FIELDS[type_] else None
    head = f'"id":"{slug}",' if item is None else f"{item[1:-1]},"
    return (
        f'"type":"{type_}",{head}"version":{version},"state":{item or "null"},'
        f'"changes":[{",".join(changes)}],"history":[{",".join(history.values())}]'
    )


def _item(view: Viewpoint, type_: str, slug: str, state: State, pieces: list[Piece]) -> str:
    """The state as the structure shows it: with the name of who holds it, and what is possible or overdue."""
    holder = state.fields.get("holder")
    if holder is not None:
        named = holder | {"name": People(view.connection).name(holder["person"])}
        state = State(state.life, state.fields | {"holder": named}, state.because, state.since)
    question = view.point.question
    day, mask, known_on = question.effective_on, question.mask, question.known_on
    own = [piece.change for piece in pieces if piece.change.slug == slug]
    possible = [c.id for c in own if c.counts_under & mask and c.when.earliest <= day < c.when.latest]
    overdue = [change.id for change in own if change.is_overdue(known_on)]
    lists = _encode({"possible": sorted(possible), "overdue": sorted(overdue)}).decode()
    return f"{item_text(type_, slug, state)},{lists[1:]}"


def _stream(view: Viewpoint, type_: str, slug: str) -> tuple[int, bool] | None:
    """The number of a subject's stream, and whether a change of another subject ever touched it."""
    found = rows(view.connection, _STREAM, {"programme": view.point.programme, "type": type_, "slug": slug})
    return (found[0][0], bool(found[0][1])) if found else None


def _pieces(view: Viewpoint, stream_: tuple[int, bool] | None, slug: str) -> list[Piece]:
    """Every change that ever touched it. Those of other subjects, and what an observer sees otherwise, are not kept."""
    if stream_ is None:
        return []
    number, was_merged = stream_
    if not view.is_tentative and not was_merged and not (view.point.public and view.point.head.hides):
        return pieces_of_subject(view.connection, view.log, view.point, number, view.caches.changes)
    versions = Versions(view.connection, view.point.public)
    return [piece_of(story, view.point, versions) for story in _told(view, number, slug)]


def _told(view: Viewpoint, number: int, slug: str) -> list[Story]:
    """The stories of every change that ever touched it, as the viewer may know them."""
    entries = entries_touching(view.connection, view.log, number, view.point.position)
    if view.point.public:
        out_of_sight = set(view.connection.scalars(select(hidden.c.change).where(hidden.c.subject == number)))
        entries = [entry for entry in entries if entry.change_place not in out_of_sight]
    # A merger may have come to name the subject by a correction that was not known yet.
    return [each for each in stories(entries) if each.change.slug == slug or slug in ever_touched(each.entries)]


def _in_effect(slug: str, changes: Iterable[Change], point: Point) -> Iterator[tuple[Change, State, str | None]]:
    """The changes in effect, in fold order; the state after each, and why it was passed over."""
    day, mask = point.question.effective_on, point.question.mask
    counting = [
        change
        for change in changes
        if change.counts_under & mask
        and change.when.latest <= day < END
        and (change.slug == slug or slug in change.event.also_ends())
    ]
    return fold_changes(NOTHING, slug, sorted(counting, key=lambda c: c.order))
