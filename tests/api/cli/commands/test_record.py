"""Commands that put something into the log, or take it out whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.api.cli.commands.conftest import Terminal
from tests.support.examples import log_of

CLOSED = ("site-closed", "wembley", "--on", "2018-05-01", "--id", "closed")


def test_an_entry_is_recorded_by_who_works_here_and_done_where_nothing_else_is_said(terminal: Terminal) -> None:
    assert terminal.lines("log", terminal.programme, *CLOSED)[0] == "Recorded: site-closed wembley, id closed"
    assert terminal.lines("log", terminal.programme, *CLOSED)[0] == "Recorded before: site-closed wembley, id closed"
    entry = log_of(terminal.deployment, terminal.programme)[-1]
    assert (entry["id"], entry["recorded_by"], entry["standing"]) == ("closed", "rose", "done")


def test_every_option_of_an_entry_goes_to_its_own_member(terminal: Terminal) -> None:
    options = (
        *("--standing", "planned", "--reason", "It was agreed.", "--restricted", "--document", "paper.txt"),
        *("--dated", "2018-03", "--reference", "1.23", "--quote", "Wembley closes."),
    )
    terminal.lines("log", terminal.programme, "site-closed", "wembley", "--on", "2018-11", "--id", "closed", *options)
    entry = log_of(terminal.deployment, terminal.programme)[-1]
    assert (entry["standing"], entry["effective_on"], entry["restricted"]) == ("planned", "2018-11", True)
    assert entry["reason"] == "It was agreed."
    source = {name: entry["source"][name] for name in ("document", "dated", "reference", "quote")}
    assert source == {
        "document": "paper.txt",
        "dated": "2018-03",
        "reference": "1.23",
        "quote": "Wembley closes.",
    }


def test_a_dry_run_records_nothing_and_says_which_clashes_it_would_open(terminal: Terminal) -> None:
    before = log_of(terminal.deployment, terminal.programme)
    lines = terminal.lines("log", terminal.programme, *CLOSED, "--dry-run")
    assert lines[0] == "Nothing was recorded; this would be site-closed wembley, id closed"
    assert "Clashes that this would open" in lines
    assert log_of(terminal.deployment, terminal.programme) == before
    assert "Clashes that this opened" in terminal.lines("log", terminal.programme, *CLOSED)


def test_an_entry_as_json_is_the_answer_of_the_api(terminal: Terminal) -> None:
    answer = terminal.json("log", terminal.programme, *CLOSED)
    assert set(answer) == {"entry", "warnings", "effect"}
    assert answer["entry"]["id"] == "closed"


def test_an_export_imports_into_a_programme_that_is_made_for_it(terminal: Terminal, tmp_path: Path) -> None:
    file, copy = tmp_path / "log.jsonl", f"{terminal.programme}-copy"
    file.write_bytes(b"".join(line + b"\n" for line in terminal.deployment.mergerlog.export_lines(terminal.programme)))
    assert terminal.lines("export", "--programme", terminal.programme) == file.read_text("utf-8").splitlines()
    imported = terminal.lines("import", str(file), "--programme", copy, "--name", "A copy")
    assert imported == [f"10 entries were imported into {copy}."]
    assert {"id": copy, "name": "A copy"} in terminal.deployment.mergerlog.programmes()


def test_one_entry_is_counted_as_one(terminal: Terminal, tmp_path: Path) -> None:
    file, copy = tmp_path / "log.jsonl", f"{terminal.programme}-copy"
    file.write_bytes(next(terminal.deployment.mergerlog.export_lines(terminal.programme)))
    assert terminal.lines("import", str(file), "--programme", copy) == [f"1 entry was imported into {copy}."]


def test_read_models_are_made_again_from_every_entry(terminal: Terminal) -> None:
    count = terminal.deployment.mergerlog.rebuild()
    assert count >= 10
    assert terminal.lines("rebuild") == [f"Every read model was made again from {count} entries."]


def test_a_token_is_printed_once_with_whose_it_is(terminal: Terminal) -> None:
    (line,) = terminal.lines("token", "add", "murray", "--role", "member", "--programme", terminal.programme)
    assert line.startswith("Token of murray, member: mergerlog_")
    listed = [listed.token for listed in terminal.deployment.mergerlog.tokens() if listed.token.name == "murray"]
    assert [token.role for token in listed] == ["member"]


def test_a_programme_is_made_or_is_there_already(terminal: Terminal) -> None:
    make = ("programme", "south", "The South")
    assert terminal.lines(*make) == ["The programme south was made."]
    assert terminal.lines(*make) == ["The programme south is there already."]


def test_a_person_has_the_id_that_was_asked_for_until_the_name_is_erased(terminal: Terminal) -> None:
    assert terminal.lines("person", "Ada Murray", "--id", "p-terminal") == ["p-terminal"]
    assert terminal.lines("erase-name", "p-terminal") == ["The name of p-terminal was erased."]
    assert terminal.lines("erase-name", "p-terminal") == ["The name of p-terminal was erased before."]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("log", "nowhere", *CLOSED), 'There is no programme "nowhere".'),
        (("erase-name", "p-nobody"), "p-nobody"),
        (("export", "--programme", "nowhere"), 'There is no programme "nowhere".'),
    ],
)
def test_what_is_not_there_is_refused_with_a_sentence(
    words: tuple[str, ...], sentence: str, terminal: Terminal
) -> None:
    typed = terminal.type(*words)
    assert typed.status == 1
    assert sentence in typed.err
    assert typed.out == ""
