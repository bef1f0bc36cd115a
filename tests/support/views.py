"""Views of a programme to ask in a test, and the day on which a deployment's clock stands."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from projections.questions.view import View
from tests.support.deployments import Deployment


@contextmanager
def viewing(
    deployment: Deployment, programme: str, *, public: bool = False, **coordinates: str | None
) -> Iterator[View]:
    """A view of a programme, by the coordinates of a question; a public one is an observer's."""
    mergerlog = deployment.mergerlog
    with mergerlog.viewing(programme, mergerlog.ask(**coordinates), public) as view:
        yield view


def move_clock(deployment: Deployment, instant: str) -> None:
    """Set the clock to an instant in UTC, as `2018-06-05T08:00`."""
    deployment.time.at = datetime.fromisoformat(instant).replace(tzinfo=UTC)
