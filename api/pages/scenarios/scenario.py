"""Scenarios: what if? The list of them, and one: its entries, what it alters, and the clashes that it opens and
clears."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.http.coordinates import SUPPOSING
from api.http.problems import status_of
from api.pages.core import downloads
from api.pages.core.page import Page, opened, slug_of
from api.pages.core.question_address import SeeOther, settle_address
from api.pages.core.rate_limit import Exporting
from api.pages.core.viewer import require_manager
from api.pages.forms.kept import KeptForm
from api.pages.forms.parse import slug_from
from api.pages.forms.read_form import SentForm
from api.pages.scenarios import base_map, comparison
from api.pages.scenarios.entries import entries, moved, plainly
from api.services.scenarios import Scenarios
from domain.refusals import Refusal
from projections.scenarios.add_remove import NeededLater
from projections.scenarios.drafts import NoSuchDraftEntry

router = APIRouter()
STATES = {"open": ("Open", "blue"), "committed": ("Recorded", "green"), "discarded": ("Given up", "grey")}
_MOST_NUMBERED = 100


@contextmanager
def managed(request: Request, programme: str, deed: str = SUPPOSING) -> Iterator[tuple[Page, Scenarios]]:
    """A page of scenarios, which only managers see. Raises SeeOther, SignInNeeded or a Refusal."""
    with opened(request, programme, basis="planned", supposing=False) as page:
        require_manager(request, page.viewer, page.role, deed)
        yield page, Scenarios(page.mergerlog, programme, page.viewer.name)


@router.get("/programmes/{programme}/scenarios")
def scenarios_page(request: Request, programme: str, kept: KeptForm) -> Response:
    """Every scenario."""
    with managed(request, programme) as (page, scenarios):
        return _list(page, scenarios, {} if kept is None else kept.fields, {})


def _list(page: Page, scenarios: Scenarios, typed: dict[str, list[str]], errors: dict[str, str]) -> Response:
    return page.render(
        "scenarios/scenarios.html",
        status=422 if errors else 200,
        scenarios=scenarios.all()["scenarios"],
        states=STATES,
        typed=typed,
        errors=errors,
        api=page.api("scenarios"),
    )


@router.get("/programmes/{programme}/scenarios.csv", dependencies=[Exporting])
def scenarios_csv(request: Request, programme: str) -> Response:
    """The same as a table."""
    heads = ["id", "name", "state", "entries", "made_by", "made_at"]
    with managed(request, programme) as (_, scenarios):
        rows = [[dict(listed)[head] for head in heads] for listed in scenarios.all()["scenarios"]]
    return downloads.csv(f"{programme}-scenarios", heads, rows)


@router.post("/programmes/{programme}/scenarios")
def make(request: Request, programme: str, form: SentForm) -> Response:
    """Make a scenario. Its id comes from its name, so that pressing the button twice makes one."""
    name = form.text("name")
    with managed(request, programme, "Making a scenario") as (page, scenarios):
        if not name:
            return _list(page, scenarios, form.fields, {"name": "Enter what it is to be called"})
        known = {listed["id"]: listed for listed in scenarios.all()["scenarios"]}
    made = slug_from(name)
    numbers = (made if at == 1 else f"{made}-{at}" for at in range(1, _MOST_NUMBERED))
    free = (id_ for id_ in numbers if id_ not in known or (known[id_]["name"], known[id_]["state"]) == (name, "open"))
    id_ = next(free, None)
    scenarios.create(name, id_)
    raise SeeOther(page.plain(f"scenarios/{id_}"))


@router.get("/programmes/{programme}/scenarios/{scenario}.csv", dependencies=[Exporting])
def scenario_csv(request: Request, programme: str, scenario: str) -> Response:
    """Its entries as a table."""
    heads = ["id", "kind", "change", "subject", "sentence", "standing", "reason", "refused", "added by", "added at"]
    with managed(request, programme) as (page, scenarios):
        draft = scenarios.show(slug_of(scenario))
    rows = [
        [
            *(line["entry"].get(name) for name in heads[:4]),
            *(line[name] for name in ("sentence", "standing", "reason", "refused", "added_by", "added_at")),
        ]
        for line in entries(draft, comparison.sides_of(page, scenarios, page.mergerlog.ask(), [draft])[0])
    ]
    return downloads.csv(f"{programme}-{scenario}", heads, rows)


@router.get("/programmes/{programme}/scenarios/{scenario}")
def scenario_page(request: Request, programme: str, scenario: str, added: Annotated[str, Query()] = "") -> Response:
    """One scenario."""
    with managed(request, programme) as (page, scenarios):
        if not page.errors:
            settle_address(request, page.plain(f"scenarios/{slug_of(scenario)}"), page.given)
    return render_scenario(page, scenarios, slug_of(scenario), {}, added=added)


def render_scenario(
    page: Page, scenarios: Scenarios, scenario: str, errors: dict[str, str], *, status: int = 422, added: str = ""
) -> Response:
    """The page of one scenario, with what went wrong."""
    draft = scenarios.show(scenario)
    if "effective_on" not in page.given and not page.errors:
        page = on_day(page, comparison.last_day(page, scenarios, [draft]).isoformat())
    question = page.mergerlog.ask(**page.given) if not page.errors else page.mergerlog.ask()
    log, side = comparison.sides_of(page, scenarios, question, [None, draft])
    lines = entries(draft, side)
    marks = [{clash["mark"] for clash in which.clashes.values()} for which in (log, side)]
    # AskedSides again after the record was left: what is shown is as the last transaction had it.
    page = replace(page, view=log.page.view, names=log.page.names)
    return page.render(
        "scenarios/scenario.html",
        status=status if errors or page.errors else 200,
        draft=draft,
        state=STATES[draft["state"]],
        entries=lines,
        moved=moved(page, draft, lines),
        sides=(log, side),
        rows=comparison.differences((log, side)),
        drawing=base_map.draw((log, side), draft["name"], _NOTE),
        opened=[clash for clash in side.clashes.values() if clash["mark"] not in marks[0]],
        cleared=[clash for clash in log.clashes.values() if clash["mark"] not in marks[1]],
        anyway=len(marks[0] & marks[1]),
        others=[
            other for other in scenarios.all()["scenarios"] if other["state"] == "open" and other["id"] != scenario
        ],
        added=added in {drafted["entry"]["id"] for drafted in draft["entries"]},
        errors={name: plainly(sentence, lines) for name, sentence in errors.items()},
        api=page.api(f"scenarios/{scenario}"),
    )


_NOTE = "Which teams are based where, as the record is and with the scenario. The same stands in the table below."


def on_day(page: Page, day: str) -> Page:
    """The same page about another day."""
    return replace(page, given=page.given | {"effective_on": day})


@router.post("/programmes/{programme}/scenarios/{scenario}/entries/{entry}/remove")
def remove(request: Request, programme: str, scenario: str, entry: str) -> Response:
    """Take an entry out of a scenario."""
    with managed(request, programme, "Taking an entry out of a scenario") as (page, scenarios):
        pass
    errors: dict[str, str] = {}
    status = 409
    try:
        scenarios.remove(slug_of(scenario), slug_of(entry))
    except NoSuchDraftEntry:
        pass  # It is out: the button was pressed twice.
    except NeededLater as refusal:
        other = refusal.words["other"]
        errors["entries"] = f'"{entry}" cannot be taken out: "{other}" rests on it. Take that out first.'
    except Refusal as refusal:
        errors["entries"], status = str(refusal), status_of(refusal)
    if errors:
        return render_scenario(page, scenarios, slug_of(scenario), errors, status=status)
    raise SeeOther(page.plain(f"scenarios/{scenario}"))
