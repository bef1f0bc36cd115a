"""One subject: what it is on a day, what brought it into being and ended it, and every change that touched it."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from projections.questions.subject import NoSuchSubject, require_subject, turning_point
from tests.support.deployments import Deployment
from tests.support.examples import amend, record, start
from tests.support.views import move_clock, viewing


@pytest.fixture(scope="module")
def programme(on_sqlite: Deployment) -> str:
    """A site that opened, closed and opened again, with a plan overdue and one to come; two teams that merged."""
    move_clock(on_sqlite, "2018-06-04T08:00")
    programme = on_sqlite.programme()
    unit = {"unit": "u", "function": "response"}
    record(
        on_sqlite,
        programme,
        start("site-opened", "a", "2018-01-01", id="first", name="A"),
        start("site-closed", "a", "2018-02-01", id="closed"),
        start("site-opened", "a", "2018-03-01", id="again", name="AA"),
        start("site-renamed", "a", "2018-05", "planned", id="overdue", name="B"),
        start("site-renamed", "a", "2018-06/2018-07", "planned", id="perhaps", name="C"),
        start("unit-established", "u", id="u", name="U", unit_type="bcu"),
        start("team-formed", "x", id="x", name="X", **unit),
        start("team-formed", "y", id="y", name="Y", **unit),
        start("teams-merged", "y", "2018-04-01", id="merged", from_=["x"]),
        amend("claim-recorded", "first", source={"document": "P"}, effective_on="2018-01-02"),
    )
    return programme


@pytest.mark.parametrize(
    ("day", "began", "ended"),
    [
        ("2017-12-31", None, None),
        ("2018-01-01", "first", None),
        ("2018-02-01", "first", "closed"),
        ("2018-02-28", "first", "closed"),
        ("2018-03-01", "again", "closed"),
    ],
)
def test_the_last_change_that_began_or_ended_a_subject_by_a_day(
    on_sqlite: Deployment, programme: str, day: str, began: str | None, ended: str | None
) -> None:
    with viewing(on_sqlite, programme, effective_on=day) as view:
        assert turning_point(view, "site", "a", ended=False) == began
        assert turning_point(view, "site", "a", ended=True) == ended


def test_a_merger_ends_the_team_that_it_names_and_not_the_one_that_results(
    on_sqlite: Deployment, programme: str
) -> None:
    with viewing(on_sqlite, programme) as view:
        assert turning_point(view, "team", "x", ended=True) == "merged"
        assert turning_point(view, "team", "y", ended=True) is None
        assert turning_point(view, "team", "nobody", ended=True) is None


def shown(deployment: Deployment, programme: str, type_: str, slug: str, **asked: str) -> dict[str, Any]:
    with viewing(deployment, programme, effective_on=asked.get("on"), basis=asked.get("basis")) as view:
        answer: dict[str, Any] = msgspec.json.decode("{" + view.subject(type_, slug) + "}")
    return answer


def test_a_subject_is_shown_with_its_changes_in_effect_and_its_whole_history(
    on_sqlite: Deployment, programme: str
) -> None:
    site = shown(on_sqlite, programme, "site", "a", basis="planned")
    assert (site["type"], site["id"], site["name"], site["version"], site["since"]) == (
        "site",
        "a",
        "B",
        6,
        "2018-05-31",
    )
    assert [change["id"] for change in site["changes"]] == ["first", "closed", "again", "overdue"]
    assert [change["id"] for change in site["history"]] == ["first", "closed", "again", "overdue", "perhaps"]
    assert (site["state"]["possible"], site["state"]["overdue"]) == (["perhaps"], ["overdue"])


def test_under_done_a_plan_is_not_possible_and_is_overdue_still(on_sqlite: Deployment, programme: str) -> None:
    state = shown(on_sqlite, programme, "site", "a", basis="done")["state"]
    assert (state["name"], state["possible"], state["overdue"]) == ("AA", [], ["overdue"])


def test_a_subject_that_is_not_there_has_no_state_and_a_history(on_sqlite: Deployment, programme: str) -> None:
    site = shown(on_sqlite, programme, "site", "a", on="2018-02-15")
    assert (site["id"], site["state"], [change["id"] for change in site["changes"]]) == ("a", None, ["first", "closed"])


def test_a_merger_stands_in_the_history_of_every_team_that_it_names(on_sqlite: Deployment, programme: str) -> None:
    for slug, version in (("x", 1), ("y", 2)):
        team = shown(on_sqlite, programme, "team", slug)
        assert [change["id"] for change in team["history"]] == [slug, "merged"]
        assert team["version"] == version


def test_a_subject_that_nothing_names_by_then_is_refused(on_sqlite: Deployment, programme: str) -> None:
    with viewing(on_sqlite, programme, known_on="2018-06-03") as before, viewing(on_sqlite, programme) as now:
        for view, type_ in ((before, "site"), (now, "team")):
            with pytest.raises(NoSuchSubject, match=f'names the {type_} "a"'):
                require_subject(view, type_, "a")
            with pytest.raises(NoSuchSubject):
                view.subject(type_, "a")
        assert len(require_subject(now, "site", "a")[1]) == 5
