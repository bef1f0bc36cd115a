"""The register of people is nobody's to read through: a name is known where an entry that the asker sees names it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.deployments import Deployment, deploy
from tests.support.examples import NAME, PERSON, amend, record, start, world


def status(deployment: Deployment, person: str, secret: str | None) -> int:
    headers = {} if secret is None else {"Authorization": f"Bearer {secret}"}
    reply = deployment.client.get(f"/v1/people/{person}", headers=headers)
    assert NAME not in reply.text or reply.status_code == 200
    return int(reply.status_code)


@pytest.fixture
def open_to_all(database: str) -> Iterator[Deployment]:
    with deploy(database, anyone_reads=True) as deployment:
        yield deployment


def appoint(deployment: Deployment, programme: str, *, restricted: bool) -> None:
    more = {"reason": "It is not public yet."} if restricted else {}
    appointed = start("leader-appointed", "commander", "2018-04-01", id="appointed", person=PERSON, tenure="acting")
    record(deployment, programme, appointed | {"restricted": restricted} | more)


def test_someone_whom_no_entry_names_is_known_to_managers_alone(open_to_all: Deployment) -> None:
    world(open_to_all)
    secrets = (None, open_to_all.tokens["observer"], open_to_all.tokens["member"], open_to_all.tokens["manager"])
    assert [status(open_to_all, PERSON, secret) for secret in secrets] == [404, 404, 404, 200]


def test_someone_named_in_what_is_restricted_is_known_to_staff(open_to_all: Deployment) -> None:
    programme = world(open_to_all)
    appoint(open_to_all, programme, restricted=True)
    other = open_to_all.mergerlog.add_token("of another", "member", open_to_all.programme())
    own = open_to_all.mergerlog.add_token("of this", "member", programme)
    asked = {"anyone": None, "observer": open_to_all.tokens["observer"], "member": open_to_all.tokens["member"]}
    asked |= {"of another": other, "of this": own}
    known = {who: status(open_to_all, PERSON, secret) for who, secret in asked.items()}
    assert known == {"anyone": 404, "observer": 404, "member": 200, "of another": 404, "of this": 200}
    record(open_to_all, programme, amend("change-released", "appointed"))
    assert {status(open_to_all, PERSON, secret) for secret in asked.values()} == {200}


def test_someone_named_in_a_private_programme_is_known_to_its_readers(deployment: Deployment) -> None:
    programme = world(deployment)
    appoint(deployment, programme, restricted=False)
    other = deployment.mergerlog.add_token("of another", "observer", deployment.programme())
    own = deployment.mergerlog.add_token("of this", "observer", programme)
    assert status(deployment, PERSON, other) == 404
    assert status(deployment, PERSON, own) == 200
    assert status(deployment, PERSON, None) == 401


def test_an_id_that_is_part_of_another_is_not_named(open_to_all: Deployment) -> None:
    programme = world(open_to_all)
    open_to_all.mergerlog.register_person("Somebody else", "p")
    appoint(open_to_all, programme, restricted=False)
    assert status(open_to_all, "p", None) == 404
