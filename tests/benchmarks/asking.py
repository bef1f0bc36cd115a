"""Questions in process: the structure and one subject's history, beside hand-written SQL that gives the same bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import msgspec

from api.services.mergerlog import Mergerlog
from projections.cache.caches import Caches
from tests.benchmarks import logs
from tests.benchmarks.hand_postgres import HandPostgres
from tests.benchmarks.hand_sqlite import HandSqlite
from tests.benchmarks.histories import pieces
from tests.benchmarks.knowledge import Programme
from tests.benchmarks.timing import Measure, in_turns

Hand = HandSqlite | HandPostgres
Asked = tuple[str, date, date]
"""A programme, a day, and the day as known on."""

QUESTIONS = 60
ROUNDS = 3
_SAME = "the same question again"
_SUBJECTS = ("team-3", "team-71", "post-5", "site-11", "unit-2")


def load(mergerlog: Mergerlog, hand: Hand, shape: str, size: int) -> None:
    """Fill the tables of the hand-written SQL from the product's log; of the histories, those that are asked for."""
    programmes = [slug for slug, _, _ in logs.programmes(shape, size)]
    for slug in programmes:
        hand.load(slug, Programme().read(mergerlog.export_lines(slug)))
    for slug in _some(programmes):
        for name in _SUBJECTS:
            answer = msgspec.json.decode(_subject(mergerlog, slug, name, logs.TODAY))
            hand.load_history(slug, answer["type"], name, pieces(answer))
    hand.finish()


def structures(mergerlog: Mergerlog, hand: Hand, shape: str, size: int, *, on_cpu: bool) -> Iterator[Measure]:
    """The structure: on days of this month, on past days, on past days as known then, and one question repeated."""
    programmes = [slug for slug, _, _ in logs.programmes(shape, size)]
    for what, asked in _questions(programmes, Random(size)).items():
        for one in asked:
            assert product_structure(mergerlog, *one) == _hand_structure(hand, *one), one
        rounds = asked * ROUNDS
        ways = {what: product_structure} if what == _SAME else {what: product_structure, f"{what}, nothing kept": _anew}
        for how, ask in ways.items():
            pairs = ((_bound(ask, mergerlog, one), _bound(_hand_structure, hand, one)) for one in rounds)
            product, baseline = in_turns(pairs, on_cpu=on_cpu)
            yield Measure("structure", how, product, baseline, "ms", "≤ 2")


def histories(mergerlog: Mergerlog, hand: Hand, shape: str, size: int, *, on_cpu: bool) -> Iterator[Measure]:
    """One subject with its history, as JSON: for the first time, and when its changes were told before."""
    rng, known_on = Random(size), logs.TODAY.toordinal()
    asked = [
        (slug, name, _past(rng))
        for slug in _some([slug for slug, _, _ in logs.programmes(shape, size)])
        for name in _SUBJECTS
    ]

    def by_hand(slug: str, name: str, day: date) -> bytes:
        return hand.subject(slug, name.partition("-")[0], name, day.toordinal(), known_on)

    for one in asked:
        assert _subject(mergerlog, *one) == by_hand(*one), one
    entries = msgspec.json.decode(_subject(mergerlog, *asked[0]))["version"]
    for when, ask in (("the first time", _subject), ("again", _subject_again)):
        pairs = [(_bound(ask, mergerlog, one), lambda one=one: by_hand(*one)) for one in asked]
        product, baseline = in_turns(pairs * max(ROUNDS, 15 // len(asked)), on_cpu=on_cpu)
        yield Measure("history", f"one subject ({entries} entries), {when}", product, baseline, "ms", "≤ 3")


def product_structure(mergerlog: Mergerlog, slug: str, day: date, known_on: date, caches: Caches | None = None) -> str:
    """The product's answer, without the question at its head; with its own caches or with others."""
    question = mergerlog.ask(
        effective_on=day.isoformat(), known_on=None if known_on == logs.TODAY else known_on.isoformat()
    )
    with mergerlog.viewing(slug, question, public=False) as seen:
        return replace(seen, caches=caches or seen.caches).structure().json()


def _anew(mergerlog: Mergerlog, slug: str, day: date, known_on: date) -> str:
    return product_structure(mergerlog, slug, day, known_on, Caches())


def _hand_structure(hand: Hand, slug: str, day: date, known_on: date) -> str:
    return hand.structure(slug, day.toordinal(), known_on.toordinal())


def _subject(mergerlog: Mergerlog, slug: str, name: str, day: date, caches: Caches | None = None) -> bytes:
    with mergerlog.viewing(slug, mergerlog.ask(effective_on=day.isoformat()), public=False) as seen:
        type_ = name.partition("-")[0]
        return ("{" + replace(seen, caches=caches or Caches()).subject(type_, name) + "}").encode()


def _subject_again(mergerlog: Mergerlog, slug: str, name: str, day: date) -> bytes:
    return _subject(mergerlog, slug, name, day, mergerlog.caches)


def _questions(programmes: list[str], rng: Random) -> dict[str, list[Asked]]:
    def then() -> Asked:
        day = _past(rng)
        known_on = day + timedelta(days=rng.randrange(400))
        return rng.choice(programmes), day, min(known_on, logs.TODAY - timedelta(days=1))

    recent = [logs.TODAY - timedelta(days=days % 30) for days in range(QUESTIONS)]
    return {
        "today": [(rng.choice(programmes), day, logs.TODAY) for day in recent],
        "a past day": [(rng.choice(programmes), _past(rng), logs.TODAY) for _ in range(QUESTIONS)],
        "a past day, as known then": [then() for _ in range(QUESTIONS)],
        _SAME: [(programmes[0], logs.TODAY, logs.TODAY)] * QUESTIONS,
    }


def _past(rng: Random) -> date:
    return logs.START + timedelta(days=rng.randrange(1, logs.DAYS))


def _some(programmes: list[str]) -> list[str]:
    return programmes[:: max(len(programmes) // 3, 1)][:3]


def _bound(ask: Callable[..., object], where: object, asked: tuple[object, ...]) -> Callable[[], object]:
    return lambda: ask(where, *asked)
