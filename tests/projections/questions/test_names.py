"""The name that a subject was last given, as known then and as its viewer may know."""

from __future__ import annotations

import pytest

from projections.questions.names import named_subjects, subject_names
from tests.support.deployments import Deployment
from tests.support.examples import amend, record, start
from tests.support.views import move_clock, viewing

SITE = ("site", "a")


@pytest.fixture
def programme(on_sqlite: Deployment) -> str:
    programme = on_sqlite.programme()
    record(on_sqlite, programme, start("site-opened", "a", id="opened", name="A"))
    return programme


def name(deployment: Deployment, programme: str, *, public: bool = False, known_on: str | None = None) -> str | None:
    with viewing(deployment, programme, public=public, known_on=known_on) as view:
        return subject_names(view, [SITE]).get(SITE)


def test_a_subject_has_the_name_that_it_began_with(on_sqlite: Deployment, programme: str) -> None:
    assert name(on_sqlite, programme) == "A"


def test_a_name_that_is_only_planned_counts(on_sqlite: Deployment, programme: str) -> None:
    record(on_sqlite, programme, start("site-renamed", "a", "2019", "planned", name="B"))
    assert name(on_sqlite, programme) == "B"


def test_what_gives_no_name_leaves_it(on_sqlite: Deployment, programme: str) -> None:
    closing = start("site-closed", "a", "2019", "planned", id="closing")
    record(on_sqlite, programme, closing, amend("change-rescheduled", "closing", effective_on="2020"))
    assert name(on_sqlite, programme) == "A"


def test_a_corrected_name_counts_and_a_correction_without_one_leaves_it(on_sqlite: Deployment, programme: str) -> None:
    record(on_sqlite, programme, amend("change-corrected", "opened", effective_on="2018-02-01"))
    assert name(on_sqlite, programme) == "A"
    record(on_sqlite, programme, amend("change-corrected", "opened", details={"name": "B"}))
    assert name(on_sqlite, programme) == "B"


def test_a_name_that_was_not_known_yet_does_not_count(on_sqlite: Deployment, programme: str) -> None:
    move_clock(on_sqlite, "2018-06-05T08:00")
    record(on_sqlite, programme, start("site-renamed", "a", "2018-02-01", name="B"))
    assert (name(on_sqlite, programme), name(on_sqlite, programme, known_on="2018-06-04")) == ("B", "A")
    assert name(on_sqlite, programme, known_on="2018-06-03") is None


def test_an_observer_is_not_told_a_restricted_name(on_sqlite: Deployment, programme: str) -> None:
    renamed = start("site-renamed", "a", "2019", "planned", name="B", restricted=True, reason="Secret.")
    record(on_sqlite, programme, renamed)
    assert (name(on_sqlite, programme), name(on_sqlite, programme, public=True)) == ("B", "A")


def test_subjects_of_other_types_and_programmes_keep_their_own_names(on_sqlite: Deployment, programme: str) -> None:
    record(on_sqlite, programme, start("area-defined", "a", name="Area", area_type="ward"))
    other = on_sqlite.programme()
    record(on_sqlite, other, start("site-opened", "a", name="Other"), start("milestone-set", "m", title="M"))
    wanted = [SITE, SITE, ("area", "a"), ("milestone", "m"), ("unit", "a")]
    with viewing(on_sqlite, programme) as here, viewing(on_sqlite, other) as there:
        assert subject_names(here, wanted) == {SITE: "A", ("area", "a"): "Area"}
        assert subject_names(there, wanted) == {SITE: "Other", ("milestone", "m"): "M"}
        assert subject_names(here, []) == {}


def test_the_subjects_of_a_type_come_by_their_names_and_then_by_their_ids(on_sqlite: Deployment) -> None:
    programme = on_sqlite.programme()
    named = {"d": "Brent", "b": "Same", "a": "Same", "c": "Aardvark"}
    record(on_sqlite, programme, *(start("site-opened", slug, name=name) for slug, name in named.items()))
    record(on_sqlite, programme, start("area-defined", "x", name="Area", area_type="ward"))
    with viewing(on_sqlite, programme) as view:
        assert named_subjects(view, "site") == [("c", "Aardvark"), ("d", "Brent"), ("a", "Same"), ("b", "Same")]
