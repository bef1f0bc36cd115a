"""What those who merged had: a merger that leaves something of it over clashes until that is accounted for."""

from __future__ import annotations

from domain.clashes.incremental import NEVER_ASKED, ClashMemory
from domain.clashes.rules.merger_completeness import MergerWithRemainder
from domain.time.edtf import END
from tests.domain.clashes.rules.given import Given, certain, partly, possible
from tests.support.examples import Body, start

RULE = "merger-with-remainder"
GIVEN = (
    start("unit-established", "old", "2017", id="old", name="Old", unit_type="borough-command"),
    start("unit-established", "new", "2017", id="new", name="New", unit_type="bcu"),
    start("team-formed", "a", "2017", id="a", name="A", unit="old", function="response"),
    start("units-merged", "new", "2018-06-01", "planned", id="merger", from_=["old"]),
)


def moved(on: str) -> Body:
    return start("team-transferred", "a", on, "planned", id="moved", to="new")


class TestMergerWithRemainder:
    def test_fires_for_good_where_nothing_is_said_of_a_thing(self) -> None:
        given = Given(*GIVEN)
        assert given.breaks(RULE) == [certain("unit/new team/a", "2018-06-01", by="merger")]
        (clash,) = given.clashes(RULE)
        assert clash.says == 'The merger "merger" leaves the team "a" over: it still belongs to the unit "old".'

    def test_fires_until_it_is_accounted_for(self) -> None:
        found = Given(*GIVEN, moved("2018-09-01")).breaks(RULE)
        assert found == [certain("unit/new team/a", "2018-06-01", "2018-08-31", by="merger")]

    def test_fires_for_each_thing(self) -> None:
        post = start("post-created", "chief", "2017", id="chief", title="Chief", unit="old")
        found = Given(*GIVEN, post).breaks(RULE)
        assert [each.subjects for each in found] == ["unit/new post/chief", "unit/new team/a"]

    def test_not_where_all_is_accounted_for_on_the_day(self) -> None:
        assert Given(*GIVEN, moved("2018-06-01")).breaks(RULE) == []

    def test_not_where_the_merger_does_not_count(self) -> None:
        assert Given(*GIVEN, basis="done").breaks(RULE) == []

    def test_not_for_what_left_before(self) -> None:
        assert Given(*GIVEN, moved("2018-05-31")).breaks(RULE) == []

    def test_possibly_where_it_may_be_accounted_for_and_may_not(self) -> None:
        found = Given(*GIVEN, moved("2018-07-01/2018-08-31")).breaks(RULE)
        sure = ("2018-06-01", "2018-06-30")
        assert found == [partly("unit/new team/a", "2018-06-01", "2018-08-30", certain=sure, by="merger")]
        found = Given(*GIVEN, moved("2018-05-01/2018-08-31")).breaks(RULE)
        assert found == [possible("unit/new team/a", "2018-06-01", "2018-08-30", by="merger")]

    def test_what_comes_to_belong_to_a_predecessor_is_asked_about_at_once(self) -> None:
        """So what is remembered of before is asked again."""
        memory = ClashMemory(lambda asked: END if asked[0] is MergerWithRemainder else NEVER_ASKED)
        memory.show(Given(*GIVEN, moved("2018-06-01")).world)
        assert memory.clashes == []
        late = start("team-formed", "b", "2018-05-01", id="b", name="B", unit="old", function="response")
        memory.show(Given(*GIVEN, moved("2018-06-01"), late).world)
        assert [clash.subjects[1] for clash in memory.clashes] == [("team", "b")]
