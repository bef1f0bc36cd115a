"""States that are kept by their numbers: read once, and never taken for others."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select

from api.app import build_app
from projections.cache import states
from projections.cache.states import BESIDE, StateCache, TooMany
from projections.database.connections import reading, trying
from projections.database.tables import body
from projections.read_models import state_rows
from tests.api.rest.core.test_answer import handed_over
from tests.support.deployments import Deployment
from tests.support.examples import NAME, PERSON, amend, record, start, world

__all__ = ["handed_over"]


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The numbers of states that were read from the database, one list a time."""
    asked: list[list[str]] = []
    read_ = states._read

    def noting(connection: object, numbers: list[str]) -> dict[str, str]:
        asked.append(numbers)
        return read_(connection, numbers)  # type: ignore[arg-type]

    monkeypatch.setattr(states, "_read", noting)
    return asked


def structure(deployment: Deployment, programme: str, **asked: str) -> bytes:
    return deployment.get(f"/programmes/{programme}/structure", **asked).content


def anew(deployment: Deployment, programme: str, role: str = "manager", **asked: str) -> bytes:
    """The structure of one who has kept nothing."""
    deployment.mergerlog.caches.states.__init__()  # type: ignore[misc]
    client = TestClient(build_app(deployment.mergerlog))
    path = f"/v1/programmes/{programme}/structure"
    return client.get(path, params=asked, headers=deployment.headers(role)).content


def numbers(deployment: Deployment) -> tuple[int, int]:
    """How many states there are, and the last number."""
    with reading(deployment.mergerlog.engine) as connection:
        count, last = connection.execute(select(func.count(), func.max(body.c.number))).one()
    return count, last


def test_only_what_an_entry_made_is_read_again(deployment: Deployment, read: list[list[str]]) -> None:
    programme = world(deployment)
    structure(deployment, programme)
    structure(deployment, programme, effective_on="2018-05-01")
    assert [len(each) for each in read] == [9], "nine subjects are there, on both days in one state"
    record(deployment, programme, start("unit-renamed", "nw-bcu", "2018-03-01", name="Another name"))
    now = structure(deployment, programme)
    assert [len(each) for each in read] == [9, 1]
    assert b"Another name" in now and now == anew(deployment, programme)


def test_a_rebuild_gives_no_number_again(deployment: Deployment) -> None:
    programme = world(deployment)
    record(deployment, programme, start("unit-renamed", "nw-bcu", id="secret", name="Hidden", restricted=True))
    path = f"/programmes/{programme}/structure"
    before = {role: deployment.get(path, role).content for role in ("member", "observer")}
    last = numbers(deployment)[1]
    deployment.mergerlog.rebuild()
    with reading(deployment.mergerlog.engine) as connection:
        made = connection.scalars(select(body.c.number).where(body.c.life != state_rows.EMPTY)).all()
    assert min(made) > last
    count = numbers(deployment)[0]
    deployment.mergerlog.rebuild()
    assert numbers(deployment)[0] == count, "the row that only holds a number goes with the next rebuild"
    record(deployment, programme, start("site-opened", "new", name="New"))  # so that no answer is kept, only states
    for role, said in before.items():
        after = deployment.get(path, role).content
        assert (b"Hidden" in after) == (role == "member") == (b"Hidden" in said)
        assert after == anew(deployment, programme, role)


def test_an_observers_view_that_is_folded_again_gives_no_number_again(deployment: Deployment) -> None:
    programme = world(deployment)
    record(deployment, programme, start("unit-renamed", "nw-bcu", "2018-02-01", id="secret", name="Hidden"))
    for number in range(4):
        record(deployment, programme, amend("change-restricted", "secret"))
        hidden = deployment.get(f"/programmes/{programme}/structure", "observer").content
        assert b"Hidden" not in hidden
        assert hidden == anew(deployment, programme, "observer")
        record(deployment, programme, amend("change-released", "secret"))
        record(deployment, programme, start("site-opened", f"site-{number}", name=f"Site {number}"))
        shown = deployment.get(f"/programmes/{programme}/structure", "observer").content
        assert b"Hidden" in shown and f"Site {number}".encode() in shown
        assert shown == anew(deployment, programme, "observer")


def test_what_was_only_supposed_is_not_kept(deployment: Deployment) -> None:
    programme = world(deployment)
    scenarios = f"/programmes/{programme}/scenarios"
    deployment.post(scenarios, {"id": "a", "name": "A"})
    drafted = start("unit-renamed", "nw-bcu", "2018-03-01", name="Only supposed")
    assert deployment.post(f"{scenarios}/a/entries", drafted).status_code == 201
    assert b"Only supposed" in structure(deployment, programme, scenario="a")
    compared = deployment.get(f"/programmes/{programme}/structure/compare", to_scenario="a")
    assert "Only supposed" in compared.text
    dry = deployment.post(f"/programmes/{programme}/entries", drafted, dry_run="true")
    assert dry.status_code == 200
    record(deployment, programme, start("unit-renamed", "nw-bcu", "2018-03-01", name="What came of it"))
    now = structure(deployment, programme)
    assert b"Only supposed" not in now and b"What came of it" in now
    assert now == anew(deployment, programme)


def test_numbers_of_a_transaction_that_was_undone_come_again(deployment: Deployment) -> None:
    """Which is why nothing of one may be kept."""
    programme = world(deployment)
    before = numbers(deployment)
    with trying(deployment.mergerlog.engine) as connection:
        state_rows.delete_states(connection)
        assert connection.scalar(select(func.count()).select_from(body)) == 1
    assert numbers(deployment) == before
    assert structure(deployment, programme) == anew(deployment, programme)


def test_a_name_that_was_erased_is_in_no_state_that_was_kept(deployment: Deployment) -> None:
    programme = world(deployment)
    record(deployment, programme, start("leader-appointed", "commander", person=PERSON, tenure="acting"))
    assert NAME.encode() in structure(deployment, programme)
    deployment.mergerlog.erase_name(PERSON)
    assert NAME.encode() not in structure(deployment, programme)
    assert NAME.encode() not in structure(deployment, programme, effective_on="2018-05-01")


def test_the_oldest_are_let_go_and_read_again(deployment: Deployment, read: list[list[str]]) -> None:
    programme = world(deployment)
    whole = structure(deployment, programme)
    kept = StateCache(most_bytes=3000)
    with deployment.mergerlog.viewing(programme, deployment.mergerlog.ask(), public=False) as seen:
        every = read[0]
        found = kept.states_of(seen.connection, every, 0)
        assert kept.states_of(seen.connection, every, 0) == found
        assert kept.states_of(seen.connection, every[-1:], 0) == found[-1:]
        with pytest.raises(TooMany):
            kept.states_of(seen.connection, every, 0, most=2)
    assert len(read[1]) == 9 > len(read[2]) > 0, "some were kept, and not all"
    assert all(item.encode() in whole for item in found) and BESIDE not in "".join(found)


def test_threads_that_read_and_let_go_are_never_given_another_state(deployment: Deployment) -> None:
    programme = world(deployment)
    kept = StateCache(most_bytes=2400)
    mergerlog = deployment.mergerlog
    with reading(mergerlog.engine) as connection:
        every = [str(number) for number in connection.scalars(select(body.c.number).where(body.c.item.is_not(None)))]
        truth = dict(zip(every, StateCache().states_of(connection, every, 0), strict=True))

    def ask(turn: int) -> None:
        some = every[turn % 7 :: 1 + turn % 3]
        with reading(mergerlog.engine) as connection:
            for erased in (0, turn % 2):
                assert kept.states_of(connection, some, erased) == [truth[number] for number in some]

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(ask, range(300)))
    assert structure(deployment, programme)


def test_on_sqlite_a_structure_of_few_new_states_waits_for_no_thread(
    on_sqlite: Deployment, handed_over: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    programme = world(on_sqlite)
    structure(on_sqlite, programme)
    assert handed_over.count("read") == 0
    monkeypatch.setattr("api.rest.core.read_route._FEW_STATES", 0)
    structure(on_sqlite, programme, effective_on="2018-05-01")
    assert handed_over.count("read") == 0, "all of it is kept"
    record(on_sqlite, programme, start("unit-renamed", "nw-bcu", name="Another name"))
    structure(on_sqlite, programme)
    assert handed_over.count("read") == 1
