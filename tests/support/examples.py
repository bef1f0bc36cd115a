"""Bodies to send: a small merger whose entries bring their ids, so that tests can name them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.oracle.kinds import KINDS

if TYPE_CHECKING:
    # A process that is to be killed names these bodies too, and must be up at once.
    from tests.support.deployments import Deployment

Body = dict[str, Any]
PERSON = "p-7f3a"
NAME = "Simon Rose"
PAPER = {"document": "000_7d4eb8d4a83906b2.txt", "dated": "2018-03-19/2018-05-31", "reference": "1.23"}


def start(kind: str, subject: str, on: str = "2018-01-01", standing: str = "done", **more: Any) -> Body:
    """A starting entry; what is not a field of its own goes under `details`."""
    own: Body = {name: more.pop(name) for name in ("id", "reason", "source", "restricted", "details") if name in more}
    details = {name.rstrip("_"): value for name, value in more.items()}
    body: Body = {"kind": kind, "subject": subject, "effective_on": on, "standing": standing, **own}
    return body | ({"details": details} if details else {})


def amend(kind: str, change: str, **fields: Any) -> Body:
    """An amendment, with a reason where it must have one."""
    needs = kind not in ("change-confirmed", "change-completed", "claim-recorded")
    return {"kind": kind, "change": change} | ({"reason": "The paper says so."} if needs else {}) | fields


WORLD: tuple[Body, ...] = (
    start("area-defined", "brent", id="brent", name="Brent", area_type="borough"),
    start("area-defined", "kenton", id="kenton", name="Kenton", area_type="ward", parent="brent"),
    start("site-opened", "wembley", id="wembley", name="Wembley", area="brent", uses=["response-base", "custody"]),
    start("site-opened", "colindale", id="colindale", name="Colindale", uses=["response-base"]),
    start("unit-established", "brent-boc", id="brent-boc", name="Brent Command", unit_type="borough-command"),
    start("unit-established", "nw-bcu", id="nw-bcu", name="North West", unit_type="bcu", areas=["brent"]),
    start(
        "team-formed", "response-a", id="response-a", name="Response A", unit="brent-boc", function="response",
        site="wembley", covers=["kenton"], strength=40,
    ),
    start("team-formed", "response-b", id="response-b", name="Response B", unit="nw-bcu", function="response"),
    start("post-created", "commander", id="commander", title="Commander", unit="nw-bcu", area="brent"),
    start("milestone-set", "go-live", "2018-11", "planned", id="go-live", title="Go live", owner="commander"),
)  # fmt: skip
"""Two of most things, all done by 2018, and a milestone to come."""


def record(deployment: Deployment, programme: str, *bodies: Body) -> list[Body]:
    """Record bodies that must be accepted; the entries as they were stored."""
    entries = []
    for body in bodies:
        reply = deployment.post(f"/programmes/{programme}/entries", body)
        assert reply.status_code == 201, (body, reply.text)
        entries.append(reply.json()["entry"])
    return entries


def world(deployment: Deployment) -> str:
    """A new programme with the small merger in it."""
    programme = deployment.programme()
    deployment.mergerlog.register_person(NAME, PERSON)
    record(deployment, programme, *WORLD)
    return programme


def log_of(deployment: Deployment, programme: str) -> list[Body]:
    """Every entry of a small programme."""
    reply = deployment.get(f"/programmes/{programme}/entries", limit=1000)
    assert reply.json()["next"] is None
    return reply.json()["entries"]


def refused(deployment: Deployment, programme: str, body: Any, status: int, *words: str, **headers: str) -> Body:
    """Send a body that must be refused, as a problem whose sentence holds the words, and store nothing."""
    before = log_of(deployment, programme)
    reply = deployment.post(f"/programmes/{programme}/entries", body, headers=headers)
    assert (reply.status_code, reply.headers["Content-Type"]) == (status, "application/problem+json"), reply.text
    problem = reply.json()
    assert problem["status"] == status and problem["title"]
    for word in words:
        assert word in problem["detail"], problem
    assert log_of(deployment, programme) == before
    return problem


def accepted(deployment: Deployment, programme: str, body: Body, **headers: str) -> Body:
    """Send a body that must be accepted, with the next version of its subject, which no refusal has used up."""
    before = log_of(deployment, programme)
    reply = deployment.post(f"/programmes/{programme}/entries", body, headers=headers)
    assert reply.status_code == 201, (body, reply.text)
    entry = reply.json()["entry"]
    first = next(each for each in [*before, entry] if each["id"] == entry["change"])
    starts = [each for each in before if "subject" in each]
    own = {each["id"] for each in starts if each["subject"] == first["subject"] and _type(each) == _type(first)}
    assert entry["version"] == 1 + sum(each["change"] in own for each in before)
    assert log_of(deployment, programme) == [*before, entry]
    return entry


def _type(entry: Body) -> str:
    return KINDS[entry["kind"]].type if entry["kind"] in KINDS else "programme"
