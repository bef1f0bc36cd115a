"""Who answers for an area: by its own name, by its nearest parent, and where no paper says which of several."""

from __future__ import annotations

from typing import Any

import pytest

from projections.questions.cover import CoverAnswer, cover_of
from projections.questions.subject import NoSuchSubject
from tests.support.deployments import Deployment
from tests.support.examples import NAME, PERSON, record, start, world
from tests.support.views import viewing

RESPONSE_A = {
    "team": "response-a", "name": "Response A", "site": "wembley", "site_name": "Wembley",
    "found_by": "kenton", "named": True, "because": ["response-a"],
}  # fmt: skip
NOBODY = {"uncertain": False, "candidates": []}
QUEENSBURY = start("area-defined", "queensbury", name="Queensbury", area_type="ward", parent="brent")


def team(slug: str, function: str = "response", **more: Any) -> dict[str, Any]:
    return start("team-formed", slug, "2018-02-01", id=slug, name=slug, unit="nw-bcu", function=function, **more)


def candidate(slug: str, found_by: str, *, named: bool) -> dict[str, Any]:
    """A team without a site."""
    base = {"site": None, "site_name": None, "because": [slug]}
    return base | {"team": slug, "name": slug, "found_by": found_by, "named": named}


def cover(deployment: Deployment, area: str, *bodies: dict[str, Any]) -> CoverAnswer:
    """Who answers for an area of the small merger once these were recorded too."""
    programme = world(deployment)
    record(deployment, programme, *bodies)
    with viewing(deployment, programme) as view:
        return cover_of(view, area)


def test_a_ward_is_answered_for_by_the_team_that_names_it_and_the_post_of_its_borough(on_sqlite: Deployment) -> None:
    commander = {"post": "commander", "title": "Commander", "holder": None, "found_by": "brent"}
    assert cover(on_sqlite, "kenton") == {
        "area": "kenton",
        "name": "Kenton",
        "response": {"uncertain": False, "candidates": [RESPONSE_A]},
        "neighbourhoods": NOBODY,
        "point_of_contact": {"uncertain": False, "candidates": [commander | {"because": ["commander"]}]},
        "uncertain": False,
    }


def test_the_holder_of_the_post_is_named_with_the_change_that_says_so(on_sqlite: Deployment) -> None:
    appointed = start("leader-appointed", "commander", "2018-04-01", id="app", person=PERSON, tenure="acting")
    (contact,) = cover(on_sqlite, "brent", appointed)["point_of_contact"]["candidates"]
    assert contact["because"] == ["app", "commander"]
    assert contact["holder"] is not None
    assert (contact["holder"]["person"], contact["holder"]["name"]) == (PERSON, NAME)


def test_a_team_of_a_ward_does_not_answer_for_its_borough(on_sqlite: Deployment) -> None:
    assert cover(on_sqlite, "brent")["response"] == NOBODY


def test_a_ward_that_nobody_names_is_answered_for_by_the_team_of_its_borough(on_sqlite: Deployment) -> None:
    answer = cover(on_sqlite, "queensbury", QUEENSBURY, team("c", "neighbourhoods", covers=["brent"]))
    assert answer["response"] == NOBODY
    assert answer["neighbourhoods"] == {"uncertain": False, "candidates": [candidate("c", "brent", named=True)]}


def test_two_teams_that_name_a_ward_are_uncertain(on_sqlite: Deployment) -> None:
    answer = cover(on_sqlite, "kenton", team("a-first", covers=["kenton"]))
    assert answer["response"] == {
        "uncertain": True,
        "candidates": [candidate("a-first", "kenton", named=True), RESPONSE_A],
    }
    assert answer["uncertain"]


SOME = team("c", covers_unnamed={"area": "brent", "count": 6})


def test_whoever_covers_wards_that_no_paper_names_may_answer_for_one_that_none_names(on_sqlite: Deployment) -> None:
    answer = cover(on_sqlite, "queensbury", QUEENSBURY, SOME, team("d", covers=["brent"]))
    assert answer["response"] == {
        "uncertain": True,
        "candidates": [candidate("c", "brent", named=False), candidate("d", "brent", named=True)],
    }


def test_one_team_that_may_answer_is_uncertain_still(on_sqlite: Deployment) -> None:
    answer = cover(on_sqlite, "queensbury", QUEENSBURY, SOME)
    assert answer["response"] == {"uncertain": True, "candidates": [candidate("c", "brent", named=False)]}


def test_unnamed_wards_leave_nothing_open_of_a_ward_that_a_team_names(on_sqlite: Deployment) -> None:
    assert cover(on_sqlite, "kenton", SOME)["response"] == {"uncertain": False, "candidates": [RESPONSE_A]}


def test_two_posts_of_one_borough_are_uncertain(on_sqlite: Deployment) -> None:
    other = start("post-created", "adviser", id="adviser", title="Adviser", unit="nw-bcu", area="brent")
    contact = cover(on_sqlite, "kenton", other)["point_of_contact"]
    assert (contact["uncertain"], [post["post"] for post in contact["candidates"]]) == (True, ["adviser", "commander"])


def test_an_area_that_ended_has_no_name_and_no_parent(on_sqlite: Deployment) -> None:
    answer = cover(on_sqlite, "kenton", start("area-ended", "kenton", "2018-05-01"))
    assert (answer["name"], answer["response"]["candidates"]) == (None, [RESPONSE_A])
    assert answer["point_of_contact"] == NOBODY


def test_an_area_that_nothing_names_is_refused(on_sqlite: Deployment) -> None:
    with pytest.raises(NoSuchSubject, match='names the area "wembley"'):
        cover(on_sqlite, "wembley")
