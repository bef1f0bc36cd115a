"""The BCU model."""

from tests.domain.clashes.rules.given import Given, appointed, certain, partly, possible, post, unit
from tests.support.examples import Body, start

BCU = unit("bcu")
RANKS = ("Chief Superintendent", *["Superintendent"] * 5, *["Chief Inspector"] * 6)


def posts(*without: int, of: str = "bcu") -> list[Body]:
    """The leaders of the model, without some of them by their numbers."""
    return [
        post(f"p-{number}", unit=of, rank=rank)
        for number, rank in enumerate(RANKS, start=1)
        if number not in without
    ]  # fmt: skip


def says(given: Given) -> list[str]:
    return [clash.says.partition(" has ")[2] for clash in given.clashes("bcu-model")]


class TestNotTheBcuModel:
    def test_fires_where_there_are_too_few(self) -> None:
        given = Given(BCU, *posts(1))
        assert given.breaks("bcu-model") == [certain("unit/bcu", "2018-01-01", by="bcu-established")]
        assert says(given) == ["0 of the rank chief superintendent; the model has 1."]

    def test_fires_where_there_are_too_many_from_that_day(self) -> None:
        given = Given(BCU, *posts(), post("extra", "2018-10-01", rank="Superintendent"))
        assert given.breaks("bcu-model") == [certain("unit/bcu", "2018-10-01", by="bcu-established")]
        assert says(given) == ["6 of the rank superintendent; the model has 5."]

    def test_not_where_it_is_the_model(self) -> None:
        assert Given(BCU, *posts()).breaks("bcu-model") == []

    def test_not_for_want_of_detectives_nor_of_case(self) -> None:
        given = Given(BCU, *posts(2), post("cid", rank="Detective  superintendent"))
        assert given.breaks("bcu-model") == []

    def test_not_where_the_posts_are_of_units_below(self) -> None:
        given = Given(BCU, unit("hub", unit_type="function", parent="bcu"), *posts(of="hub"))
        assert given.breaks("bcu-model") == []

    def test_not_where_the_holder_has_the_rank_that_the_post_does_not_say(self) -> None:
        holder = appointed("head", "ann", "2018-01-01", rank="Chief Superintendent")
        assert Given(BCU, *posts(1), post("head"), holder).breaks("bcu-model") == []

    def test_not_for_a_unit_that_is_no_bcu(self) -> None:
        assert Given(unit("bcu", unit_type="borough-command")).breaks("bcu-model") == []

    def test_not_by_a_post_that_has_gone_over_to_another_unit(self) -> None:
        given = Given(
            BCU, unit("other", unit_type="borough-command"), *posts(), start("post-abolished", "p-1", "2018-05-01"),
            post("p-1", "2018-05-01", unit="other", rank="Chief Superintendent", id="again"),
        )  # fmt: skip
        assert given.breaks("bcu-model") == [certain("unit/bcu", "2018-05-01", by="bcu-established")]

    def test_possibly_while_one_may_have_gone(self) -> None:
        given = Given(BCU, *posts(), start("post-abolished", "p-1", "2018-10", "planned"))
        assert given.breaks("bcu-model") == [
            partly("unit/bcu", "2018-10-01", certain=("2018-10-31", None), by="bcu-established")
        ]

    def test_possibly_until_the_last_one_must_have_come(self) -> None:
        given = Given(BCU, *posts(1), post("head", "2018-01-01/2018-03", rank="Chief Superintendent"))
        assert given.breaks("bcu-model") == [possible("unit/bcu", "2018-01-01", "2018-03-30", by="bcu-established")]
        assert says(given) == ["0 to 1 of the rank chief superintendent; the model has 1."]

    def test_possibly_where_the_unit_below_may_not_be_there(self) -> None:
        hub = unit("hub", "2018-01-01/2018-01-20", unit_type="function", parent="bcu")
        given = Given(BCU, hub, *posts(1), post("head", unit="hub", rank="Chief Superintendent"))
        assert given.breaks("bcu-model") == [possible("unit/bcu", "2018-01-01", "2018-01-19", by="bcu-established")]
