"""The description of the API in OpenAPI: FastAPI's of the calls, and a schema for every shape that they name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

import msgspec
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from api.rest.core.entry_schemas import Components, Schema, add_entry_schemas
from api.rest.core.shapes import COMPONENTS, Shape, ShapeReference
from api.services.record_result import NameWarning
from domain.changes.change import BASES, COUNTS_UNDER, DONE, PLANNED, PROPOSED
from domain.clashes.evaluate import BY_NAME
from domain.kinds.registry import EVENTS, SUBJECTS
from domain.log.body import StoredSource
from domain.log.payloads import BODIES
from projections.questions.headings import Heading
from projections.questions.subject_answers import EffectiveChange

_ALWAYS: tuple[type, ...] = (*BODIES.values(), Heading, NameWarning, StoredSource, EffectiveChange)
"""Types that no shape names, or that are named through a union of kinds."""
_ENUMS: dict[str, Iterable[str]] = {
    "Basis": BASES,
    "Standing": (PROPOSED, PLANNED, DONE),
    "Lifecycle": COUNTS_UNDER,
    "SubjectType": SUBJECTS,
    "ChangeKind": EVENTS,
    "EntryKind": BODIES,
    "RuleName": BY_NAME,
}
"""Lists of values that get a name, since many schemas have them."""
_WITH_MORE = tuple(f"{COMPONENTS}{name}" for name in ("CourseRecord", "EffectiveChange"))
"""Changes with members that only some answers have: they are optional in what is described."""
_PROBLEM: Schema = {
    "title": "Problem",
    "type": "object",
    "description": "A problem (RFC 9457): why nothing was done, and what to do next.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference", "description": "The address of the page of its type."},
        "title": {"type": "string", "description": "The type of the problem in words."},
        "status": {"type": "integer", "description": "The status of the answer."},
        "detail": {"type": "string", "description": "What was wrong, where, and what to do next."},
        "version": {"type": "integer", "description": "Where the subject has changed: the version that it is at."},
        "line": {"type": "integer", "description": "Where a line of an import was refused: its number."},
        "changed": {"type": "array", "items": {"$ref": f"{COMPONENTS}ConflictRecord"}},
        "refused": {"type": "array", "items": {"$ref": f"{COMPONENTS}LeftOut"}},
    },
}
_SECURITY: Schema = {
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "description": "A token that a manager of the deployment made with `mergerlog token add`.",
    },
}


def describe(app: FastAPI) -> None:
    """Have an application describe itself with the schemas of its shapes."""

    def openapi() -> Schema:
        if app.openapi_schema is None:
            app.openapi_schema = _described(app)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _described(app: FastAPI) -> Schema:
    for route in app.routes:
        if isinstance(route, APIRoute):
            route.operation_id = route.name
    described = get_openapi(
        title=app.title, version=app.version, description=app.description, routes=app.routes, tags=app.openapi_tags
    )
    shapes = {shape.name: shape for shape in _shapes(app)}
    schemas = _reached(described["paths"], _components(tuple(shapes.values())))
    described["components"] = {"schemas": schemas, "securitySchemes": _SECURITY}
    for path, calls in described["paths"].items():
        for method, call in calls.items():
            if path.startswith("/v1/"):
                # Where anyone may read, a read needs no token.
                call["security"] = [{"bearer": []}, {}] if method == "get" else [{"bearer": []}]
    return described


def _shapes(app: FastAPI) -> Iterator[Shape]:
    """Every shape that a call names, in its answers or in its body."""
    for route in app.routes:
        if isinstance(route, APIRoute):
            yield from _named_in(route.responses)
            yield from _named_in(route.openapi_extra or {})


def _named_in(value: Any) -> Iterator[Shape]:
    if isinstance(value, ShapeReference):
        yield value.shape
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _named_in(inner)


@lru_cache(maxsize=4)
def _components(shapes: tuple[Shape, ...]) -> Components:
    """The schemas of these shapes, and of all that they are made of, in the order of their names."""
    types = dict.fromkeys(type_ for shape in shapes for type_ in (*shape.parts, *shape.optional))
    _, components = msgspec.json.schema_components([*types, *_ALWAYS], ref_template=f"{COMPONENTS}{{name}}")
    components = msgspec.json.decode(msgspec.json.encode(components))  # a default may be a tuple
    merged = {shape.name: _merged(shape, components) for shape in shapes if len(shape.parts) > 1 or shape.optional}
    add_entry_schemas(components)
    components |= {name: schema for name, schema in merged.items() if schema is not None}
    components["Problem"] = _PROBLEM
    named = {name: tuple(values) for name, values in _ENUMS.items()}
    components = {name: _tidied(schema, named) for name, schema in components.items()}
    components |= {name: {"title": name, "type": "string", "enum": list(values)} for name, values in named.items()}
    return components


def _merged(shape: Shape, components: Components) -> Schema | None:
    """One object with the members of all parts."""
    parts = [components[type_.__name__] for type_ in shape.parts]
    optional = [components[type_.__name__] for type_ in shape.optional]
    properties: Schema = {}
    for part in (*optional, *parts):
        properties |= part["properties"]
    return {
        "title": shape.name,
        "type": "object",
        "description": parts[-1].get("description", ""),
        "properties": properties,
        "required": [name for part in parts for name in part["required"]],
    }


def _tidied(schema: Any, named: dict[str, tuple[str, ...]]) -> Any:
    """A schema with references in place of the lists of values that have a name."""
    if isinstance(schema, list):
        return [_tidied(inner, named) for inner in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get("$ref") in _WITH_MORE:
        return {"$ref": f"{COMPONENTS}ChangeRecord"}
    if "pattern" in schema:
        schema = schema | {"pattern": schema["pattern"].replace(r"\Z", "$")}  # as JSON Schema writes it
    values = schema.get("enum")
    if isinstance(values, list):
        name = next((name for name, known in named.items() if set(known) == set(values) - {None}), None)
        if name is not None:
            reference = {"$ref": f"{COMPONENTS}{name}"}
            return {"anyOf": [reference, {"type": "null"}]} if None in values else reference
        is_text = all(isinstance(value, str) for value in values)
        return schema | ({"type": "string"} if is_text and "type" not in schema else {})
    return {name: _tidied(inner, named) for name, inner in schema.items()}


def _reached(paths: Schema, components: Components) -> Components:
    """The components that the calls lead to: the parts that were merged into others are left out."""
    waiting, names = [paths], set()
    while waiting:
        for name in _references(waiting.pop()):
            if name not in names:
                names.add(name)
                waiting.append(components[name])
    return {name: components[name] for name in sorted(names)}


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        reference = value.get("$ref")
        if isinstance(reference, str):
            yield reference.removeprefix(COMPONENTS)
        for inner in value.values():
            yield from _references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _references(inner)
