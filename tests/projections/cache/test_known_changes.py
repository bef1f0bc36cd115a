"""What is kept in memory of timelines never answers for other changes than those that it was made of."""

from __future__ import annotations

from domain.changes.change import Change, start_change
from domain.kinds.registry import EVENTS
from domain.log.payloads import Starting
from projections.cache.known_changes import KnownChangesCache


def told() -> list[Change]:
    """A team that was formed and renamed: changes that nothing else holds, of which a base has to do with one."""
    details = {"name": "Team", "unit": "unit", "function": "response"}
    events = [EVENTS["team-formed"](**details), EVENTS["team-renamed"](name="T")]
    bodies = [Starting(subject="team", effective_on="2018", standing="done", details=event) for event in events]
    return [start_change(body, f"change-{place}", place) for place, body in enumerate(bodies, start=1)]


def test_no_other_change_comes_to_have_the_place_of_one_that_a_timeline_is_known_by() -> None:
    recall = KnownChangesCache()
    known_by: set[int] = set()
    for _ in range(100):
        said = told()
        recall.spells("team", "site", said)
        known_by.update(map(id, said))
        del said
    assert len(known_by) == 200
    assert known_by.isdisjoint(map(id, [change for _ in range(500) for change in told()]))
