"""The description of the API: every reference leads somewhere, lists of values have names, and writes need a token."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from api.rest.core.description import _reached, _references, _tidied
from tests.support.deployments import Deployment

REFERENCE = "#/components/schemas/"
NAMED: dict[str, tuple[str, ...]] = {"Basis": ("done", "planned", "proposed")}


@pytest.fixture(scope="module")
def described(on_sqlite: Deployment) -> dict[str, Any]:
    """The description that the API gives of itself."""
    description: dict[str, Any] = on_sqlite.client.get("/v1/openapi.json").json()
    return description


def calls_of(described: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Each call: its path, its method and what is said of it."""
    for path, calls in described["paths"].items():
        for method, call in calls.items():
            yield path, method, call


@pytest.mark.parametrize(
    ("schema", "tidied"),
    [
        ({"enum": ["proposed", "done", "planned"]}, {"$ref": f"{REFERENCE}Basis"}),
        ({"enum": ["done", "planned"]}, {"enum": ["done", "planned"], "type": "string"}),
        ({"enum": [1, 2]}, {"enum": [1, 2]}),
        (
            {"enum": ["done", "planned", "proposed", None]},
            {"anyOf": [{"$ref": f"{REFERENCE}Basis"}, {"type": "null"}]},
        ),
        ({"pattern": r"^[a-z]+\Z"}, {"pattern": "^[a-z]+$"}),
        ({"$ref": f"{REFERENCE}CourseRecord"}, {"$ref": f"{REFERENCE}ChangeRecord"}),
        ({"$ref": f"{REFERENCE}EffectiveChange"}, {"$ref": f"{REFERENCE}ChangeRecord"}),
        ({"$ref": f"{REFERENCE}Other"}, {"$ref": f"{REFERENCE}Other"}),
        ({"items": [{"enum": ["done", "planned", "proposed"]}]}, {"items": [{"$ref": f"{REFERENCE}Basis"}]}),
    ],
)
def test_a_schema_is_tidied(schema: dict[str, Any], tidied: dict[str, Any]) -> None:
    assert _tidied(schema, NAMED) == tidied


def test_only_what_the_calls_lead_to_is_described() -> None:
    first, second, third = ({"$ref": f"{REFERENCE}{name}"} for name in ("First", "Second", "Third"))
    components: dict[str, dict[str, Any]] = {
        "Second": {"items": [first]},
        "First": {"properties": second},
        "Third": third,
    }
    assert list(_reached({"/": first}, components)) == ["First", "Second"]


def test_every_reference_leads_to_a_schema_and_every_schema_is_led_to(described: dict[str, Any]) -> None:
    schemas = described["components"]["schemas"]
    assert set(_references(described)) == set(schemas)
    assert list(schemas) == sorted(schemas)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("Basis", ["done", "planned", "proposed"]),
        ("SubjectType", None),
        ("EntryKind", None),
    ],
)
def test_a_list_of_values_has_a_name(name: str, values: list[str] | None, described: dict[str, Any]) -> None:
    schema = described["components"]["schemas"][name]
    assert (schema["title"], schema["type"]) == (name, "string")
    assert values is None or sorted(schema["enum"]) == values


def test_a_write_needs_a_token_and_a_read_may_do_without(described: dict[str, Any]) -> None:
    methods = set()
    for path, method, call in calls_of(described):
        if path.startswith("/v1/"):
            methods.add(method)
            assert call["security"] == ([{"bearer": []}, {}] if method == "get" else [{"bearer": []}])
    assert methods >= {"get", "post", "delete"}


def test_every_call_has_a_name_of_its_own(described: dict[str, Any]) -> None:
    names = [call["operationId"] for _, __, call in calls_of(described)]
    assert len(set(names)) == len(names)


def test_an_answer_has_the_members_of_its_heading_and_its_own(described: dict[str, Any]) -> None:
    page = described["components"]["schemas"]["ClashesPage"]
    assert {"asked", "clashes", "next"} <= set(page["required"])
    assert set(page["required"]) <= set(page["properties"])
