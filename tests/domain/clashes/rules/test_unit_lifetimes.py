"""Rules of belonging."""

from tests.domain.clashes.rules.given import Given, certain, partly, possible, post, team, unit
from tests.support.examples import start

BCU = unit("bcu")
ENDED = start("unit-dissolved", "bcu", "2018-10-01", "planned")


class TestOutlivesItsUnit:
    def test_fires_for_a_team_a_post_and_a_unit(self) -> None:
        given = Given(BCU, team("response"), post("commander"), unit("function", parent="bcu"), ENDED)
        assert given.breaks("outlives-unit") == [
            certain("post/commander unit/bcu", "2018-10-01", by="commander-created bcu-dissolved"),
            certain("team/response unit/bcu", "2018-10-01", by="response-formed bcu-dissolved"),
            certain("unit/function unit/bcu", "2018-10-01", by="function-established bcu-dissolved"),
        ]

    def test_fires_where_the_unit_is_merged_away(self) -> None:
        merged = start("units-merged", "new", "2018-10-01", "planned", from_=["bcu"])
        given = Given(BCU, unit("new"), team("response"), merged)
        assert given.breaks("outlives-unit") == [
            certain("team/response unit/bcu", "2018-10-01", by="response-formed new-merged")
        ]

    def test_not_where_the_team_is_transferred_by_then(self) -> None:
        transferred = start("team-transferred", "response", "2018-10-01", "planned", to="new")
        assert Given(BCU, unit("new"), team("response"), transferred, ENDED).breaks("outlives-unit") == []

    def test_not_once_the_unit_is_established_again(self) -> None:
        again = unit("bcu", "2018-11-01", "planned", id="again")
        assert Given(BCU, team("response"), ENDED, again).breaks("outlives-unit") == [
            certain("team/response unit/bcu", "2018-10-01", "2018-10-31", by="response-formed bcu-dissolved")
        ]

    def test_possibly_while_the_team_may_not_have_been_transferred(self) -> None:
        transferred = start("team-transferred", "response", "2018-09/2018-11", "planned", to="new")
        assert Given(BCU, unit("new"), team("response"), transferred, ENDED).breaks("outlives-unit") == [
            possible("team/response unit/bcu", "2018-10-01", "2018-11-29", by="response-formed bcu-dissolved")
        ]

    def test_possibly_before_the_last_day_on_which_the_unit_may_end(self) -> None:
        ended = start("unit-dissolved", "bcu", "2018-10", "planned")
        assert Given(BCU, team("response"), ended).breaks("outlives-unit") == [
            partly(
                "team/response unit/bcu", "2018-10-01", certain=("2018-10-31", None),
                by="response-formed bcu-dissolved",
            )
        ]  # fmt: skip


class TestBeforeItsUnit:
    def test_fires_until_the_unit_is_established(self) -> None:
        given = Given(unit("bcu", "2018-10-01", "planned"), team("response", "2018-02-01"))
        assert given.breaks("before-unit") == [
            certain("team/response unit/bcu", "2018-02-01", "2018-09-30", by="response-formed bcu-established")
        ]

    def test_fires_for_ever_where_the_unit_is_only_proposed(self) -> None:
        given = Given(unit("bcu", "2018-10-01", "proposed"), team("response", "2018-02-01"))
        assert given.breaks("before-unit") == [certain("team/response unit/bcu", "2018-02-01", by="response-formed")]

    def test_not_where_both_come_on_one_day(self) -> None:
        assert Given(BCU, team("response"), post("commander")).breaks("before-unit") == []

    def test_possibly_is_not_told_where_both_come_in_one_breath(self) -> None:
        given = Given(unit("bcu", "2018-10"), team("response", "2018-10"), post("commander", "2018/2019"))
        assert given.breaks("before-unit") == []

    def test_possibly_gives_way_to_certainly_where_no_date_would_do(self) -> None:
        given = Given(unit("bcu", "2018-10", "planned"), team("response", "2018-08", "planned"))
        assert given.breaks("before-unit") == [
            certain("team/response unit/bcu", "2018-08-31", "2018-09-30", by="response-formed bcu-established")
        ]
