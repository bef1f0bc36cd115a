"""Rules of cover."""

from typing import Any

from tests.domain.clashes.rules.given import Given, borough, certain, partly, possible, post, team, unit, ward
from tests.support.examples import start

BRENT = borough("brent")
KENTON = ward("kenton", parent="brent")
COVERED = team("a", covers=["kenton"])


def cover(slug: str, on: str, standing: str = "planned", **more: Any) -> dict[str, Any]:
    return start("team-cover-changed", slug, on, standing, **more)


class TestWardWithoutResponse:
    def test_fires_where_no_team_names_it(self) -> None:
        assert Given(BRENT, KENTON, team("a")).breaks("ward-uncovered") == [
            certain("area/kenton", "2018-01-01", by="kenton-defined")
        ]

    def test_fires_once_the_team_covers_it_no_longer(self) -> None:
        given = Given(BRENT, KENTON, COVERED, cover("a", "2018-10-01", end=["kenton"]))
        assert given.breaks("ward-uncovered") == [certain("area/kenton", "2018-10-01", by="kenton-defined")]

    def test_fires_where_only_a_team_of_another_function_covers_it(self) -> None:
        given = Given(BRENT, KENTON, team("a", function="neighbourhoods", covers=["kenton"]))
        assert given.breaks("ward-uncovered") == [certain("area/kenton", "2018-01-01", by="kenton-defined")]

    def test_not_where_a_team_covers_the_borough(self) -> None:
        assert Given(BRENT, KENTON, team("a", covers=["brent"])).breaks("ward-uncovered") == []

    def test_not_where_a_team_covers_wards_of_the_borough_that_no_paper_names(self) -> None:
        given = Given(BRENT, KENTON, team("a", covers_unnamed={"area": "brent", "count": 6}))
        assert given.breaks("ward-uncovered") == []

    def test_not_for_a_borough_nor_for_a_ward_that_has_ended(self) -> None:
        ended = start("area-ended", "kenton", "2018-03-01")
        assert Given(BRENT, KENTON, ended).breaks("ward-uncovered") == [
            certain("area/kenton", "2018-01-01", "2018-02-28", by="kenton-defined")
        ]

    def test_possibly_before_the_last_day_on_which_its_team_may_come(self) -> None:
        given = Given(BRENT, KENTON, team("a", "2018-01-01/2018-01-20", covers=["kenton"]))
        assert given.breaks("ward-uncovered") == [
            possible("area/kenton", "2018-01-01", "2018-01-19", by="kenton-defined")
        ]

    def test_possibly_where_the_ward_may_not_be_there(self) -> None:
        assert Given(BRENT, ward("kenton", "2018-03", parent="brent")).breaks("ward-uncovered") == [
            partly("area/kenton", "2018-03-01", certain=("2018-03-31", None), by="kenton-defined")
        ]

    def test_possibly_is_not_told_where_the_team_covers_it_by_its_own_name_or_by_the_boroughs(self) -> None:
        given = Given(BRENT, KENTON, COVERED, cover("a", "2018-10", add=["brent"], end=["kenton"]))
        assert given.breaks("ward-uncovered") == []

    def test_possibly_is_not_told_of_a_ward_that_is_covered_through_its_borough_whenever_it_comes(self) -> None:
        given = Given(BRENT, ward("kenton", "2018-03", parent="brent"), team("a", covers=["brent"]))
        assert given.breaks("ward-uncovered") == []

    def test_not_by_the_team_of_a_borough_that_it_lay_in_once(self) -> None:
        given = Given(
            BRENT, borough("harrow"), KENTON, team("a", covers=["brent"]),
            start("area-ended", "kenton", "2018-05-01"), ward("kenton", "2018-05-01", parent="harrow", id="again"),
        )  # fmt: skip
        assert given.breaks("ward-uncovered") == [certain("area/kenton", "2018-05-01", by="again")]


class TestWardWithTwoResponseTeams:
    def test_fires_while_two_teams_name_it(self) -> None:
        given = Given(
            BRENT, KENTON, COVERED, team("b", "2018-05-01", covers=["kenton"]), cover("a", "2018-10-01", end=["kenton"])
        )
        assert given.breaks("ward-covered-twice") == [
            certain("area/kenton team/a team/b", "2018-05-01", "2018-09-30", by="a-formed b-formed")
        ]

    def test_fires_where_two_teams_name_its_borough_and_none_the_ward(self) -> None:
        given = Given(BRENT, KENTON, team("a", covers=["brent"]), team("b", covers=["brent"]))
        assert given.breaks("ward-covered-twice") == [
            certain("area/kenton team/a team/b", "2018-01-01", by="a-formed b-formed")
        ]

    def test_fires_for_each_two_of_three(self) -> None:
        given = Given(BRENT, KENTON, *(team(each, covers=["kenton"]) for each in "abc"))
        assert [found.subjects for found in given.breaks("ward-covered-twice")] == [
            "area/kenton team/a team/b", "area/kenton team/a team/c", "area/kenton team/b team/c",
        ]  # fmt: skip

    def test_not_where_the_nearer_one_answers(self) -> None:
        assert Given(BRENT, KENTON, COVERED, team("b", covers=["brent"])).breaks("ward-covered-twice") == []

    def test_not_where_the_other_is_no_response_team(self) -> None:
        other = team("b", covers=["kenton"], function="neighbourhoods")
        assert Given(BRENT, KENTON, COVERED, other).breaks("ward-covered-twice") == []

    def test_possibly_while_one_hands_over_to_the_other(self) -> None:
        given = Given(
            BRENT, KENTON, COVERED, team("b"),
            cover("b", "2018-09/2018-10", add=["kenton"], id="takes"), cover("a", "2018-10-15", end=["kenton"]),
        )  # fmt: skip
        assert given.breaks("ward-covered-twice") == [
            possible("area/kenton team/a team/b", "2018-09-01", "2018-10-14", by="a-formed takes")
        ]

    def test_possibly_where_a_nearer_team_may_have_gone(self) -> None:
        given = Given(
            BRENT, KENTON, COVERED, team("b", covers=["brent"]), team("c", covers=["brent"]),
            start("team-disbanded", "a", "2018-10", "planned"),
        )  # fmt: skip
        assert given.breaks("ward-covered-twice") == [
            partly("area/kenton team/b team/c", "2018-10-01", certain=("2018-10-31", None), by="b-formed c-formed")
        ]


class TestBoroughWithoutContact:
    UNITS = (BRENT, unit("bcu"), unit("brent-boc", unit_type="borough-command", areas=["brent"]))
    MERGED = start("units-merged", "bcu", "2018-10-01", "planned", from_=["brent-boc"])
    NONE = certain("area/brent unit/bcu", "2018-10-02", by="bcu-merged")

    def test_fires_from_the_day_after_the_merger(self) -> None:
        assert Given(*self.UNITS, self.MERGED).breaks("no-point-of-contact") == [self.NONE]

    def test_fires_for_a_borough_that_only_the_resulting_unit_names(self) -> None:
        given = Given(
            BRENT, unit("bcu", areas=["brent"]), unit("brent-boc"), self.MERGED, post("contact", unit="brent-boc")
        )
        assert given.breaks("no-point-of-contact") == [self.NONE]

    def test_not_where_a_post_answers_for_it_held_or_not(self) -> None:
        assert Given(*self.UNITS, self.MERGED, post("contact", area="brent")).breaks("no-point-of-contact") == []

    def test_not_before_the_merger_nor_without_one(self) -> None:
        assert Given(*self.UNITS).breaks("no-point-of-contact") == []
        withdrawn = start("units-merged", "bcu", "2018-10-01", "proposed", from_=["brent-boc"])
        assert Given(*self.UNITS, withdrawn).breaks("no-point-of-contact") == []

    def test_not_once_the_borough_or_the_unit_has_ended(self) -> None:
        dissolved = start("unit-dissolved", "bcu", "2018-12-01", "planned")
        until = certain("area/brent unit/bcu", "2018-10-02", "2018-11-30", by="bcu-merged")
        assert Given(*self.UNITS, self.MERGED, dissolved).breaks("no-point-of-contact") == [until]
        ended = start("area-ended", "brent", "2018-12-01", "planned")
        assert Given(*self.UNITS, self.MERGED, ended).breaks("no-point-of-contact") == [until]

    def test_possibly_from_the_day_after_the_first_on_which_the_merger_may_come(self) -> None:
        merged = start("units-merged", "bcu", "2018-10", "planned", from_=["brent-boc"])
        assert Given(*self.UNITS, merged).breaks("no-point-of-contact") == [
            partly("area/brent unit/bcu", "2018-10-02", certain=("2018-11-01", None), by="bcu-merged")
        ]

    def test_possibly_where_the_post_may_have_been_abolished(self) -> None:
        gone = start("post-abolished", "contact", "2018-11", "planned")
        given = Given(*self.UNITS, self.MERGED, post("contact", area="brent"), gone)
        assert given.breaks("no-point-of-contact") == [
            partly("area/brent unit/bcu", "2018-11-01", certain=("2018-11-30", None), by="bcu-merged")
        ]

    def test_possibly_where_the_unit_or_the_borough_may_be_gone(self) -> None:
        dissolved = start("unit-dissolved", "bcu", "2018-12", "planned")
        whole = partly(
            "area/brent unit/bcu", "2018-10-02", "2018-12-30", certain=("2018-10-02", "2018-11-30"), by="bcu-merged"
        )
        assert Given(*self.UNITS, self.MERGED, dissolved).breaks("no-point-of-contact") == [whole]
        ended = start("area-ended", "brent", "2018-12", "planned")
        assert Given(*self.UNITS, self.MERGED, ended).breaks("no-point-of-contact") == [whole]
