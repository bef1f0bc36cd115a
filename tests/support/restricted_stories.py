"""Stories in which something is restricted in the end, to be told whole, and without what an observer may not see."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from tests.support.deployments import Deployment
from tests.support.examples import NAME, PAPER, PERSON, WORLD, Body, amend, record, start

START = datetime(2018, 6, 4, 8, tzinfo=UTC)
END = START + timedelta(days=30)
SEEN, HIDDEN, BACKFILLED = "seen", "hidden", "hidden, from old papers"
Story = list[tuple[str, Body]]

RENAMED = start("team-renamed", "response-a", "2018-06", "planned", id="renamed", name="Response North")
CLOSED = start("site-closed", "colindale", "2018-03", id="closed")
FORMED = [
    (SEEN, start("team-formed", slug, "2018-02", id=slug, name=slug, unit="nw-bcu", function="response"))
    for slug in ("team-c", "team-d")
]
MERGER = start("teams-merged", "response-b", "2018-05", id="merger", from_=["team-c"])
OTHERWISE = {"from": ["team-d"]}
MOVES = [
    start("team-moved", "response-a", on, id=f"move-{at}", to="colindale" if at % 2 else "wembley")
    for at, on in enumerate(("2018-02", "2018-03", "2018-04", "2018-04"))
]

STORIES: dict[str, Story] = {
    "restricted, released and restricted again": [
        (HIDDEN, CLOSED), (SEEN, RENAMED), (HIDDEN, amend("change-restricted", "closed")),
        (SEEN, start("site-stated", "colindale", "2018-02", id="stated", text="It will stay.")),
        (HIDDEN, amend("change-released", "closed")),
        (SEEN, amend("change-completed", "renamed", effective_on="2018-06-05")),
        (HIDDEN, amend("change-restricted", "closed")), (HIDDEN, amend("change-restricted", "closed")),
    ],
    "a merger whose teams are corrected, then restricted": [
        *FORMED, (HIDDEN, MERGER), (HIDDEN, amend("change-corrected", "merger", details=OTHERWISE)),
        (HIDDEN, amend("change-restricted", "merger")),
        (SEEN, start("team-moved", "team-c", "2018-06", "planned", id="later", to="wembley")),
    ],
    "a merger that is restricted, then its teams corrected": [
        *FORMED, (HIDDEN, MERGER | {"restricted": True}), (SEEN, RENAMED),
        (HIDDEN, amend("change-corrected", "merger", details=OTHERWISE)), (HIDDEN, amend("change-retracted", "merger")),
        (SEEN, start("teams-merged", "response-a", "2018-05", id="open-merger", from_=["team-d"])),
    ],
    "restricted long after": [
        (HIDDEN, MOVES[0]), (HIDDEN, amend("change-corrected", "move-0", effective_on="2018-01-15")), (SEEN, MOVES[1]),
        (HIDDEN, MOVES[2]), (SEEN, RENAMED), (SEEN, amend("change-rescheduled", "renamed", effective_on="2018-08")),
        (HIDDEN, amend("change-restricted", "move-0")), (HIDDEN, amend("change-restricted", "move-2")),
    ],
    "between moves that are seen": [
        (SEEN, MOVES[0]), (HIDDEN, MOVES[1] | {"restricted": True}),
        (SEEN, MOVES[2]), (HIDDEN, MOVES[3] | {"restricted": True}),
        (HIDDEN, amend("claim-recorded", "move-3", source=PAPER, effective_on="2018-06", id="claim")),
        (SEEN, amend("change-corrected", "move-0", effective_on="2018-05")),
    ],
    "backfilled only through what is restricted": [
        (SEEN, RENAMED), (BACKFILLED, CLOSED | {"restricted": True}), (SEEN, MOVES[0]),
    ],
    "settled only through what is restricted": [
        (SEEN, MOVES[0]), (HIDDEN, CLOSED | {"restricted": True}),
        (HIDDEN, start("site-sold", "colindale", "2018-06", id="sold", restricted=True)),
    ],
    "born in secret": [
        (HIDDEN, start("site-opened", "secret", "2018-02", id="secret", name="Secret", area="brent", restricted=True)),
        (HIDDEN, start("site-renamed", "secret", "2018-03", id="secret-too", name="S", restricted=True)),
        (SEEN, start("site-stated", "colindale", "2018-03", id="stated", text="It will stay.")),
        (HIDDEN, start("area-defined", "pinner", id="pinner", name="Pinner", area_type="ward", restricted=True)),
    ],
    "late, possible and in each other's way": [
        (HIDDEN, start("team-resized", "response-a", "2018-05", "planned", id="late", strength=9, restricted=True)),
        (HIDDEN, start("team-resized", "response-a", "2018/2019", "planned", id="may", strength=5, restricted=True)),
        (SEEN, start("team-resized", "response-a", "2018-05", "planned", id="late-too", strength=30)),
        (SEEN, start("team-resized", "response-a", "2018-03/2018-09", "proposed", id="may-too", direction="larger")),
        (HIDDEN, start("team-disbanded", "response-a", "2018-07", "proposed", id="end", restricted=True)),
        (HIDDEN, amend("change-completed", "late", effective_on="2018-06-09")),
        (HIDDEN, start("milestone-set", "m-1", "2018-05", "planned", id="m-1", title="M", depends_on=["go-live"])),
        (SEEN, amend("change-rescheduled", "go-live", effective_on="2018-05")),
        (HIDDEN, amend("change-restricted", "m-1")),
    ],
    "who leads and who answers": [
        (HIDDEN, start("leader-appointed", "commander", "2018-02", id="leader", person=PERSON, tenure="acting")),
        (HIDDEN, start("team-cover-changed", "response-b", "2018-02", id="cover", add=["kenton"], restricted=True)),
        (SEEN, start("leader-appointed", "commander", "2018-03", id="next", person=PERSON, tenure="substantive")),
        (HIDDEN, start("post-vacated", "commander", "2018-04", id="vacated", restricted=True)),
        (HIDDEN, amend("change-restricted", "leader")),
    ],
}  # fmt: skip


def named(story: Story) -> Story:
    """The story with an id for each of its entries."""
    return [(how, {"id": f"entry-{number}", **body}) for number, (how, body) in enumerate(story)]


def tell(deployment: Deployment, programme: str, story: Story, *, whole: bool) -> None:
    """Tell a story, an entry a day; `whole`, or as if nothing in it had ever been restricted or hidden."""
    deployment.time.at = START
    deployment.mergerlog.create_programme(programme, programme)
    deployment.mergerlog.register_person(NAME, PERSON)
    record(deployment, programme, *WORLD)
    for how, body in named(story):
        deployment.time.at += timedelta(days=1)
        if how == SEEN or (how == HIDDEN and whole):
            record(deployment, programme, body)
        elif whole:
            line = body | {"recorded_at": (deployment.time.at - timedelta(hours=9)).strftime("%Y-%m-%dT%H:%M:%SZ")}
            raw = json.dumps(line).encode()
            assert deployment.send(f"/programmes/{programme}/entries/import", raw).status_code == 201
    deployment.time.at = END
