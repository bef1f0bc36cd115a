"""Rules are asked again only where their inputs changed, and find what a sweep would find."""

from __future__ import annotations

from domain.clashes.engine.alterations import altered_subjects
from domain.clashes.evaluate import sweep
from domain.clashes.incremental import NEVER_ASKED, ClashMemory
from domain.time.edtf import parse
from tests.domain.clashes.rules.given import Given, closed, milestone, site, team, unit
from tests.support.examples import Body, amend

BASED = (unit("bcu", unit_type="function"), site("a", uses=["response-base"]), team("t", site="a"))
CLOSES = closed("a", "2018-10-01", id="closes")
MOVED = amend("change-rescheduled", "closes", effective_on="2018-11-01")


def shown(*bodies: Body) -> Given:
    return Given(*bodies)


def test_what_is_shown_first_is_swept() -> None:
    memory, given = ClashMemory(), shown(*BASED, CLOSES)
    opened, cleared = memory.show(given.world)
    assert (opened, cleared) == (sweep(given.world), [])
    assert memory.clashes == opened
    assert len(opened) == 1


def test_a_clash_opens_alters_and_is_cleared() -> None:
    memory = ClashMemory()
    memory.show(shown(*BASED).world)
    opened, cleared = memory.show(shown(*BASED, CLOSES).world)
    assert ([clash.rule for clash in opened], cleared) == (["site-not-open"], [])
    again = memory.show(shown(*BASED, CLOSES, MOVED).world)
    assert (again.cleared, [clash.id for clash in again.opened]) == (opened, [opened[0].id])
    assert again.opened[0].first == parse("2018-11-01").earliest
    gone = memory.show(shown(*BASED, CLOSES, MOVED, amend("change-withdrawn", "closes")).world)
    assert (gone.opened, gone.cleared, memory.clashes) == ([], again.opened, [])


def test_the_same_world_shown_again_alters_nothing() -> None:
    memory, given = ClashMemory(), shown(*BASED, CLOSES)
    memory.show(given.world)
    assert memory.show(shown(*BASED, CLOSES).world) == ([], [])
    assert memory.clashes == sweep(given.world)


def test_a_rule_that_asks_what_day_it_is_is_asked_again_on_another() -> None:
    memory, late = ClashMemory(), milestone("m", "2018-06-10")
    memory.show(Given(late, today="2018-06-10").world)
    assert memory.clashes == []
    memory.show(Given(late, today="2018-06-11").world)
    assert [clash.rule for clash in memory.clashes] == ["overdue"]


def test_what_a_milestone_waits_for_is_asked_for_elsewhere() -> None:
    bodies = (site("a", "2018-10-01", "planned", id="opens"), milestone("m", "2018-09-01", depends_on=["opens"]))
    memory = ClashMemory()
    memory.show(shown(*bodies).world)
    assert [clash.rule for clash in memory.clashes] == ["before-dependency"]
    memory.show(shown(*bodies, amend("change-withdrawn", "opens")).world)
    assert memory.clashes == sweep(shown(*bodies, amend("change-withdrawn", "opens")).world)


def test_a_rule_that_is_never_asked_finds_nothing() -> None:
    memory = ClashMemory(lambda _: NEVER_ASKED)
    assert memory.show(shown(*BASED, CLOSES).world) == ([], [])
    closes = shown(*BASED, CLOSES).changes["closes"]
    assert not memory.may_ask([closes])


def test_a_change_that_a_rule_asked_about_may_matter() -> None:
    memory, given = ClashMemory(), shown(*BASED, CLOSES)
    memory.show(given.world)
    assert memory.may_ask([given.changes["closes"]])


def test_what_comes_after_the_days_that_matter_may_not() -> None:
    horizon = parse("2018-09-30").latest
    memory, given = ClashMemory(lambda _: horizon), shown(*BASED, CLOSES)
    memory.show(given.world)
    assert not memory.may_ask([given.changes["closes"]])
    assert memory.may_ask([given.changes["a-opened"]])


def test_a_memory_knows_the_world_that_it_was_shown() -> None:
    memory, given = ClashMemory(), shown(*BASED)
    assert memory.known == {}
    memory.show(given.world)
    assert memory.known == given.world.known
    assert memory.known is not given.world.known


def test_subjects_are_altered_in_place() -> None:
    memory, before, after = ClashMemory(), shown(*BASED), shown(*BASED, CLOSES)
    memory.show(before.world)
    opened, _ = memory.alter(list(altered_subjects(memory.known, after.world.known)), {})
    assert opened == sweep(after.world) == memory.clashes
