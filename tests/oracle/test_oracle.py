"""The sentences of "The meaning of time", one by one; every expected value is written by hand."""

from .given_when_then import Story, appointed, opened, post, team, unit


def with_two_sites() -> Story:
    story = Story()
    unit(story)
    opened(story, "wembley")
    opened(story, "colindale")
    team(story)
    return story


def moved(story: Story, to: str, on: str, standing: str = "done", **fields: object) -> str:
    return story.start("team-moved", "a", on, standing, details={"to": to}, **fields)


def test_of_two_moves_on_one_day_the_later_recorded_wins() -> None:
    story = with_two_sites()
    moved(story, "wembley", "2018-04-01")
    last = moved(story, "colindale", "2018-04-01")
    item = story.item("teams", "a", "2018-04-01")
    assert (item["site"], item["because"]["site"], item["since"]) == ("colindale", last, "2018-04-01")


def test_a_month_takes_its_place_by_its_last_day() -> None:
    story = with_two_sites()
    moved(story, "wembley", "2018-03")
    moved(story, "colindale", "2018-03-30")
    assert story.item("teams", "a", "2018-04-01")["site"] == "wembley"
    assert story.item("teams", "a", "2018-03-30")["site"] == "colindale"


def test_a_move_recorded_late_takes_its_place_in_effective_order() -> None:
    story = with_two_sites()
    moved(story, "wembley", "2018-04-01")
    moved(story, "colindale", "2018-02-01")
    assert story.item("teams", "a", "2018-03-31")["site"] == "colindale"
    assert story.item("teams", "a", "2018-04-01")["site"] == "wembley"


def test_a_change_possibly_in_effect_alters_nothing_and_is_listed() -> None:
    story = with_two_sites()
    move = moved(story, "wembley", "2018-03/2018-10", "planned")
    answer = story.structure("2018-06-01", "planned")
    assert answer["teams"][0]["site"] is None
    assert answer["teams"][0]["possible"] == [move]
    assert answer["possible"] == [
        {
            "change": move,
            "type": "team",
            "subject": "a",
            "kind": "team-moved",
            "earliest": "2018-03-01",
            "latest": "2018-10-31",
        }
    ]
    assert story.structure("2018-02-28", "planned")["possible"] == []
    assert [one["change"] for one in story.structure("2018-03-01", "planned")["possible"]] == [move]
    assert story.structure("2018-10-31", "planned")["possible"] == []
    assert story.item("teams", "a", "2018-10-31", "planned")["site"] == "wembley"
    assert story.structure("2018-06-01", "done")["possible"] == []


def test_open_ends_sort_before_and_after_every_day() -> None:
    story = with_two_sites()
    move = moved(story, "wembley", "2018-03/..", "planned")
    assert story.item("teams", "a", "9999-12-31", "planned")["possible"] == [move]
    other = moved(story, "colindale", "../2018-06", "planned")
    assert story.item("teams", "a", "1900-01-01", "planned") is None
    assert [one["change"] for one in story.structure("1900-01-01", "planned")["possible"]] == [other]


def test_the_past_shows_what_was_done_and_the_future_what_is_planned() -> None:
    story = with_two_sites()
    moved(story, "wembley", "2018-04-01", "planned")
    moved(story, "colindale", "2018-09-01", "planned")
    assert story.item("teams", "a", "2018-05-01")["site"] is None
    assert story.item("teams", "a", "2018-05-02")["site"] == "wembley"
    assert story.item("teams", "a", "2018-09-01")["site"] == "colindale"


def test_a_planned_change_is_overdue_the_day_after_its_latest_under_any_basis() -> None:
    story = with_two_sites()
    move = moved(story, "wembley", "2018-05", "planned")
    assert story.item("teams", "a", "2018-01-01", "done", known_day="2018-05-31")["overdue"] == []
    assert story.item("teams", "a", "2018-01-01", "done", known_day="2018-06-01")["overdue"] == [move]
    assert story.change(move, "2018-01-01", known_day="2018-06-01")["overdue"] is True


def test_a_subject_born_again_starts_afresh() -> None:
    story = Story()
    story.start(
        "site-opened",
        "pinner",
        "2017-01-01",
        details={"name": "Pinner", "address": "1 Road", "uses": ["office"]},
    )
    story.start("site-closed", "pinner", "2018-01-01")
    again = opened(story, "pinner", "2018-03-01")
    assert story.item("sites", "pinner", "2018-01-01") is None
    assert story.item("sites", "pinner", "2018-03-01") == {
        "id": "pinner",
        "name": "Pinner",
        "area": None,
        "address": None,
        "uses": [],
        "since": "2018-03-01",
        "because": {"name": again},
        "possible": [],
        "overdue": [],
    }
    assert len(story.subject("site", "pinner", "2018-03-01")["changes"]) == 3


def test_add_then_end_and_what_leaves_the_set_as_it_was_alters_nothing() -> None:
    story = Story()
    story.start("site-opened", "pinner", "2017-01-01", details={"name": "Pinner", "uses": ["office", "custody"]})
    first = story.start(
        "site-uses-changed", "pinner", "2017-02-01", details={"add": ["front-counter"], "end": ["custody"]}
    )
    story.start("site-uses-changed", "pinner", "2017-03-01", details={"add": ["custody"], "end": ["custody"]})
    item = story.item("sites", "pinner", "2018-01-01")
    assert (item["uses"], item["because"]["uses"], item["since"]) == (
        ["front-counter", "office"],
        first,
        "2017-02-01",
    )


def test_stated_sets_nothing_and_a_direction_leaves_the_strength() -> None:
    story = with_two_sites()
    sized = story.start("team-resized", "a", "2017-02-01", details={"strength": 20})
    story.start("team-resized", "a", "2017-03-01", details={"direction": "smaller"})
    story.start("team-stated", "a", "2017-04-01", details={"text": "It will remain."})
    item = story.item("teams", "a", "2018-01-01")
    assert (item["strength"], item["because"]["strength"], item["since"]) == (20, sized, "2017-02-01")


def test_a_null_covers_unnamed_says_none() -> None:
    story = Story()
    unit(story)
    story.start("area-defined", "brent", "2017-01-01", details={"name": "Brent", "area_type": "borough"})
    team(story, covers_unnamed={"area": "brent", "count": 6})
    emptied = story.start("team-cover-changed", "a", "2018-01-01", details={"covers_unnamed": None})
    assert story.item("teams", "a", "2017-12-31")["covers_unnamed"] == {"area": "brent", "count": 6}
    item = story.item("teams", "a", "2018-01-01")
    assert (item["covers_unnamed"], item["because"]["covers_unnamed"]) == (None, emptied)


def test_the_holder_is_the_last_appointment_until_it_is_vacated() -> None:
    story = Story()
    unit(story)
    post(story)
    appointed(story, "p-1", "2017-02-01")
    appointed(story, "p-2", "2017-03")
    left = story.start("post-vacated", "chief", "2018-01-01")
    assert story.item("posts", "chief", "2017-04-01")["holder"] == {
        "person": "p-2",
        "name": "Sara Leach",
        "rank": None,
        "tenure": "acting",
        "since": "2017-03-31",
    }
    item = story.item("posts", "chief", "2018-01-01")
    assert (item["holder"], item["because"]["holder"], item["since"]) == (None, left, "2018-01-01")


def test_a_merger_ends_each_of_from_and_belongs_to_all_their_histories() -> None:
    story = Story()
    for slug in ("barnet", "brent", "nw"):
        unit(story, slug)
    merger = story.start("units-merged", "nw", "2018-04-01", details={"from": ["barnet", "brent"]})
    assert [one["id"] for one in story.structure("2018-03-31")["units"]] == ["barnet", "brent", "nw"]
    left = story.structure("2018-04-01")["units"]
    assert [one["id"] for one in left] == ["nw"]
    assert left[0]["since"] == "2017-01-01"
    for slug in ("barnet", "brent", "nw"):
        answer = story.subject("unit", slug, "2018-04-01")
        assert [one["id"] for one in answer["changes"]][-1] == merger
        assert [one["id"] for one in answer["history"]][-1] == merger
    assert story.subject("unit", "barnet", "2018-04-01")["version"] == 1
    assert story.subject("unit", "nw", "2018-04-01")["version"] == 2


def test_a_merger_that_may_come_stands_once_under_its_subject() -> None:
    story = Story()
    unit(story, "barnet")
    unit(story, "nw")
    merger = story.start("units-merged", "nw", "2018/2019", "planned", details={"from": ["barnet"]})
    answer = story.structure("2018-06-01")
    assert [one["change"] for one in answer["possible"]] == [merger]
    assert {one["id"]: one["possible"] for one in answer["units"]} == {"barnet": [], "nw": [merger]}


def test_a_proposal_may_displace_the_plan_which_is_then_passed_over() -> None:
    story = Story()
    opened(story)
    planned = story.start("site-closed", "pinner", "2018-09-01", "planned")
    proposal = story.start("site-closed", "pinner", "2018-07-01", "proposed")
    assert story.structure("2018-10-01", "proposed")["passed_over"] == [planned]
    assert story.structure("2018-10-01", "planned")["passed_over"] == []
    told = story.subject("site", "pinner", "2018-10-01", "proposed")["changes"]
    assert [(one["id"], one["passed_over"]) for one in told][1:] == [(proposal, False), (planned, True)]


def test_a_milestone_has_state_and_stands_in_no_structure() -> None:
    story = Story()
    first = story.start("milestone-set", "m-1", "2018-06", "planned", details={"title": "Consult"})
    story.start(
        "milestone-set",
        "m-2",
        "2018-10",
        "planned",
        details={"title": "Go live", "depends_on": ["m-1", first]},
    )
    answer = story.subject("milestone", "m-2", "2018-10-31")
    assert (answer["title"], answer["depends_on"], answer["owner"]) == ("Go live", [first, "m-1"], None)
    assert answer["state"]["since"] == "2018-10-31"
    assert story.subject("milestone", "m-2", "2018-10-30")["state"] is None
    assert story.subject("milestone", "m-3", "2018-10-31") is None
