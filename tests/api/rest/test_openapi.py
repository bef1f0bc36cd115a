"""The API does what its OpenAPI description says, whatever comes: documented statuses and media types, never a 5xx."""

from __future__ import annotations

import json
import re
from functools import partial
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import content_type_conformance, status_code_conformance

from domain.kinds.fields import SLUG
from tests.support.deployments import Deployment
from tests.support.examples import PAPER, WORLD, Body, amend, start, world

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance]
SHORT = settings(max_examples=20, suppress_health_check=list(HealthCheck))
LONG = settings(max_examples=1000, suppress_health_check=list(HealthCheck))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(("brent", "2018-05", "done")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=5,
)
BODIES: tuple[Body, ...] = (
    *WORLD,
    start("teams-merged", "response-a", "2018-05", from_=["response-b"]),
    start("leader-appointed", "commander", "2018-05", person="p-7f3a", tenure="acting", rank="Superintendent"),
    start("team-cover-changed", "response-a", "2018-05", add=["brent"], covers_unnamed={"area": "brent", "count": 6}),
    amend("change-corrected", "wembley", effective_on="2017", details={"name": "W", "uses": ["office"]}, source=PAPER),
    amend("claim-recorded", "wembley", effective_on="2017", details={"name": "W"}, source=PAPER, id="claim"),
    amend("change-rescheduled", "go-live", effective_on="2019"),
)


@schemathesis.serializer("application/x-ndjson")
def _lines(_: Any, value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode(errors="surrogatepass")


def as_described(deployment: Deployment, method: str, limits: settings) -> None:
    """Call every operation of one method with what fits its description and with what does not."""
    description = schemathesis.openapi.from_asgi("/v1/openapi.json", deployment.client.app)
    programme = world(deployment)
    operations = [
        operation.ok()
        for operation in description.include(method=method).get_all_operations()
        if isinstance(operation, Ok)
    ]
    assert operations
    for operation in operations:
        cases = st.one_of([operation.as_strategy(generation_mode=mode) for mode in GenerationMode])

        @limits
        @given(case=cases)
        def holds(case: schemathesis.Case) -> None:
            if re.match(SLUG, str(case.path_parameters.get("programme", ""))):
                case.path_parameters["programme"] = programme
            case.call_and_validate(headers=deployment.headers(), checks=CHECKS)

        holds()


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_every_operation_answers_as_it_is_described(both: Deployment, method: str) -> None:
    as_described(both, method, SHORT)


@pytest.mark.long
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_every_operation_a_thousand_times(both: Deployment, method: str) -> None:
    as_described(both, method, LONG)


def _with_member(value: dict[str, Any], name: str, new: Any) -> dict[str, Any]:
    return {**value, name: new}


def _with_item(value: list[Any], at: int, new: Any) -> list[Any]:
    return [*value[:at], new, *value[at + 1 :]]


def ruined(value: Any) -> st.SearchStrategy[Any]:
    """The value with something else in one place."""
    ways = [JSON]
    if isinstance(value, dict):
        ways += [ruined(inner).map(partial(_with_member, value, name)) for name, inner in value.items()]
        ways += [st.sampled_from(sorted(value)).map(lambda name: {each: value[each] for each in value if each != name})]
    if isinstance(value, list):
        places = enumerate(value)
        ways += [ruined(inner).map(partial(_with_item, value, at)) for at, inner in places]
    return st.one_of(ways)


@pytest.fixture(scope="module")
def shared(on_sqlite: Deployment) -> str:
    """A programme that all examples share: what one of them records, another finds there."""
    return world(on_sqlite)


@settings(max_examples=300)
@given(body=st.sampled_from(BODIES).flatmap(ruined))
def test_a_good_entry_with_one_thing_ruined_is_recorded_or_refused(
    on_sqlite: Deployment, shared: str, body: Any
) -> None:
    raw = json.dumps(body).encode()
    for path in ("entries", "entries/import"):
        reply = on_sqlite.send(f"/programmes/{shared}/{path}", raw)
        assert reply.status_code in (200, 201, 409, 422), (raw, reply.text)


def test_the_description_is_the_same_on_every_database(on_sqlite: Deployment, on_postgres: Deployment) -> None:
    assert on_sqlite.get("/openapi.json").json() == on_postgres.get("/openapi.json").json()
