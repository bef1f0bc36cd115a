"""A name that was erased is gone from every answer, also from those kept, and does not come back; the log stands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from domain.refusals import MalformedImport, UnknownPerson
from projections.accounts.people import NameErased, PersonIdTaken
from tests.support.database_dumps import read_models
from tests.support.deployments import Deployment, deploy, sqlite_url
from tests.support.examples import NAME, PERSON, record, start

POST = (
    start("unit-established", "bcu", id="bcu", name="BCU", unit_type="bcu"),
    start("post-created", "chief", id="chief", title="Chief", unit="bcu"),
    start("leader-appointed", "chief", "2018-02-01", id="appointed", person=PERSON, tenure="substantive"),
    start("milestone-set", "end", "2018-05-01", id="end", title="End", owner="chief"),
)
QUESTIONS = (
    "structure", "structure?known_on=2018-06-03", "posts/chief", "changes/appointed", "timeline", "clashes", "entries",
    "structure/compare?effective_on=2018-01-01&to_effective_on=2018-03-01",
)  # fmt: skip


def manned(deployment: Deployment) -> str:
    """A programme whose chief is someone of the register."""
    programme = deployment.programme()
    deployment.mergerlog.register_person(NAME, PERSON)
    record(deployment, programme, *POST)
    return programme


def ask(deployment: Deployment, programme: str, path: str, **headers: str) -> Any:
    return deployment.client.get(f"/v1/programmes/{programme}/{path}", headers=deployment.headers(**headers))


def test_no_answer_has_the_name_any_more(deployment: Deployment) -> None:
    programme = manned(deployment)
    before = {path: ask(deployment, programme, path).text for path in QUESTIONS}
    assert NAME in before["structure"]
    kept = read_models(deployment.mergerlog.engine)
    assert deployment.client.delete(f"/v1/people/{PERSON}", headers=deployment.headers()).status_code == 204
    for path, said in before.items():
        now = ask(deployment, programme, path).text
        assert now == said.replace(f'"{NAME}"', "null"), path
    assert deployment.get(f"/people/{PERSON}").json()["name"] is None
    assert read_models(deployment.mergerlog.engine) == kept
    assert not deployment.mergerlog.erase_name(PERSON)


def test_what_was_kept_elsewhere_no_longer_stands(deployment: Deployment) -> None:
    programme = manned(deployment)
    deployment.time.at = deployment.time.at.replace(day=20)
    record(deployment, programme, start("site-opened", "later", name="Later"))
    path = "structure?known_on=2018-06-05&effective_on=2018-06-05"
    tag = ask(deployment, programme, path).headers["etag"]
    assert ask(deployment, programme, path, **{"If-None-Match": tag}).status_code == 304
    deployment.mergerlog.erase_name(PERSON)
    again = ask(deployment, programme, path, **{"If-None-Match": tag})
    assert again.status_code == 200
    assert NAME not in again.text


def test_who_may_not_and_who_is_not_there(deployment: Deployment) -> None:
    programme = manned(deployment)
    for role, status in (("member", 403), ("observer", 403)):
        reply = deployment.client.delete(f"/v1/people/{PERSON}", headers=deployment.headers(role))
        assert reply.status_code == status
    own = deployment.mergerlog.add_token("own", "manager", programme)
    reply = deployment.client.delete(f"/v1/people/{PERSON}", headers={"Authorization": f"Bearer {own}"})
    assert reply.status_code == 403
    assert deployment.client.delete("/v1/people/p-none", headers=deployment.headers()).status_code == 404
    with pytest.raises(UnknownPerson):
        deployment.mergerlog.erase_name("p-none")
    assert deployment.get(f"/people/{PERSON}").json()["name"] == NAME


def test_an_export_afterwards_imports_to_the_same_log(deployment: Deployment, tmp_path: Path) -> None:
    programme = manned(deployment)
    before = list(deployment.mergerlog.export_lines(programme))
    deployment.mergerlog.erase_name(PERSON)
    lines = list(deployment.mergerlog.export_lines(programme))
    assert not any(NAME.encode() in line for line in lines)
    with deploy(sqlite_url(tmp_path, "other")) as other:
        other.mergerlog.create_programme(programme, programme)
        other.mergerlog.import_lines(programme, lines, "tester")
        assert list(other.mergerlog.export_lines(programme)) == lines
        assert other.get(f"/people/{PERSON}").json()["name"] is None
    # Whoever is still known elsewhere stays so, and an old file does not bring an erased name back.
    with deploy(sqlite_url(tmp_path, "third")) as third:
        third.mergerlog.create_programme(programme, programme)
        third.mergerlog.register_person(NAME, PERSON)
        third.mergerlog.import_lines(programme, lines, "tester")
        assert third.get(f"/people/{PERSON}").json()["name"] == NAME
    with pytest.raises(MalformedImport, match="was erased"):
        deployment.mergerlog.import_lines(programme, before, "tester")


def test_it_does_not_come_back(deployment: Deployment) -> None:
    manned(deployment)
    with pytest.raises(PersonIdTaken):
        deployment.mergerlog.register_person("Another", PERSON)
    deployment.mergerlog.erase_name(PERSON)
    for name in (NAME, "Another"):
        with pytest.raises(NameErased):
            deployment.mergerlog.register_person(name, PERSON)
        assert deployment.post("/people", {"id": PERSON, "name": name}).status_code == 409


def test_the_files_do_not_hold_it(tmp_path: Path) -> None:
    with deploy(sqlite_url(tmp_path)) as deployment:
        manned(deployment)
        files = [tmp_path / name for name in ("mergerlog.sqlite", "mergerlog.sqlite-wal")]
        assert any(NAME.encode() in file.read_bytes() for file in files)
        deployment.mergerlog.erase_name(PERSON)
        assert not any(NAME.encode() in file.read_bytes() for file in files)
