"""An observer counts the versions of a subject without the entries that an observer does not see."""

from __future__ import annotations

from domain.log.entry import Entry
from projections.log.visible_versions import Versions
from tests.support.drafting import Drafting
from tests.support.examples import Body, amend, start

SECRET = start("site-closed", "wembley", "2019", "planned", id="secret", restricted=True)
PUT_OFF = amend("change-rescheduled", "secret", id="put-off", effective_on="2020")
RENAMED = start("site-renamed", "wembley", "2018-02-01", id="renamed", name="Wembley Park")


def recorded(drafting: Drafting, *bodies: Body) -> list[Entry]:
    return [drafting.record(body) for body in bodies]


def versions(drafting: Drafting, entries: list[Entry], *, public: bool) -> list[int]:
    counted = Versions(drafting.connection, public)
    return [counted.version_of(entry) for entry in entries]


def test_a_manager_counts_every_entry(drafting: Drafting) -> None:
    entries = recorded(drafting, SECRET, RENAMED, PUT_OFF)
    assert versions(drafting, entries, public=False) == [2, 3, 4]


def test_an_observer_counts_the_entries_between_restricted_ones(drafting: Drafting) -> None:
    again = start("site-renamed", "wembley", "2018-03-01", id="again", name="Wembley")
    renamed, second = (recorded(drafting, SECRET, RENAMED, PUT_OFF, again)[number] for number in (1, 3))
    assert versions(drafting, [renamed, second], public=True) == [2, 3]


def test_an_observer_counts_as_everyone_where_nothing_of_the_subject_is_restricted(drafting: Drafting) -> None:
    recorded(drafting, SECRET)
    colindale = recorded(drafting, start("site-renamed", "colindale", "2018-02-01", id="c", name="C"))
    assert versions(drafting, colindale, public=True) == [2]


def test_a_change_that_is_released_counts_again(drafting: Drafting) -> None:
    entries = recorded(drafting, SECRET, RENAMED, amend("change-released", "secret", id="released"))
    assert versions(drafting, entries, public=True) == [2, 3, 4]
