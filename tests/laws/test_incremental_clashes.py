"""Clashes that are kept from one question to the next are the ones that a sweep would find now."""

from __future__ import annotations

import msgspec

from domain.changes.change import Change, start_change
from domain.clashes.evaluate import sweep
from domain.clashes.incremental import ClashMemory
from domain.log.parsing import read_entry
from domain.log.payloads import Starting
from projections.cache.known_changes import KnownChangesCache
from tests.domain.clashes.rules.given import Given, appointed, closed, milestone, post, site, team, unit
from tests.support.deployments import Deployment
from tests.support.examples import amend, record, start, world


def test_a_timeline_is_not_taken_for_that_of_other_changes_that_lie_where_forgotten_ones_lay() -> None:
    def change(body: dict, place: int) -> Change:
        entry = read_entry(msgspec.json.encode(body))
        assert isinstance(entry, Starting)
        return start_change(entry, f"c-{place}", place)

    recall, opened = KnownChangesCache(), change(site("base"), 1)
    renamed = change({"kind": "site-renamed", "subject": "base", "effective_on": "2018-02-01", "standing": "done",
                      "details": {"name": "Base"}}, 2)  # fmt: skip
    assert len(recall.spells("base", "uses", [opened, renamed]).spells) == 2
    end = change(closed("base", "2018-10-01"), 2)
    forgotten = id(renamed)
    del renamed
    ends = [msgspec.structs.replace(end) for _ in range(1000)]
    there = next((each for each in ends if id(each) == forgotten), end)
    assert len(recall.spells("base", "uses", [opened, there]).spells) == 3


def test_what_is_released_is_looked_for_again_by_what_depends_on_it(deployment: Deployment) -> None:
    programme = world(deployment)
    base = site("base", "2018-10-01", "planned", id="base")
    record(deployment, programme, base | {"restricted": True}, milestone("ready", "2018-09-01", depends_on=["base"]))

    def seen() -> list[str]:
        reply = deployment.get(f"/programmes/{programme}/clashes", "observer", basis="planned")
        return [clash["rule"] for clash in reply.json()["clashes"] if clash["rule"] == "before-dependency"]

    assert seen() == []
    record(deployment, programme, amend("change-released", "base"))
    assert seen() == ["before-dependency"]


def test_what_was_looked_up_for_some_days_is_looked_up_again_for_others() -> None:
    """Somebody comes to a second post, first after leaving the first one and then before."""
    second = {"person": "p-1", "tenure": "substantive"}
    bodies = [
        post("commander"),
        post("deputy"),
        appointed("commander", "p-1"),
        appointed("commander", "p-2", "2018-06-01"),
        start("leader-appointed", "deputy", "2019-01-01", "planned", id="later", **second),
        start("leader-appointed", "deputy", "2018-04-01", "planned", id="before", **second),
    ]
    memory = ClashMemory()
    for count in (*range(1, len(bodies) + 1), 4, len(bodies)):
        world = Given(*bodies[:count]).world
        memory.show(world)
        assert memory.clashes == sweep(world)
    assert [clash.rule for clash in memory.clashes if clash.rule == "two-posts"] == ["two-posts"]


def test_undoing_shows_again_what_was_there_before() -> None:
    bodies = [
        unit("bcu"),
        site("base", uses=["response-base"]),
        team("a", site="base"),
        closed("base", "2018-09/2018-10"),
        start("team-moved", "a", "2018-09-15", "planned", id="away", to="hut"),
        site("hut", "2018-09-20", "planned"),
    ]
    memory, opened = ClashMemory(), 0
    for count in (6, 5, 4, 3, 4, 5, 6, 2, 6):
        world = Given(*bodies[:count]).world
        opened += len(memory.show(world).opened)
        assert memory.clashes == sweep(world)
    assert opened
