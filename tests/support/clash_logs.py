"""Random logs in which much clashes: a merger that is in place, and attempts that are drawn towards every rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from random import Random

from tests.oracle.attempts import Attempt, Log, some_attempt
from tests.oracle.kinds import KINDS
from tests.oracle.stored_entry import decide, london_day
from tests.oracle.world import PEOPLE, some_date
from tests.support.examples import Body, start
from tests.support.random_logs import START, later

RANKS = ("Chief Superintendent", "Superintendent", "Chief Inspector")
LEADERS = (*RANKS[:1], *RANKS[1:2] * 4, *RANKS[2:] * 6)
ENOUGH = 55

PLACE: tuple[Body, ...] = (
    start("area-defined", "brent", "2017", id="brent", name="Brent", area_type="borough"),
    start("area-defined", "kenton", "2017", id="kenton", name="Kenton", area_type="ward", parent="brent"),
    start("site-opened", "wembley", "2017", id="wembley", name="W", uses=["response-base", "office"]),
    start("site-opened", "colindale", "2017", id="colindale", name="C", uses=["patrol-base"]),
    start("unit-established", "brent", "2017", id="brent-boc", name="Brent", unit_type="function", areas=["brent"]),
    start("unit-established", "nw-bcu", "2017-12-31", id="nw", name="North West", unit_type="bcu"),
    start("unit-established", "harrow", "2017", id="hub", name="Hub", unit_type="function", parent="nw-bcu"),
    start("team-formed", "response-a", "2017", id="a", name="A", unit="nw-bcu", function="response", site="wembley",
          covers=["kenton"]),
    start("post-created", "commander", "2017", id="commander", title="Commander", unit="nw-bcu", area="brent"),
    *(
        start("post-created", f"p-{number}", "2017", id=f"p-{number}", title=rank, unit="nw-bcu", rank=rank)
        for number, rank in enumerate(LEADERS)
    ),
)  # fmt: skip
"""A unit and most of its leaders, a borough with a ward, two sites and a team."""


def play(script: Sequence[int], enough: int = ENOUGH) -> list[Attempt]:
    """Every attempt of a script that was recorded, after the merger that is in place."""
    at = START
    attempts: list[Attempt] = []
    log = Log.of([])
    for body in PLACE:
        log = _recorded(attempts, log, body, at)
    for place, drawn in enumerate(script):
        if len(log.entries) >= enough or drawn == 0:
            continue
        rng = Random(f"{place}-{drawn}")
        at = later(rng, at)
        for _ in range(6):
            body = _towards_clashes(rng, some_attempt(rng, log, at).body)
            if rng.random() < 0.2:
                body = rng.choice((_appointment, _appointment, _stage))(rng, at)
            if decide(log.entries, PEOPLE, body, at)[0] is None:
                log = _recorded(attempts, log, body, at)
                break
    return attempts


def _recorded(attempts: list[Attempt], log: Log, body: Body, at: datetime) -> Log:
    status, entry = decide(log.entries, PEOPLE, body, at)
    assert entry is not None, (status, body)
    attempts.append(replace(Attempt(at, body), entry=entry))
    return Log.of([*log.entries, entry])


def _appointment(rng: Random, at: datetime) -> Body:
    """Somebody is appointed to one of few posts, or leaves it."""
    standing = rng.choice(("done", "planned", "planned", "proposed"))
    on = some_date(rng, london_day(at) if standing == "done" else None)
    slug, id_ = rng.choice(("commander", "p-1", "p-2")), f"a-{rng.getrandbits(40):010x}"
    if rng.random() < 0.25:
        return start("post-vacated", slug, on, standing, id=id_)
    tenure = rng.choice(("substantive", "substantive", "acting"))
    return start("leader-appointed", slug, on, standing, id=id_, person=rng.choice(("p-1", "p-2")), tenure=tenure)


def _stage(rng: Random, at: datetime) -> Body:
    """A stage of the way to a BCU starts, or goes live."""
    slug, stage = f"s-{rng.randrange(6)}", rng.choice(("engagement", "preparation", "go-live", "go-live"))
    on = some_date(rng)
    return start("milestone-set", slug, on, "planned", id=f"{slug}-{rng.getrandbits(40):010x}", title=slug, stage=stage)


def _towards_clashes(rng: Random, body: Body) -> Body:
    """The same body with words that rules ask about."""
    details = dict(body.get("details") or {})
    if body["kind"] not in KINDS or not details or rng.random() < 0.1:
        return body
    match body["kind"]:
        case "milestone-set":
            details["stage"] = rng.choice(("engagement", "preparation", "go-live", "go-live"))
            details.pop("workstream", None)
        case "leader-appointed":
            details["tenure"] = rng.choice(("substantive", "substantive", "substantive", "acting"))
            details["rank"] = rng.choice(RANKS)
        case "post-created":
            details["rank"] = rng.choice((f"Detective {RANKS[1]}", *RANKS))
            details["unit"] = rng.choice((details["unit"], "nw-bcu", "harrow"))
        case "team-formed":
            details["function"] = "response"
        case "area-defined":
            details["area_type"] = rng.choice(("ward", "ward", "borough"))
    return body | {"details": details}
