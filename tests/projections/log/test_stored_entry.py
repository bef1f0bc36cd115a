"""Rows of the log to stored events and back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from eventsourcing.persistence import Notification, StoredEvent

from projections.log.log_rows import COLUMNS, entry_row, event_row, notification, stored_event, uuid_of
from projections.log.stored_entry import EntryNotification, Envelope, StoredEntryEvent

STREAM = UUID("6d657267-6572-4c6f-a72e-70726f6a6563")
STARTING: tuple[Any, ...] = (7, 3, 2, "site-closed/1", "{}", 1, "closed", None, 100, 200, "ada", False)
AMENDING: tuple[Any, ...] = (9, 3, 3, "change-withdrawn/1", '{"reason":"é"}', 1, "gone", 7, 300, 400, "bob", True)
FOREIGN: tuple[Any, ...] = (8, 4, 1, "other:Event", "{}", None, None, None, None, None, None, None)
ENTRY = StoredEntryEvent(
    STREAM, 2, "site-closed/1", b"{}", Envelope(3, 7, 1, "closed", 7, "site-closed", 100, 200, "ada", False)
)
AMENDMENT = StoredEntryEvent(
    STREAM,
    3,
    "change-withdrawn/1",
    '{"reason":"é"}'.encode(),
    Envelope(3, 9, 1, "gone", 7, "site-closed", 300, 400, "bob", True),
)


@pytest.mark.parametrize(("row", "event"), [(STARTING, ENTRY), (AMENDING, AMENDMENT)])
def test_a_row_becomes_an_entry_and_the_same_row_again(row: tuple[Any, ...], event: StoredEntryEvent) -> None:
    assert stored_event((*row, STREAM.bytes, "site-closed/1")) == event
    assert entry_row(event) == row


def test_a_row_without_a_programme_is_an_event_of_another_application() -> None:
    event = stored_event((*FOREIGN, STREAM.bytes, "other:Event"))
    assert event == StoredEvent(STREAM, 1, "other:Event", b"{}")
    assert not isinstance(event, StoredEntryEvent)
    assert event_row(event, 8, {STREAM.bytes: 4}) == FOREIGN


def test_a_notification_has_the_place_in_the_log() -> None:
    entry = notification((*AMENDING, STREAM.bytes, "site-closed/1"))
    assert entry == EntryNotification(STREAM, 3, "change-withdrawn/1", '{"reason":"é"}'.encode(), 9, AMENDMENT.envelope)
    foreign = notification((*FOREIGN, STREAM.bytes, "other:Event"))
    assert foreign == Notification(STREAM, 1, "other:Event", b"{}", 8)
    assert not isinstance(foreign, EntryNotification)


def test_a_driver_may_give_back_a_uuid_as_a_view_of_memory() -> None:
    assert stored_event((*STARTING, memoryview(STREAM.bytes), "site-closed/1")) == ENTRY


def test_a_false_that_a_database_stores_as_a_number_is_read_as_false() -> None:
    event = stored_event((*STARTING[:-1], 0, STREAM.bytes, "site-closed/1"))
    assert isinstance(event, StoredEntryEvent)
    assert event.envelope.backfilled is False


def test_a_stream_may_be_named_by_text() -> None:
    assert uuid_of(str(STREAM)) == STREAM
    assert uuid_of(STREAM) is STREAM


def test_the_columns_are_those_of_a_row() -> None:
    assert COLUMNS == (
        "position", "stream", "version", "topic", "state", "programme", "id", "change", "recorded_at", "entered_at",
        "recorded_by", "backfilled",
    )  # fmt: skip
