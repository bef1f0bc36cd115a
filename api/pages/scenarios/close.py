"""The end of a scenario: all of it is recorded as one, or it is given up; and the new ground that it is put on."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.http.problems import status_of
from api.pages.core.page import Page, slug_of
from api.pages.core.question_address import SeeOther
from api.pages.forms.kept import KeptForm
from api.pages.forms.read_form import SentForm
from api.pages.scenarios import comparison
from api.pages.scenarios.entries import entries, moved, plainly
from api.pages.scenarios.scenario import STATES, managed
from api.services.scenarios import Scenarios
from domain.refusals import Refusal
from projections.scenarios.commit import CannotBeRecorded, GroundMoved

router = APIRouter()
_DEEDS = {"commit": "Recording a scenario", "discard": "Giving a scenario up"}


@router.get("/programmes/{programme}/scenarios/{scenario}/{deed}")
def end_page(
    request: Request,
    programme: str,
    scenario: str,
    deed: str,
    kept: KeptForm,
    reason: Annotated[str, Query()] = "",
) -> Response:
    """What will be recorded, or given up, before it is."""
    with managed(request, programme, _DEEDS.get(deed, "")) as (page, scenarios):
        pass
    typed = {"reason": [reason]} if kept is None else kept.fields
    return _page(page, scenarios, slug_of(scenario), deed, typed=typed)


@router.post("/programmes/{programme}/scenarios/{scenario}/rebase")
def rebase(request: Request, programme: str, scenario: str, form: SentForm) -> Response:
    """Accept what was recorded meanwhile, as far as it was seen."""
    with managed(request, programme, "Keeping a scenario") as (page, scenarios):
        pass
    scenarios.rebase(slug_of(scenario), form.text("seen") or None)
    reason = form.text("reason")
    raise SeeOther(page.plain(f"scenarios/{scenario}/commit" if reason else f"scenarios/{scenario}", reason=reason))


@router.post("/programmes/{programme}/scenarios/{scenario}/{deed}")
def end(request: Request, programme: str, scenario: str, deed: str, form: SentForm) -> Response:
    """Record it, or give it up."""
    with managed(request, programme, _DEEDS.get(deed, "")) as (page, scenarios):
        pass
    reason, id_ = form.text("reason"), slug_of(scenario)
    if deed not in _DEEDS or not reason:
        return _page(page, scenarios, id_, deed, {"reason": "Enter why"}, typed=form.fields)
    try:
        if deed == "commit":
            scenarios.commit(id_, reason)
        else:
            scenarios.discard(id_, reason)
    except (GroundMoved, CannotBeRecorded):
        return _page(page, scenarios, id_, deed, {"entries": _NOT_RECORDED}, status=409, typed=form.fields)
    except Refusal as refusal:
        errors = {"entries": str(refusal)}
        return _page(page, scenarios, id_, deed, errors, status=status_of(refusal), typed=form.fields)
    raise SeeOther(page.plain(f"scenarios/{id_}"))


_NOT_RECORDED = "Nothing was recorded: the record has changed since this was written. See what changed, below"


def _page(
    page: Page,
    scenarios: Scenarios,
    id_: str,
    deed: str,
    errors: dict[str, str] | None = None,
    *,
    status: int = 422,
    typed: dict[str, list[str]] | None = None,
) -> Response:
    draft = scenarios.show(id_)
    if deed not in _DEEDS or (draft["state"] != "open" and not errors):
        raise SeeOther(page.plain(f"scenarios/{id_}"))
    lines = entries(draft, comparison.sides_of(page, scenarios, page.mergerlog.ask(), [draft])[0])
    return page.render(
        "scenarios/close.html",
        status=status if errors else 200,
        deed=deed,
        draft=draft,
        state=STATES[draft["state"]],
        entries=lines,
        moved=moved(page, draft, lines),
        typed=typed or {},
        errors={name: plainly(sentence, lines) for name, sentence in (errors or {}).items()},
        api=page.api(f"scenarios/{id_}"),
    )
