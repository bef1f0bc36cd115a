"""Scenarios over HTTP: drafts are filled, looked at, committed or discarded, and leave nothing behind before that."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from tests.support.database_dumps import dump
from tests.support.deployments import Deployment
from tests.support.examples import NAME, PAPER, Body, amend, log_of, record, start, world

OPENED = start("site-opened", "kilburn", "2018-09-01", "planned", id="kilburn", name="Kilburn", uses=["response-base"])
MOVED = start("team-moved", "response-a", "2018-10-01", "planned", id="moved", to="kilburn")
CLOSED = start("site-closed", "wembley", "2018-11-01", "planned", id="closed")
AUTUMN: dict[str, Any] = {"effective_on": "2018-12-01"}
Json = dict[str, Any]


class Drafts:
    """The scenarios of one programme, asked by a manager."""

    def __init__(self, deployment: Deployment) -> None:
        self.deployment = deployment
        self.programme = world(deployment)

    def post(self, path: str, body: Any = None, status: int = 201, role: str = "manager") -> Json:
        reply = self.deployment.post(f"/programmes/{self.programme}/scenarios{path}", body, role)
        assert reply.status_code == status, reply.text
        return reply.json()

    def get(self, path: str = "", status: int = 200, role: str = "manager", **params: Any) -> Json:
        reply = self.deployment.get(f"/programmes/{self.programme}{path}", role, **params)
        assert reply.status_code == status, reply.text
        return reply.json()

    def delete(self, path: str, status: int = 200) -> Json:
        of = f"/v1/programmes/{self.programme}/scenarios{path}"
        reply = self.deployment.client.delete(of, headers=self.deployment.headers())
        assert reply.status_code == status, reply.text
        return reply.json()

    def drafted(self, id_: str, *bodies: Body) -> str:
        self.post("", {"id": id_, "name": id_.title()})
        for body in bodies:
            self.post(f"/{id_}/entries", body)
        return id_

    def log(self) -> list[Body]:
        return log_of(self.deployment, self.programme)


@pytest.fixture
def drafts(both: Deployment) -> Drafts:
    return Drafts(both)


@pytest.fixture
def on_file(on_sqlite: Deployment) -> Drafts:
    """What has nothing to do with which database it is."""
    return Drafts(on_sqlite)


def test_a_scenario_is_made_filled_and_shown(drafts: Drafts) -> None:
    made = drafts.post("", {"id": "two-bases", "name": "Two bases"})
    assert {name: made[name] for name in ("id", "name", "state", "entries", "made_by", "closed_by")} == {
        "id": "two-bases", "name": "Two bases", "state": "open", "entries": [], "made_by": "tester", "closed_by": None,
    }  # fmt: skip
    log = drafts.log()
    added = drafts.post("/two-bases/entries", OPENED)
    assert (added["entry"]["id"], added["entry"]["version"]) == ("kilburn", 1)
    assert {each["field"] for each in added["effect"]["structure"]} == {"in the structure", "name", "uses"}
    moved = drafts.post("/two-bases/entries", MOVED)
    assert moved["effect"]["structure"][0]["after"] == "kilburn", "it is decided upon over what the draft holds"
    assert drafts.log() == log
    shown = drafts.get("/scenarios/two-bases")
    assert [(each["entry"]["id"], each["refused"], each["added_by"]) for each in shown["entries"]] == [
        ("kilburn", None, "tester"), ("moved", None, "tester"),
    ]  # fmt: skip
    assert shown["entries"][1]["entry"] == MOVED
    assert (shown["can_be_committed"], shown["changed"], shown["seen"]) == (True, [], log[-1]["id"])
    listed = drafts.get("/scenarios")["scenarios"]
    assert [(each["id"], each["entries"], each["state"]) for each in listed] == [("two-bases", 2, "open")]


def test_what_is_made_again_or_added_again_is_the_same(on_file: Drafts) -> None:
    on_file.drafted("a", OPENED)
    assert on_file.post("", {"id": "a", "name": "A"}, 200)["entries"][0]["entry"]["id"] == "kilburn"
    assert '"a" is there already' in on_file.post("", {"id": "a", "name": "B"}, 409)["detail"]
    assert on_file.post("/a/entries", OPENED, 200)["effect"]["structure"]
    assert '"kilburn" already stands' in on_file.post("/a/entries", OPENED | {"effective_on": "2019"}, 409)["detail"]
    assert len(on_file.get("/scenarios/a")["entries"]) == 1
    assert on_file.post("", {"name": "Random"})["id"] != "a"
    random = on_file.post("/a/entries", {name: value for name, value in MOVED.items() if name != "id"})["entry"]["id"]
    assert on_file.post("/a/entries", amend("change-rescheduled", random, effective_on="2018-10-08"))


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        (start("site-closed", "atlantis", "2019", "planned"), 422, 'the site "atlantis"'),
        (start("team-moved", "response-a", "2018-10", "planned", to="nowhere"), 422, '"nowhere"'),
        (start("site-opened", "wembley", "2018-10", "planned", name="W"), 409, "it is there already"),
        (start("site-closed", "wembley", "2019"), 422, "Nothing is done before its day"),
        (start("site-renamed", "wembley", "2018-12", "planned", name="W"), 409, "it is closed"),
        (amend("change-confirmed", "wembley"), 409, "is done, so it cannot be confirmed"),
        ({"kind": "site-closed"}, 422, "not well formed"),
        (start("site-closed", "wembley", "2019", "planned") | {"recorded_by": "me"}, 422, "recorded_by"),
        (start("site-opened", "wembley", "2018", id="wembley", name="W"), 409, '"wembley" already stands'),
    ],
    ids=lambda each: each.get("kind") if isinstance(each, dict) else None,
)
def test_an_entry_of_a_draft_is_refused_like_any(on_file: Drafts, body: Body, status: int, words: str) -> None:
    on_file.drafted("a", CLOSED)
    assert words in on_file.post("/a/entries", body, status)["detail"]
    assert [each["entry"]["id"] for each in on_file.get("/scenarios/a")["entries"]] == ["closed"]


def test_what_the_log_holds_already_a_draft_does_not_take(on_file: Drafts) -> None:
    record(on_file.deployment, on_file.programme, OPENED)
    on_file.drafted("a")
    assert 'holds the entry "kilburn" already' in on_file.post("/a/entries", OPENED, 409)["detail"]


def test_a_name_in_words_is_warned_of(on_file: Drafts) -> None:
    on_file.drafted("a")
    said = on_file.post("/a/entries", OPENED | {"reason": f"{NAME} says so."})
    # Others may be registered under the same name by now.
    assert {each["rule"] for each in said["warnings"]} == {"name-in-words"}


def test_an_entry_is_taken_out_unless_another_rests_on_it(drafts: Drafts) -> None:
    drafts.drafted("a", OPENED, MOVED, CLOSED)
    problem = drafts.delete("/a/entries/kilburn", 409)
    assert '"moved" of the same draft rests on it' in problem["detail"] and 'site "kilburn"' in problem["detail"]
    assert [each["entry"]["id"] for each in drafts.delete("/a/entries/closed")["entries"]] == ["kilburn", "moved"]
    drafts.delete("/a/entries/moved")
    assert drafts.delete("/a/entries/kilburn")["entries"] == []
    assert '"kilburn"' in drafts.delete("/a/entries/kilburn", 404)["detail"]
    assert drafts.post("/a/entries", CLOSED)["entry"]["id"] == "closed", "and may be put in again"


def test_the_structure_with_a_scenario_is_that_of_after_it(drafts: Drafts) -> None:
    drafts.drafted("a", OPENED, MOVED, CLOSED)
    before = drafts.get("/structure", **AUTUMN)
    supposed = drafts.get("/structure", scenario="a", **AUTUMN)
    assert supposed["scenario"] == {"id": "a", "name": "A", "entries": 3, "left_out": []}
    assert {site["id"] for site in supposed["sites"]} == {"colindale", "kilburn"}
    assert drafts.get("/structure", **AUTUMN) == before
    differing = drafts.get("/structure/compare", to_scenario="a", **AUTUMN)
    assert ("scenario" in differing["from"], differing["to"]["scenario"]["id"]) == (False, "a")
    assert (differing["appeared"], differing["vanished"], differing["altered"]) == (
        [{"type": "site", "id": "kilburn", "because": ["kilburn"]}],
        [{"type": "site", "id": "wembley", "because": ["closed"]}],
        [{"type": "team", "id": "response-a", "field": "site", "before": "wembley", "after": "kilburn",
          "because": ["moved"]}],
    )  # fmt: skip
    back = drafts.get("/structure/compare", scenario="a", **AUTUMN)
    assert back["appeared"] == [{"type": "site", "id": "wembley", "because": ["wembley"]}]
    assert back["vanished"] == [{"type": "site", "id": "kilburn", "because": ["kilburn"]}]
    for path in ("/timeline", "/sites/kilburn", "/areas/kenton/cover", "/mergers", "/milestones"):
        assert drafts.get(path, scenario="a", **AUTUMN)["scenario"]["id"] == "a"
    assert drafts.get("/sites/kilburn", 404)


def test_two_scenarios_are_compared_with_each_other(drafts: Drafts) -> None:
    drafts.drafted("a", OPENED, MOVED)
    elsewhere = start("team-moved", "response-a", "2018-10-01", "planned", id="elsewhere", to="colindale")
    drafts.drafted("b", elsewhere, CLOSED)
    found = drafts.get("/structure/compare", scenario="a", to_scenario="b", **AUTUMN)
    assert (found["from"]["scenario"]["id"], found["to"]["scenario"]["id"]) == ("a", "b")
    assert (found["appeared"], [each["id"] for each in found["vanished"]]) == ([], ["kilburn", "wembley"])
    assert [each["because"] for each in found["vanished"]] == [["kilburn"], ["closed"]]
    assert [(each["before"], each["after"]) for each in found["altered"]] == [("kilburn", "colindale")]


def test_a_draft_leaves_nothing_behind(drafts: Drafts) -> None:
    drafts.drafted("a", OPENED, MOVED, amend("change-restricted", "response-b"), CLOSED)
    engine = drafts.deployment.mergerlog.engine
    before = dump(engine)
    for path in ("/structure", "/timeline", "/milestones", "/mergers", "/sites/kilburn", "/areas/kenton/cover"):
        drafts.get(path, scenario="a", **AUTUMN)
    drafts.get("/structure/compare", to_scenario="a", **AUTUMN)
    drafts.get("/scenarios/a")
    drafts.post("/a/entries", start("site-closed", "atlantis", "2019", "planned"), 422)
    drafts.delete("/a/entries/kilburn", 409)
    reply = drafts.deployment.post(f"/programmes/{drafts.programme}/entries", CLOSED, dry_run=True)
    assert reply.status_code == 200
    assert dump(engine) == before


def test_a_scenarios_answer_is_neither_kept_nor_settled(drafts: Drafts) -> None:
    """Even when the log comes to be as long as it was with the draft."""
    drafts.drafted("a", CLOSED)
    of = f"/programmes/{drafts.programme}/structure"
    reply = drafts.deployment.get(of, scenario="a", **AUTUMN)
    assert (reply.headers["Cache-Control"], reply.json()["asked"]["settled"]) == ("no-store", False)
    assert "ETag" not in reply.headers
    renamed = start("site-renamed", "colindale", "2018-07", "planned", id="renamed", name="Other")
    record(drafts.deployment, drafts.programme, renamed)
    sites = {site["id"]: site["name"] for site in drafts.get("/structure", **AUTUMN)["sites"]}
    assert sites == {"colindale": "Other", "wembley": "Wembley"}
    sites = {site["id"]: site["name"] for site in drafts.get("/structure", scenario="a", **AUTUMN)["sites"]}
    assert sites == {"colindale": "Other"}


def test_nothing_of_a_draft_was_known_before_now(on_file: Drafts) -> None:
    on_file.drafted("a", CLOSED)
    on_file.deployment.time.at += timedelta(days=1)
    past = str((on_file.deployment.time.at - timedelta(days=1)).date())
    assert "recorded now" in on_file.get("/structure", 422, scenario="a", known_on=past)["detail"]
    today = str(on_file.deployment.time.at.date())
    assert len(on_file.get("/structure", scenario="a", known_on=today, **AUTUMN)["sites"]) == 1
    asked: dict[str, Any] = {"known_on": past, "to_known_on": today, "to_scenario": "a"}
    assert on_file.get("/structure/compare", **asked, **AUTUMN)["vanished"]


def test_a_committed_scenario_is_recorded_as_one(drafts: Drafts) -> None:
    drafts.drafted("a", OPENED, MOVED, CLOSED)
    supposed = drafts.get("/structure", scenario="a", **AUTUMN)
    log = drafts.log()
    said = drafts.post("/a/commit", {"reason": "The board agreed."})
    assert {name: said[name] for name in ("id", "state", "count", "first", "last")} == {
        "id": "a", "state": "committed", "count": 3, "first": "kilburn", "last": "closed",
    }  # fmt: skip
    after = drafts.log()[len(log) :]
    assert [entry["id"] for entry in after[:3]] == ["kilburn", "moved", "closed"]
    assert after[3] == said["entry"]
    assert (after[3]["kind"], after[3]["subject"], after[3]["details"], after[3]["reason"]) == (
        "scenario-committed", drafts.programme, {"scenario": "a", "name": "A", "entries": 3}, "The board agreed.",
    )  # fmt: skip
    now = drafts.get("/structure", **AUTUMN)
    assert {name: now[name] for name in ("sites", "teams", "units", "posts", "areas", "possible")} == {
        name: supposed[name] for name in ("sites", "teams", "units", "posts", "areas", "possible")
    }
    assert drafts.post("/a/commit", status=200) == said, "a retry records nothing"
    assert len(drafts.log()) == len(log) + 4
    shown = drafts.get("/scenarios/a")
    assert (shown["state"], shown["closed_by"], shown["can_be_committed"]) == ("committed", said["entry"]["id"], False)
    for path, body in (("/a/entries", MOVED), ("/a/discard", {"reason": "No."}), ("/a/rebase", {})):
        assert "was committed" in drafts.post(path, body, 409)["detail"]
    assert "was committed" in drafts.delete("/a/entries/closed", 409)["detail"]


def test_a_discarded_scenario_is_recorded_with_its_reason(drafts: Drafts) -> None:
    drafts.drafted("a", OPENED)
    log = drafts.log()
    assert "reason" in drafts.post("/a/discard", {}, 422)["detail"]
    said = drafts.post("/a/discard", {"reason": "Too dear."})
    (entry,) = drafts.log()[len(log) :]
    assert said["entry"] == entry
    assert (entry["kind"], entry["reason"], entry["details"]["entries"]) == ("scenario-discarded", "Too dear.", 1)
    assert drafts.post("/a/discard", {"reason": "Again."}, 200) == said
    assert "was discarded" in drafts.post("/a/commit", status=409)["detail"]
    assert {site["id"] for site in drafts.get("/structure", scenario="a", **AUTUMN)["sites"]} >= {"kilburn"}


def test_an_empty_scenario_cannot_be_committed(on_file: Drafts) -> None:
    on_file.drafted("a")
    assert "holds no entry" in on_file.post("/a/commit", status=409)["detail"]
    assert on_file.post("/a/discard", {"reason": "It came to nothing."})


def test_of_two_managers_whose_scenarios_collide_one_is_told_what_changed(drafts: Drafts) -> None:
    drafts.drafted("mine", OPENED, MOVED)
    drafts.drafted("hers", start("team-moved", "response-a", "2018-10-01", "planned", id="elsewhere", to="colindale"))
    drafts.post("/hers/commit")
    log = drafts.log()
    problem = drafts.post("/mine/commit", status=409)
    assert problem["title"] == "Ground moved"
    (changed,) = problem["changed"]
    told = f'tester recorded team-moved of team response-a ("elsewhere") at {changed["recorded_at"]}'
    assert told in problem["detail"]
    assert {name: changed[name] for name in ("id", "kind", "type", "subject", "recorded_by", "under")} == {
        "id": "elsewhere", "kind": "team-moved", "type": "team", "subject": "response-a", "recorded_by": "tester",
        "under": ["moved"],
    }  # fmt: skip
    assert problem["refused"] == []
    assert drafts.log() == log, "nothing was recorded"
    shown = drafts.get("/scenarios/mine")
    assert (shown["can_be_committed"], shown["changed"], shown["entries"][1]["changed"]) == (
        False, [changed], ["elsewhere"],
    )  # fmt: skip
    accepted = drafts.post("/mine/rebase", {"seen": shown["seen"]}, 200)
    assert (accepted["accepted"], accepted["changed"], accepted["can_be_committed"]) == ([changed], [], True)
    drafts.post("/mine/commit")
    teams = {team["id"]: team["site"] for team in drafts.get("/structure", **AUTUMN)["teams"]}
    assert teams["response-a"] == "kilburn"


def test_of_many_who_commit_at_once_one_gets_through(drafts: Drafts) -> None:
    for at in range(4):
        to = ("colindale", "wembley")[at % 2]
        drafted = start("team-moved", "response-b", f"2018-10-0{at + 1}", "planned", id=f"moved-{at}", to=to)
        drafts.drafted(f"draft-{at}", drafted)
    log = drafts.log()

    def commit(at: int) -> int:
        return drafts.deployment.post(f"/programmes/{drafts.programme}/scenarios/draft-{at}/commit", None).status_code

    with ThreadPoolExecutor(4) as pool:
        statuses = sorted(pool.map(commit, range(4)))
    assert statuses == [201, 409, 409, 409]
    assert len(drafts.log()) == len(log) + 2


def test_what_is_accepted_is_what_was_seen(on_file: Drafts) -> None:
    on_file.drafted("a", MOVED | {"details": {"to": "colindale"}})
    resized = [
        start("team-resized", "response-a", "2018-08", "planned", id=f"resized-{at}", strength=at) for at in (1, 2)
    ]
    record(on_file.deployment, on_file.programme, resized[0])
    seen = on_file.get("/scenarios/a")["seen"]
    record(on_file.deployment, on_file.programme, resized[1])
    after = on_file.post("/a/rebase", {"seen": seen}, 200)
    told = [[each["id"] for each in after[which]] for which in ("accepted", "changed")]
    assert told == [["resized-1"], ["resized-2"]]
    assert "resized-2" in on_file.post("/a/commit", status=409)["detail"]
    assert '"no-such"' in on_file.post("/a/rebase", {"seen": "no-such"}, 422)["detail"]
    assert [each["id"] for each in on_file.post("/a/rebase", status=200)["accepted"]] == ["resized-2"]
    on_file.post("/a/commit")


def test_what_has_nothing_to_do_with_a_draft_does_not_stand_in_its_way(on_file: Drafts) -> None:
    on_file.drafted("a", OPENED, MOVED)
    on_file.drafted("b", start("team-renamed", "response-b", "2018-10", "planned", name="B", id="renamed"))
    record(on_file.deployment, on_file.programme, start("site-closed", "colindale", "2019", "planned"))
    on_file.post("/b/commit")
    on_file.post("/a/commit")


def test_a_draft_rests_on_what_it_names_too(on_file: Drafts) -> None:
    on_file.drafted("a", MOVED | {"details": {"to": "colindale"}})
    record(on_file.deployment, on_file.programme, start("site-closed", "colindale", "2018-08", "planned", id="shut"))
    problem = on_file.post("/a/commit", status=409)
    assert [each["id"] for each in problem["changed"]] == ["shut"]


def test_a_merger_changes_every_subject_that_it_ends(drafts: Drafts) -> None:
    drafts.drafted("a", MOVED | {"details": {"to": "colindale"}})
    merger = start("teams-merged", "response-b", "2019", "planned", id="merger", from_=["response-a"])
    record(drafts.deployment, drafts.programme, merger)
    assert [each["id"] for each in drafts.post("/a/commit", status=409)["changed"]] == ["merger"]


def test_an_entry_that_can_be_recorded_no_more_is_told_and_taken_out(drafts: Drafts) -> None:
    drafts.drafted("a", CLOSED, start("site-renamed", "wembley", "2018-10", "planned", id="renamed", name="W"))
    record(drafts.deployment, drafts.programme, start("site-closed", "wembley", "2018-09", "planned", id="shut"))
    shown = drafts.get("/scenarios/a")
    assert ["not there to be changed" in (each["refused"] or "") or "it is closed" in (each["refused"] or "")
            for each in shown["entries"]] == [True, True]  # fmt: skip
    problem = drafts.post("/a/commit", status=409)
    assert [each["id"] for each in problem["refused"]] == ["closed", "renamed"]
    assert '"closed" is refused' in problem["detail"]
    left_out = drafts.get("/structure", scenario="a", **AUTUMN)["scenario"]["left_out"]
    assert left_out == problem["refused"]
    drafts.post("/a/rebase", status=200)
    problem = drafts.post("/a/commit", status=409)
    assert (problem["title"], problem["changed"]) == ("Cannot be recorded", [])
    drafts.delete("/a/entries/closed")
    drafts.delete("/a/entries/renamed")


def test_only_managers_keep_and_see_drafts(on_file: Drafts) -> None:
    on_file.drafted("a", OPENED)
    for role in ("member", "observer"):
        for path in ("/scenarios", "/scenarios/a", "/scenarios/no-such"):
            on_file.get(path, 403, role)
        for path in ("/structure", "/timeline", "/sites/kilburn", "/mergers"):
            on_file.get(path, 403, role, scenario="a")
        on_file.get("/structure/compare", 403, role, to_scenario="a")
        for path in ("", "/a/entries", "/a/commit", "/a/discard", "/a/rebase"):
            on_file.post(path, {"reason": "x"}, 403, role)
    of = f"/v1/programmes/{on_file.programme}"
    for path in ("/scenarios", "/scenarios/a", "/structure?scenario=a"):
        assert on_file.deployment.client.get(of + path).status_code == 401
    assert on_file.deployment.client.delete(f"{of}/scenarios/a/entries/kilburn").status_code == 401
    elsewhere = on_file.deployment.mergerlog.add_token("other", "manager", on_file.deployment.programme())
    headers = {"Authorization": f"Bearer {elsewhere}"}
    assert on_file.deployment.client.get(f"{of}/scenarios/a", headers=headers).status_code == 403


def test_an_observer_learns_nothing_of_a_draft_from_the_log(drafts: Drafts) -> None:
    secret = start("site-closed", "colindale", "2019", "planned", id="secret", restricted=True)
    drafts.drafted("given-up", secret)
    drafts.post("/given-up/discard", {"reason": "Not now."})
    drafts.drafted("done", OPENED, secret)
    committed = drafts.post("/done/commit")["entry"]["id"]
    seen = drafts.get("/entries", role="observer", limit=1000)["entries"]
    kinds = {entry["kind"] for entry in seen}
    assert "kilburn" in {entry["id"] for entry in seen} and not {"scenario-committed", "scenario-discarded"} & kinds
    assert {"scenario-committed", "scenario-discarded"} <= {
        entry["kind"] for entry in drafts.get("/entries", role="member", limit=1000)["entries"]
    }
    record(drafts.deployment, drafts.programme, amend("change-released", committed))
    assert committed in {entry["id"] for entry in drafts.get("/entries", role="observer", limit=1000)["entries"]}


def test_a_scenario_that_is_none_is_not_found(on_file: Drafts) -> None:
    on_file.get("/scenarios/no-such", 404)
    on_file.get("/structure", 404, scenario="no-such")
    for path, body in (("/entries", OPENED), ("/commit", None), ("/discard", {"reason": "x"}), ("/rebase", None)):
        assert '"no-such"' in on_file.post(f"/no-such{path}", body, 404)["detail"]


def test_each_programme_has_its_own(on_file: Drafts) -> None:
    on_file.drafted("a", OPENED)
    other = Drafts(on_file.deployment)
    other.get("/scenarios/a", 404)
    assert other.get("/scenarios")["scenarios"] == []
    other.drafted("a", OPENED)


def test_a_rebuild_leaves_drafts_alone(drafts: Drafts) -> None:
    drafts.drafted("a", OPENED, MOVED)
    drafts.drafted("b", CLOSED)
    drafts.post("/b/commit")
    before = dump(drafts.deployment.mergerlog.engine)
    drafts.deployment.mergerlog.rebuild()
    assert dump(drafts.deployment.mergerlog.engine) == before


def test_a_clash_that_only_the_draft_opens_is_foretold_and_can_be_acknowledged_in_it(drafts: Drafts) -> None:
    drafts.drafted("a")
    warned = drafts.post("/a/entries", CLOSED)["warnings"]
    (clash,) = [each for each in warned if each["rule"] == "site-not-open"]
    assert clash["id"] in {each["id"] for each in drafts.get("/clashes", scenario="a", basis="planned")["clashes"]}
    assert clash["id"] not in {each["id"] for each in drafts.get("/clashes", basis="planned")["clashes"]}
    seen = {"clash": clash["id"], "mark": clash["mark"]}
    body = start("clash-acknowledged", drafts.programme, id="seen", reason="Until the move.", details=seen)
    reply = drafts.deployment.post(f"/programmes/{drafts.programme}/entries", body)
    assert reply.status_code == 422, "in the log there is no such clash"
    drafts.post("/a/entries", body)
    drafts.post("/a/commit")
    clashes = drafts.get("/clashes", basis="planned")["clashes"]
    assert [each["acknowledged"]["reason"] for each in clashes if each["id"] == clash["id"]] == ["Until the move."]


def test_amendments_and_claims_can_be_drafted(on_file: Drafts) -> None:
    claim = amend("claim-recorded", "go-live", id="claim", source=PAPER, effective_on="2018-09")
    on_file.drafted("a", claim, amend("claim-dismissed", "go-live", claim="claim", id="dismissed"))
    on_file.post("/a/commit")
    assert [each["state"] for each in on_file.get("/changes/go-live")["claims"]] == ["settled"]
