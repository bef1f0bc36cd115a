"""Answers in JSON: with the question at their head, and a tag where no later entry can alter them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, NamedTuple

import msgspec
from fastapi import Request, Response

from api.http.bodies import JSON
from api.services.mergerlog import Mergerlog
from domain.changes.coordinates import Question
from projections.log.as_of import Point
from projections.questions.view import View

Content = dict[str, Any] | str
"""The members of an answer: as a dict, or as the text of a JSON object without its braces."""
_NO_STORE = {"Cache-Control": "no-store"}
_TAGGED = {"Cache-Control": "private, no-cache", "Vary": "Authorization, Cookie"}


@dataclass(frozen=True)
class Unsettled:
    """Content that a later entry may alter, although none can alter what its view sees."""

    content: Content


class Answer(NamedTuple):
    """An answer as it was given, and the point that it was given at."""

    point: Point
    body: bytes
    tag: str | None
    """Its ETag, if no later entry can alter it."""


def answer_of(view: View, content: Content | Unsettled) -> Answer:
    """An answer to the question of a view."""
    settled = view.point.settled
    if isinstance(content, Unsettled):
        content, settled = content.content, False
    if isinstance(content, str):
        body = (msgspec.json.encode(view.heading).decode()[:-1] + "," + content + "}").encode()
    else:
        body = msgspec.json.encode(view.heading | content)
    return Answer(view.point, body, f'"{hashlib.sha256(body).hexdigest()[:32]}"' if settled else None)


def response_of(request: Request, answer: Answer) -> Response:
    """The response with an answer. A client that kept a settled one asks each time whether it still stands, since what
    its viewer may see can change."""
    if answer.tag is None:
        return Response(answer.body, media_type=JSON, headers=_NO_STORE)
    headers = _TAGGED | {"ETag": answer.tag}
    if not {answer.tag, "*"}.isdisjoint(_tags(request.headers.get("if-none-match", ""))):
        return Response(status_code=304, headers=headers)
    return Response(answer.body, media_type=JSON, headers=headers)


def _tags(header: str) -> list[str]:
    """The tags that a client sent. A weak one counts too: to save an answer, a body that is as good is enough."""
    return [tag.strip().removeprefix("W/") for tag in header.split(",")]


def plain(mergerlog: Mergerlog, question: Question, content: dict[str, Any], status: int = 200) -> Response:
    """An answer that rests on no programme's log."""
    return Response(msgspec.json.encode(mergerlog.heading(question) | content), status, _NO_STORE, JSON)
