"""A page of a programme: who looks, under which question, and the addresses of other pages under the same one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from fastapi import Request, Response

from api.http.coordinates import SUPPOSING
from api.http.problems import NoSuchAddress
from api.http.session import mergerlog_of
from api.pages.core import templates
from api.pages.core.days import DATE_PARTS
from api.pages.core.question_address import COORDINATES, DATE_FIELD_ENDS, coordinates
from api.pages.core.viewer import Viewer, reader_role, require_manager, viewer
from api.pages.words.names import Names
from api.services.mergerlog import Mergerlog
from api.services.scenarios import Scenarios
from domain.changes.coordinates import AskedQuestion, Question
from domain.kinds.event import PROGRAMME
from domain.refusals import Refusal
from projections.database.connections import reading
from projections.log import programmes
from projections.log.head import read_head
from projections.log.programmes import ProgrammeRecord
from projections.questions.view import View

_SUPPOSED = ("structure", "timeline", "milestones", "clashes", "mergers", "units", "sites", "teams", "posts", "areas")
"""Where the API answers with a scenario supposed."""


@dataclass
class Page:
    """A page being made: who looks, at which programme, and from where."""

    request: Request
    mergerlog: Mergerlog
    view: View
    viewer: Viewer
    role: str
    programme: ProgrammeRecord
    given: dict[str, str]
    """The coordinates as the address gives them, and the scenario that it supposes."""
    errors: dict[str, str] = field(default_factory=dict)
    names: Names = field(default_factory=Names)

    def __post_init__(self) -> None:
        self.names.put(PROGRAMME, self.programme["id"], self.programme["name"])

    @cached_property
    def today(self) -> date:
        """What day it is, by the clock that was passed in."""
        return date.fromordinal(self.mergerlog.ask().effective_on)

    @property
    def asked(self) -> AskedQuestion:
        """The question as it was resolved."""
        return self.view.heading["asked"]

    def typed(self, name: str) -> list[str] | None:
        """What was typed into the fields of a date, where it was."""
        params = self.request.query_params
        fields = [f"{name}-{part}" for part in DATE_PARTS]
        return [params.get(each, "") for each in fields] if fields[-1] in params else None

    @property
    def kept(self) -> dict[str, str]:
        """What else the address says, for a form that asks as of another day."""
        said = self.request.query_params.items()
        return {name: value for name, value in said if name not in COORDINATES and not name.endswith(DATE_FIELD_ENDS)}

    @property
    def manages(self) -> bool:
        """Whether the viewer manages the programme."""
        return self.role == "manager"

    def to(self, path: str = "", **params: str | None) -> str:
        """An address in this programme, with the question's coordinates and other parameters; None drops one."""
        if not params:
            return f"/programmes/{self.programme['id']}{f'/{path}' if path else ''}{self._asked}"
        return address(self.programme["id"], path, self.given | params)

    @cached_property
    def _asked(self) -> str:
        return f"?{urlencode(self.given)}" if self.given else ""

    def plain(self, path: str = "", **params: str | None) -> str:
        """An address in this programme, as of now; with the scenario that is supposed, where one is."""
        return address(self.programme["id"], path, {"scenario": self.given.get("scenario")} | params)

    def api(self, path: str | None = None, **params: str | None) -> str:
        """Where the API gives the same; left out, at the same path under /v1."""
        where = f"programmes/{self.programme['id']}/{path}" if path else self.request.url.path.strip("/")
        section = f"{where}//".split("/")[2]
        given = self.given if section in _SUPPOSED else {} if section == "scenarios" else self._log
        query = urlencode({name: value for name, value in (given | params).items() if value})
        return f"/v1/{where}{f'?{query}' if query else ''}"

    @property
    def _log(self) -> dict[str, str]:
        """The coordinates without the scenario."""
        return {name: value for name, value in self.given.items() if name != "scenario"}

    def render(self, template: str, *, status: int = 200, **values: Any) -> Response:
        """The page."""
        values.setdefault("api", self.api())
        values = {"page": self, "viewer": self.viewer, "programme": self.programme, "asked": self.asked, **values}
        return templates.render_page(self.request, template, status=status, **values)


def address(programme: str, path: str, params: dict[str, str | None] | dict[str, str]) -> str:
    """An address under a programme."""
    query = urlencode({name: value for name, value in params.items() if value})
    return f"/programmes/{programme}{f'/{path}' if path else ''}{f'?{query}' if query else ''}"


@contextmanager
def opened(
    request: Request, slug: str, *, timed: bool = True, basis: str | None = None, supposing: bool = True
) -> Iterator[Page]:
    """Open a page of a programme for whoever looks, under a basis where none is asked for. Where the address supposes
    a scenario, a manager sees the log as it would be with it.

    Raises SeeOther, SignInNeeded or a Refusal.
    """
    mergerlog = mergerlog_of(request)
    given, errors = coordinates(request) if timed else ({}, {})
    if basis is not None:
        given.setdefault("basis", basis)
    question = _question(mergerlog, given, errors)
    draft = request.query_params.get("scenario") if supposing else None
    if draft and question.is_past:
        errors["known_on"] = "A scenario would be recorded now, so it was not known then: leave this empty"
        given = {name: value for name, value in given.items() if name not in ("known_on", "known_at")}
        question = _question(mergerlog, given, errors)
    with reading(mergerlog.engine) as connection:
        who = viewer(request, connection)
        at = read_head(connection, slug)
        role = reader_role(request, who, at.programme, slug)
        known = next(each for each in programmes.list_programmes(connection) if each["id"] == slug)
        if not draft:
            view = mergerlog.view(connection, at, question, role == "observer")
            yield Page(request, mergerlog, view, who, role, known, given, errors)
            return
    require_manager(request, who, role, SUPPOSING)
    with Scenarios(mergerlog, slug, who.name).supposing(draft, question) as view:
        yield Page(request, mergerlog, view, who, role, known, given | {"scenario": draft}, errors)


def _question(mergerlog: Mergerlog, given: dict[str, str], errors: dict[str, str]) -> Question:
    """The question; where it cannot be asked, what is wrong goes to `errors` and today's is asked."""
    try:
        return mergerlog.ask(**given)
    except Refusal as refusal:
        name = next((each for each in COORDINATES if given.get(each) and given[each] in str(refusal)), "effective_on")
        errors.setdefault(name, str(refusal).removeprefix("The question is not well formed: ").capitalize())
        return mergerlog.ask()


def slug_of(text: str) -> str:
    """A part of an address that is an id. Raises NoSuchAddress."""
    if templates.SLUG_PATTERN.fullmatch(text) is None:
        raise NoSuchAddress
    return text
