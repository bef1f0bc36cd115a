"""The schemas of entries and changes: one for each kind, told apart by `kind`."""

from __future__ import annotations

from typing import Any

import pytest

from domain.log.amendments import AMENDMENTS
from domain.log.body import SERVER_FIELDS
from domain.log.payloads import BODIES, STARTINGS
from tests.support.deployments import Deployment

Schemas = dict[str, dict[str, Any]]
REFERENCE = "#/components/schemas/"


@pytest.fixture(scope="module")
def schemas(on_sqlite: Deployment) -> Schemas:
    """The schemas that the API describes."""
    described: Schemas = on_sqlite.client.get("/v1/openapi.json").json()["components"]["schemas"]
    return described


@pytest.mark.parametrize(
    ("union", "kinds", "name"),
    [
        ("EntryBody", BODIES, "TeamMovedEntry"),
        ("EntryRecord", BODIES, "StoredTeamMovedEntry"),
        ("ChangeRecord", STARTINGS, "TeamMovedChange"),
    ],
)
def test_each_union_has_a_variant_for_each_kind_and_kind_tells_them_apart(
    union: str, kinds: Any, name: str, schemas: Schemas
) -> None:
    discriminator = schemas[union]["discriminator"]
    assert discriminator["propertyName"] == "kind"
    assert set(discriminator["mapping"]) == set(kinds)
    assert discriminator["mapping"]["team-moved"] == REFERENCE + name
    assert [one["$ref"] for one in schemas[union]["oneOf"]] == list(discriminator["mapping"].values())
    for kind, reference in discriminator["mapping"].items():
        variant = schemas[reference.removeprefix(REFERENCE)]
        assert variant["properties"]["kind"]["enum"] == [kind]
        assert variant["title"] == reference.removeprefix(REFERENCE)


def test_what_is_sent_has_nothing_that_the_server_adds(schemas: Schemas) -> None:
    for kind, reference in schemas["EntryBody"]["discriminator"]["mapping"].items():
        body = schemas[reference.removeprefix(REFERENCE)]
        assert not set(SERVER_FIELDS) & set(body["properties"])
        assert ("change" in body["properties"]) is (kind in AMENDMENTS)
        assert body["required"][0] == "kind"


def test_what_was_stored_always_has_its_id_its_author_and_its_version(schemas: Schemas) -> None:
    for kind, reference in schemas["EntryRecord"]["discriminator"]["mapping"].items():
        stored = schemas[reference.removeprefix(REFERENCE)]
        always = {"kind", "id", "change", "recorded_at", "entered_at", "recorded_by", "version"}
        assert always <= set(stored["required"])
        assert ("standing" in stored["required"]) is (kind in STARTINGS)
        assert {"asked", "backfilled"} <= set(stored["properties"])
        assert set(stored["required"]) <= set(stored["properties"])


def test_an_amendment_gives_details_of_any_kind_and_a_change_those_of_its_own(schemas: Schemas) -> None:
    corrected = schemas["ChangeCorrectedEntry"]["properties"]["details"]
    assert corrected == {"$ref": f"{REFERENCE}Details"}
    assert schemas["Details"]["additionalProperties"] is True
    moved = schemas["TeamMovedEntry"]["properties"]["details"]
    assert schemas["TeamMovedChange"]["properties"]["details"].get("$ref", "") == moved["$ref"] != ""
    assert "default" not in schemas["TeamMovedChange"]["properties"]["details"]


def test_a_milestone_is_a_change_of_the_kind_that_sets_milestones(schemas: Schemas) -> None:
    milestone = schemas["MilestoneCourse"]["properties"]
    assert milestone["kind"] == {"enum": ["milestone-set"], "type": "string"}
    assert milestone["details"] == schemas["MilestoneSetEntry"]["properties"]["details"]


def test_the_parts_of_entries_and_changes_are_not_described_on_their_own(schemas: Schemas) -> None:
    assert not {"EffectiveChange", "CourseRecord", "Heading"} & set(schemas)
