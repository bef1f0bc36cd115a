"""Every entry as a plain sentence: what happened, is to happen or is proposed, to what, and when."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from api.pages.words import dates
from api.pages.words.labels import FUNCTIONS, listed
from api.pages.words.names import Names
from domain.changes.change import DONE, PLANNED, PROPOSED, RETRACTED, WITHDRAWN, Change, details_of
from domain.kinds.areas import AreaDefined
from domain.kinds.event import PROGRAMME, Event, Stated
from domain.kinds.milestones import MilestoneSet
from domain.kinds.posts import LeaderAppointed
from domain.kinds.programme import ClashAcknowledged, ScenarioCommitted, ScenarioDiscarded
from domain.kinds.reminder_policy import ReminderPolicy, ReminderPolicySet
from domain.log.payloads import ClaimRecorded
from domain.time import edtf
from projections.changes.transitions import Told

Verb = tuple[str, str]
"""What follows the subject in the past, and after "is to": ("was sold", "be sold")."""

_USES = {
    "headquarters": "the headquarters",
    "control-room": "a control room",
    "response-base": "a response base",
    "patrol-base": "a patrol base",
    "front-counter": "a front counter",
    "custody": "a custody suite",
    "custody-overflow": "an overflow custody suite",
    "neighbourhood-base": "a neighbourhood base",
    "office": "an office",
}
_PLAIN: dict[str, Verb] = {
    "area-ended": ("ended", "end"),
    "unit-dissolved": ("was dissolved", "be dissolved"),
    "site-closed": ("closed", "close"),
    "site-sold": ("was sold", "be sold"),
    "team-disbanded": ("was disbanded", "be disbanded"),
    "post-vacated": ("fell vacant", "fall vacant"),
    "post-abolished": ("was abolished", "be abolished"),
}


def change_sentence(change: Change, names: Names) -> str:
    """What a change says, with its date, as its standing has it."""
    event, when = change.event, dates.when(change.when.text)
    if change.type == PROGRAMME:
        return _of_programme(event)
    if isinstance(event, MilestoneSet):
        return _milestone(event, change, when)
    if isinstance(event, Stated):
        return f"{_subject(change, names)}: {event.text}"
    return _said(*_parts(change, names), change, when)


def heading(change: Change, names: Names) -> str:
    """The same without its date and its full stop, for a row of a chart or a table that has both."""
    event = change.event
    if isinstance(event, MilestoneSet):
        return event.title
    if change.type == PROGRAMME or isinstance(event, Stated):
        return change_sentence(change, names).removesuffix(".")
    subject, (past, infinitive) = _parts(change, names)
    if change.standing != DONE:
        return f"{subject} to {infinitive}"
    return f"{subject} {_agreeing(past, is_many(change.type, subject))}"


def _subject(change: Change, names: Names) -> str:
    # What brings something into being gives it its name: the one that it had when that was said.
    given = getattr(change.event, "name", None) or getattr(change.event, "title", None)
    return given if change.event.begins and given else names.of(change.type, change.slug)


def _parts(change: Change, names: Names) -> tuple[str, Verb]:
    """Who does it, and what."""
    subject = _subject(change, names)
    if isinstance(change.event, LeaderAppointed):
        return _appointment(change.event, subject, names)
    return subject, _verb(change.event, names)


def _agreeing(past: str, many: bool) -> str:
    return f"were {past.removeprefix('was ')}" if many and past.startswith("was ") else past


def _said(subject: str, verb: Verb, change: Change, when: str) -> str:
    many = is_many(change.type, subject)
    past, infinitive = _agreeing(verb[0], many), verb[1]
    match change.standing:
        case "done":
            return f"{subject} {past} {when}."
        case "planned":
            return f"{subject} {'are' if many else 'is'} to {infinitive} {when}."
        case "proposed":
            return f"It is proposed that {subject} {infinitive} {when}."
        case "withdrawn":
            return f"{subject} will not {infinitive}: the plan was withdrawn."
    return f"“{subject} {past} {when}” was struck out: it should never have been recorded."


def _milestone(event: MilestoneSet, change: Change, when: str) -> str:
    said = {
        DONE: f"reached {when}",
        PLANNED: f"due {when}",
        PROPOSED: f"proposed for {dates.span(change.when.text)}",
        WITHDRAWN: "withdrawn",
        RETRACTED: "struck out: it should never have been recorded",
    }[change.standing]
    return f"{event.title}: {said}."


def is_many(type_: str, name: str) -> bool:
    """Whether a name is a plural, as those of some teams are."""
    last = name.rsplit(" ", 1)[-1].lower()
    return type_ == "team" and last.endswith("s") and not last.endswith(("ss", "us", "is"))


def _appointment(event: LeaderAppointed, post: str, names: Names) -> tuple[str, Verb]:
    rank = f"{event.rank} " if event.rank else ""
    how = "" if event.tenure == "substantive" else f"{event.tenure} "
    return f"{rank}{names.person(event.person)}", (f"was appointed {how}{post}", f"be appointed {how}{post}")


def _reminding(policy: ReminderPolicy) -> str:
    *most, last = policy.rungs or (0,)
    before = f"{listed([*map(str, most), dates.days(last)])} before a date and " if last else ""
    again = f"every {dates.days(policy.overdue_every)}" if policy.overdue_every > 1 else "every day"
    return f"It was set that people are reminded {before}on the day, and {again} once it is overdue."


def _entries(count: int) -> str:
    return "1 entry" if count == 1 else f"{count} entries"


def _of_programme(event: Event) -> str:
    """What was decided about the record itself."""
    match event:
        case ReminderPolicySet():
            return _reminding(event.policy)
        case ClashAcknowledged():
            return "A clash was seen, and is lived with for now."
        case ScenarioCommitted():
            return f"The draft “{event.name}” was recorded, {_entries(event.entries)} in all."
        case ScenarioDiscarded():
            return f"The draft “{event.name}” was given up, {_entries(event.entries)} in all."
    raise AssertionError(event)


def _verb(event: Event, names: Names) -> Verb:
    plain = _PLAIN.get(event.kind)
    if plain is not None:
        return plain
    return _VERBS[event.kind](event, names)


def _area(event: AreaDefined, names: Names) -> Verb:
    of = f" of {names.of('area', event.parent)}" if event.parent else ""
    return f"was there as a {event.area_type}{of}", f"be there as a {event.area_type}{of}"


def _unit(event: Any, names: Names) -> Verb:
    of = f" in {names.of('unit', event.parent)}" if event.parent else ""
    areas = listed([names.of("area", slug) for slug in event.areas or ()])
    for_ = f" for {areas}" if areas else ""
    return f"was established{of}{for_}", f"be established{of}{for_}"


def _merged(type_: str) -> Callable[[Any, Names], Verb]:
    def verb(event: Any, names: Names) -> Verb:
        others = listed([names.of(type_, slug) for slug in event.from_])
        return f"took over from {others}", f"take over from {others}"

    return verb


def _renamed(event: Any, _: Names) -> Verb:
    return f"was renamed “{event.name}”", f"be renamed “{event.name}”"


def uses(given: Sequence[str]) -> str:
    """`a front counter and an overflow custody suite`."""
    return listed([_USES[use] for use in sorted(set(given), key=list(_USES).index)])


def _opened(event: Any, _: Names) -> Verb:
    with_ = f" with {uses(event.uses)}" if event.uses else ""
    return f"opened{with_}", f"open{with_}"


def _either(more: str, less: str, past: Verb, to_come: Verb, nothing: str) -> Verb:
    """What comes and what goes, each where there is any: `past` and `to_come` are the words for either."""

    def say(verbs: Verb, none: str) -> str:
        return listed([f"{verb} {what}" for verb, what in zip(verbs, (more, less), strict=True) if what]) or none

    return say(past, f"kept {nothing}"), say(to_come, f"keep {nothing}")


def _uses_changed(event: Any, _: Names) -> Verb:
    return _either(uses(event.add), uses(event.end), ("gained", "lost"), ("gain", "lose"), "the uses it has")


def _cover_changed(event: Any, names: Names) -> Verb:
    add = [names.of("area", slug) for slug in event.add]
    if event.covers_unnamed:
        add.append(unnamed(event.covers_unnamed.area, event.covers_unnamed.count, names))
    end = [names.of("area", slug) for slug in event.end]
    return _either(listed(add), listed(end), ("took on", "gave up"), ("take on", "give up"), "the areas it has")


def unnamed(area: str, count: int | None, names: Names) -> str:
    """`3 wards of Brent that are not named`, `wards of Brent that are not named`."""
    wards = "wards" if count is None else "1 ward" if count == 1 else f"{count} wards"
    return f"{wards} of {names.of('area', area)} that {'is' if count == 1 else 'are'} not named"


def _formed(event: Any, names: Names) -> Verb:
    site = f", based at {names.of('site', event.site)}" if event.site else ""
    areas = listed([names.of("area", slug) for slug in event.covers or ()])
    to = f" in {names.of('unit', event.unit)}, for {areas}" if areas else f" in {names.of('unit', event.unit)}"
    return f"was formed{to}{site}", f"be formed{to}{site}"


def _resized(event: Any, _: Names) -> Verb:
    if event.strength is not None:
        return f"became {event.strength} strong", f"become {event.strength} strong"
    return ("grew", "grow") if event.direction == "larger" else ("shrank", "shrink")


def _post(event: Any, names: Names) -> Verb:
    of = names.of("unit", event.unit)
    for_ = f", as the point of contact for {names.of('area', event.area)}" if event.area else ""
    leads = f" to lead {FUNCTIONS[event.function].lower()}" if event.function else ""
    return f"was created in {of}{leads}{for_}", f"be created in {of}{leads}{for_}"


_VERBS: dict[str, Callable[[Any, Names], Verb]] = {
    "area-defined": _area,
    "unit-established": _unit,
    "units-merged": _merged("unit"),
    "unit-renamed": _renamed,
    "site-opened": _opened,
    "site-renamed": _renamed,
    "site-uses-changed": _uses_changed,
    "team-formed": _formed,
    "team-renamed": _renamed,
    "team-moved": lambda e, n: (f"moved to {n.of('site', e.to)}", f"move to {n.of('site', e.to)}"),
    "team-transferred": lambda e, n: (f"went over to {n.of('unit', e.to)}", f"go over to {n.of('unit', e.to)}"),
    "team-cover-changed": _cover_changed,
    "team-resized": _resized,
    "teams-merged": _merged("team"),
    "post-created": _post,
}


def entry_sentence(told: Told, names: Names) -> str:
    """What an entry says: the change that it starts, or what it does to one."""
    kind, after = told.entry.body.kind, told.after
    if told.before is None:
        return change_sentence(after, names)
    now, before = change_sentence(after, names), told.before
    match kind:
        case "change-confirmed":
            return f"Agreed: {now}"
        case "change-rescheduled":
            return f"Rescheduled from {dates.span(before.when.text)} to {dates.span(after.when.text)}: {now}"
        case "change-completed":
            return f"Done: {now}"
        case "change-corrected":
            return f"Corrected: {now}"
        case "claim-recorded":
            return f"Another paper says otherwise: {claim_sentence(told, names)}"
        case "claim-dismissed":
            return f"What another paper says is dismissed. The record stands: {now}"
        case "change-restricted":
            return f"Restricted to members and managers: {now}"
        case "change-released":
            return f"Open to everyone again: {now}"
    return now


def claim_sentence(told: Told, names: Names) -> str:
    """What the other paper says, as if the change said it."""
    return change_sentence(claimed(told), names)


def claimed(told: Told) -> Change:
    """The change as the other paper of a claim has it."""
    body = told.entry.body
    assert isinstance(body, ClaimRecorded)
    change = told.after
    event = details_of(change, body)
    if event is not None:
        change = msgspec.structs.replace(change, event=event)
    if body.effective_on is not None:
        change = msgspec.structs.replace(change, when=edtf.parse(body.effective_on))
    return change
