"""Reading entries and lines as JSON."""

from __future__ import annotations

import msgspec
import pytest

from domain.log.body import SERVER_FIELDS, Body
from domain.log.parsing import PersonLine, read_entry, read_line
from domain.refusals import Malformed, ServerFields, ServersToSay
from tests.support.examples import amend, start

OPENED = start("site-opened", "a", name="A")


def raw(body: object) -> bytes:
    return msgspec.json.encode(body)


def test_an_entry_and_a_line_are_read_alike() -> None:
    for body in (OPENED, amend("change-withdrawn", "c")):
        payload = read_entry(raw(body))
        assert payload.kind == body["kind"]
        assert read_line(raw(body)) == payload


@pytest.mark.parametrize("field", SERVER_FIELDS)
def test_the_servers_fields_are_the_servers_even_where_they_are_null(field: str) -> None:
    for body in (OPENED, amend("change-withdrawn", "c")):
        with pytest.raises(ServerFields, match=field):
            read_entry(raw(body | {field: None}))


def test_several_of_them_are_named_together() -> None:
    with pytest.raises(ServerFields, match="recorded_at and version"):
        read_entry(raw(OPENED | {"version": 3, "recorded_at": "2018-06-04T08:00:00Z"}))


def test_a_line_may_bring_what_the_server_added() -> None:
    line = read_line(raw(OPENED | {"recorded_at": "2018-06-04T08:00:00Z", "version": 3}))
    assert isinstance(line, Body)
    assert (line.recorded_at, line.version) == ("2018-06-04T08:00:00Z", 3)


def test_the_change_of_a_starting_entry_is_its_own() -> None:
    with pytest.raises(ServerFields, match="change"):
        read_entry(raw(OPENED | {"change": "a"}))
    assert read_line(raw(OPENED | {"id": "a", "change": "a"}))
    for wrong in ({"id": "a", "change": "b"}, {"change": "b"}):
        with pytest.raises(Malformed, match="its own id"):
            read_line(raw(OPENED | wrong))


def test_what_the_server_records_itself_comes_in_by_an_import_alone() -> None:
    body = start("scenario-committed", "p", details={"scenario": "s", "name": "S", "entries": 2})
    with pytest.raises(ServersToSay, match="scenario-committed"):
        read_entry(raw(body))
    assert read_line(raw(body))


def test_a_line_may_register_a_person() -> None:
    assert read_line(b'{"person": "p-1", "name": "Simon Rose"}') == PersonLine("p-1", "Simon Rose")
    assert read_line(b'{"person": "p-1", "name": null}') == PersonLine("p-1", None)
    for wrong in (b'{"person": "p-1"}', b'{"person": "p-1", "name": " "}', b'{"person": "P 1", "name": "S"}'):
        with pytest.raises(Malformed):
            read_line(wrong)


def test_an_entry_that_names_a_person_registers_nobody() -> None:
    body = start("leader-appointed", "a", details={"person": "p-1", "tenure": "acting"})
    payload = read_line(raw(body))
    assert isinstance(payload, Body)


@pytest.mark.parametrize(
    "text",
    [b"", b"{", b"[]", b"null", b'{"kind": "site-flooded"}', b"\xff", b'{"kind": "site-closed", "subject": "\xff"}'],
)
def test_what_is_no_entry_is_refused(text: bytes) -> None:
    with pytest.raises(Malformed):
        read_entry(text)


def test_what_is_nested_too_deeply_is_refused() -> None:
    deep = b'{"kind": "change-corrected", "change": "a", "reason": "So.", "details": ' + b"[" * 100_000
    with pytest.raises(Malformed):
        read_entry(deep)


def test_a_line_is_at_most_a_mebibyte_long() -> None:
    body = raw(OPENED)
    assert read_line(body + b" " * (1024 * 1024 - len(body)))
    with pytest.raises(Malformed, match="1 MiB"):
        read_line(body + b" " * (1024 * 1024 + 1 - len(body)))


def test_a_merger_is_not_read_that_ends_what_it_makes() -> None:
    with pytest.raises(Malformed, match='"a" cannot be merged into itself'):
        read_entry(raw(start("teams-merged", "a", from_=["b", "a"])))
