"""Answers are put together from texts: no name, title or person can look like a piece of one."""

from __future__ import annotations

import pytest

from projections.questions import structure
from tests.support.deployments import Deployment
from tests.support.examples import record, start

SLY = '"},{"id":"x","possible":[],"overdue":[]},{"id":"\\"'
PERSON = 'Ann "the\n\ttwo\\" O\'Neill \u00e9\u2028\x7f\U0001f600 "name":null'


def test_texts_that_look_like_pieces_of_an_answer_are_texts(deployment: Deployment) -> None:
    programme = deployment.programme()
    deployment.mergerlog.register_person(PERSON, "p-1")
    deployment.mergerlog.register_person('"name":null', "p-2")
    record(
        deployment,
        programme,
        start("unit-established", "a", name=SLY, unit_type="bcu"),
        start("unit-established", "b", name=f"{structure._END},", unit_type="bcu"),
        start("unit-renamed", "a", "2018-05-01", "planned", id="late", name="A"),
        start("unit-renamed", "b", "2018-05/2018-12", "planned", id="perhaps", name="B"),
        start("post-created", "one", title='"name":null', unit="a"),
        start("leader-appointed", "one", person="p-1", tenure="acting"),
        start("post-created", "two", title="Two", unit="b"),
        start("leader-appointed", "two", person="p-2", tenure="acting"),
        start("post-created", "three", title="Three", unit="b"),
    )
    said = deployment.get(f"/programmes/{programme}/structure", basis="planned", effective_on="2018-05-02").json()
    units = {unit["id"]: (unit["name"], unit["possible"], unit["overdue"]) for unit in said["units"]}
    assert units == {"a": ("A", [], ["late"]), "b": (f"{structure._END},", ["perhaps"], [])}
    posts = {post["id"]: (post["title"], post["holder"] and post["holder"]["name"]) for post in said["posts"]}
    assert posts == {"one": ('"name":null', PERSON), "three": ("Three", None), "two": ("Two", '"name":null')}
    before = deployment.get(f"/programmes/{programme}/structure", effective_on="2018-05-02", basis="done").json()
    assert {unit["id"]: (unit["name"], unit["overdue"]) for unit in before["units"]} == {
        "a": (SLY, ["late"]),
        "b": (f"{structure._END},", []),
    }


@pytest.mark.parametrize("slugs", [["b", "a", "c-1", "c", "a-1"], ["z", "0", "-", "zz"]])
def test_items_come_in_the_order_of_their_ids(deployment: Deployment, slugs: list[str]) -> None:
    programme = deployment.programme()
    record(deployment, programme, *(start("unit-established", slug, name=slug, unit_type="bcu") for slug in slugs))
    said = deployment.get(f"/programmes/{programme}/structure").json()
    assert [unit["id"] for unit in said["units"]] == sorted(slugs)
