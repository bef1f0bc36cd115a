"""Malformed entries over HTTP: each gets 422 and a sentence that names the fault, and its twin is accepted."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.deployments import Deployment
from tests.support.examples import PAPER, PERSON, Body, accepted, amend, refused, start, world

SITE = start("site-opened", "harrow", name="Harrow", uses=["office"])
PLAN = start("site-renamed", "wembley", "2018-10", "planned", name="Wembley Park")
AREA = start("area-defined", "harrow", name="Harrow", area_type="borough")
UNIT = start("unit-established", "harrow", name="Harrow", unit_type="borough-command")
TEAM = start("team-formed", "harrow", name="Harrow", unit="nw-bcu", function="response")
MOVE = start("team-moved", "response-a", to="colindale")
COVER = start("team-cover-changed", "response-a", covers_unnamed={"area": "brent", "count": 6})
RESIZE = start("team-resized", "response-a", strength=30)
MERGE = start("teams-merged", "response-a", from_=["response-b"])
UNITE = start("units-merged", "nw-bcu", from_=["brent-boc"])
POST = start("post-created", "deputy", title="Deputy", unit="nw-bcu", function="headquarters")
LEADER = start("leader-appointed", "commander", person=PERSON, tenure="acting")
STONE = start("milestone-set", "m-1", title="Go live", stage="go-live")
STATED = start("site-stated", "wembley", text="It will remain open.")
CORRECTED = amend("change-corrected", "wembley", effective_on="2017-06")
CLAIM = amend("claim-recorded", "wembley", source=PAPER, effective_on="2017")
PUT_OFF = amend("change-rescheduled", "go-live", effective_on="2019")
RESTRICTED = amend("change-restricted", "wembley")
WITHDRAWN, RETRACTED = amend("change-withdrawn", "go-live"), amend("change-retracted", "go-live")
DONE = amend("change-completed", "go-live", effective_on="2018-06-01")

CASES: list[tuple[Body, Any, str]] = []
"""A good body, the same made bad, and a word that the sentence must hold."""


def bad(good: Body, word: str, **changed: Any) -> None:
    """A case: what is changed is put in, or left out where it is `...`."""
    CASES.append((good, {name: value for name, value in (good | changed).items() if value is not ...}, word))


def bad_details(good: Body, word: str, **changed: Any) -> None:
    details = {name.rstrip("_"): value for name, value in changed.items()}
    bad(good, word, details={name: value for name, value in (good["details"] | details).items() if value is not ...})


CASES.extend((SITE, other, "object") for other in ([], "site-opened", 5, [SITE]))
for kind in ("site-vanished", "milestone-stated", "Site-opened", "site-opened/1", "", None, 5, ...):
    bad(SITE, "kind", kind=kind)
for field in ("subject", "effective_on", "standing", "details"):
    bad(SITE, field, **{field: ...})
for field in ("colour", "type", "programme", "position", "Subject"):
    bad(SITE, field, **{field: "red"})
for field, value in (
    ("recorded_at", "2018-01-01T00:00:00Z"), ("entered_at", "2018-01-01T00:00:00Z"), ("recorded_by", "someone"),
    ("version", 1), ("change", "harrow"), ("backfilled", True),
):  # fmt: skip
    for said in (value, None):
        bad(SITE, field, **{field: said})
        if field != "change":
            bad(CORRECTED, field, **{field: said})
for slug in ("Harrow", "", "a" * 81, "new york", "h\u00e4rrow", "harrow\n", "har_row", 5, None, ["harrow"]):
    bad(SITE, "subject", subject=slug)
    if slug is not None:
        bad(SITE, "id", id=slug)
    bad(RESTRICTED, "change", change=slug)
for standing in ("finished", "withdrawn", "retracted", "DONE", "", None, 1):
    bad(SITE, "standing", standing=standing)
for date in (
    "2018-02-29", "2018-24", "201X", "0000", "2018-13", "2018-1-1", "2018-01-01T00:00", "2018/2017", "2018/", "/2018",
    "..", "2018%", "2018~?", "2018-10-01\n", " 2018", "-2018", "y2018", "\u0662\u0660\u0661\u0668", "",
):  # fmt: skip
    for good in (SITE, CORRECTED, PUT_OFF, CLAIM, DONE):
        bad(good, f'"{date}"', effective_on=date)
    bad(SITE, f'"{date}"', source=PAPER | {"dated": date})
bad(SITE, "effective_on", effective_on=2018)
for restricted in ("yes", 1, None):
    bad(SITE, "restricted", restricted=restricted)
SOURCES: tuple[Any, ...] = ("a paper", {"dated": "2018"}, {"document": 4}, {"document": " "}, PAPER | {"page": "4"}, [])
for source in SOURCES:
    bad(SITE, "source" if not isinstance(source, dict) or "page" not in source else "page", source=source)
for blank in ("", " ", "\n\t", "\u00a0"):
    bad(SITE, "reason", reason=blank)
    bad(RESTRICTED, "reason", reason=blank)
    bad_details(SITE, "name", name=blank)
    bad_details(STATED, "text", text=blank)
for good in (PUT_OFF, CORRECTED, RESTRICTED, WITHDRAWN, RETRACTED):
    bad(good, "reason", reason=...)
    bad(good, "change", change=...)
    for field, value in (("subject", "wembley"), ("standing", "done"), ("restricted", True)):
        bad(good, field, **{field: value})
bad(PUT_OFF, "effective_on", effective_on=...)
bad(DONE, "effective_on", effective_on=...)
bad(CLAIM, "source", source=...)
bad(CLAIM, "effective_on or details", effective_on=...)
bad(CORRECTED, "effective_on, details", effective_on=...)
bad(CORRECTED, "colour", details={"name": "Wembley", "colour": "red"})
bad(CORRECTED, "details", details=[])
bad(CLAIM, "title", details={"name": "Wembley", "title": "W"})
CHOICES: tuple[tuple[Body, str, tuple[Any, ...]], ...] = (
    (AREA, "area_type", ("county", "", 4, ...)), (UNIT, "unit_type", ("unit", ...)),
    (TEAM, "function", ("custody", ...)), (POST, "function", ("custody",)), (LEADER, "tenure", ("for life", ...)),
    (STONE, "stage", ("later",)), (SITE, "uses", (["stables"], "office", [4])),
)  # fmt: skip
for good, choice, values in CHOICES:
    for value in values:
        bad_details(good, choice, **{choice: value})
for good, field in ((SITE, "name"), (TEAM, "unit"), (MOVE, "to"), (POST, "title"), (LEADER, "person"), (PLAN, "name")):
    bad_details(good, field, **{field: ...})
    bad_details(good, field, **{field: ["brent"]})
    bad_details(good, "colour", colour="red")
for figure in ("9", True, 1.5, -1, 2**31, 10**30):
    bad_details(RESIZE, "strength", strength=figure)
    bad_details(COVER, "count", covers_unnamed={"area": "brent", "count": figure})
bad_details(RESIZE, "strength or", direction="larger")
bad_details(RESIZE, "strength or", strength=...)
bad(RESIZE, "details", details=...)
bad_details(COVER, "count", covers_unnamed={"area": "brent"})
bad_details(COVER, "area", covers_unnamed={"count": 6})
for merger, own in ((MERGE, "response-a"), (UNITE, "nw-bcu")):
    bad_details(merger, own, from_=[own])
    bad_details(merger, own, from_=[*merger["details"]["from"], own])
    bad_details(merger, "from", from_=[])
    bad_details(merger, "from", from_=...)


@pytest.mark.parametrize("good", {str(case[0]): case[0] for case in CASES}.values(), ids=lambda body: body["kind"])
def test_what_is_malformed_is_refused_with_its_fault_and_its_twin_is_accepted(
    on_sqlite: Deployment, good: Body
) -> None:
    programme = world(on_sqlite)
    for body, word in ((body, word) for twin, body, word in CASES if twin == good):
        refused(on_sqlite, programme, body, 422, word)
    accepted(on_sqlite, programme, good)


def test_a_merger_cannot_be_corrected_or_claimed_into_itself(on_sqlite: Deployment) -> None:
    programme = world(on_sqlite)
    accepted(on_sqlite, programme, MERGE | {"id": "merger"})
    itself, other = {"from": ["response-a"]}, {"from": ["response-b"]}
    refused(on_sqlite, programme, amend("change-corrected", "merger", details=itself), 422, "response-a", "itself")
    refused(on_sqlite, programme, amend("claim-recorded", "merger", details=itself, source=PAPER), 422, "itself")
    accepted(on_sqlite, programme, amend("claim-recorded", "merger", details=other, source=PAPER))
