"""The description of the API names a schema for every success body, for every kind of entry, and for every problem."""

from __future__ import annotations

import re
from typing import Any

import pytest
from openapi_spec_validator import validate

from domain.kinds.registry import EVENTS
from domain.log.amendments import AMENDMENTS
from tests.support.deployments import Deployment

SUCCESS_BODIES = 64
"""Two of them are calendars, and no JSON."""


@pytest.fixture(scope="module")
def description(on_sqlite: Deployment) -> dict[str, Any]:
    answer: dict[str, Any] = on_sqlite.get("/openapi.json").json()
    return answer


def _responses(description: dict[str, Any]) -> list[tuple[str, str, str, Any]]:
    return [
        (call["operationId"], status, media_type, content["schema"])
        for calls in description["paths"].values()
        for call in calls.values()
        for status, response in call["responses"].items()
        for media_type, content in response.get("content", {}).items()
    ]


def test_the_description_is_valid(description: dict[str, Any]) -> None:
    assert description["openapi"] == "3.1.0"
    validate(description)


def test_every_success_body_has_a_schema(description: dict[str, Any]) -> None:
    bodies = [row for row in _responses(description) if row[1].startswith("2")]
    schemas = description["components"]["schemas"]
    described = [
        (name, status)
        for name, status, media_type, schema in bodies
        if media_type == "text/calendar" or _is_typed(schemas[schema["$ref"].rpartition("/")[2]])
    ]
    print(f"Success bodies with a schema: {len(described)} of {len(bodies)}")
    assert len(described) == len(bodies) == SUCCESS_BODIES
    assert {media_type for _, _, media_type, _ in bodies} == {"application/json", "text/calendar"}


def _is_typed(schema: dict[str, Any]) -> bool:
    return bool(schema.get("properties") or schema.get("oneOf"))


def test_every_problem_has_the_one_schema(description: dict[str, Any]) -> None:
    problems = [row for row in _responses(description) if not row[1].startswith("2")]
    assert len(problems) > 200
    assert all(row[2:] == ("application/problem+json", {"$ref": "#/components/schemas/Problem"}) for row in problems)


@pytest.mark.parametrize("path", ["entries", "scenarios/{scenario}/entries"])
def test_the_body_of_an_entry_has_every_kind(description: dict[str, Any], path: str) -> None:
    content = description["paths"][f"/v1/programmes/{{programme}}/{path}"]["post"]["requestBody"]["content"]
    schemas = description["components"]["schemas"]
    body = schemas[content["application/json"]["schema"]["$ref"].rpartition("/")[2]]
    mapping = body["discriminator"]["mapping"]
    assert body["discriminator"]["propertyName"] == "kind"
    assert mapping.keys() == EVENTS.keys() | AMENDMENTS.keys()
    assert [each["$ref"] for each in body["oneOf"]] == list(mapping.values())
    for kind, reference in mapping.items():
        variant = schemas[reference.rpartition("/")[2]]
        assert variant["properties"]["kind"]["enum"] == [kind]
        assert "recorded_at" not in variant["properties"]
        if kind in EVENTS:
            assert {"subject", "effective_on", "standing", "details"} <= variant["properties"].keys()


def test_few_values_are_enums(description: dict[str, Any]) -> None:
    schemas = description["components"]["schemas"]
    assert schemas["Basis"]["enum"] == ["done", "planned", "proposed"]
    assert set(schemas["Lifecycle"]["enum"]) == {"proposed", "planned", "done", "withdrawn", "retracted"}
    assert "enum" in schemas["UnitItem"]["properties"]["unit_type"]
    assert "enum" in schemas["TeamItem"]["properties"]["function"]
    assert "enum" in schemas["SiteItem"]["properties"]["uses"]["items"]
    assert "enum" in schemas["TokenRecord"]["properties"]["role"]


def test_operations_have_names_tags_and_security_of_their_own(description: dict[str, Any]) -> None:
    calls = [(path, method, call) for path, calls in description["paths"].items() for method, call in calls.items()]
    names = [call["operationId"] for _, _, call in calls]
    assert len(set(names)) == len(names)
    assert {"list_programmes", "get_structure", "record_entry", "get_change", "commit_scenario"} <= set(names)
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", name) for name in names)
    tags = {tag["name"] for tag in description["tags"]}
    assert all(len(call["tags"]) == 1 and set(call["tags"]) <= tags for _, _, call in calls)
    assert description["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer"
    assert all({"bearer": []} in call["security"] for path, _, call in calls if path.startswith("/v1/"))
