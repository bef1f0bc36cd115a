"""The cache of answers: for the same question from the same sort of viewer, while the log has not grown."""

from __future__ import annotations

from sys import getsizeof

from api.rest.core.answer import Answer
from projections.cache.store import MOST_BYTES, BoundedStore
from projections.log.as_of import Point

Key = tuple[str, bool]
"""The address, with its query, and whether the viewer is an observer."""
_POINT_BYTES = 1000
"""Memory that the point of an answer takes, and its key besides the address."""


def _size(key: Key, answer: Answer) -> int:
    return getsizeof(key[0]) + getsizeof(answer.body) + getsizeof(answer.tag) + _POINT_BYTES


class AnswerCache:
    """The last answer at each address to each sort of viewer. Safe among threads.

    An answer holds only for the very point that it was given at: the question as it was resolved, the viewer, how far
    the log is, and how many names were erased. To restrict a change is to record an entry, so that moves every point.
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._answers = BoundedStore[Key, Answer](_size, most_bytes)

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
