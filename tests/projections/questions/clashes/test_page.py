"""The clashes of a viewpoint, page by page, with the entries that opened and cleared them."""

from __future__ import annotations

import pytest

from domain.clashes.evaluate import Clash
from domain.refusals import MalformedQuestion
from domain.time.edtf import END
from projections.questions.clashes.filter import Wanted
from projections.questions.clashes.page import NoSuchClash, clash_shown, entry_shown
from projections.questions.view import View
from tests.support.deployments import Deployment
from tests.support.examples import amend, record, start
from tests.support.views import move_clock, viewing

CLASH = Clash(
    "site-not-open-1", "site-not-open", (("team", "t"),), ("c",), 10, 20, 12, 18, "It is shut.", ("team", "t")
)


def site(slug: str) -> dict[str, object]:
    return start("site-opened", slug, id=slug, name=slug, uses=["response-base"])


def team(slug: str, at: str) -> dict[str, object]:
    return start("team-formed", slug, id=slug, name=slug, unit="u", function="response", site=at)


@pytest.fixture(scope="module")
def programme(on_sqlite: Deployment) -> str:
    """Two teams; the site of each is to close, said on 5 June; that of the first is not, said on the next day."""
    move_clock(on_sqlite, "2018-06-04T08:00")
    programme = on_sqlite.programme()
    unit = start("unit-established", "u", name="U", unit_type="borough-command")
    record(on_sqlite, programme, site("a"), site("b"), unit, team("t", "a"), team("s", "b"))
    move_clock(on_sqlite, "2018-06-05T08:00")
    record(on_sqlite, programme, start("site-closed", "a", "2018-08-01", "planned", id="close-a"))
    record(on_sqlite, programme, start("site-closed", "b", "2018-07", "planned", id="close-b"))
    move_clock(on_sqlite, "2018-06-06T08:00")
    record(on_sqlite, programme, amend("change-withdrawn", "close-a", id="off"))
    return programme


@pytest.fixture(autouse=True)
def _after_all_of_it(on_sqlite: Deployment, _clocks_as_they_come: None) -> None:
    move_clock(on_sqlite, "2018-06-06T08:00")


def subjects(view: View, **asked: object) -> list[str]:
    """The teams of the clashes."""
    return [clash["subjects"][0]["id"] for clash in view.clashes(**asked)["clashes"]]  # type: ignore[arg-type]


def test_clashes_are_those_of_the_known_point(on_sqlite: Deployment, programme: str) -> None:
    with viewing(on_sqlite, programme, basis="planned", known_on="2018-06-04") as view:
        assert subjects(view) == []
    with viewing(on_sqlite, programme, basis="planned", known_on="2018-06-05") as view:
        assert subjects(view) == ["s", "t"]
    with viewing(on_sqlite, programme, basis="planned") as view:
        assert subjects(view) == ["s"]
    with viewing(on_sqlite, programme, basis="done") as view:
        assert subjects(view) == []


def test_a_page_holds_so_many_and_tells_where_the_next_begins(on_sqlite: Deployment, programme: str) -> None:
    with viewing(on_sqlite, programme, basis="planned", known_on="2018-06-05") as view:
        first = view.clashes(limit=1)
        assert first["next"] == f"after-{first['clashes'][0]['id']}"
        second = view.clashes(limit=1, after=first["next"])
        assert ([clash["changes"] for clash in second["clashes"]], second["next"]) == ([["t", "close-a"]], None)
        assert subjects(view, wanted=Wanted(subject="t")) == ["t"]
        with pytest.raises(MalformedQuestion, match="is not a cursor of these clashes"):
            view.clashes(after=first["clashes"][0]["id"])


def test_a_clash_is_told_with_its_days_and_the_changes_that_make_it(on_sqlite: Deployment, programme: str) -> None:
    with viewing(on_sqlite, programme, basis="planned") as view:
        (clash,) = view.clashes()["clashes"]
    assert "opened_by" not in clash
    assert (clash["from"], clash["to"], clash["certain_from"], clash["certain_to"]) == (
        "2018-07-01",
        None,
        "2018-07-31",
        None,
    )
    assert (clash["rule"], clash["certainty"], clash["changes"]) == ("site-not-open", "certain", ["s", "close-b"])
    assert clash["sentence"] == "A team is based at a site that is closed, or not yet open."
    assert clash["says"] == 'The team "s" is based at "b", which is not open.'


def test_the_entry_that_opened_a_clash_is_told_where_it_is_asked_for(on_sqlite: Deployment, programme: str) -> None:
    with viewing(on_sqlite, programme, basis="planned") as view:
        (clash,) = view.clashes(follow=True)["clashes"]
    assert clash["opened_by"] == {
        "entry": "close-b",
        "kind": "site-closed",
        "recorded_at": "2018-06-05T08:00:00.000000Z",
        "recorded_by": "tester",
    }


def test_what_has_gone_since_a_known_point_is_told_with_the_entry_that_cleared_it(
    on_sqlite: Deployment, programme: str
) -> None:
    ask = on_sqlite.mergerlog.ask
    with viewing(on_sqlite, programme, basis="planned") as view:
        assert "cleared" not in view.clashes()
        assert view.clashes(since=ask(basis="planned", known_on="2018-06-04"))["cleared"] == []
        (gone,) = view.clashes(since=ask(basis="planned", known_on="2018-06-05"))["cleared"]
    assert gone["changes"] == ["t", "close-a"]
    assert gone["cleared_by"] is not None
    assert (gone["cleared_by"]["entry"], gone["cleared_by"]["kind"]) == ("off", "change-withdrawn")


def test_one_clash_is_told_with_every_time_that_it_was_there(on_sqlite: Deployment, programme: str) -> None:
    with viewing(on_sqlite, programme, basis="planned", known_on="2018-06-05") as view:
        then = next(clash for clash in view.clashes()["clashes"] if clash["changes"] == ["t", "close-a"])
        there = view.clash(then["id"])
    with viewing(on_sqlite, programme, basis="planned") as view:
        gone = view.clash(then["id"])
    shown = [
        (clash["there"], [(time["opened_by"], time["cleared_by"]) for time in clash["episodes"]])
        for clash in (there, gone)
    ]
    entries = [
        (is_there, [[entry and entry["entry"] for entry in times] for times in episodes])
        for is_there, episodes in shown
    ]
    assert entries == [(True, [["close-a", None]]), (False, [["close-a", "off"]])]


@pytest.mark.parametrize("id_", ["site-not-open-000000000000", "nothing", "nothing-1"])
def test_a_clash_that_was_never_there_is_refused(on_sqlite: Deployment, programme: str, id_: str) -> None:
    with viewing(on_sqlite, programme, basis="planned") as view, pytest.raises(NoSuchClash, match=f'No clash "{id_}"'):
        view.clash(id_)


def test_days_are_shown_inclusive_and_null_without_end() -> None:
    shown = clash_shown(CLASH, {})
    days = shown["from"], shown["to"], shown["certain_from"], shown["certain_to"]
    assert days == ("0001-01-10", "0001-01-19", "0001-01-12", "0001-01-17")
    endless = clash_shown(Clash("x", "site-not-open", (), (), 10, END, None, None, "", ("team", "t")), {})
    assert (endless["to"], endless["certain_from"], endless["certain_to"]) == (None, None, None)


def test_an_acknowledgement_holds_as_long_as_the_clash_has_its_mark() -> None:
    why = {"entry": "ack", "reason": "Known.", "recorded_at": "2018-06-04T08:00:00.000000Z", "recorded_by": "tester"}
    assert clash_shown(CLASH, {(CLASH.id, CLASH.mark): why})["acknowledged"] == why  # type: ignore[dict-item]
    assert clash_shown(CLASH, {(CLASH.id, "another"): why})["acknowledged"] is None  # type: ignore[dict-item]


def test_no_entry_is_shown_as_null() -> None:
    assert entry_shown(None) is None
