"""What the description of the API says of answers: their media types and statuses."""

from __future__ import annotations

from typing import Any

_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What was wrong, where, and what to do next."},
    },
}
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
    return {"description": _SENTENCES[status], "content": {"application/problem+json": {"schema": _PROBLEM}}}


def answers(status: int, sentence: str, *problems: int) -> dict[int | str, dict[str, Any]]:
    """A JSON answer, and the problems that may come instead."""
    said: dict[str, Any] = {"description": sentence, "content": {"application/json": {"schema": {"type": "object"}}}}
    found: dict[int | str, dict[str, Any]] = {status: said}
    return found | {each: problem(each) for each in problems}


def read(sentence: str, *problems: int) -> dict[int | str, dict[str, Any]]:
    """The answers of a read."""
    return answers(200, sentence, 401, 403, 422, *problems) | {304: {"description": _SENTENCES[304]}}


def write(status: int, sentence: str, *problems: int) -> dict[int | str, dict[str, Any]]:
    """The answers of a write."""
    again = {200: {**answers(200, sentence)[200], "description": "It was there already, or this was a dry run."}}
    return answers(status, sentence, 401, 403, 413, 422, 503, *problems) | again


def body(media_type: str, schema: dict[str, Any]) -> dict[str, Any]:
    """The body of a write."""
    return {"requestBody": {"required": True, "content": {media_type: {"schema": schema}}}}


def done(sentence: str, *problems: int) -> dict[int | str, dict[str, Any]]:
    """The answers of a write that gives nothing back."""
    found: dict[int | str, dict[str, Any]] = {204: {"description": sentence}}
    return found | {each: problem(each) for each in (401, 403, 422, 503, *problems)}


def calendar() -> dict[int | str, dict[str, Any]]:
    """The answers of a calendar."""
    found: dict[int | str, dict[str, Any]] = {
        200: {"description": "The calendar.", "content": {"text/calendar": {"schema": {"type": "string"}}}}
    }
    return found | {each: problem(each) for each in (401, 403, 404, 422)}
