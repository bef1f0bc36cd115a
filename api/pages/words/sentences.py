"""Changes and entries as plain sentences: the templates of their kinds, filled with names and dates."""

from __future__ import annotations

import msgspec

from api.pages.words import dates
from api.pages.words.names import Names
from domain.changes.change import Change, details_of
from domain.kinds.template import fill
from domain.log.amendments import Amendment, ClaimRecorded
from domain.time import edtf
from projections.changes.transitions import Transition


def change_sentence(change: Change, names: Names) -> str:
    """What a change says, with its date, as its standing has it."""
    return _filled(change.event.wording().sentence(change.standing), change, names)


def heading(change: Change, names: Names) -> str:
    """The same without its date and its full stop, for a row of a chart or a table that has both."""
    return _filled(change.event.wording().heading(change.standing), change, names).removesuffix(".")


def _filled(template: str, change: Change, names: Names) -> str:
    # The event that brings something into being names it: a sentence uses the name that it had then.
    given_name = change.event.given_name if change.event.begins else None
    subject = given_name or names.name_of(change.type, change.slug)
    many = is_plural(change.type, subject)
    given = {
        "subject": subject,
        "when": dates.when(change.when.text),
        "span": dates.span(change.when.text),
        "is": "are" if many else "is",
        "was": "were" if many else "was",
    }
    return fill(template, change.event, given, names.name_of)


def is_plural(type_: str, name: str) -> bool:
    """Whether a name is a plural, as those of some teams are."""
    last = name.rsplit(" ", 1)[-1].lower()
    return type_ == "team" and last.endswith("s") and not last.endswith(("ss", "us", "is"))


def entry_sentence(transition: Transition, names: Names) -> str:
    """What an entry says: the change that it starts, or what it does to one."""
    body, before, after = transition.entry.body, transition.before, transition.after
    now = change_sentence(after, names)
    if before is None or not isinstance(body, Amendment):
        return now
    given = {"now": now, "before": dates.span(before.when.text), "after": dates.span(after.when.text)}
    if isinstance(body, ClaimRecorded):
        given["claim"] = claim_sentence(transition, names)
    return fill(body.words.sentence, body, given, names.name_of)


def claim_sentence(transition: Transition, names: Names) -> str:
    """What the other paper says, as if the change said it."""
    return change_sentence(change_as_claimed(transition), names)


def change_as_claimed(transition: Transition) -> Change:
    """The change as the other paper of a claim has it."""
    body, change = transition.entry.body, transition.after
    assert isinstance(body, ClaimRecorded)
    event = details_of(change, body)
    if event is not None:
        change = msgspec.structs.replace(change, event=event)
    if body.effective_on is not None:
        change = msgspec.structs.replace(change, when=edtf.parse(body.effective_on))
    return change
