"""A team at a site."""

from collections.abc import Callable, Iterator

from tests.oracle.fold import State

from .day import Broken, Day, Verdicts, in_every_world

WILL_DO = {
    "neighbourhoods": {"neighbourhood-base"},
    "response": {"response-base", "patrol-base"},
    "investigation": {"office", "headquarters"},
    "safeguarding": {"office", "headquarters"},
    "headquarters": {"headquarters", "office"},
}
Uses = tuple[bool, frozenset | None]


def _team(state: State) -> tuple[str | None, str | None]:
    return (state.fields.get("site"), state.fields["function"]) if state.exists else (None, None)


def _site(state: State) -> Uses:
    uses = state.fields.get("uses") if state.exists else None
    return state.exists, None if uses is None else frozenset(uses)


def _at_a_site(day: Day, wrong: Callable[[str, Uses], bool]) -> Verdicts:
    found: Verdicts = {}
    for slug in day.known.subjects("team"):
        teams = day.seen(("team", slug), _team)
        for site in {site for site, _ in teams if site}:
            subjects = ("team", slug), ("site", site)

            def broken(world: dict, site: str = site, subjects: tuple = subjects) -> Iterator[Broken]:
                at, function = world[subjects[0]]
                if at == site and wrong(function, world[subjects[1]]):
                    yield subjects, None

            found |= in_every_world({subjects[0]: teams, subjects[1]: day.seen(subjects[1], _site)}, broken)
    return found


def not_open(day: Day) -> Verdicts:
    return _at_a_site(day, lambda _, site: not site[0])


def lacks_use(day: Day) -> Verdicts:
    return _at_a_site(day, lambda function, site: site[1] is not None and not site[1] & WILL_DO[function])
