"""Every type of problem that an answer can have, made from the refusals: what happened, and what to do next."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from inspect import cleandoc

from api.http.problems import FAULT, NOT_FOUND, PAGES, WRONG_METHOD, status_of, title_of, type_of
from domain.refusals import MalformedImport, Refusal, Unknown
from projections.database.connections import Busy

STATUSES: dict[int, tuple[str, str]] = {
    401: ("there is no token, or it is not a token of this deployment", "send one, or make one"),
    403: ("the token is not for this", "ask whoever looks after the deployment"),
    404: (
        "there is no such thing, as far as was known at the point that is asked about",
        "check the id, or ask about a later point",
    ),
    405: ("the address does not take this method", "look the call up in the description of the API"),
    409: (
        "the entry is well formed, but the log cannot take it",
        "read the sentence: it names what stands in the way",
    ),
    412: (
        "the subject has changed since you looked",
        "look again, and send the entry with the new version",
    ),
    413: ("the body is too large", "shorten it, or import on the command line"),
    422: (
        "the request or the entry is not well formed, or names what nobody has recorded",
        "correct it",
    ),
    503: (
        "another writer keeps the log",
        "send it again after the seconds that `Retry-After` gives",
    ),
    500: (
        "Mergerlog has a fault",
        "nothing was stored; the fault is in its log. Please report it",
    ),
}
"""What is wrong and what to do about it, by the status of a problem."""

_GAP = re.compile(r"{(\w+)}")


@dataclass(frozen=True)
class ProblemType:
    """One type of problem. Its sentence has gaps in braces, which each problem fills."""

    name: str
    title: str
    status: int
    sentence: str

    @property
    def address(self) -> str:
        """Where its page is: the `type` of every problem of the type."""
        return f"{PAGES}/{self.name}"

    @property
    def what_is_wrong(self) -> str:
        """What its status says, in words."""
        return STATUSES[self.status][0]

    @property
    def what_to_do(self) -> str:
        """What to do next."""
        return STATUSES[self.status][1]

    @cached_property
    def parts(self) -> list[tuple[str, bool]]:
        """Its sentence in parts, each with whether it is the name of a gap."""
        return [(text, place % 2 == 1) for place, text in enumerate(_GAP.split(self.sentence)) if text]


_OTHERS = (
    ProblemType("not-found", "Not found", 404, NOT_FOUND),
    ProblemType("method-not-allowed", "Method not allowed", 405, WRONG_METHOD),
    ProblemType("busy", "Busy", 503, str(Busy.__doc__)),
    ProblemType("fault", "Fault", 500, FAULT),
)
"""Problems that are no refusals."""


def problem_types() -> dict[str, ProblemType]:
    """Every type of problem, by its name, in the order of names."""
    types = [_of_refusal(refusal) for refusal in _refusals()]
    return {type_.name: type_ for type_ in sorted([*types, *_OTHERS], key=lambda type_: type_.name)}


def _refusals() -> list[type[Refusal]]:
    """Every refusal that a problem can tell of: a refused line of an import has the type of its own fault."""
    waiting, classes = [Refusal], []
    while waiting:
        refusal = waiting.pop()
        waiting += refusal.__subclasses__()
        if refusal not in (Refusal, Unknown, MalformedImport):
            classes.append(refusal)
    return classes


def _of_refusal(refusal: type[Refusal]) -> ProblemType:
    sentence = " ".join(cleandoc(refusal.__doc__ or "").split())
    return ProblemType(type_of(refusal), title_of(refusal), status_of(refusal.__new__(refusal)), sentence)
