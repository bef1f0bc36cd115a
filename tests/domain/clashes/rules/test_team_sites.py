"""Rules of places."""

from typing import Any

from tests.domain.clashes.rules.given import Given, certain, closed, partly, possible, site, team
from tests.support.examples import amend, start

BASE = site("wembley", uses=["response-base"])
TEAM = team("response", site="wembley")
BOTH = "team/response site/wembley"


def moved(on: str, standing: str = "planned", **more: Any) -> dict[str, Any]:
    return start("team-moved", "response", on, standing, **{"to": "colindale"} | more)


class TestTeamAtSiteThatIsNotOpen:
    def test_fires_from_the_day_on_which_the_site_closes(self) -> None:
        given = Given(BASE, TEAM, closed("wembley", "2018-10-01"))
        assert given.breaks("site-not-open") == [certain(BOTH, "2018-10-01", by="response-formed wembley-closed")]

    def test_fires_until_the_site_opens(self) -> None:
        given = Given(site("wembley", "2018-10-01", "planned"), TEAM)
        assert given.breaks("site-not-open") == [
            certain(BOTH, "2018-01-01", "2018-09-30", by="response-formed wembley-opened")
        ]

    def test_not_where_the_team_has_moved_by_then(self) -> None:
        given = Given(BASE, site("colindale"), TEAM, moved("2018-10-01"), closed("wembley", "2018-10-01"))
        assert given.breaks("site-not-open") == []

    def test_not_where_the_team_is_gone_by_then(self) -> None:
        given = Given(BASE, TEAM, start("team-disbanded", "response", "2018-09-30"), closed("wembley", "2018-10-01"))
        assert given.breaks("site-not-open") == []

    def test_not_under_a_basis_under_which_the_closing_does_not_count(self) -> None:
        entries = (BASE, TEAM, closed("wembley", "2018-10-01", "proposed"))
        assert Given(*entries).breaks("site-not-open") == []
        assert len(Given(*entries, basis="proposed").breaks("site-not-open")) == 1

    def test_possibly_while_the_closing_may_have_come_and_the_move_may_not(self) -> None:
        given = Given(BASE, site("colindale"), TEAM, moved("2018-09/2018-11"), closed("wembley", "2018-10-15"))
        assert given.breaks("site-not-open") == [
            possible(BOTH, "2018-10-15", "2018-11-29", by="response-formed wembley-closed")
        ]

    def test_possibly_from_the_first_day_of_an_imprecise_closing_and_certainly_from_the_last(self) -> None:
        given = Given(BASE, TEAM, closed("wembley", "2018-10"))
        assert given.breaks("site-not-open") == [
            partly(BOTH, "2018-10-01", certain=("2018-10-31", None), by="response-formed wembley-closed")
        ]

    def test_possibly_for_ever_where_the_closing_has_an_open_end(self) -> None:
        given = Given(BASE, TEAM, closed("wembley", "2018-10/.."))
        assert given.breaks("site-not-open") == [possible(BOTH, "2018-10-01", by="response-formed wembley-closed")]

    def test_it_is_the_same_clash_when_the_closing_is_rescheduled(self) -> None:
        entries = (BASE, TEAM, closed("wembley", "2018-10-01"))
        later = amend("change-rescheduled", "wembley-closed", effective_on="2018-11-01")
        (before,), (after,) = (Given(*each).clashes("site-not-open") for each in (entries, (*entries, later)))
        assert before.id == after.id
        assert before.mark != after.mark


class TestTeamAtSiteWithoutItsUse:
    def test_fires_where_the_site_has_other_uses(self) -> None:
        given = Given(site("wembley", uses=["custody"]), TEAM)
        assert given.breaks("site-lacks-use") == [certain(BOTH, "2018-01-01", by="response-formed wembley-opened")]

    def test_fires_from_the_day_on_which_the_use_ends(self) -> None:
        ended = start("site-uses-changed", "wembley", "2018-10-01", "planned", id="ended", end=["response-base"])
        assert Given(BASE, TEAM, ended).breaks("site-lacks-use") == [
            certain(BOTH, "2018-10-01", by="response-formed ended")
        ]

    def test_not_where_one_of_the_uses_will_do(self) -> None:
        assert Given(site("wembley", uses=["patrol-base", "custody"]), TEAM).breaks("site-lacks-use") == []

    def test_not_where_no_paper_says_what_the_uses_are(self) -> None:
        assert Given(site("wembley"), TEAM).breaks("site-lacks-use") == []

    def test_not_once_the_site_is_closed(self) -> None:
        given = Given(site("wembley", uses=["custody"]), TEAM, closed("wembley", "2018-10-01"))
        assert given.breaks("site-lacks-use") == [
            certain(BOTH, "2018-01-01", "2018-09-30", by="response-formed wembley-opened")
        ]

    def test_possibly_on_the_days_on_which_the_use_may_have_ended(self) -> None:
        ended = start("site-uses-changed", "wembley", "2018-03/2018-10", "planned", id="ended", end=["response-base"])
        assert Given(BASE, TEAM, ended).breaks("site-lacks-use") == [
            partly(BOTH, "2018-03-01", certain=("2018-10-31", None), by="response-formed ended")
        ]

    def test_possibly_where_the_team_may_not_have_come_yet(self) -> None:
        given = Given(
            site("wembley", uses=["custody"]), site("colindale"), team("response", site="colindale"),
            moved("2018-10", to="wembley"),
        )  # fmt: skip
        assert given.breaks("site-lacks-use") == [
            partly(BOTH, "2018-10-01", certain=("2018-10-31", None), by="response-moved wembley-opened")
        ]
