"""Bodies that do not have the shape of an entry: 422, whatever the log holds."""

from collections.abc import Callable
from copy import deepcopy
from datetime import datetime
from random import Random

from .attempts import Log, some_start
from .changes import Change
from .kinds import AMENDMENTS

Body = dict
BAD_DATES = (
    "2018-02-29",
    "2018-24",
    "201X",
    "0000",
    "0000-01-01",
    "2018-13",
    "2018-1-1",
    "2018-10-01T00:00",
    "",
    " 2018",
    "2018-10/2018-01",
    "2018/",
    "/2018",
    "..",
    "2018/2019/2020",
    "2018%",
    "2018~?",
    "..~/2018",
    "２０１８",
    "18-10-01",
    "y2018",
    "2018-10-01\n",
    "-2018",
    2018,
    ["2018"],
)
BAD_DETAILS: tuple[tuple[str, dict], ...] = (
    ("area-defined", {"name": "Brent"}),
    ("area-defined", {"name": "Brent", "area_type": "county"}),
    ("area-defined", {"name": 7, "area_type": "ward"}),
    ("area-ended", {"name": "Brent"}),
    ("unit-established", {"name": "A", "unit_type": "bcu", "areas": "brent"}),
    ("unit-renamed", {}),
    ("site-opened", {"name": "A", "uses": ["stables"]}),
    ("site-uses-changed", {"add": "office"}),
    ("site-closed", {"to": "wembley"}),
    ("team-moved", {}),
    ("team-moved", {"to": ["wembley"]}),
    ("team-resized", {}),
    ("team-resized", {"strength": 9, "direction": "larger"}),
    ("team-resized", {"strength": "9"}),
    ("team-resized", {"strength": True}),
    ("team-resized", {"strength": 1.5}),
    ("team-resized", {"direction": "up"}),
    ("team-cover-changed", {"covers_unnamed": "brent"}),
    ("team-cover-changed", {"covers_unnamed": {"area": "brent", "count": "six"}}),
    ("team-cover-changed", {"covers_unnamed": {"count": 6}}),
    ("teams-merged", {"from": "response-a"}),
    ("teams-merged", {}),
    ("leader-appointed", {"person": "p-1"}),
    ("leader-appointed", {"person": "p-1", "tenure": "for life"}),
    ("leader-appointed", {"tenure": "acting"}),
    ("milestone-set", {}),
    ("milestone-set", {"title": "Go live", "stage": "later"}),
    ("site-stated", {}),
    ("post-stated", {"text": 5}),
)


def a_start(rng: Random, log: Log, at: datetime, **changed: object) -> Body:
    return {**some_start(rng, log, at), "id": f"bad-{rng.getrandbits(40):010x}", **changed}


def an_amendment(change: Change, kind: str, **fields: object) -> Body:
    needs = {"reason": "It was.", "effective_on": "2017-11-01"}
    return {
        "kind": kind,
        "change": change.id,
        **{name: needs[name] for name in AMENDMENTS[kind].required if name in needs},
        **fields,
    }


def malformed_start(rng: Random, log: Log, at: datetime) -> Body:
    kind, details = rng.choice(BAD_DETAILS)
    ruined: Callable[[Body], object] = rng.choice(
        (
            lambda body: body.pop(rng.choice(("subject", "effective_on", "standing", "kind"))),
            lambda body: body.update(
                {
                    rng.choice(
                        (
                            "colour",
                            "effective",
                            "recorded_at",
                            "entered_at",
                            "recorded_by",
                            "version",
                            "change",
                        )
                    ): "2018"
                }
            ),
            lambda body: body.update(effective_on=rng.choice(BAD_DATES)),
            lambda body: body.update(kind=rng.choice(("site-vanished", "", None, "milestone-stated"))),
            lambda body: body.update(standing=rng.choice(("withdrawn", "retracted", "", None, 1))),
            lambda body: body.update(subject=rng.choice(("Brent", "", "a" * 81, "new york", 5, "brent\n"))),
            lambda body: body.update(id=rng.choice(("E1", "a_b", "", "x" * 81, 7))),
            lambda body: body.update(details=rng.choice(([], "wembley", 4))),
            lambda body: body.update(restricted=rng.choice(("yes", 1))),
            lambda body: body.update(
                source=rng.choice(("a paper", {"dated": "2018-24"}, {"page": "4"}, {"document": 4}))
            ),
            lambda body: body.update(reason=4),
            lambda body: body.update(kind=kind, details=details),
            lambda body: body.update(kind=kind, details=details),
            lambda body: body["details"].update(colour="red") if body.get("details") else body.update(details={"x": 1}),
            lambda body: body.update(kind="units-merged", details={"from": [body["subject"]]}),
        )
    )
    body = deepcopy(a_start(rng, log, at))
    ruined(body)
    return body


def malformed_amendment(rng: Random, log: Log, at: datetime) -> Body:
    change = rng.choice(list(log.changes.values()))
    paper = {"document": "001_f039759d62ecfa4e.txt"}
    return rng.choice(
        (
            an_amendment(change, "change-confirmed", effective_on="2018-06-01"),
            an_amendment(change, "change-confirmed", subject="brent"),
            an_amendment(change, "change-confirmed", restricted=True),
            an_amendment(change, "change-rescheduled", reason=" \n"),
            an_amendment(change, "change-rescheduled", effective_on=rng.choice(BAD_DATES)),
            an_amendment(change, "change-rescheduled", details={}),
            {"kind": "change-completed", "change": change.id},
            {"kind": "change-withdrawn", "change": change.id},
            {"kind": "change-retracted", "change": change.id, "reason": ""},
            {"kind": "change-restricted", "change": change.id},
            an_amendment(change, "change-corrected"),
            an_amendment(change, "change-corrected", standing="done"),
            an_amendment(change, "change-corrected", details={"colour": "red"}),
            an_amendment(change, "change-corrected", details=[]),
            an_amendment(change, "change-corrected", source={"dated": "the spring"}),
            an_amendment(change, "claim-recorded", effective_on="2018-06-01"),
            an_amendment(change, "claim-recorded", source=paper),
            {**an_amendment(change, "change-released"), "change": ["x"]},
        )
    )
