"""What the description of the API says of a call: its bodies and answers, by their shapes, and its problems."""

from __future__ import annotations

from typing import Any

import msgspec

from api.http.bodies import JSON
from api.http.problems import MEDIA_TYPE
from api.rest.core import shapes
from api.rest.core.shapes import Shape, ShapeReference

Responses = dict[int | str, dict[str, Any]]
PROBLEM = {"$ref": f"{shapes.COMPONENTS}Problem"}
_SENTENCES = {
    304: "The settled answer has not changed.",
    400: "The request could not be read.",
    401: "There is no token, or it is not one of this deployment's.",
    403: "The token's role does not allow it.",
    404: "There is no such thing, as known then.",
    409: "The id is taken, or the history cannot hold the entry, or the change's standing does not allow it.",
    412: "The subject has changed since If-Match was read.",
    413: "The body is too large.",
    422: "The request or the entry is malformed, or names something unknown.",
    503: "Another writer keeps the log: try again.",
}


def problem(status: int) -> dict[str, Any]:
    """A problem document."""
    return {"description": _SENTENCES[status], "content": {MEDIA_TYPE: {"schema": PROBLEM}}}


def answers(status: int, shape: Shape, sentence: str, *problems: int) -> Responses:
    """A JSON answer, and the problems that may come instead."""
    response = {"description": sentence, "content": {JSON: {"schema": ShapeReference(shape)}}}
    return {status: response, **{status: problem(status) for status in problems}}


def read_answers(type_: type, sentence: str, *problems: int) -> Responses:
    """The answers of a read of a programme."""
    return read_of(shapes.answer(type_), sentence, *problems)


def read_of(shape: Shape, sentence: str, *problems: int) -> Responses:
    """The answers of a read, by their shape."""
    return answers(200, shape, sentence, 401, 403, 422, *problems) | {304: {"description": _SENTENCES[304]}}


def write_answers(status: int, type_: type, sentence: str, *problems: int) -> Responses:
    """The answers of a write."""
    return write_of(status, shapes.plain(type_), sentence, *problems)


def write_of(status: int, shape: Shape, sentence: str, *problems: int) -> Responses:
    """The answers of a write, by their shape."""
    again = answers(200, shape, "It was there already, or this was a dry run.")
    return answers(status, shape, sentence, 401, 403, 413, 422, 503, *problems) | again


def body(type_: type[msgspec.Struct], *, required: bool = True) -> dict[str, Any]:
    """The JSON body of a write."""
    return _body(JSON, ShapeReference(shapes.plain(type_)), required=required)


def entry_body() -> dict[str, Any]:
    """The body of a write of an entry: one of every kind that there is."""
    return _body(JSON, {"$ref": f"{shapes.COMPONENTS}EntryBody"}, required=True)


def lines_body() -> dict[str, Any]:
    """The body of an import: an entry on each line."""
    return _body("application/x-ndjson", {"type": "string"}, required=True)


def _body(media_type: str, schema: dict[str, Any], *, required: bool) -> dict[str, Any]:
    return {"requestBody": {"required": required, "content": {media_type: {"schema": schema}}}}


def done(sentence: str, *problems: int) -> Responses:
    """The answers of a write that gives nothing back."""
    statuses = (401, 403, 422, 503, *problems)
    return {204: {"description": sentence}, **{status: problem(status) for status in statuses}}


def calendar() -> Responses:
    """The answers of a calendar."""
    content = {"text/calendar": {"schema": {"type": "string"}}}
    statuses = (401, 403, 404, 422)
    return {200: {"description": "The calendar.", "content": content}, **{each: problem(each) for each in statuses}}
