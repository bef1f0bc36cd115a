"""All that is known, as rules ask about it."""

from __future__ import annotations

import msgspec

from domain.clashes.engine.knowledge import World, by_subject, is_known, is_material
from tests.domain.clashes.rules.given import Given, appointed, closed, milestone, post, site, team, told, unit
from tests.support.examples import amend, start


def test_what_is_done_and_alters_nothing_that_rules_ask_about_is_immaterial() -> None:
    renamed = start("site-renamed", "a", name="b")
    done, planned = told(renamed, renamed | {"standing": "planned", "id": "p"}).values()
    opened = told(site("a"))["a-opened"]
    assert (is_material(done), is_material(planned), is_material(opened)) == (False, True, True)
    gone = msgspec.structs.replace(planned, standing="withdrawn")
    assert (is_known(done), is_known(planned), is_known(gone)) == (False, True, False)


def test_changes_lie_under_every_subject_that_they_touch_in_fold_order() -> None:
    late, early = unit("a", "2018-02", id="late"), unit("a", "2018-01", id="early")
    known = by_subject(told(late, early, start("units-merged", "a", "2018-03", from_=["b"], id="merged")).values())
    assert {key: [change.id for change in changes] for key, changes in known.items()} == {
        ("unit", "a"): ["early", "late", "merged"],
        ("unit", "b"): ["merged"],
    }


def test_only_what_counts_under_the_basis_is_on_a_timeline() -> None:
    bodies = (site("a", standing="proposed"),)
    assert [len(Given(*bodies, basis=basis).world.spells("site", "a").spells) for basis in ("planned", "proposed")] == [
        1,
        2,
    ]


def test_what_was_asked_about_is_remembered() -> None:
    world = Given(site("a"), team("t", site="a")).world
    world.asked_since(1)
    world.spells("site", "a", "uses")
    world.counting("site", "a")
    world.naming("teams of a site", "a")
    assert world.reads == {("site", "a", "uses"), ("site", "a", "*"), ("teams of a site", "a", "")}
    world.asked_since(1)
    assert world.reads == set()


def test_subjects_are_found_by_type_and_by_what_they_name() -> None:
    world = Given(site("b"), site("a"), team("t", site="a"), team("s", site="a"), team("u")).world
    assert world.slugs("site") == ["a", "b"]
    assert world.slugs("post") == []
    assert world.naming("teams of a site", "a") == ["s", "t"]
    assert world.naming("teams of a site", "b") == []


def test_the_changes_of_a_subject_are_its_own_and_those_that_end_it() -> None:
    world = Given(unit("a"), unit("b"), start("units-merged", "a", "2018-03", from_=["b"], id="merged")).world
    assert [change.id for change in world.own("unit", "b")] == ["b-established"]
    assert [change.id for change in world.counting("unit", "b")] == ["b-established", "merged"]
    assert [change.id for change in world.mergers("a")] == ["merged"]
    assert world.mergers("b") == []


def test_what_a_milestone_needs_is_the_firmest_of_its_name() -> None:
    given = Given(
        milestone("m", "2018-10", "proposed", id="may"),
        milestone("m", "2018-09", id="will"),
        site("a", "2018-10", "planned"),
        milestone("n", "2018-10", id="gone"),
        amend("change-withdrawn", "gone"),
    )
    for name, id_ in (("m", "will"), ("may", "may"), ("a-opened", "a-opened"), ("n", "gone"), ("gone", "gone")):
        needed = given.world.needed(name)
        assert needed is not None
        assert needed.id == id_
    assert given.world.needed("nowhere") is None


def test_other_changes_of_a_subject_alter_all_that_is_known_of_it() -> None:
    before = Given(site("a"), team("t", site="a"), post("p"), appointed("p", "p-1"))
    after = Given(site("a"), team("t", site="b"), post("p"), appointed("p", "p-1"), closed("a", "2018-10-01"))
    world = before.world
    # Everything that a world keeps is asked for once, so that it has to be brought up to date.
    assert world.naming("teams of a site", "a") == ["t"]
    assert world.slugs("site") == ["a"]
    assert len(world.spells("site", "a").spells) == 2
    assert world.needed("a-closed") is None
    for key in (("site", "a"), ("team", "t")):
        changes = after.world.known[key]
        world.put(key, changes, min(change.when.earliest for change in changes))
    assert (world.naming("teams of a site", "a"), world.naming("teams of a site", "b")) == ([], ["t"])
    assert world.spells("site", "a").spells == after.world.spells("site", "a").spells
    needed = world.needed("a-closed")
    assert needed is not None
    assert needed.id == "a-closed"
    world.put(("site", "a"), [], 0)
    assert world.slugs("site") == []
    assert world.needed("a-closed") is None


def test_a_world_may_know_a_timeline_from_before() -> None:
    given = Given(site("a"))
    made = given.world.spells("site", "a")
    world = World(given.world.known, "planned", 1, make=lambda *_: made)
    assert world.spells("site", "a") is made
