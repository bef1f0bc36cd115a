"""Clashes that are kept from one question to the next are the ones that a sweep would find now."""

from __future__ import annotations

import msgspec

from domain.changes import Change, start
from domain.reading import read_entry
from projections.recall import Recall
from tests.deployments import Deployment
from tests.examples import amend, record, world
from tests.rules.given import closed, milestone, site


def test_a_timeline_is_not_taken_for_that_of_other_changes_that_lie_where_forgotten_ones_lay() -> None:
    def change(body: dict, place: int) -> Change:
        return start(read_entry(msgspec.json.encode(body)), f"c-{place}", place)

    recall, opened = Recall(), change(site("base"), 1)
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
