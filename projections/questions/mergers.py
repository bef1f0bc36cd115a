"""Is a merger complete: what did those who merged have the day before, and what became of it?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from domain.changes.change import DONE, OPEN, Change
from domain.kinds.state import STANDING, State
from domain.mergers.holdings import StandingStates
from domain.mergers.ledger import CLOSED, LEFT_OVER, OUTCOMES, LedgerLine, ledger
from domain.refusals import Refusal
from domain.time import edtf
from domain.time.edtf import END, show
from projections.database.tables import log, merger, stream
from projections.log.as_of import Point
from projections.questions.log import NoSuchChange, story_of
from projections.questions.merger_answers import (
    LedgerItem,
    MergerAnswer,
    MergerCourse,
    MergersAnswer,
    MergerSummary,
    Remainder,
    SettlingChange,
)
from projections.questions.structure import LISTED, read_structure
from projections.questions.subject import turning_point
from projections.questions.viewpoint import Viewpoint

KINDS = ("units-merged", "teams-merged")
_WEAKEST = (*OPEN, DONE)
_HOW = {
    "team-disbanded": "disbanded",
    "teams-merged": "merged into another",
    "post-abolished": "abolished",
    "site-closed": "closed",
    "site-sold": "sold",
    "area-ended": "ended",
}


class NoSuchMerger(Refusal):
    """The change "{id}" is no merger that happened, or may: {fault}."""


def list_mergers(view: Viewpoint) -> MergersAnswer:
    """Every merger that counts or is open, by its date, each with what is left over."""
    asked = _Ledgers(view)
    ids = select(log.c.id).where(log.c.programme == view.point.programme, log.c.position.in_(_places(view.point)))
    known = filter(None, map(asked.change, view.connection.scalars(ids).all()))
    found = sorted((change for change in known if _fault(change) is None), key=lambda change: change.order)
    return {"mergers": [_summary(asked.course(change), asked.lines(change)) for change in found]}


def one_merger(view: Viewpoint, id_: str) -> MergerAnswer:
    """One merger with its ledger. Raises NoSuchChange or NoSuchMerger."""
    asked = _Ledgers(view)
    change = asked.change(id_)
    if change is None:
        raise NoSuchChange(id=id_)
    fault = _fault(change)
    if fault is not None:
        raise NoSuchMerger(id=id_, fault=fault)
    lines = asked.lines(change)
    return {**_summary(asked.course(change), lines), "ledger": lines, "untied": asked.untied(change)}


def _places(point: Point) -> Any:
    """The places of the mergers of a programme."""
    return (
        select(merger.c.change)
        .join(stream, stream.c.id == merger.c.subject)
        .where(stream.c.programme == point.programme)
        .distinct()
    )


def _fault(change: Change) -> str | None:
    if change.event.kind not in KINDS:
        return f"it is of the kind {change.event.kind}"
    return None if change.standing in _WEAKEST else f"it is {change.standing}"


def _summary(course: MergerCourse, lines: list[LedgerItem]) -> MergerSummary:
    remainder: list[Remainder] = [
        {"type": line["type"], "id": line["id"], "why": line["why"]} for line in lines if line["outcome"] == LEFT_OVER
    ]
    counts = {outcome: sum(line["outcome"] == outcome for line in lines) for outcome in OUTCOMES}
    complete = course["counts"] and not remainder
    return {**course, "complete": complete, "outcomes": counts, "remainder": remainder}


class _Ledgers:
    """The ledgers of one question: a day and a change are looked up once."""

    def __init__(self, view: Viewpoint) -> None:
        self._view = view
        self._days: dict[int, StandingStates] = {}
        self._changes: dict[str, Change | None] = {}

    def change(self, id_: str) -> Change | None:
        """A change, where the viewer knows of it."""
        if id_ not in self._changes:
            try:
                self._changes[id_] = story_of(self._view, id_).change
            except NoSuchChange:
                self._changes[id_] = None
        return self._changes[id_]

    def course(self, change: Change) -> MergerCourse:
        """The merger, and the two days that its ledger goes by."""
        before, judged = self._between(change)
        return {
            "change": change.id,
            "type": change.type,
            "subject": change.slug,
            "kind": change.event.kind,
            "from": sorted(change.event.also_ends()),
            "standing": change.standing,
            "effective_on": change.when.text,
            "earliest": show(change.when.earliest),
            "latest": show(change.when.latest),
            "counts": bool(change.counts_under & self._view.point.question.mask),
            "drawn_up_on": show(before),
            "judged_on": show(judged),
        }

    def lines(self, change: Change) -> list[LedgerItem]:
        """The ledger of a merger."""
        before, judged = self._between(change)
        had = self._on(before)
        return [self._line(line, had, judged) for line in ledger(change, had, self._on(judged))]

    def untied(self, change: Change) -> list[str]:
        """Sites of the day before that the log ties to nobody: nobody's ledger has them."""
        had = self._on(self._between(change)[0])
        bases = {state.fields["site"] for state in had["team"].values()}
        return [slug for slug, state in had["site"].items() if slug not in bases and state.fields["area"] is None]

    def _between(self, change: Change) -> tuple[int, int]:
        """The day before a merger, and the day on which it is judged: not before it is in effect, nor before the day
        that is asked about. One that never is in effect is drawn up and judged on that day."""
        asked = self._view.point.question.effective_on
        if change.when.latest == END:
            return asked, asked
        return change.when.latest - 1, max(change.when.latest, asked)

    def _on(self, day: int) -> StandingStates:
        if day not in self._days:
            found = read_structure(self._view.on_day(day))
            self._days[day] = {
                type_: {slug: _state(item) for slug, item in found.items(type_).items()} for type_ in LISTED
            }
        return self._days[day]

    def _line(self, line: LedgerLine, had: StandingStates, judged: int) -> LedgerItem:
        state = had[line.type].get(line.slug)
        ids: Iterable[str] = line.because
        if line.outcome == CLOSED:
            end = turning_point(self._view.on_day(judged), line.type, line.slug, ended=True)
            ids = () if end is None else (end,)
        settled_by = [change for id_ in ids if (change := self.change(id_)) is not None]
        standings = [change.standing for change in settled_by]
        has_it = line.has_it
        if line.outcome == CLOSED and settled_by and settled_by[0].slug != line.slug:
            has_it = line.type, settled_by[0].slug
        return {
            "type": line.type,
            "id": line.slug,
            "name": None if state is None else state.fields.get("name") or state.fields.get("title"),
            "outcome": line.outcome,
            "how": _HOW.get(settled_by[0].event.kind) if line.outcome == CLOSED and settled_by else None,
            "has_it": None if has_it is None else {"type": has_it[0], "id": has_it[1]},
            "settled_by": [_cause(change) for change in settled_by],
            "standing": min(standings, key=_WEAKEST.index) if standings else None,
            "why": line.why,
        }


def _state(item: dict[str, Any]) -> State:
    return State(STANDING, item, item["because"], edtf.BEGINNING)


def _cause(change: Change) -> SettlingChange:
    return {
        "change": change.id,
        "kind": change.event.kind,
        "standing": change.standing,
        "effective_on": change.when.text,
    }
