"""Rules of plans."""

from tests.domain.clashes.rules.given import Given, certain, closed, milestone, partly, possible, site, team
from tests.support.examples import amend, start

BASE = site("base", "2018-10-01", "planned")


class TestBeforeWhatItNeeds:
    def test_fires_from_the_day_it_is_due_until_what_it_needs_comes(self) -> None:
        given = Given(BASE, milestone("ready", "2018-09-01", depends_on=["base-opened"]))
        assert given.breaks("before-dependency") == [
            certain("milestone/ready site/base", "2018-09-01", "2018-09-30", by="ready-set base-opened")
        ]

    def test_fires_for_ever_where_what_it_needs_is_withdrawn(self) -> None:
        given = Given(
            BASE, milestone("ready", "2018-11-01", depends_on=["base-opened"]), amend("change-withdrawn", "base-opened")
        )
        assert given.breaks("before-dependency") == [
            certain("milestone/ready site/base", "2018-11-01", by="ready-set base-opened")
        ]

    def test_fires_by_the_name_of_a_milestone(self) -> None:
        given = Given(milestone("first", "2018-10-01"), milestone("ready", "2018-09-01", depends_on=["first"]))
        assert given.breaks("before-dependency") == [
            certain("milestone/ready milestone/first", "2018-09-01", "2018-09-30", by="ready-set first-set")
        ]

    def test_not_where_both_are_due_on_one_day(self) -> None:
        given = Given(BASE, milestone("ready", "2018-10-01", depends_on=["base-opened"]))
        assert given.breaks("before-dependency") == []

    def test_not_where_what_it_needs_is_only_proposed(self) -> None:
        proposed = site("base", "2018-10-01", "proposed")
        needs = milestone("ready", "2018-09-01", depends_on=["base-opened"])
        assert Given(proposed, needs).breaks("before-dependency") == []
        assert len(Given(proposed, needs, basis="proposed").breaks("before-dependency")) == 1

    def test_not_where_it_is_withdrawn_itself(self) -> None:
        given = Given(
            BASE, milestone("ready", "2018-09-01", depends_on=["base-opened"]), amend("change-withdrawn", "ready-set")
        )
        assert given.breaks("before-dependency") == []

    def test_not_because_a_proposal_would_set_the_milestone_otherwise(self) -> None:
        given = Given(
            milestone("first", "2018-10-01"),
            milestone("first", "2018-09-15", "proposed", id="otherwise"),
            milestone("ready", "2018-09-01", depends_on=["first"]),
        )
        assert given.breaks("before-dependency") == [
            certain("milestone/ready milestone/first", "2018-09-01", "2018-09-30", by="ready-set first-set")
        ]

    def test_possibly_while_either_order_may_be(self) -> None:
        given = Given(site("base", "2018-10", "planned"), milestone("ready", "2018-10", depends_on=["base-opened"]))
        assert given.breaks("before-dependency") == [
            possible("milestone/ready site/base", "2018-10-01", "2018-10-30", by="ready-set base-opened")
        ]

    def test_possibly_before_and_after_the_days_on_which_it_is_certain(self) -> None:
        given = Given(site("base", "2018-11", "planned"), milestone("ready", "2018-09", depends_on=["base-opened"]))
        assert given.breaks("before-dependency") == [
            partly(
                "milestone/ready site/base", "2018-09-01", "2018-11-29", certain=("2018-09-30", "2018-10-31"),
                by="ready-set base-opened",
            )
        ]  # fmt: skip


class TestProposalThatCannotBe:
    CLOSED = closed("base", "2018-03-01")
    USES = start("site-uses-changed", "base", "2018-10-01", "proposed", add=["office"])

    def test_fires_from_the_day_on_which_it_could_not_come(self) -> None:
        given = Given(site("base"), self.CLOSED, self.USES, basis="proposed")
        assert given.breaks("impossible-proposal") == [certain("site/base", "2018-10-01", by="base-changed")]

    def test_fires_for_a_merger_of_a_team_that_is_gone(self) -> None:
        merged = start("teams-merged", "a", "2018-10-01", "proposed", from_=["b"])
        given = Given(
            team("a"), team("b"), start("team-disbanded", "b", "2018-03-01", "planned"), merged, basis="proposed"
        )
        assert given.breaks("impossible-proposal") == [certain("team/b", "2018-10-01", by="a-merged")]

    def test_not_where_it_can_be(self) -> None:
        assert Given(site("base"), self.USES, basis="proposed").breaks("impossible-proposal") == []

    def test_not_under_a_basis_under_which_proposals_do_not_count(self) -> None:
        assert Given(site("base"), self.CLOSED, self.USES).breaks("impossible-proposal") == []

    def test_not_where_what_is_in_its_way_comes_after_it(self) -> None:
        given = Given(site("base"), closed("base", "2018-11-01"), self.USES, basis="proposed")
        assert given.breaks("impossible-proposal") == []

    def test_possibly_on_the_days_on_which_it_could_not_come(self) -> None:
        uses = start("site-uses-changed", "base", "2018-02/2018-10", "proposed", add=["office"])
        assert Given(site("base"), self.CLOSED, uses, basis="proposed").breaks("impossible-proposal") == [
            partly("site/base", "2018-03-01", certain=("2018-10-31", None), by="base-changed")
        ]

    def test_possibly_while_what_is_in_its_way_may_have_come(self) -> None:
        uses = start("site-uses-changed", "base", "2018-04/2018-11", "proposed", add=["office"])
        given = Given(site("base"), closed("base", "2018-03/2018-10"), uses, basis="proposed")
        assert given.breaks("impossible-proposal") == [
            partly("site/base", "2018-04-01", certain=("2018-11-30", None), by="base-changed")
        ]


class TestOverdue:
    def test_fires_from_the_day_after_its_last_possible_day(self) -> None:
        assert Given(site("base", "2018-05-01", "planned")).breaks("overdue") == [
            certain("site/base", "2018-05-02", by="base-opened")
        ]

    def test_fires_under_every_basis(self) -> None:
        for basis in ("done", "planned", "proposed"):
            assert Given(site("base", "2018-05-01", "planned"), basis=basis).breaks("overdue")

    def test_not_on_its_last_day(self) -> None:
        assert Given(site("base", "2018-06-04", "planned")).breaks("overdue") == []

    def test_not_where_it_is_done_or_only_proposed(self) -> None:
        assert Given(site("base", "2018-05-01"), site("depot", "2018-05-01", "proposed")).breaks("overdue") == []

    def test_possibly_is_never_told_since_an_imprecise_date_is_overdue_only_once_it_is_over(self) -> None:
        assert Given(site("base", "2018-05/2018-06", "planned")).breaks("overdue") == []
        assert Given(site("base", "2018-05/2018-06", "planned"), today="2018-07-01").breaks("overdue") == [
            certain("site/base", "2018-07-01", by="base-opened")
        ]
        assert Given(site("base", "2018-05/..", "planned"), today="2030-07-01").breaks("overdue") == []


class TestStageTooShort:
    def test_fires_where_preparation_starts_too_soon(self) -> None:
        given = Given(
            milestone("talks", "2018-01-15", "done", stage="engagement"),
            milestone("work", "2018-03-01", stage="preparation"),
        )
        assert given.breaks("stage-too-short") == [
            certain("milestone/work milestone/talks", "2018-03-01", "2018-03-14", by="talks-set work-set")
        ]

    def test_fires_where_going_live_comes_too_soon_and_is_over_too_soon(self) -> None:
        given = Given(
            milestone("work", "2018-03-31", "done", stage="preparation"),
            milestone("live", "2018-07-01", stage="go-live"),
            milestone("over", "2018-07-31", stage="go-live"),
        )
        assert given.breaks("stage-too-short") == [
            certain("milestone/live milestone/work", "2018-07-01", "2018-07-30", by="work-set live-set"),
            certain("milestone/over milestone/live", "2018-07-31", "2018-07-31", by="live-set over-set"),
        ]

    def test_not_where_a_calendar_month_is_kept(self) -> None:
        given = Given(
            milestone("talks", "2017-12-31", "done", stage="engagement"),
            milestone("work", "2018-02-28", stage="preparation"),
        )
        assert given.breaks("stage-too-short") == []

    def test_not_between_workstreams(self) -> None:
        given = Given(
            milestone("talks", "2018-01-15", "done", stage="engagement", workstream="Brent"),
            milestone("work", "2018-02-01", stage="preparation", workstream="Harrow"),
        )
        assert given.breaks("stage-too-short") == []

    def test_possibly_where_the_dates_may_be_too_near(self) -> None:
        given = Given(
            milestone("talks", "2018-01", "done", stage="engagement"),
            milestone("work", "2018-03-20", stage="preparation"),
        )
        assert given.breaks("stage-too-short") == [
            possible("milestone/work milestone/talks", "2018-03-20", "2018-03-30", by="talks-set work-set")
        ]

    def test_possibly_before_and_after_the_days_on_which_it_is_certain(self) -> None:
        given = Given(
            milestone("talks", "2018-05-10/2018-05-20", "done", stage="engagement"),
            milestone("work", "2018-06", stage="preparation"),
        )
        assert given.breaks("stage-too-short") == [
            partly(
                "milestone/work milestone/talks", "2018-06-01", "2018-07-19", certain=("2018-06-30", "2018-07-09"),
                by="talks-set work-set",
            )
        ]  # fmt: skip
