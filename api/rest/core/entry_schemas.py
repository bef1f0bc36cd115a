"""The schemas of entries and of changes: one for each kind, told apart by `kind`."""

from __future__ import annotations

from typing import Any

from api.rest.core.shapes import COMPONENTS
from domain.log.amendments import AMENDMENTS
from domain.log.body import SERVER_FIELDS
from domain.log.payloads import BODIES, STARTINGS

Schema = dict[str, Any]
Components = dict[str, Schema]

DETAILS = "Details"
_DETAILS: Schema = {
    "title": DETAILS,
    "type": "object",
    "description": "What happened, in the fields of the kind of the change: see the schema of that kind's `details`.",
    "additionalProperties": True,
}
_ON_ITS_OWN = ("asked", "scenario")
"""Members that an entry or a change has where it is a whole answer."""
_STORED = ("id", "change", "recorded_at", "entered_at", "recorded_by", "version")


def add_entry_schemas(components: Components) -> None:
    """Put the schemas of every kind into those of the types that are the same for all kinds."""
    components[DETAILS] = _DETAILS
    on_its_own = {name: components["Heading"]["properties"][name] for name in _ON_ITS_OWN}
    bodies = {kind: components.pop(type_.__name__) for kind, type_ in BODIES.items()}
    stored, change = components.pop("EntryRecord"), components.pop("ChangeRecord")
    components["FollowedClaim"]["properties"]["details"] = _reference(DETAILS)
    _add_union(
        components,
        "EntryBody",
        "An entry to be recorded.",
        {kind: (_body_name(kind), _body(kind, body)) for kind, body in bodies.items()},
    )
    _add_union(
        components,
        "EntryRecord",
        stored["description"],
        {kind: (f"Stored{_body_name(kind)}", _stored(kind, body, stored, on_its_own)) for kind, body in bodies.items()},
    )
    more = {
        "passed_over": components.pop("EffectiveChange")["properties"]["passed_over"],
        "reschedules": components.pop("CourseRecord")["properties"]["reschedules"],
    }
    _add_union(
        components,
        "ChangeRecord",
        "A change as it stands, of one kind.",
        {
            kind: (f"{_event_name(kind)}Change", _change(kind, bodies[kind], change, on_its_own | more))
            for kind in STARTINGS
        },
    )
    milestone = components["MilestoneCourse"]["properties"]
    milestone["kind"] = {"enum": ["milestone-set"]}
    milestone["details"] = bodies["milestone-set"]["properties"]["details"]


def _add_union(components: Components, name: str, description: str, variants: dict[str, tuple[str, Schema]]) -> None:
    components |= {variant: schema | {"title": variant} for variant, schema in variants.values()}
    mapping = {kind: f"{COMPONENTS}{variant}" for kind, (variant, _) in variants.items()}
    components[name] = {
        "title": name,
        "description": description,
        "oneOf": [{"$ref": reference} for reference in mapping.values()],
        "discriminator": {"propertyName": "kind", "mapping": mapping},
    }


def _body(kind: str, body: Schema) -> Schema:
    """An entry as it is sent: without what only an import carries."""
    left_out = {*SERVER_FIELDS, *(["change"] if kind in STARTINGS else [])}
    properties = {name: schema for name, schema in body["properties"].items() if name not in left_out}
    if kind in STARTINGS:
        properties["standing"] = _reference("Standing")
    if kind in AMENDMENTS and "details" in properties:
        properties["details"] = _reference(DETAILS)
    required = dict.fromkeys(["kind", *body.get("required", ())])
    return body | {"properties": properties, "required": list(required)}


def _stored(kind: str, body: Schema, stored: Schema, more: Schema) -> Schema:
    """An entry as it was recorded: what was said, with what the server added."""
    own = {name: schema for name, schema in _body(kind, body)["properties"].items() if name != "kind"}
    if "source" in own:
        own["source"] = _reference("StoredSource")
    added = {name: stored["properties"][name] for name in (*_STORED, "backfilled")}
    always = [name for name in ("subject", "effective_on", "standing", "details", "restricted") if kind in STARTINGS]
    said = [name for name in body.get("required", ()) if name != "kind" and name in own]
    return {
        "type": "object",
        "description": body.get("description", ""),
        "properties": {"kind": {"enum": [kind]}} | own | added | more,
        "required": list(dict.fromkeys(["kind", *_STORED, *always, *said])),
    }


def _change(kind: str, body: Schema, change: Schema, more: Schema) -> Schema:
    """A change of one kind."""
    of_kind = {"kind": {"enum": [kind]}, "details": _without_default(body["properties"]["details"])}
    return {
        "type": "object",
        "description": body.get("description", ""),
        "properties": change["properties"] | of_kind | more,
        "required": change["required"],
    }


def _without_default(schema: Schema) -> Schema:
    return {name: value for name, value in schema.items() if name != "default"}


def _event_name(kind: str) -> str:
    return "".join(word.capitalize() for word in kind.split("-"))


def _body_name(kind: str) -> str:
    return f"{_event_name(kind)}Entry"


def _reference(name: str) -> Schema:
    return {"$ref": f"{COMPONENTS}{name}"}
