"""What one change is, as known: its standing, its dates, its slip; and what an observer may see of it."""

from . import answers
from .given_when_then import Story, area, opened, post, team, unit


def test_what_was_known_then_is_not_what_is_known_now() -> None:
    story = Story("2018-01-10")
    opened(story)
    close = story.start("site-closed", "pinner", "2018-03-01", "planned")
    story.on("2018-03-05")
    story.amend("change-completed", close, effective_on="2018-03-02")
    assert story.item("sites", "pinner", "2018-03-01", "planned") is not None
    assert story.item("sites", "pinner", "2018-03-02") is None
    then = {"known": 2, "known_day": "2018-01-10"}
    assert story.item("sites", "pinner", "2018-03-01", **then) is None
    assert story.change(close, "2018-03-01", **then)["standing"] == "planned"


def test_a_plan_that_moves_slips_and_a_record_that_was_wrong_does_not() -> None:
    story = Story("2018-01-10")
    opened(story)
    close = story.start("site-closed", "pinner", "2018-03", "proposed")
    assert story.change(close, "2018-01-10")["baseline"] is None
    story.amend("change-confirmed", close)
    story.amend("change-corrected", close, effective_on="2018-04-01", reason="A slip of the pen.")
    view = story.change(close, "2018-01-10")
    assert (view["baseline"]["latest"], view["slip"]) == ("2018-04-01", 0)
    story.amend("change-rescheduled", close, effective_on="2018-04-11", reason="Works.")
    story.amend("change-corrected", close, effective_on="2018-04-12", reason="A slip of the pen.")
    view = story.change(close, "2018-01-10")
    assert (view["baseline"]["latest"], view["forecast"]["latest"], view["slip"]) == (
        "2018-04-01",
        "2018-04-12",
        11,
    )
    story.on("2018-05-01")
    story.amend("change-completed", close, effective_on="2018-04-30")
    view = story.change(close, "2018-01-10")
    assert (view["forecast"], view["actual"]["latest"], view["slip"]) == (None, "2018-04-30", 29)
    assert view["overdue"] is False


def test_a_correction_of_what_was_done_leaves_the_baseline() -> None:
    story = Story("2018-01-10")
    opened(story)
    close = story.start("site-closed", "pinner", "2018-04-01", "planned")
    story.on("2018-05-01")
    story.amend("change-completed", close, effective_on="2018-04-05")
    story.amend("change-corrected", close, effective_on="2018-04-06", reason="The notice says the sixth.")
    assert story.change(close, "2018-05-01")["slip"] == 5


def test_a_claim_alters_no_state_and_is_kept_with_the_change() -> None:
    story = Story()
    birth = opened(story)
    before = story.item("sites", "pinner", "2018-01-01")
    claim = story.amend("claim-recorded", birth, source={"document": "a.txt"}, details={"name": "Pinner Road"})
    assert story.item("sites", "pinner", "2018-01-01") == before
    view = story.change(birth, "2018-01-01")
    assert view["details"] == {"name": "Pinner"}
    assert [one["id"] for one in view["claims"]] == [one["id"] for one in view["amendments"]] == [claim]


def test_a_correction_and_its_inverse_give_back_every_answer_but_stay_in_the_history() -> None:
    story = Story()
    birth = opened(story)
    before = story.structure("2018-01-01")
    story.amend("change-corrected", birth, details={"name": "Pinner Road"}, reason="Misread.")
    assert story.item("sites", "pinner", "2018-01-01")["name"] == "Pinner Road"
    story.amend("change-corrected", birth, details={"name": "Pinner"}, reason="Misread again.")
    assert story.structure("2018-01-01") == before
    assert len(story.change(birth, "2018-01-01")["amendments"]) == 2


def test_an_observer_reads_a_log_that_never_held_the_restricted_changes() -> None:
    story = Story("2018-02-01")
    opened(story)
    secret = story.start("site-renamed", "pinner", "2018-01-01", details={"name": "Hush"}, restricted=True)
    named = story.start("site-renamed", "pinner", "2018-01-15", details={"name": "Pinner Green"})
    assert story.item("sites", "pinner", "2018-01-10")["name"] == "Hush"
    assert story.item("sites", "pinner", "2018-01-10", role="observer")["name"] == "Pinner"
    assert story.change(secret, "2018-01-10", role="observer") is None
    assert story.change(named, "2018-01-10")["version"] == 3
    assert story.change(named, "2018-01-10", role="observer")["version"] == 2
    seen = answers.entries(story.entries, known=3, role="observer")
    assert [(one["id"], one["version"]) for one in seen] == [("e1", 1), (named, 2)]


def test_what_is_restricted_later_vanishes_from_an_observers_past_too() -> None:
    story = Story("2018-02-01")
    birth = opened(story)
    rename = story.start("site-renamed", "pinner", "2018-01-01", details={"name": "Hush"})
    story.on("2018-03-01")
    story.amend("change-restricted", rename, reason="Sensitive.")
    then = {"known": 2, "known_day": "2018-02-01"}
    assert story.item("sites", "pinner", "2018-02-01", role="observer", **then)["name"] == "Pinner"
    assert story.item("sites", "pinner", "2018-02-01", role="member", **then)["name"] == "Hush"
    story.amend("change-released", rename, reason="No longer.")
    assert story.item("sites", "pinner", "2018-02-01", role="observer", **then)["name"] == "Hush"
    story.amend("change-restricted", birth, reason="Sensitive.")
    assert story.structure("2018-02-01", role="observer", **then)["passed_over"] == [rename]


def test_compare_says_what_appeared_vanished_and_altered_and_because_of_what() -> None:
    story = Story("2018-06-01")
    unit(story)
    opened(story, "wembley")
    opened(story, "colindale")
    team(story, site="wembley")
    move = story.start("team-moved", "a", "2018-02-01", details={"to": "colindale"})
    close = story.start("site-closed", "wembley", "2018-03-01")
    new = opened(story, "harrow", "2018-04-01")
    sides = {
        **story.asked("2018-01-01"),
        "to_effective_on": story.asked("2018-05-01")["effective_on"],
        "to_known": len(story.entries),
        "to_known_day": story.asked("2018-05-01")["known_day"],
    }
    assert answers.compare(story.entries, story.people, **sides) == {
        "appeared": [{"type": "site", "id": "harrow", "because": [new]}],
        "vanished": [{"type": "site", "id": "wembley", "because": [close]}],
        "altered": [
            {
                "type": "team",
                "id": "a",
                "field": "site",
                "before": "wembley",
                "after": "colindale",
                "because": [move],
            }
        ],
    }


def test_cover_is_found_by_the_area_or_the_nearest_parent_that_is_covered() -> None:
    story = Story()
    unit(story)
    opened(story, "wembley")
    area(story, "brent")
    area(story, "kenton", "brent")
    borough = team(story, "a", covers=["brent"], site="wembley")
    chair = post(story, area="brent")
    answer = story.cover("kenton", "2018-01-01")
    found = {
        "team": "a",
        "name": "A",
        "site": "wembley",
        "found_by": "brent",
        "named": True,
        "because": [borough],
    }
    assert answer["response"] == {"candidates": [found], "uncertain": False}
    assert answer["neighbourhoods"] == {"candidates": [], "uncertain": False}
    assert answer["point_of_contact"]["candidates"] == [
        {"post": "chief", "title": "Chief", "holder": None, "found_by": "brent", "because": [chair]}
    ]
    team(story, "b", covers=["kenton"])
    assert [one["team"] for one in story.cover("kenton", "2018-01-01")["response"]["candidates"]] == ["b"]
    assert story.cover("pinner", "2018-01-01") is None


def test_cover_is_uncertain_where_a_paper_counts_wards_that_it_does_not_name() -> None:
    story = Story()
    unit(story)
    area(story, "brent")
    area(story, "kenton", "brent")
    area(story, "queensbury", "brent")
    team(story, "a", covers=["kenton"], covers_unnamed={"area": "brent", "count": 6})
    team(story, "b", covers=["brent"])
    answer = story.cover("queensbury", "2018-01-01")["response"]
    assert answer["uncertain"] is True
    assert [(one["team"], one["found_by"], one["named"]) for one in answer["candidates"]] == [
        ("a", "brent", False),
        ("b", "brent", True),
    ]
    assert story.cover("kenton", "2018-01-01")["response"]["uncertain"] is False
    assert story.cover("brent", "2018-01-01")["response"]["uncertain"] is False
