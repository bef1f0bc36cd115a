"""What deciding needs, as the log and the transaction know it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from domain.decisions.known import Author, KnownFacts
from domain.kinds.programme import ClashAcknowledged
from domain.log.body import Body
from domain.log.parsing import read_line
from domain.time import instants
from projections.database.connections import trying
from projections.recording.writer import Writer
from tests.support.deployments import Deployment
from tests.support.examples import PERSON, amend, record, start, world

NOW = instants.parse("2018-06-04T08:00:00Z")
AUTHOR = Author("tester", NOW, NOW)


def payload(body: dict[str, Any]) -> Body:
    read = read_line(msgspec.json.encode(body))
    assert isinstance(read, Body)
    return read


@pytest.fixture
def writer(on_sqlite: Deployment) -> Iterator[Writer]:
    """The writer of a small merger, in a transaction that leaves nothing behind."""
    programme = world(on_sqlite)
    with trying(on_sqlite.mergerlog.engine) as connection:
        yield Writer(connection, on_sqlite.mergerlog.log, programme, AUTHOR)


def known(writer: Writer, body: dict[str, Any], **more: Any) -> KnownFacts:
    return writer.lookups.known(payload(body), AUTHOR, 10, 5, **more)


def test_an_entry_that_is_stored_is_found_by_its_id(writer: Writer) -> None:
    facts = known(writer, start("site-closed", "wembley", id="wembley"))
    assert facts.stored is not None
    assert (facts.stored.id, facts.new_id) == ("wembley", "wembley")


def test_a_new_entry_gets_an_id_of_its_own(writer: Writer) -> None:
    first, second = (known(writer, start("site-closed", "wembley")).new_id for _ in range(2))
    assert len(first) == len(second) == 12
    assert first != second


def test_the_version_of_a_subject_is_none_where_nobody_named_it(writer: Writer) -> None:
    assert known(writer, start("site-closed", "wembley")).version == 1
    assert known(writer, start("site-opened", "harrow", name="Harrow")).version is None


def test_what_the_log_does_not_know_is_listed_in_the_order_of_the_entry(writer: Writer) -> None:
    body = start("team-formed", "cid", name="CID", unit="atlantis", function="response", site="wembley", covers=["x"])
    assert known(writer, body).missing == (("unit", "atlantis"), ("area", "x"))
    appointed = start("leader-appointed", "commander", person="p-9", tenure="acting")
    assert known(writer, appointed).missing == (("person", "p-9"),)
    assert known(writer, appointed | {"details": {"person": PERSON, "tenure": "acting"}}).missing == ()
    depends = start("milestone-set", "m", title="M", depends_on=["go-live", "wembley", "nowhere"])
    assert known(writer, depends).missing == (("dependency", "nowhere"),)


def test_a_change_is_known_as_the_entries_of_this_transaction_left_it(writer: Writer) -> None:
    writer.record(payload(amend("change-rescheduled", "go-live", effective_on="2018-12")))
    facts = known(writer, amend("change-withdrawn", "go-live"))
    assert facts.change is not None
    assert (facts.change.when.text, facts.version) == ("2018-12", 2)
    assert known(writer, amend("change-withdrawn", "nowhere")).change is None


def test_histories_are_those_that_the_entry_touches(writer: Writer) -> None:
    merged = start("teams-merged", "response-a", from_=["response-b"])
    facts = known(writer, merged)
    assert set(facts.histories) == {"response-a", "response-b"}
    day = facts.histories["response-b"].changes(0)[0].when.latest
    assert facts.histories["response-b"].state_before(day, 1).life == 0
    assert facts.histories["response-b"].state_before(day + 1, 1).fields["name"] == "Response B"


def test_a_claim_is_found_by_its_id(writer: Writer) -> None:
    source = {"document": "a.txt"}
    writer.record(payload(amend("claim-recorded", "go-live", source=source, effective_on="2018-12", id="claim")))
    claim = known(writer, amend("claim-dismissed", "go-live", claim="claim")).claim
    assert claim is not None
    assert (claim.id, claim.change) == ("claim", "go-live")
    assert known(writer, amend("claim-dismissed", "go-live", claim="nowhere")).claim is None


def test_a_clash_is_looked_for_only_where_it_is_acknowledged(writer: Writer, on_sqlite: Deployment) -> None:
    asked: list[ClashAcknowledged] = []

    def find_clash(acknowledged: ClashAcknowledged) -> Any:
        asked.append(acknowledged)
        return "restricted"

    assert known(writer, start("site-closed", "wembley"), find_clash=find_clash).clash == "unchecked"
    details = {"clash": "c", "mark": "m"}
    body = start("clash-acknowledged", "p", reason="It is meant.", details=details)
    assert known(writer, body, find_clash=find_clash).clash == "restricted"
    assert asked == [ClashAcknowledged(clash="c", mark="m")]


def test_many_entries_are_looked_up_before_they_are_decided_on(writer: Writer) -> None:
    bodies = [start("site-closed", "wembley", id="new"), amend("change-withdrawn", "go-live")]
    writer.lookups.prefetch(map(payload, bodies))
    entry = writer.lookups.entry("go-live")
    assert entry is not None
    assert entry.id == "go-live"
    assert writer.lookups.entry("new") is None


def test_a_refused_entry_leaves_nothing_of_its_subject(on_sqlite: Deployment) -> None:
    """An entry that an import dates after now is refused before its subject is stored."""
    programme = world(on_sqlite)
    line = start("site-opened", "harrow", name="Harrow") | {"entered_at": "2999-01-01T00:00:00Z"}
    reply = on_sqlite.send(f"/programmes/{programme}/entries/import", msgspec.json.encode(line))
    assert reply.status_code == 422
    (entry,) = record(on_sqlite, programme, start("site-opened", "harrow", name="Harrow"))
    assert entry["version"] == 1
