"""What is to come on the command line: the answers of the API, and tables that cut nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from api.cli import main
from tests.domain.clashes.rules.given import closed, milestone
from tests.support.deployments import Deployment, deploy, sqlite_url
from tests.support.examples import amend, record, start, world

Run = Callable[..., str]
CLOSED = closed("wembley", "2018-10", id="wembley-police-station-closes")
LATER = amend("change-rescheduled", CLOSED["id"], effective_on="2018-11", reason="The lease runs on, as [name] found.")
READY = milestone("ready", "2018-11-01", id="ready", depends_on=[CLOSED["id"]])


@pytest.fixture
def told(tmp_path: Path) -> Any:
    with deploy(sqlite_url(tmp_path)) as deployment:
        yield deployment, _told(deployment)


def _told(deployment: Deployment) -> str:
    programme = world(deployment)
    record(deployment, programme, CLOSED, READY, LATER)
    deployment.time.at = datetime(2018, 6, 5, 8, tzinfo=UTC)
    return programme


@pytest.fixture
def run(told: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    deployment, programme = told
    monkeypatch.setattr("api.bootstrap.open_existing", lambda _: deployment.mergerlog)
    monkeypatch.setenv("COLUMNS", "250")

    def typed(command: str, *words: str) -> str:
        monkeypatch.setattr("sys.argv", ["mergerlog", command, programme, *words])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main.main()
        printed = capsys.readouterr()
        return printed.err if ended.value.code else printed.out

    return typed


@pytest.mark.parametrize(
    ("typed", "path", "asked"),
    [
        (("timeline",), "timeline", {}),
        (("timeline", "--from", "2018-10-01", "--kind", "site-closed", "--basis", "planned"), "timeline",
         {"from": "2018-10-01", "kind": "site-closed", "basis": "planned"}),
        (("milestones", "--to", "2018-11-10"), "milestones", {"to": "2018-11-10"}),
        (("forecasts", CLOSED["id"]), f"changes/{CLOSED['id']}/forecasts", {}),
        (("knock-on", CLOSED["id"], "--days", "9"), f"changes/{CLOSED['id']}/knock-on", {"days": 9}),
        (("clashes",), "clashes", {"basis": "planned"}),
        (("clashes", "--follow", "--since", "2018-06-04", "--rule", "site-not-open", "--basis", "proposed"), "clashes",
         {"basis": "proposed", "follow": True, "since": "2018-06-04", "rule": "site-not-open"}),
        (("clashes", "--as-observer", "--certainty", "possible"), "clashes",
         {"basis": "planned", "certainty": "possible"}),
    ],
)  # fmt: skip
def test_json_is_the_answer_of_the_api(told: Any, run: Run, typed: Any, path: str, asked: Any) -> None:
    deployment, programme = told
    role = "observer" if "--as-observer" in typed else "manager"
    said = deployment.get(f"/programmes/{programme}/{path}", role, **asked)
    assert said.status_code == 200, said.text
    assert json.loads(run(*typed, "--json")) == said.json()


def test_the_timeline_says_how_far_and_why(run: Run) -> None:
    said = run("timeline", "--subject", "site/wembley")
    assert "30 days late" in said
    assert "The lease runs on, as [name]" in said


def test_milestones_say_what_they_rest_on(run: Run) -> None:
    assert "wembley-police-station-closes, planned for 30 November 2018: due 29 days too soon" in run("milestones")


def test_a_narrow_table_folds_and_does_not_cut(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for columns in (60, 110):
        monkeypatch.setenv("COLUMNS", str(columns))
        for command, name in (("timeline", CLOSED["id"]), ("milestones", READY["id"]), ("clashes", "site-not-open-")):
            said = run(command)
            assert max(map(len, said.splitlines())) <= columns
            assert re.search(rf"(?<!\S){name}", said), (command, columns)


def test_forecasts_and_knock_on(run: Run) -> None:
    assert run("forecasts", CLOSED["id"]).count("2018-11") >= 2
    assert "moves by 9 days" in run("knock-on", CLOSED["id"], "--days", "9")


def test_clashes_are_followed_one_by_one(told: Any, run: Run) -> None:
    deployment, programme = told
    said = deployment.get(f"/programmes/{programme}/clashes", basis="planned", rule="site-not-open").json()
    (clash,) = said["clashes"]
    table = run("clashes", "--follow", "--rule", "site-not-open")
    assert "from 1 November 2018," in table
    one = run("clash", clash["id"])
    assert clash["mark"] in one
    assert "it is there still" in one
    assert json.loads(run("clash", clash["id"], "--json"))["episodes"][0]["opened_by"]["entry"] == CLOSED["id"]
    assert "No clash" in run("clash", "site-not-open-0")


def test_an_entry_says_which_clashes_it_opens_alters_and_clears(run: Run) -> None:
    moved = ("team-moved", "response-a", "--on", "2018-10-15", "--standing", "planned", "--set", "to=colindale")
    foretold = run("log", *moved, "--dry-run", "--id", "moved")
    assert "Clashes that this would clear" in foretold
    assert "Clashes that this cleared" in run("log", *moved, "--id", "moved")
    assert "Clashes that this opened" in run("log", "change-withdrawn", "moved", "--reason", "No.")
    assert "Clashes that this altered" in run(
        "log", "change-rescheduled", CLOSED["id"], "--on", "2018-12-01", "--reason", "Later."
    )


def test_an_entrys_json_is_the_answer_of_the_api(told: Any, run: Run) -> None:
    deployment, programme = told
    body = start("site-closed", "colindale", "2018-12-01", "planned", id="colindale-closes")
    said = deployment.post(f"/programmes/{programme}/entries", body, dry_run=True).json()
    found = json.loads(
        run("log", "site-closed", "colindale", "--on", "2018-12-01", "--standing", "planned", "--id",
            "colindale-closes", "--dry-run", "--json")
    )  # fmt: skip
    for each in (said, found):
        each["entry"].pop("recorded_by")
    assert found == said
