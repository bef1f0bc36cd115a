"""The check step of a form: what an entry would alter and which clashes it would open, before it is recorded."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import cast

import msgspec
from fastapi import Request, Response

from api.pages.core.page import Page, opened
from api.pages.core.question_address import SeeOther
from api.pages.forms.form import Form
from api.pages.forms.parse import FormEntry
from api.pages.read.changes import transitions_of
from api.pages.read.clashes import in_words
from api.pages.record.effect_table import alterations, names_of_effect
from api.pages.record.plain_faults import fault_of_form
from api.pages.words.names import mentioned
from api.pages.words.sentences import entry_sentence
from api.services.scenarios import Scenarios
from domain.kinds.event import PROGRAMME
from domain.kinds.fields import Field, fields_of
from domain.log.amendments import AMENDMENTS
from domain.log.body import Body
from domain.log.parsing import read_entry
from domain.refusals import Refusal, Stale
from projections.accounts import people
from projections.changes.transitions import Transition
from projections.log.histories import evolve_change
from projections.questions.clashes.impact import ClashImpact, impact_shown
from projections.recording.effect import Recorded

FormAgain = Callable[[Page, dict[str, str]], Response]
"""Shows the form again as it was filled in, with what is wrong by field."""


def choices(page: Page, fields: tuple[Field, ...], subject: str) -> dict[str, list[tuple[str, str]]]:
    """What can be chosen for each sort of reference: (id, name)."""
    view = page.view
    nested = [part for field in fields if field.struct for part in fields_of(field.struct)]
    wanted = {field.refers for field in (*fields, *nested) if field.refers} | {subject}
    by_type: dict[str, list[tuple[str, str]]] = {}
    for type_ in wanted:
        if type_ == "person":
            by_type[type_] = people.list_people(view.connection)
        else:
            known = "milestone" if type_ == "dependency" else type_
            by_type[type_] = view.named_subjects(known)
    return by_type


def as_checked(form: Form) -> FormEntry | None:
    """The entry that the check page showed, as it was then. What is typed is not made into an entry a second time: the
    log has moved on since, and a second click must say the very same as the first."""
    try:
        body = msgspec.json.decode(form.raw("said"))
    except msgspec.DecodeError:
        return None
    # The reader of entries refuses what a sender made up.
    return cast("FormEntry", body) if isinstance(body, dict) else None


def checked(
    request: Request,
    programme: str,
    form: Form,
    payload: FormEntry,
    newcomer: tuple[str, str] | None,
    draft: str | None,
    form_again: FormAgain,
) -> Response:
    """The page to check on before it is recorded, or put into a scenario; or, where it was checked, the change as it
    stands now, or the scenario. Where it is refused, `form_again` shows the form."""
    mergerlog = request.app.state.mergerlog
    is_check = form.text("step") != "record"
    entry_id = form.text("entry-id") or secrets.token_hex(8)
    version = form.text("version")
    with opened(request, programme, timed=False) as page:
        by = page.viewer.name
    errors: dict[str, str] = {}
    recorded: Recorded | None = None
    try:
        body: Body = read_entry(msgspec.json.encode({**payload, "id": entry_id}))
        if_match = int(version) if version.isascii() and version.isdigit() and not is_check else None
        if draft is None:
            recorded = mergerlog.record(programme, body, by, if_match=if_match, dry_run=is_check, newcomer=newcomer)
        else:
            recorded = Scenarios(mergerlog, programme, by).add(draft, body, dry_run=is_check, newcomer=newcomer)
    except Stale as refusal:
        errors["form"] = f"{refusal} It was not recorded."
    except Refusal as refusal:
        fault = fault_of_form(refusal)
        errors[fault.field] = fault.sentence
    if recorded is not None and not is_check and draft is not None:
        raise SeeOther(f"/programmes/{programme}/scenarios/{draft}?added={recorded.entry.id}")
    if recorded is not None and not is_check:
        raise SeeOther(f"/programmes/{programme}/changes/{recorded.entry.change}?recorded={recorded.entry.id}")
    with opened(request, programme, timed=False) as page:
        if recorded is None:
            return form_again(page, errors)
        foretold = impact_shown(mergerlog.clashes_of(programme, recorded))
        return _check_page(page, form, payload, recorded, newcomer, foretold)


def _check_page(
    page: Page,
    form: Form,
    payload: FormEntry,
    recorded: Recorded,
    newcomer: tuple[str, str] | None,
    foretold: ClashImpact,
) -> Response:
    transition = _transition(page, recorded, newcomer)
    page.names.look_up(page.view, names_of_effect(recorded.effect))
    return page.render(
        "record/check.html",
        api=page.api("entries"),
        action=_action(page, transition, form.text("kind")),
        sentence=entry_sentence(transition, page.names),
        standing=transition.after.standing,
        reason=recorded.entry.body.reason,
        source=msgspec.to_builtins(recorded.entry.body.source),
        restricted=transition.after.restricted,
        alterations=alterations(recorded.effect, page.names),
        named=recorded.named,
        opened=in_words(page, foretold["opened"]),
        cleared=in_words(page, foretold["cleared"]),
        hidden=[(name, value) for name, values in form.fields.items() if name not in _OWN for value in values],
        said=msgspec.json.encode(payload).decode(),
        entry_id=recorded.entry.id,
        version=recorded.entry.originator_version - 1,
        is_new=recorded.is_new,
    )


def _action(page: Page, transition: Transition, kind: str) -> str:
    """Where the form of the check page goes: where it came from."""
    if transition.before is not None:
        return page.plain(f"changes/{transition.after.id}/amend", kind=kind)
    return page.plain("reminders/policy" if transition.after.type == PROGRAMME else "record")


_OWN = ("step", "said", "entry-id", "version")


def _transition(page: Page, recorded: Recorded, newcomer: tuple[str, str] | None) -> Transition:
    """The entry as it would stand, with the names that its sentence needs."""
    entry = recorded.entry
    known = transitions_of(page, [entry.change]).get(entry.change)
    before = known[-1].after if known and entry.body.kind in AMENDMENTS else None
    after = evolve_change(before, entry)
    name = after.event.given_name
    if after.event.begins and name:
        page.names.put(after.type, after.slug, name)
    if newcomer is not None:
        page.names.introduce(*newcomer)
    page.names.look_up(page.view, mentioned(after.type, after.slug, after.event))
    return Transition(entry, before, after, entry.shown())
