"""Imports record line by line, in all or nothing; an export is a file that an import takes in as it was."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
import pytest
from sqlalchemy import select

from domain.changes.change import Change
from domain.decisions.known import Author
from domain.log.entry import Entry
from domain.refusals import Impossible, Malformed, MalformedImport, UnknownSubject
from domain.time import instants
from projections.database.tables import person
from projections.log.programmes import create_programme, programme_number
from projections.recording import import_export
from projections.recording.import_export import Imported, export_lines, import_lines
from tests.support.drafting import AUTHOR, NOW, Drafting
from tests.support.examples import NAME, PERSON, Body, amend, start

HARROW = start("site-opened", "harrow", id="harrow", name="Harrow")
CLOSED = start("site-closed", "harrow", "2018-11-01", "planned", id="closed")
PUT_OFF = amend("change-rescheduled", "closed", id="put-off", effective_on="2018-12-01")
APPOINTED = start("leader-appointed", "commander", "2018-02-01", id="appointed", person=PERSON, tenure="substantive")
AGAIN = start("leader-appointed", "commander", "2018-03-01", id="again", person=PERSON, tenure="substantive")


def lines(*bodies: Body) -> list[bytes]:
    return [msgspec.json.encode(body) for body in bodies]


def take(drafting: Drafting, raw: Iterable[bytes]) -> Imported:
    return import_lines(drafting.connection, drafting.log, drafting.programme, AUTHOR, raw)


def export(drafting: Drafting) -> list[Body]:
    number = programme_number(drafting.connection, drafting.programme)
    return [msgspec.json.decode(line) for line in export_lines(drafting.connection, drafting.log, number)]


def test_an_import_says_how_many_entries_came_in_and_its_first_and_last(drafting: Drafting) -> None:
    assert take(drafting, lines(HARROW, CLOSED, PUT_OFF)) == Imported(3, "harrow", "put-off")
    assert [entry["id"] for entry in export(drafting)][-3:] == ["harrow", "closed", "put-off"]


def test_an_empty_file_brings_nothing(drafting: Drafting) -> None:
    assert take(drafting, []) == Imported(0, None, None)
    assert take(drafting, [b"", b"  \n"]) == Imported(0, None, None)


def test_entries_that_are_stored_already_are_not_counted(drafting: Drafting) -> None:
    take(drafting, lines(HARROW))
    assert take(drafting, lines(HARROW, CLOSED)) == Imported(1, "harrow", "closed")


def test_a_person_is_registered_and_is_no_entry(drafting: Drafting) -> None:
    raw = lines({"person": "p-new", "name": "Ann Ash"}, HARROW)
    assert take(drafting, raw) == Imported(1, "harrow", "harrow")
    assert drafting.connection.scalar(select(person.c.name).where(person.c.id == "p-new")) == "Ann Ash"


@pytest.mark.parametrize(
    ("raw", "line", "cause"),
    [
        ([b"{"], 1, Malformed),
        ([*lines(HARROW), b"", b'{"kind": 5}'], 3, Malformed),
        (lines(CLOSED, HARROW), 1, UnknownSubject),
        (lines(HARROW, HARROW | {"id": "again"}), 2, Impossible),
    ],
)
def test_the_first_line_that_is_refused_is_named_by_its_number(
    drafting: Drafting, raw: list[bytes], line: int, cause: type[Exception]
) -> None:
    with pytest.raises(MalformedImport, match=f"Line {line} was refused") as refusal:
        take(drafting, raw)
    assert type(refusal.value.cause) is cause


def test_a_person_under_another_name_is_refused_by_its_line(drafting: Drafting) -> None:
    with pytest.raises(MalformedImport, match="Line 2 was refused"):
        take(drafting, lines({"person": PERSON, "name": NAME}, {"person": PERSON, "name": "Somebody Else"}))


def test_a_witness_is_told_of_each_entry_and_the_change_that_it_left(drafting: Drafting) -> None:
    witnessed: list[tuple[int, str, str]] = []

    def witness(line: int, entry: Entry, change: Change) -> None:
        witnessed.append((line, entry.id, change.when.text))

    raw = [*lines(HARROW, {"person": PERSON, "name": NAME}), b"", *lines(CLOSED, PUT_OFF)]
    import_lines(drafting.connection, drafting.log, drafting.programme, AUTHOR, raw, witness=witness)
    assert witnessed == [(1, "harrow", "2018-01-01"), (4, "closed", "2018-11-01"), (5, "put-off", "2018-12-01")]


@pytest.mark.parametrize(("count", "expected"), [(1, [1]), (2, [2]), (3, [2, 3]), (4, [2, 4])])
def test_progress_is_told_after_each_chunk_of_lines(
    drafting: Drafting, monkeypatch: pytest.MonkeyPatch, count: int, expected: list[int]
) -> None:
    monkeypatch.setattr(import_export, "_CHUNK", 2)
    progress: list[int] = []
    raw = lines(*(start("site-opened", f"site-{number}", name="S") for number in range(count)))
    import_lines(drafting.connection, drafting.log, drafting.programme, AUTHOR, raw, progress.append)
    assert progress == expected


def test_entries_of_one_chunk_are_known_in_the_next(drafting: Drafting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_export, "_CHUNK", 1)
    assert take(drafting, lines(HARROW, CLOSED, PUT_OFF, PUT_OFF)).count == 3


def test_an_export_names_each_person_once_before_the_first_entry_that_does(drafting: Drafting) -> None:
    take(drafting, lines(APPOINTED, AGAIN))
    exported = export(drafting)
    assert exported[-3] == {"person": PERSON, "name": NAME}
    assert [entry["id"] for entry in exported[-2:]] == ["appointed", "again"]
    assert sum("name" in line for line in exported) == 1


def test_an_export_comes_in_as_the_same_log_elsewhere(drafting: Drafting) -> None:
    take(drafting, lines(HARROW, APPOINTED, CLOSED, PUT_OFF))
    exported = export(drafting)
    create_programme(drafting.connection, "elsewhere", "Elsewhere")
    other = Drafting(drafting.connection, drafting.log, "elsewhere")
    later = Author("bob", NOW, NOW + 5)
    import_lines(drafting.connection, drafting.log, "elsewhere", later, lines(*exported))
    assert export(other) == exported
    assert exported[-1]["recorded_by"] == "ada", "who recorded it stays as it was"
    assert exported[-1]["recorded_at"] == instants.show(NOW)
