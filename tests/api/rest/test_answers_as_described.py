"""Real answers agree with their schemas in the description of the API."""

from __future__ import annotations

from typing import Any

import jsonschema_rs
import pytest

from tests.support.deployments import Deployment
from tests.support.examples import PAPER, PERSON, amend, record, start, world

_QUERIES = ("", "?effective_on=2019-01-01&basis=proposed", "?known_on=2018-06-03&effective_on=2018-01-01")


def _filled(deployment: Deployment) -> str:
    """A programme with something to show in every answer."""
    programme = world(deployment)
    record(
        deployment,
        programme,
        start("leader-appointed", "commander", id="led", person=PERSON, tenure="acting", rank="Superintendent"),
        start("teams-merged", "response-a", "2018-07", "planned", id="merged", from_=["response-b"]),
        start("team-cover-changed", "response-a", "2018-05", "planned", id="covers", add=["brent"]),
        start("site-stated", "wembley", "2018-02", id="stated", text="It stays.", source=PAPER),
        amend("claim-recorded", "wembley", effective_on="2017", details={"name": "W"}, source=PAPER, id="claim"),
        amend("claim-dismissed", "wembley", claim="claim", id="dismissed"),
        amend("claim-recorded", "colindale", effective_on="2016", source=PAPER, id="open-claim"),
        amend("change-rescheduled", "go-live", effective_on="2019", id="moved"),
        amend("change-corrected", "kenton", details={"name": "Kenton Ward", "area_type": "ward", "parent": "brent"}),
        start("site-opened", "hendon", "2018-09/2018-10", "planned", id="hendon", name="Hendon", restricted=True),
        start("team-moved", "response-b", "2018-03", "planned", id="overdue", to="hendon"),
    )
    return programme


_IDS = {"entry": "moved", "change": "go-live", "person": PERSON, "contact": "duty", "scenario": "draft"}
_OF_PATH = {
    "areas/{slug}": "kenton",
    "units/{slug}": "nw-bcu",
    "sites/{slug}": "wembley",
    "teams/{slug}": "response-a",
    "posts/{slug}": "commander",
    "milestones/{slug}": "go-live",
    "mergers/{change}": "merged",
    "areas/{area}": "kenton",
}


class Described:
    """The description of a deployment's API, and answers held to it."""

    def __init__(self, deployment: Deployment) -> None:
        self.deployment = deployment
        self.description: dict[str, Any] = deployment.get("/openapi.json").json()

    def check(self, path: str, method: str, reply: Any) -> None:
        """The answer fits the schema that the call has for its status."""
        responses = self.description["paths"][path][method]["responses"]
        assert str(reply.status_code) in responses, (path, reply.status_code, reply.text)
        content = responses[str(reply.status_code)].get("content", {})
        media_type = reply.headers.get("content-type", "").partition(";")[0]
        if media_type.endswith("json"):
            schema = content[media_type]["schema"] | {"components": self.description["components"]}
            jsonschema_rs.validator_for(schema).validate(reply.json())

    def get(self, path: str, address: str, query: str = "", role: str = "manager") -> int:
        reply = self.deployment.client.get(address + query, headers=self.deployment.headers(role))
        self.check(path, "get", reply)
        return int(reply.status_code)


@pytest.fixture(scope="module")
def described(on_sqlite: Deployment) -> Described:
    return Described(on_sqlite)


def _address(path: str, programme: str, clash: str) -> str:
    for end, slug in _OF_PATH.items():
        if f"/{end}" in path:
            path = path.replace(end, f"{end.partition('{')[0]}{slug}")
    for name, value in {"programme": programme, "clash": clash, **_IDS}.items():
        path = path.replace(f"{{{name}}}", value)
    return path


def test_every_get_answers_as_its_schema_says(described: Described) -> None:
    deployment = described.deployment
    programme = _filled(deployment)
    scenario = deployment.post(f"/programmes/{programme}/scenarios", {"id": "draft", "name": "A draft"})
    described.check("/v1/programmes/{programme}/scenarios", "post", scenario)
    drafted = deployment.post(
        f"/programmes/{programme}/scenarios/draft/entries", start("site-closed", "wembley", "2018-12", "planned")
    )
    described.check("/v1/programmes/{programme}/scenarios/{scenario}/entries", "post", drafted)
    contact = deployment.post("/contacts", {"id": "duty", "name": "Duty", "email": "duty@example.org"})
    described.check("/v1/contacts", "post", contact)
    subscribed = deployment.post("/contacts/duty/subscriptions", {"programme": programme, "channel": "email"})
    described.check("/v1/contacts/{contact}/subscriptions", "post", subscribed)
    key = deployment.post("/contacts/duty/calendar-keys", None)
    described.check("/v1/contacts/{contact}/calendar-keys", "post", key)
    clashes = deployment.get(f"/programmes/{programme}/clashes", basis="proposed", follow=True).json()["clashes"]
    assert clashes
    answered = 0
    paths = [path for path, calls in described.description["paths"].items() if "get" in calls]
    for path in paths:
        address = _address(path, programme, clashes[0]["id"])
        for role in ("manager", "observer"):
            asked = {each["name"] for each in described.description["paths"][path]["get"].get("parameters", ())}
            for query in _QUERIES if "effective_on" in asked else ("",):
                answered += described.get(path, address, query, role) == 200
        if "scenario" in asked:
            answered += described.get(path, address, "?scenario=draft") == 200
    assert len(paths) == 37
    assert answered > 140


def test_every_entry_that_is_recorded_is_answered_as_its_schema_says(described: Described) -> None:
    programme = _filled(described.deployment)
    path = "/v1/programmes/{programme}/entries"
    union = described.description["components"]["schemas"]["EntryBody"]["discriminator"]["mapping"]
    for number, body in enumerate(
        (
            start("site-opened", "harrow", "2018-03", name="Harrow", uses=["office"]),
            start("milestone-set", "second", "2019", "proposed", title="Second", depends_on=["go-live"]),
            amend("change-withdrawn", "merged"),
            start(
                "team-resized", "response-a", "2018-06", direction="smaller", reason=f"[{PERSON}] Simon Rose said so."
            ),
        )
    ):
        schema = {"$ref": union[body["kind"]], "components": described.description["components"]}
        jsonschema_rs.validator_for(schema).validate(body)
        for query in ("?dry_run=true", ""):
            reply = described.deployment.post(f"/programmes/{programme}/entries{query}", body | {"id": f"new-{number}"})
            described.check(path, "post", reply)
            assert reply.status_code in (200, 201), reply.text


@pytest.mark.parametrize(
    ("path", "query"), [("programmes/nowhere/structure", ""), ("programmes", "?basis=perhaps"), ("accounts", "?x=1")]
)
def test_problems_are_answered_as_their_schema_says(described: Described, path: str, query: str) -> None:
    reply = described.deployment.client.get(f"/v1/{path}{query}", headers=described.deployment.headers())
    described.check(f"/v1/{path}".replace("nowhere", "{programme}"), "get", reply)
    assert reply.status_code in (404, 422)
