from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from api import bootstrap
from api.cli import main as command_line
from projections.database.connections import connect_database, writing
from tests.support.deployments import deploy, sqlite_url
from tests.support.examples import world


def test_the_log_is_read_while_an_import_writes_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap, "connect_database", partial(connect_database, busy_seconds=0.1))
    monkeypatch.setenv("MERGERLOG_DATABASE", sqlite_url(tmp_path))
    with deploy(sqlite_url(tmp_path)) as deployment:
        programme = world(deployment)
        monkeypatch.setattr("sys.argv", ["mergerlog", "structure", programme])
        capsys.readouterr()
        with writing(deployment.mergerlog.engine), pytest.raises(SystemExit) as ended:
            command_line.main()
    printed = capsys.readouterr()
    assert ended.value.code == 0, printed.err
    assert "Wembley" in printed.out
