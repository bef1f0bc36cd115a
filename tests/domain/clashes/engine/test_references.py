"""Who names whom."""

from __future__ import annotations

import pytest

from domain.clashes.engine.references import INDEXES, INDEXES_OF, named
from tests.domain.clashes.rules.given import appointed, borough, milestone, post, site, team, told, unit, ward
from tests.support.examples import Body, start


@pytest.mark.parametrize(
    ("index", "bodies", "names"),
    [
        ("posts of a person", (post("a"), appointed("a", "p-1"), appointed("a", "p-2")), {"p-1", "p-2"}),
        ("posts of an area", (post("a", area="brent"),), {"brent"}),
        ("posts of an area", (post("a"),), set()),
        ("posts of a unit", (post("a", unit="nw"),), {"nw"}),
        ("units of a unit", (unit("a", parent="met"),), {"met"}),
        ("units of an area", (unit("a", areas=["brent", "barnet"]),), {"brent", "barnet"}),
        ("units of an area", (unit("a"),), set()),
        ("areas of an area", (ward("a", parent="brent"),), {"brent"}),
        ("areas of an area", (borough("a"),), set()),
        ("sites of an area", (site("a", area="brent"),), {"brent"}),
        ("teams of a unit", (team("a", unit="nw"), start("team-transferred", "a", to="sw")), {"nw", "sw"}),
        ("teams of a site", (team("a", site="x"), start("team-moved", "a", to="y")), {"x", "y"}),
        (
            "teams of an area",
            (
                team("a", covers=["k"], covers_unnamed={"area": "brent", "count": 3}),
                start("team-cover-changed", "a", add=["l"], end=["k"]),
                start("team-cover-changed", "a", covers_unnamed=None, id="cleared"),
            ),
            {"k", "l", "brent"},
        ),
        ("milestones of a workstream", (milestone("a", "2018", workstream="it", stage="go-live"),), {"it"}),
        ("milestones of a workstream", (milestone("a", "2018", stage="go-live"),), {""}),
        ("milestones of a workstream", (milestone("a", "2018", workstream="it"),), set()),
    ],
)
def test_an_index_holds_all_that_was_ever_named(index: str, bodies: tuple[Body, ...], names: set[str]) -> None:
    assert named(index, list(told(*bodies).values())) == names


def test_each_type_has_its_indexes() -> None:
    assert INDEXES_OF["site"] == {"sites of an area"}
    assert INDEXES_OF["programme"] == set()
    assert set().union(*INDEXES_OF.values()) == set(INDEXES)
