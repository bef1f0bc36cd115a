"""What belongs to a unit."""

from collections.abc import Callable, Iterator

from tests.oracle.fold import State

from .day import Broken, Day, Verdicts, field, in_every_world

FIELDS = {"team": "unit", "post": "unit", "unit": "parent"}


def _life(state: State) -> str:
    return "there" if state.exists else "ended" if state.ended_by else "never"


def _of_a_unit(day: Day, wrong: Callable[[str], bool]) -> Verdicts:
    found: Verdicts = {}
    for of, name in FIELDS.items():
        for slug in day.known.subjects(of):
            members = day.seen((of, slug), field(name))
            for unit in {unit for unit in members if unit}:
                subjects = (of, slug), ("unit", unit)

                def broken(world: dict, unit: str = unit, subjects: tuple = subjects) -> Iterator[Broken]:
                    if world["member"] == unit and wrong(world["unit"]):
                        yield subjects, None

                found |= in_every_world({"member": members, "unit": day.seen(("unit", unit), _life)}, broken)
    return found


def outlives(day: Day) -> Verdicts:
    return _of_a_unit(day, lambda life: life == "ended")


def too_soon(day: Day) -> Verdicts:
    """Told only where it is certain."""
    return {each: True for each, certain in _of_a_unit(day, lambda life: life == "never").items() if certain}
