"""Scenarios for the API and the command line alike: made, filled, looked at, and committed or discarded once."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest
from structlog.testing import capture_logs

from api.services.scenarios import Scenarios
from domain.log.body import Body
from domain.log.parsing import read_entry
from domain.refusals import MalformedQuestion, Refusal, UnknownPerson
from tests.support.deployments import Deployment
from tests.support.examples import log_of, start, world

OPENED = start("site-opened", "kilburn", "2018-09-01", "planned", id="kilburn", name="Kilburn", uses=["response-base"])
MOVED = start("team-moved", "response-a", "2018-10-01", "planned", id="moved", to="kilburn")
CLOSED = start("site-closed", "wembley", "2018-11-01", "planned", id="closed")
AUTUMN = {"effective_on": "2018-12-01", "basis": "planned"}


def payload(body: dict[str, object]) -> Body:
    """A body, checked."""
    return read_entry(msgspec.json.encode(body))


@pytest.fixture
def scenarios(on_sqlite: Deployment) -> Scenarios:
    """The scenarios of a new programme, as Rose has them."""
    return Scenarios(on_sqlite.mergerlog, world(on_sqlite), "rose")


@pytest.fixture
def drafted(scenarios: Scenarios) -> Scenarios:
    """The same with a draft by the id `later`, of two entries."""
    scenarios.create("A month later", "later")
    for body in (OPENED, MOVED):
        scenarios.add("later", payload(body))
    return scenarios


def test_a_draft_is_made_once(scenarios: Scenarios) -> None:
    draft, is_new = scenarios.create("A month later", "later")
    assert (draft["id"], draft["name"], draft["state"], draft["made_by"], is_new) == (
        "later", "A month later", "open", "rose", True,
    )  # fmt: skip
    again, is_new = scenarios.create("A month later", "later")
    assert (again["id"], is_new) == ("later", False)
    with pytest.raises(Refusal):
        scenarios.create("Another", "later")


def test_drafts_are_listed_in_the_order_of_their_making_with_their_sizes(
    drafted: Scenarios, on_sqlite: Deployment
) -> None:
    on_sqlite.time.at += timedelta(seconds=1)
    drafted.create("Before", "before")
    listed = drafted.all()["scenarios"]
    assert [(draft["id"], draft["entries"]) for draft in listed] == [("later", 2), ("before", 0)]


def test_a_draft_is_shown_with_its_entries_and_leaves_the_log_as_it_is(
    drafted: Scenarios, on_sqlite: Deployment
) -> None:
    shown = drafted.show("later")
    assert [draft["entry"]["id"] for draft in shown["entries"]] == ["kilburn", "moved"]
    assert [draft["refused"] for draft in shown["entries"]] == [None, None]
    assert shown["seen"] == "go-live"
    assert len(log_of(on_sqlite, drafted.programme)) == 10


def test_what_is_only_tried_is_not_put_into_a_draft(drafted: Scenarios) -> None:
    tried = drafted.add("later", payload(CLOSED), dry_run=True)
    assert tried.is_new
    assert drafted.all()["scenarios"][0]["entries"] == 2


def test_a_newcomer_is_registered_with_a_drafted_entry(drafted: Scenarios) -> None:
    appointed = start("leader-appointed", "commander", "2018-05-01", person="p-drafted", tenure="acting")
    drafted.add("later", payload(appointed), dry_run=True, newcomer=("p-drafted", "Ada Murray"))
    with pytest.raises(UnknownPerson):
        drafted.mergerlog.erase_name("p-drafted")
    drafted.add("later", payload(appointed), newcomer=("p-drafted", "Ada Murray"))
    assert drafted.mergerlog.erase_name("p-drafted") is True


def test_an_entry_is_taken_out_where_no_other_rests_on_it(drafted: Scenarios) -> None:
    with pytest.raises(Refusal, match="moved"):
        drafted.remove("later", "kilburn")
    drafted.remove("later", "moved")
    drafted.remove("later", "kilburn")
    assert drafted.show("later")["entries"] == []


def test_a_commit_records_every_entry_once(drafted: Scenarios, on_sqlite: Deployment) -> None:
    with capture_logs() as lines:
        committed, is_new = drafted.commit("later", "It was agreed.")
        again, is_new_again = drafted.commit("later")
    assert (committed["state"], committed["count"], committed["first"], committed["last"]) == (
        "committed", 2, "kilburn", "moved",
    )  # fmt: skip
    assert (is_new, is_new_again, again) == (True, False, committed)
    kinds = [entry["kind"] for entry in log_of(on_sqlite, drafted.programme)[10:]]
    assert kinds == ["site-opened", "team-moved", "scenario-committed"]
    assert [(line["event"], line["scenario"], line["entries"]) for line in lines] == [("committed", "later", 2)]
    assert drafted.show("later")["seen"] is None


def test_a_draft_that_is_discarded_records_that_alone_and_is_not_committed(
    drafted: Scenarios, on_sqlite: Deployment
) -> None:
    discarded, is_new = drafted.discard("later", "It was dropped.")
    again, is_new_again = drafted.discard("later", "It was dropped.")
    assert (discarded["state"], is_new, is_new_again, again) == ("discarded", True, False, discarded)
    assert [entry["kind"] for entry in log_of(on_sqlite, drafted.programme)[10:]] == ["scenario-discarded"]
    with pytest.raises(Refusal):
        drafted.commit("later")


def test_a_draft_is_committed_only_once_what_changed_under_it_was_accepted(drafted: Scenarios) -> None:
    renamed = start("team-moved", "response-a", "2018-03-01", "done", id="moved-before", to="colindale")
    drafted.mergerlog.record(drafted.programme, payload(renamed), "murray")
    with pytest.raises(Refusal, match="has changed under"):
        drafted.commit("later")
    accepted = drafted.rebase("later", None)
    assert [conflict["id"] for conflict in accepted] == ["moved-before"]
    assert drafted.rebase("later", None) == []
    assert drafted.commit("later")[1] is True


def test_a_question_supposes_a_draft_and_only_now(drafted: Scenarios) -> None:
    question = drafted.mergerlog.ask(**AUTUMN)
    with drafted.supposing("later", question) as view:
        assert view.heading["scenario"]["id"] == "later"
        assert view.subject("site", "kilburn")
    past = drafted.mergerlog.ask(known_on="2018-05-01")
    with pytest.raises(MalformedQuestion, match="leave known_on and known_at"), drafted.supposing("later", past):
        pass


def test_a_draft_is_compared_with_the_log_and_with_itself(drafted: Scenarios) -> None:
    question = drafted.mergerlog.ask(**AUTUMN)
    compared = drafted.compare((None, question), ("later", question))
    assert [subject["id"] for subject in compared["appeared"]] == ["kilburn"]
    assert [(field["id"], field["before"], field["after"]) for field in compared["altered"]] == [
        ("response-a", "wembley", "kilburn")
    ]
    reverse = drafted.compare(("later", question), (None, question))
    assert [subject["id"] for subject in reverse["vanished"]] == ["kilburn"]
    same = drafted.compare(("later", question), ("later", question))
    assert (same["appeared"], same["vanished"], same["altered"]) == ([], [], [])


def test_a_draft_opens_clashes_and_clears_others(drafted: Scenarios) -> None:
    drafted.create("Closed", "closing")
    drafted.add("closing", payload(CLOSED))
    question = drafted.mergerlog.ask(**AUTUMN)
    opened = drafted.clashes("closing", question)["opened"]
    assert any({"closed", "response-a"} <= set(clash["changes"]) for clash in opened)
    drafted.mergerlog.record(drafted.programme, payload(CLOSED), "rose")
    cleared = drafted.clashes("later", question)["cleared"]
    assert any({"closed", "response-a"} <= set(clash["changes"]) for clash in cleared)


def test_a_draft_that_is_not_there_is_refused(scenarios: Scenarios) -> None:
    question = scenarios.mergerlog.ask()
    with pytest.raises(Refusal, match="nowhere"):
        scenarios.show("nowhere")
    with pytest.raises(Refusal, match="nowhere"):
        scenarios.clashes("nowhere", question)
