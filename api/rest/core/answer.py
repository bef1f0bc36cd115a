"""Answers in JSON: how they are written, sent and kept for those who ask the same again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from sys import getsizeof
from typing import NamedTuple

import msgspec
from fastapi import Request, Response

from api.http.bodies import JSON
from api.services.mergerlog import Mergerlog
from domain.changes.coordinates import Question
from projections.cache.store import MOST_BYTES, BoundedStore
from projections.log.as_of import Point
from projections.questions.view import View

Content = Mapping[str, object] | str
"""The members of an answer: as a dict, or as the text of a JSON object without its braces."""
AnswerKey = tuple[str, bool]
"""The address, with its query, and whether the viewer is an observer."""
_POINT_BYTES = 1000
"""Memory that the point of an answer takes, and its key besides the address."""
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
        body = msgspec.json.encode({**view.heading, **content})
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


def plain(mergerlog: Mergerlog, question: Question, content: Mapping[str, object], status: int = 200) -> Response:
    """An answer that rests on no programme's log."""
    return Response(msgspec.json.encode({**mergerlog.heading(question), **content}), status, _NO_STORE, JSON)


def _size(key: AnswerKey, answer: Answer) -> int:
    return getsizeof(key[0]) + getsizeof(answer.body) + getsizeof(answer.tag) + _POINT_BYTES


class AnswerCache:
    """The last answer at each address to each sort of viewer. Safe among threads.

    An answer holds only for the very point that it was given at: the question as it was resolved, the viewer, how far
    the log is, and how many names were erased. To restrict a change is to record an entry, so that moves every point.
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._answers = BoundedStore[AnswerKey, Answer](_size, most_bytes)

    def may_have(self, address: str) -> bool:
        """Whether there is any answer at an address: perhaps to another viewer, or of a shorter log."""
        return (address, False) in self._answers or (address, True) in self._answers

    def get(self, address: str, point: Point) -> Answer | None:
        """The answer at an address, if it holds at a point."""
        answer = self._answers.get((address, point.public))
        return answer if answer is not None and answer.body and answer.point == point else None

    def put(self, address: str, answer: Answer, *, when_asked_again: bool = False) -> None:
        """Keep an answer; or only that it was given, so that it is kept `when_asked_again`. To find new memory for a
        large body takes a tenth of the time that a quick answer does."""
        key = (address, answer.point.public)
        if when_asked_again:
            before = self._answers.get(key)
            if before is None or before.point != answer.point:
                answer = answer._replace(body=b"")
        self._answers.put(key, answer)
