"""What was recorded about the subjects of a draft since it was decided upon, until somebody accepts it."""

from __future__ import annotations

import pytest

from domain.changes.change import Change, start_change
from domain.log.payloads import Starting
from projections.log.programmes import create_programme
from projections.log.recorder import last_position
from projections.scenarios.commit import discard_draft
from projections.scenarios.conflicts import SubjectName, UnseenEntry, accept_conflicts, find_conflicts, rests_on
from projections.scenarios.drafts import ScenarioClosed
from tests.support.drafting import AUTHOR, Drafting, payload
from tests.support.examples import Body, amend, start

OPENED = start("site-opened", "kilburn", "2018-09-01", "planned", id="kilburn", name="Kilburn", uses=["response-base"])
MOVED = start("team-moved", "response-a", "2018-10-01", "planned", id="moved", to="kilburn")
RENAMED = start("site-renamed", "colindale", "2018-09-01", "planned", id="renamed", name="Colindale Centre")
FORMED = start("team-formed", "cid", id="cid", name="CID", unit="nw-bcu", function="response", site="wembley")


def change(body: Body) -> Change:
    """The change that an entry starts."""
    read = payload(body)
    assert isinstance(read, Starting)
    return start_change(read, "c", 1)


@pytest.mark.parametrize(
    ("body", "names"),
    [
        (RENAMED, (("site", "colindale"),)),
        (MOVED, (("site", "kilburn"), ("team", "response-a"))),
        (FORMED, (("site", "wembley"), ("team", "cid"), ("unit", "nw-bcu"))),
        (
            start("teams-merged", "response-a", from_=["response-b", "cid"]),
            (("team", "cid"), ("team", "response-a"), ("team", "response-b")),
        ),
        (start("leader-appointed", "commander", person="p-1", tenure="acting"), (("post", "commander"),)),
        (start("milestone-set", "m", title="M", depends_on=["go-live"]), (("milestone", "m"),)),
        (start("reminder-policy-set", "p", rungs=[21, 7], overdue_every=5), ()),
    ],
)
def test_an_entry_rests_on_the_subjects_that_it_changes_or_names(body: Body, names: tuple[SubjectName, ...]) -> None:
    assert rests_on(None, change(body)) == names


def test_an_amendment_rests_on_what_its_change_was_and_became() -> None:
    before, after = change(MOVED), change(MOVED | {"details": {"to": "wembley"}})
    assert rests_on(before, after) == (("site", "kilburn"), ("site", "wembley"), ("team", "response-a"))
    assert rests_on(None, None) == ()


def conflicts(drafting: Drafting, id_: str) -> list[tuple[str, SubjectName, tuple[str, ...]]]:
    found = find_conflicts(drafting.connection, drafting.log, drafting.find(id_))
    return [(conflict.entry.id, conflict.subject, conflict.under) for conflict in found]


def accept(drafting: Drafting, id_: str, last_seen: str | None = None) -> list[str]:
    accepted = accept_conflicts(drafting.connection, drafting.log, drafting.find(id_), last_seen)
    return [conflict.entry.id for conflict in accepted]


def close(id_: str, site: str) -> Body:
    return start("site-closed", site, "2019-06-01", "planned", id=id_)


def test_what_was_recorded_before_an_entry_was_drafted_is_no_conflict(drafting: Drafting) -> None:
    drafting.record(close("early", "colindale"))
    drafting.draft("a", RENAMED)
    assert conflicts(drafting, "a") == []


def test_what_is_recorded_about_other_subjects_is_no_conflict(drafting: Drafting) -> None:
    drafting.draft("a", RENAMED)
    drafting.record(close("other", "wembley"))
    drafting.record(start("team-renamed", "response-a", "2018-02-01", id="team", name="A"))
    assert conflicts(drafting, "a") == []
    drafting.draft("empty")
    assert conflicts(drafting, "empty") == []


def test_entries_about_subjects_of_a_draft_are_conflicts_in_the_order_of_the_log(drafting: Drafting) -> None:
    drafting.draft("a", OPENED, MOVED, RENAMED)
    drafting.record(close("colindale-closed", "colindale"))
    drafting.record(start("team-renamed", "response-a", "2018-02-01", id="team-renamed", name="A"))
    drafting.record(amend("change-rescheduled", "colindale-closed", id="put-off", effective_on="2019-07-01"))
    assert conflicts(drafting, "a") == [
        ("colindale-closed", ("site", "colindale"), ("renamed",)),
        ("team-renamed", ("team", "response-a"), ("moved",)),
        ("put-off", ("site", "colindale"), ("renamed",)),
    ]


def test_a_subject_that_only_the_draft_had_conflicts_once_the_log_has_it(drafting: Drafting) -> None:
    drafting.draft("a", OPENED, MOVED)
    drafting.record(start("site-opened", "kilburn", id="theirs", name="Kilburn"))
    assert conflicts(drafting, "a") == [("theirs", ("site", "kilburn"), ("kilburn", "moved"))]


def test_only_the_entries_that_were_drafted_before_stand_on_moved_ground(drafting: Drafting) -> None:
    drafting.draft("a", RENAMED)
    drafting.record(close("closed", "colindale"))
    drafting.add("a", start("site-renamed", "colindale", "2018-12-01", "planned", id="again", name="C"))
    assert conflicts(drafting, "a") == [("closed", ("site", "colindale"), ("renamed",))]


def test_a_merger_that_ends_a_subject_conflicts_with_what_rests_on_it(drafting: Drafting) -> None:
    drafting.draft("a", start("team-renamed", "response-b", "2018-09-01", "planned", id="renamed", name="B"))
    merged = start("teams-merged", "response-a", "2018-12-01", "planned", id="merged", from_=["response-b"])
    drafting.record(merged)
    drafting.record(amend("change-rescheduled", "merged", id="put-off", effective_on="2019"))
    drafting.record(start("team-renamed", "response-a", "2018-02-01", id="unrelated", name="A"))
    assert conflicts(drafting, "a") == [
        ("merged", ("team", "response-b"), ("renamed",)),
        ("put-off", ("team", "response-b"), ("renamed",)),
    ]


def test_a_subject_of_another_programme_is_another_subject(drafting: Drafting) -> None:
    drafting.draft("a", RENAMED)
    create_programme(drafting.connection, "elsewhere", "Elsewhere")
    other = Drafting(drafting.connection, drafting.log, "elsewhere")
    other.record(start("site-opened", "colindale", name="Colindale"))
    assert conflicts(drafting, "a") == []


def test_what_is_accepted_is_a_conflict_no_more(drafting: Drafting) -> None:
    drafting.draft("a", RENAMED)
    drafting.record(close("closed", "colindale"))
    assert accept(drafting, "a") == ["closed"]
    assert conflicts(drafting, "a") == []
    assert accept(drafting, "a") == []
    assert [drafted.ground for drafted in drafting.find("a").entries] == [last_position(drafting.connection)]


def test_conflicts_are_accepted_up_to_the_entry_that_was_seen(drafting: Drafting) -> None:
    drafting.draft("a", RENAMED)
    drafting.record(close("first", "colindale"))
    drafting.record(amend("change-rescheduled", "first", id="second", effective_on="2019-07-01"))
    drafting.record(amend("change-rescheduled", "first", id="third", effective_on="2019-08-01"))
    assert accept(drafting, "a", "second") == ["first", "second"]
    assert [id_ for id_, _, _ in conflicts(drafting, "a")] == ["third"]


def test_an_entry_that_the_log_does_not_hold_cannot_have_been_seen(drafting: Drafting) -> None:
    drafting.draft("a", RENAMED)
    drafting.record(close("closed", "colindale"))
    with pytest.raises(UnseenEntry, match='holds no entry "renamed"'):
        accept(drafting, "a", "renamed")
    assert [id_ for id_, _, _ in conflicts(drafting, "a")] == ["closed"]


def test_a_closed_draft_accepts_nothing(drafting: Drafting) -> None:
    draft = drafting.draft("a", RENAMED)
    discard_draft(drafting.connection, drafting.log, drafting.programme, draft, AUTHOR, "No use.")
    with pytest.raises(ScenarioClosed):
        accept(drafting, "a")
