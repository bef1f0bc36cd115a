"""What a deployment does for the API and the command line alike: programmes, people, tokens, entries and imports."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from structlog.testing import capture_logs

from domain.decisions.known import Author
from domain.kinds.programme import ClashAcknowledged
from domain.log.body import Body
from domain.log.parsing import read_entry
from domain.refusals import Refusal, UnknownPerson
from domain.time import instants
from projections.database.connections import reading
from projections.log.programmes import NoSuchProgramme, ProgrammeTaken
from tests.support.deployments import Deployment, deploy, sqlite_url
from tests.support.examples import log_of, record, start, world

CLOSED = start("site-closed", "wembley", "2018-05-01", id="closed")


@pytest.fixture
def deployment(tmp_path: Path) -> Iterator[Deployment]:
    with deploy(sqlite_url(tmp_path)) as deployment:
        yield deployment


def payload(body: dict[str, object]) -> Body:
    """A body, checked."""
    return read_entry(msgspec.json.encode(body))


def test_a_programme_is_made_once(deployment: Deployment) -> None:
    mergerlog = deployment.mergerlog
    assert mergerlog.create_programme("north-west", "North West") is True
    assert mergerlog.create_programme("north-west", "North West") is False
    with pytest.raises(ProgrammeTaken):
        mergerlog.create_programme("north-west", "Another")
    assert [(programme["id"], programme["name"]) for programme in mergerlog.programmes()] == [
        ("north-west", "North West")
    ]


def test_a_programme_that_is_there_keeps_its_name_and_a_new_one_is_called_by_its_id(deployment: Deployment) -> None:
    mergerlog = deployment.mergerlog
    mergerlog.ensure_programme("north-west", "North West")
    mergerlog.ensure_programme("north-west", "Another")
    mergerlog.ensure_programme("south")
    names = {programme["id"]: programme["name"] for programme in mergerlog.programmes()}
    assert names == {"north-west": "North West", "south": "south"}


def test_a_name_is_erased_once_and_the_log_of_the_process_names_the_id_alone(deployment: Deployment) -> None:
    mergerlog = deployment.mergerlog
    assert mergerlog.register_person("Simon Rose", "p-1") == ("p-1", True)
    assert mergerlog.register_person("Simon Rose", "p-1") == ("p-1", False)
    with capture_logs() as lines:
        assert mergerlog.erase_name("p-1") is True
        assert mergerlog.erase_name("p-1") is False
    assert [(line["event"], line["person"]) for line in lines] == [("name erased", "p-1")]
    with pytest.raises(UnknownPerson):
        mergerlog.erase_name("p-2")


def test_a_token_holds_for_its_programme_and_is_withdrawn_by_its_mark(deployment: Deployment) -> None:
    mergerlog = deployment.mergerlog
    mergerlog.create_programme("north-west", "North West")
    before = {listed.mark for listed in mergerlog.tokens()}
    secret = mergerlog.add_token("rose", "member", "north-west")
    (made,) = [listed for listed in mergerlog.tokens() if listed.mark not in before]
    assert (made.token.name, made.token.role) == ("rose", "member")
    assert made.created_at == mergerlog.clock.now()
    assert secret not in repr(made)
    assert mergerlog.withdraw_token(made.mark) is True
    assert mergerlog.withdraw_token(made.mark) is False
    assert {listed.mark for listed in mergerlog.tokens()} == before
    with pytest.raises(NoSuchProgramme):
        mergerlog.add_token("rose", "member", "south")


def test_an_entry_is_recorded_once_under_its_author_and_written_down_once(on_sqlite: Deployment) -> None:
    programme, mergerlog = world(on_sqlite), on_sqlite.mergerlog
    with capture_logs() as lines:
        first = mergerlog.record(programme, payload(CLOSED), "rose")
        again = mergerlog.record(programme, payload(CLOSED), "rose")
    assert (first.is_new, again.is_new) == (True, False)
    assert again.entry == first.entry
    assert log_of(on_sqlite, programme)[-1]["recorded_by"] == "rose"
    assert [(line["event"], line["entry"], line["kind"]) for line in lines] == [("recorded", "closed", "site-closed")]


def test_an_author_may_be_found_in_the_transaction_of_the_writer(on_sqlite: Deployment) -> None:
    programme = world(on_sqlite)
    on_sqlite.mergerlog.record(programme, payload(CLOSED), lambda connection: connection.dialect.name)
    assert log_of(on_sqlite, programme)[-1]["recorded_by"] == "sqlite"


def test_a_dry_run_says_what_would_be_and_records_nothing(on_sqlite: Deployment) -> None:
    programme, mergerlog = world(on_sqlite), on_sqlite.mergerlog
    before = log_of(on_sqlite, programme)
    with capture_logs() as lines:
        tried = mergerlog.record(programme, payload(CLOSED), "rose", dry_run=True)
    assert tried.is_new
    assert (log_of(on_sqlite, programme), lines) == (before, [])
    foretold = mergerlog.clashes_of(programme, tried)
    recorded = mergerlog.record(programme, payload(CLOSED), "rose")
    became = mergerlog.clashes_of(programme, recorded)
    assert [clash.id for clash in foretold.opened] == [clash.id for clash in became.opened]
    assert len(became.opened) >= 1
    assert became.cleared == foretold.cleared


def test_a_newcomer_is_registered_with_the_entry_and_not_with_one_that_is_refused(on_sqlite: Deployment) -> None:
    programme, mergerlog = world(on_sqlite), on_sqlite.mergerlog
    newcomer = ("p-newcomer", "Ada Murray")
    bad = payload(start("site-closed", "nowhere", "2018-05-01"))
    with pytest.raises(Refusal):
        mergerlog.record(programme, bad, "rose", newcomer=newcomer)
    with pytest.raises(UnknownPerson):
        mergerlog.erase_name("p-newcomer")
    appointed = start("leader-appointed", "commander", "2018-05-01", person="p-newcomer", tenure="acting")
    mergerlog.record(programme, payload(appointed), "rose", newcomer=newcomer)
    assert mergerlog.erase_name("p-newcomer") is True


def clash_of_closing(deployment: Deployment, programme: str) -> dict[str, str]:
    """The clash of a site that was closed with the team that is based there."""
    clashes = deployment.get(f"/programmes/{programme}/clashes").json()["clashes"]
    return next(clash for clash in clashes if {"closed", "response-a"} <= set(clash["changes"]))


@pytest.mark.parametrize(("mark", "sight"), [(None, "public"), ("another", "absent")])
def test_a_clash_is_found_by_its_id_and_its_mark(mark: str | None, sight: str, on_sqlite: Deployment) -> None:
    programme, mergerlog = world(on_sqlite), on_sqlite.mergerlog
    record(on_sqlite, programme, CLOSED)
    clash = clash_of_closing(on_sqlite, programme)
    acknowledged = ClashAcknowledged(clash=clash["id"], mark=mark or clash["mark"])
    with reading(mergerlog.engine) as connection:
        assert mergerlog.find_clash(connection, programme, acknowledged) == sight


def test_a_clash_with_a_restricted_change_is_seen_by_those_who_see_everything(on_sqlite: Deployment) -> None:
    programme, mergerlog = world(on_sqlite), on_sqlite.mergerlog
    record(on_sqlite, programme, CLOSED | {"restricted": True})
    clash = clash_of_closing(on_sqlite, programme)
    acknowledged = ClashAcknowledged(clash=clash["id"], mark=clash["mark"])
    with reading(mergerlog.engine) as connection:
        assert mergerlog.find_clash(connection, programme, acknowledged) == "restricted"


def test_an_export_imports_into_another_programme_whole(on_sqlite: Deployment) -> None:
    programme, mergerlog = world(on_sqlite), on_sqlite.mergerlog
    lines = list(mergerlog.export_lines(programme))
    other = on_sqlite.programme()
    assert mergerlog.import_lines(other, lines, "rose").count == 10
    assert list(mergerlog.export_lines(other)) == lines
    assert mergerlog.import_lines(other, lines, "rose").count == 0


def test_a_preview_of_an_import_witnesses_each_entry_and_records_none(on_sqlite: Deployment) -> None:
    programme, mergerlog = world(on_sqlite), on_sqlite.mergerlog
    lines, other, witnessed = list(mergerlog.export_lines(programme)), on_sqlite.programme(), list[str]()
    previewed = mergerlog.preview_lines(other, lines, "rose", lambda _, entry, __: witnessed.append(entry.id))
    assert previewed.count == 10
    assert witnessed == [entry["id"] for entry in log_of(on_sqlite, programme)]
    assert log_of(on_sqlite, other) == []


def test_read_models_are_made_again_from_every_entry_and_answer_the_same(deployment: Deployment) -> None:
    programme = world(deployment)
    before = deployment.get(f"/programmes/{programme}/structure").json()
    assert deployment.mergerlog.rebuild() == 10
    assert deployment.get(f"/programmes/{programme}/structure").json() == before


def test_an_author_records_at_this_instant(on_sqlite: Deployment) -> None:
    now = instants.from_datetime(on_sqlite.time.at)
    assert on_sqlite.mergerlog.author("rose") == Author("rose", now, now)
