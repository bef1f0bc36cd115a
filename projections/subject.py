"""What is one subject, on a day as known on a day, and what made it so?"""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection, bindparam, select

from domain.changes import Change
from domain.edtf import END
from domain.fold import fold
from domain.refusals import Refusal
from domain.states import NOTHING
from projections.audience import MERGERS, entries_touching, ever_touched
from projections.log import Log
from projections.pieces import Piece, Pieces, of_subject, piece
from projections.points import Point
from projections.ready import rows
from projections.stories import Story, stories
from projections.structure import structure
from projections.tables import hidden, stream
from projections.versions import Versions

_encode = msgspec.json.Encoder().encode
_NUMBER = select(stream.c.id).where(
    stream.c.programme == bindparam("programme"), stream.c.type == bindparam("type"), stream.c.slug == bindparam("slug")
)


class NoSuchSubject(Refusal):
    """Nothing recorded up to then names the {type} "{slug}"."""


def require(connection: Connection, log: Log, point: Point, type_: str, slug: str) -> tuple[int, list[Story]]:
    """The number of a subject's stream, and the stories of the changes that ever touched it. Raises NoSuchSubject."""
    number = _number(connection, point, type_, slug)
    told = [] if number is None else _told(connection, log, point, number, slug)
    if number is None or not any(story.change.slug == slug for story in told):
        raise NoSuchSubject(type=type_, slug=slug)
    return number, told


def turning_point(connection: Connection, log: Log, point: Point, type_: str, slug: str, *, ended: bool) -> str | None:
    """The id of the change that last brought a subject into being, or that last ended it, as of a point."""
    number = _number(connection, point, type_, slug)
    found: str | None = None
    if number is not None:
        for change, fault in _in_effect(
            slug, [story.change for story in _told(connection, log, point, number, slug)], point
        ):
            ends = change.event.ends or change.slug != slug
            if fault is None and (ends if ended else change.event.begins):
                found = change.id
    return found


def subject(connection: Connection, log: Log, point: Point, type_: str, slug: str, kept: Pieces | None = None) -> str:
    """Its state, the changes in effect in fold order, and every change that ever touched it: the members of the answer
    in JSON, without the braces. `kept` are pieces of the same log; none must be given where what is read may yet be
    undone. Raises NoSuchSubject."""
    number = _number(connection, point, type_, slug)
    told = [] if number is None else _pieces(connection, log, point, number, slug, kept)
    own = [each.entries for each in told if each.change.slug == slug]
    if number is None or not own:
        raise NoSuchSubject(type=type_, slug=slug)
    state = structure(connection, point, number).items(type_).get(slug)
    head = {"type": type_, **(state or {}), "id": slug, "version": sum(own), "state": state}
    history = {each.change.place: each.text for each in told}
    changes = [
        f'{history[change.place][:-1]},"passed_over":{"true" if fault else "false"}}}'
        for change, fault in _in_effect(slug, [each.change for each in told], point)
    ]
    said = _encode(head).decode()[1:-1]
    return f'{said},"changes":[{",".join(changes)}],"history":[{",".join(history.values())}]'


def _number(connection: Connection, point: Point, type_: str, slug: str) -> int | None:
    found = rows(connection, _NUMBER, {"programme": point.programme, "type": type_, "slug": slug})
    return found[0][0] if found else None


def _pieces(connection: Connection, log: Log, point: Point, number: int, slug: str, kept: Pieces | None) -> list[Piece]:
    """Every change that ever touched it. Those of other subjects, and what an observer sees otherwise, are not kept."""
    sees_everything = not (point.public and point.head.hides)
    if kept is not None and sees_everything and not rows(connection, MERGERS, {"subject": number}):
        return of_subject(connection, log, point, number, kept)
    versions = Versions(connection, point.public)
    return [piece(story, point, versions) for story in _told(connection, log, point, number, slug)]


def _told(connection: Connection, log: Log, point: Point, number: int, slug: str) -> list[Story]:
    """The stories of every change that ever touched it, as the viewer may know them."""
    entries = entries_touching(connection, log, number, point.position)
    if point.public:
        out_of_sight = set(connection.scalars(select(hidden.c.change).where(hidden.c.subject == number)))
        entries = [entry for entry in entries if entry.change_place not in out_of_sight]
    # A merger may have come to name the subject by a correction that was not known yet.
    return [each for each in stories(entries) if each.change.slug == slug or slug in ever_touched(each.entries)]


def _in_effect(slug: str, changes: list[Change], point: Point) -> list[tuple[Change, str | None]]:
    """The changes in effect, in fold order, and why one was passed over."""
    day, mask = point.question.effective_on, point.question.mask
    counting = [
        change
        for change in changes
        if change.counts_under & mask
        and change.when.latest <= day < END
        and (change.slug == slug or slug in change.event.also_ends())
    ]
    return [(change, fault) for change, _, fault in fold(NOTHING, slug, sorted(counting, key=lambda c: c.order))]
