"""The answer to whoever records an entry: the entry, its clashes as warnings, and names in words."""

from __future__ import annotations

from typing import cast

import msgspec
import pytest

from api.services.record_result import NameWarning, RecordResult, record_result
from domain.log.parsing import read_entry
from tests.support.deployments import Deployment
from tests.support.examples import NAME, PERSON, amend, start, world


def result_of(deployment: Deployment, body: dict[str, object], *, dry_run: bool = False) -> RecordResult:
    """What becomes of an entry in a new programme."""
    programme = world(deployment)
    recorded = deployment.mergerlog.record(programme, read_entry(msgspec.json.encode(body)), "rose", dry_run=dry_run)
    return record_result(deployment.mergerlog, programme, recorded)


@pytest.mark.parametrize("dry_run", [False, True])
def test_clashes_that_an_entry_opens_are_warnings_and_part_of_its_effect(dry_run: bool, on_sqlite: Deployment) -> None:
    result = result_of(on_sqlite, start("site-closed", "wembley", "2018-05-01", id="closed"), dry_run=dry_run)
    assert result["entry"]["id"] == "closed"
    clashes = result["effect"]["clashes"]
    assert clashes["basis"] == "planned"
    assert any({"closed", "response-a"} <= set(clash["changes"]) for clash in clashes["opened"])
    assert result["warnings"] == clashes["opened"]


def test_an_entry_that_writes_a_name_out_is_warned_of_without_repeating_it(on_sqlite: Deployment) -> None:
    result = result_of(on_sqlite, amend("change-withdrawn", "go-live", reason=f"{NAME} said so."))
    # The register is one for all programmes: others may have put somebody of that name into it.
    warnings = [cast("NameWarning", one) for one in result["warnings"] if one["rule"] == "name-in-words"]
    assert PERSON in {warning["person"] for warning in warnings}
    assert all("write [name]" in warning["sentence"] for warning in warnings)
    assert all(NAME not in warning["sentence"] for warning in warnings)


def test_an_entry_that_touches_nothing_else_has_no_warnings(on_sqlite: Deployment) -> None:
    result = result_of(on_sqlite, start("site-opened", "kilburn", "2018-05-01", name="Kilburn", uses=["office"]))
    clashes = result["effect"]["clashes"]
    assert (result["warnings"], clashes["opened"], clashes["cleared"]) == ([], [], [])
