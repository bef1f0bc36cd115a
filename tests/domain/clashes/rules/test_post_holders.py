"""Rules of holders."""

from typing import Any

from tests.domain.clashes.rules.given import Given, appointed, certain, partly, possible, post, unit
from tests.support.examples import start

POST = post("commander")


def vacated(on: str, standing: str = "planned", slug: str = "commander") -> dict[str, Any]:
    return start("post-vacated", slug, on, standing)


class TestAppointedOverAHolder:
    def test_fires_where_the_one_before_had_not_left(self) -> None:
        given = Given(POST, appointed("commander", "ann"), appointed("commander", "bob", "2018-05-01"))
        assert given.breaks("holder-not-vacated") == [certain("post/commander", "2018-05-01", by="ann bob")]

    def test_fires_though_somebody_acted_in_between(self) -> None:
        given = Given(
            POST,
            appointed("commander", "ann"),
            appointed("commander", "cat", "2018-04-01", tenure="acting"),
            appointed("commander", "bob", "2018-05-01"),
        )
        assert given.breaks("holder-not-vacated") == [certain("post/commander", "2018-05-01", by="ann bob")]

    def test_not_where_the_one_before_has_left(self) -> None:
        given = Given(
            POST, appointed("commander", "ann"), vacated("2018-04-30"), appointed("commander", "bob", "2018-05-01")
        )
        assert given.breaks("holder-not-vacated") == []

    def test_not_where_the_one_before_only_acted(self) -> None:
        given = Given(POST, appointed("commander", "ann", tenure="acting"), appointed("commander", "bob", "2018-05-01"))
        assert given.breaks("holder-not-vacated") == []

    def test_not_where_the_same_person_is_appointed_again(self) -> None:
        again = start("leader-appointed", "commander", "2018-05-01", person="ann", tenure="substantive", rank="CS")
        assert Given(POST, appointed("commander", "ann"), again).breaks("holder-not-vacated") == []

    def test_not_once_the_post_is_vacated_at_last(self) -> None:
        given = Given(
            POST, appointed("commander", "ann"), appointed("commander", "bob", "2018-05-01"), vacated("2018-09-01")
        )
        assert given.breaks("holder-not-vacated") == [
            certain("post/commander", "2018-05-01", "2018-08-31", by="ann bob")
        ]

    def test_possibly_where_the_one_before_may_not_have_left(self) -> None:
        given = Given(
            POST,
            appointed("commander", "ann"),
            vacated("2018-04-01/2018-04-20"),
            appointed("commander", "bob", "2018-04/2018-05", "planned"),
        )
        assert given.breaks("holder-not-vacated") == [
            possible("post/commander", "2018-04-01", "2018-04-19", by="ann bob")
        ]

    def test_possibly_from_the_first_day_of_the_appointment(self) -> None:
        given = Given(POST, appointed("commander", "ann"), appointed("commander", "bob", "2018-05", "planned"))
        assert given.breaks("holder-not-vacated") == [
            partly("post/commander", "2018-05-01", certain=("2018-05-31", None), by="ann bob")
        ]


class TestActingWithoutAnEnd:
    def test_fires_where_nobody_is_to_follow(self) -> None:
        given = Given(POST, appointed("commander", "ann", tenure="acting"))
        assert given.breaks("acting-without-end") == [certain("post/commander", "2018-02-01", by="ann")]

    def test_not_where_it_is_to_end(self) -> None:
        given = Given(POST, appointed("commander", "ann", tenure="acting"), vacated("2019-01-01"))
        assert given.breaks("acting-without-end") == []

    def test_not_where_somebody_is_to_follow(self) -> None:
        given = Given(POST, appointed("commander", "ann", tenure="acting"), appointed("commander", "bob", "2019-01-01"))
        assert given.breaks("acting-without-end") == []

    def test_not_where_the_holder_is_substantive_or_temporary(self) -> None:
        given = Given(POST, post("deputy"), appointed("commander", "ann"))
        assert given.breaks("acting-without-end") == []
        given = Given(POST, appointed("commander", "ann", tenure="temporary"))
        assert given.breaks("acting-without-end") == []

    def test_not_where_the_post_is_abolished(self) -> None:
        given = Given(
            POST, appointed("commander", "ann", tenure="acting"), start("post-abolished", "commander", "2019-01-01")
        )
        assert given.breaks("acting-without-end") == []

    def test_possibly_where_the_end_has_no_last_day(self) -> None:
        given = Given(POST, appointed("commander", "ann", tenure="acting"), vacated("2019-01/.."))
        assert given.breaks("acting-without-end") == [possible("post/commander", "2018-02-01", by="ann")]

    def test_possibly_before_the_last_day_of_the_appointment(self) -> None:
        given = Given(POST, appointed("commander", "ann", "2018-02", tenure="acting"))
        assert given.breaks("acting-without-end") == [
            partly("post/commander", "2018-02-01", certain=("2018-02-28", None), by="ann")
        ]


class TestTwoSubstantivePosts:
    def test_fires_while_one_person_holds_both(self) -> None:
        both = start("leader-appointed", "deputy", "2018-05-01", id="too", person="ann", tenure="substantive")
        given = Given(POST, post("deputy"), appointed("commander", "ann"), both, vacated("2018-10-01"))
        assert given.breaks("two-posts") == [
            certain("post/commander post/deputy", "2018-05-01", "2018-09-30", by="ann too")
        ]

    def test_not_where_one_of_them_is_acting(self) -> None:
        both = start("leader-appointed", "deputy", "2018-05-01", id="too", person="ann", tenure="acting")
        assert Given(POST, post("deputy"), appointed("commander", "ann"), both).breaks("two-posts") == []

    def test_not_where_two_people_hold_them(self) -> None:
        given = Given(POST, post("deputy"), appointed("commander", "ann"), appointed("deputy", "bob"))
        assert given.breaks("two-posts") == []

    def test_possibly_while_the_first_may_have_been_vacated(self) -> None:
        both = start("leader-appointed", "deputy", "2018-05-01", id="too", person="ann", tenure="substantive")
        given = Given(POST, post("deputy"), appointed("commander", "ann"), both, vacated("2018-04/2018-06"))
        assert given.breaks("two-posts") == [
            possible("post/commander post/deputy", "2018-05-01", "2018-06-29", by="ann too")
        ]


class TestVacantAfterTheMerger:
    UNITS = (unit("bcu"), unit("brent", unit_type="borough-command"))
    MERGED = start("units-merged", "bcu", "2018-10-01", "planned", from_=["brent"])

    def test_fires_from_the_day_after_the_merger(self) -> None:
        given = Given(*self.UNITS, POST, self.MERGED)
        assert given.breaks("post-vacant") == [
            certain("post/commander", "2018-10-02", by="bcu-merged commander-created")
        ]

    def test_fires_for_a_post_of_a_unit_below(self) -> None:
        given = Given(*self.UNITS, unit("response", parent="bcu"), post("lead", unit="response"), self.MERGED)
        assert given.breaks("post-vacant") == [certain("post/lead", "2018-10-02", by="bcu-merged lead-created")]

    def test_fires_again_when_the_holder_leaves(self) -> None:
        given = Given(*self.UNITS, POST, appointed("commander", "ann"), self.MERGED, vacated("2018-12-01"))
        assert given.breaks("post-vacant") == [
            certain("post/commander", "2018-12-01", by="bcu-merged commander-vacated")
        ]

    def test_not_where_somebody_holds_it_whatever_the_tenure(self) -> None:
        given = Given(*self.UNITS, POST, appointed("commander", "ann", tenure="acting"), self.MERGED)
        assert given.breaks("post-vacant") == []

    def test_not_in_a_unit_that_no_others_are_merged_into(self) -> None:
        given = Given(*self.UNITS, post("chief", unit="brent"), self.MERGED)
        assert given.breaks("post-vacant") == []

    def test_possibly_from_the_day_after_the_first_on_which_the_merger_may_come(self) -> None:
        merged = start("units-merged", "bcu", "2018-10", "planned", from_=["brent"])
        assert Given(*self.UNITS, POST, merged).breaks("post-vacant") == [
            partly(
                "post/commander", "2018-10-02", certain=("2018-11-01", None), by="bcu-merged commander-created"
            )
        ]  # fmt: skip

    def test_possibly_where_somebody_may_have_come(self) -> None:
        given = Given(*self.UNITS, POST, self.MERGED, appointed("commander", "ann", "2018-09/2018-12", "planned"))
        assert given.breaks("post-vacant") == [
            possible("post/commander", "2018-10-02", "2018-12-30", by="bcu-merged commander-created")
        ]

    def test_possibly_where_the_unit_may_lie_below_the_one_that_comes_of_the_merger(self) -> None:
        below = unit("response", "2018-11", "planned", parent="bcu")
        given = Given(*self.UNITS, below, post("lead", unit="response"), self.MERGED)
        assert given.breaks("post-vacant") == [
            partly("post/lead", "2018-11-01", certain=("2018-11-30", None), by="bcu-merged lead-created")
        ]
