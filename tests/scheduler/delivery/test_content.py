"""The content of a digest: what still stands, in the words that its contact may read, the most pressing first."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from domain.reminders.schedule import CLASHES, LADDER, MANAGERS, POSTS, SENIOR
from projections.questions.due import Planned, Post
from scheduler import wording
from scheduler.delivery.content import DigestItem, first_track_of
from scheduler.people import acknowledgements, contacts
from tests.scheduler.merger import CLASH, DAY, HIDDEN, NOW, Merger, two_clashes, undone
from tests.support.examples import amend
from tests.support.reminder_office import Office


class Row(NamedTuple):
    """A reminder that waits."""

    about: str
    revision: int
    track: str = LADDER
    rung: str = "on-the-day"


def item(merger: Merger, *rows: Row, contact: str = "manager") -> DigestItem:
    """The item of reminders of one thing."""
    content = merger.content(two_clashes)
    standing = content.find(merger.number, rows[0].about, rows[0].revision, rows[0].track)
    assert standing is not None
    return content.item(merger.number, contacts.get_contact(merger.connection, contact), standing[0], rows)


@pytest.mark.parametrize(
    ("about", "track"),
    [("go-live", LADDER), ("c-0a1b", LADDER), ("post:commander", POSTS), ("clash:x-1", CLASHES), ("post", LADDER)],
)
def test_the_first_track_is_told_from_what_a_reminder_is_about(about: str, track: str) -> None:
    assert first_track_of(about) == track


@pytest.mark.parametrize(
    ("about", "page"), [("go-live", "changes/go-live"), ("post:deputy", "posts/deputy"), ("clash:x-1", "clashes/x-1")]
)
def test_an_item_has_a_page_and_a_sentence(about: str, page: str) -> None:
    words = {"lead": "Due today", "title": "Go live", "when": "4 June 2018", "programme_name": "North West"}
    made = DigestItem(programme="north-west", about=about, revision=1, escalation=None, order=(0, 0, 0, ""), **words)
    assert made.path == f"programmes/north-west/{page}"
    assert made.heading == "Due today: Go live"
    assert made.sentence == "Due today: Go live, 4 June 2018"


@pytest.mark.parametrize(
    ("about", "lead", "when"),
    [("late", "Overdue by 34 days", "1 May 2018"), ("near", "Due in 7 days", "11 June 2018")],
)
def test_a_planned_change_has_its_title_and_its_date(merger: Merger, about: str, lead: str, when: str) -> None:
    revision = merger.revision(about)
    made = item(merger, Row(about, revision))
    title = f"{about.capitalize()} is reached"
    assert (made.lead, made.title, made.when) == (lead, title, when)
    assert (made.programme, made.programme_name) == (merger.office.programme, merger.office.programme)
    assert (made.about, made.revision) == (about, revision)


def test_a_vacant_post_has_its_name_and_since_when(merger: Merger) -> None:
    made = item(merger, Row("post:deputy", merger.revision("post:deputy"), POSTS, "vacant"))
    assert made.sentence == "Vacant for 34 days: Deputy, since 1 May 2018"


@pytest.mark.parametrize(
    ("contact", "sentence"),
    [
        ("manager", "The team Response A is at Wembley, at odds from 5 June 2018 to 6 June 2018"),
        ("senior", "The team Response A is at Wembley, at odds from 5 June 2018 to 6 June 2018"),
        ("owner", "A team is at Wembley, at odds on 5 June 2018"),  # an observer
    ],
)
def test_a_clash_has_the_words_and_days_that_its_reader_may_know(merger: Merger, contact: str, sentence: str) -> None:
    made = item(merger, Row("clash:x-1", CLASH.since, CLASHES), contact=contact)
    assert made.sentence == f"A clash has become certain: {sentence}"


def test_changes_come_before_clashes_and_clashes_before_posts(merger: Merger) -> None:
    rows = [
        Row("post:deputy", merger.revision("post:deputy"), POSTS),
        Row("clash:x-1", CLASH.since, CLASHES),
        *(Row(about, merger.revision(about)) for about in ("secret", "near", "late")),
    ]
    items = sorted((item(merger, row) for row in rows), key=lambda made: made.order)
    assert [made.about for made in items] == ["late", "near", "secret", "clash:x-1", "post:deputy"]


@pytest.mark.parametrize(
    ("rungs", "lead"),
    [
        (("window",), "The window has opened"),
        (("window", "before-7"), "Due in 7 days"),
        (("before-7",), "Due in 7 days"),
    ],
)
def test_a_window_has_opened_only_where_no_later_rung_is_reached(
    merger: Merger, rungs: tuple[str, ...], lead: str
) -> None:
    revision = merger.revision("near")
    assert item(merger, *(Row("near", revision, rung=rung) for rung in rungs)).lead == lead


@pytest.mark.parametrize(
    ("tracks", "escalation"),
    [
        ([LADDER], None),
        ([MANAGERS], wording.ESCALATED[MANAGERS]),
        ([SENIOR], wording.ESCALATED[SENIOR]),
        ([MANAGERS, SENIOR], wording.ESCALATED[SENIOR]),
        ([LADDER, MANAGERS, SENIOR], None),
    ],
)
def test_an_item_is_escalated_to_those_who_do_not_own_it(
    merger: Merger, tracks: list[str], escalation: str | None
) -> None:
    revision = merger.revision("late")
    assert item(merger, *(Row("late", revision, track) for track in tracks)).escalation == escalation


@pytest.mark.parametrize(
    ("about", "track", "restricted"),
    [
        ("late", LADDER, False),
        ("late", SENIOR, False),
        ("secret", LADDER, True),
        ("post:deputy", POSTS, False),
        ("clash:x-1", CLASHES, False),
        ("clash:x-2", CLASHES, True),
    ],
)
def test_what_stands_as_it_did_is_there_and_only_in_its_revision(
    merger: Merger, about: str, track: str, restricted: bool
) -> None:
    content = merger.content(two_clashes)
    revision = CLASH.since if track == CLASHES else merger.revision(about)
    standing = content.find(merger.number, about, revision, track)
    assert standing is not None
    cause, is_restricted = standing
    assert is_restricted == restricted
    if isinstance(cause, Planned):
        assert cause.change == about
    elif isinstance(cause, Post):
        assert f"post:{cause.slug}" == about
    else:
        assert cause == {"clash:x-1": CLASH, "clash:x-2": HIDDEN}[about]
    for other in (revision - 1, revision + 1):
        assert content.find(merger.number, about, other, track) is None


@pytest.mark.parametrize(
    ("about", "track"),
    [("nothing", LADDER), ("post:commander", POSTS), ("post:nothing", POSTS), ("clash:x-9", CLASHES)],
)
def test_what_is_not_due_at_all_does_not_stand(merger: Merger, about: str, track: str) -> None:
    assert merger.content(two_clashes).find(merger.number, about, CLASH.since, track) is None


@pytest.mark.parametrize(
    ("end", "fields"),
    [
        ("change-withdrawn", {}),
        ("change-retracted", {}),
        ("change-completed", {"effective_on": "2018-06-01"}),
        ("change-rescheduled", {"effective_on": "2018-08-01"}),
    ],
)
def test_what_was_moved_done_or_dropped_stands_no_more(small_office: Office, end: str, fields: dict[str, str]) -> None:
    slug = f"ends-by-{end}"
    small_office.milestone(slug, "2018-12-01")
    with undone(small_office) as before:
        revision = before.revision(slug)
        assert before.content().find(before.number, slug, revision, LADDER) is not None
    small_office.record(amend(end, slug, **fields))
    with undone(small_office) as after:
        assert after.content().find(after.number, slug, revision, LADDER) is None


def test_only_what_somebody_has_acknowledged_is_acknowledged(merger: Merger) -> None:
    revision = merger.revision("late")
    acknowledgements.acknowledge_change(merger.connection, merger.number, "late", "contact owner", NOW)
    content = merger.content()
    assert content.is_acknowledged(merger.number, "late", revision)
    assert not content.is_acknowledged(merger.number, "late", revision + 1)
    assert not content.is_acknowledged(merger.number, "near", revision)
    assert not content.is_acknowledged(merger.number + 1, "late", revision)


def test_the_content_is_of_a_day_in_london(merger: Merger) -> None:
    assert merger.content().day == DAY
