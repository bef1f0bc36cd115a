"""What the tests of drafts share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from projections.database.connections import trying
from tests.support.deployments import Deployment
from tests.support.drafting import Drafting
from tests.support.examples import world


@pytest.fixture
def drafting(on_sqlite: Deployment) -> Iterator[Drafting]:
    """A small merger to draft for, in a transaction that leaves nothing behind."""
    programme = world(on_sqlite)
    with trying(on_sqlite.mergerlog.engine) as connection:
        yield Drafting(connection, on_sqlite.mergerlog.log, programme)
