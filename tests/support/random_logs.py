"""Random logs to hold the product against the oracle: what is sent and when, and the questions to ask.

A script is a list of small numbers, one a step. Each step draws from its own `Random`, seeded by its place
and its number, guided by what the oracle says of the log so far; a step of 0 does nothing. So drawing is
fast, the same script is always the same log, and Hypothesis shrinks a script by turning steps into 0.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from hypothesis import strategies as st

from tests.oracle.attempts import Attempt, Log, some_attempt
from tests.oracle.dates import bounds, day
from tests.oracle.kinds import BASES
from tests.oracle.refused_attempts import some_mischief
from tests.oracle.stored_entry import LONDON, decide, instant, london_day
from tests.oracle.world import PEOPLE

__all__ = ["PEOPLE", "Attempt", "Question", "log_of", "play", "questions", "scripts"]

START = datetime(2018, 1, 1, 9, tzinfo=UTC)
STEPS = 90
ENOUGH = 60
MISCHIEF = 0.14
UNGUIDED = 0.12
TRIES = 8
ROLES = ("manager", "member", "observer")


def scripts(steps: int = STEPS) -> st.SearchStrategy[list[int]]:
    """Scripts of so many steps: nearly every one makes a log of 60 entries."""
    return st.binary(min_size=2 * steps, max_size=2 * steps).map(
        lambda drawn: [int.from_bytes(drawn[at : at + 2], "big") for at in range(0, len(drawn), 2)]
    )


def play(script: Sequence[int], enough: int = ENOUGH) -> list[Attempt]:
    """Every attempt of a script, in order, with what the oracle decided, until enough were recorded."""
    attempts: list[Attempt] = []
    log, at = Log.of([]), START
    for place, drawn in enumerate(script):
        if len(log.entries) >= enough:
            break
        if drawn == 0:
            continue
        rng = Random(f"{place}-{drawn}")
        at = later(rng, at)
        attempt = _one(rng, log, at)
        attempts.append(attempt)
        if attempt.entry:
            log = Log.of([*log.entries, attempt.entry])
    return attempts


def log_of(attempts: Sequence[Attempt]) -> list[dict]:
    """The entries that were recorded, as the API returns them to a manager."""
    return [attempt.entry for attempt in attempts if attempt.entry]


def _one(rng: Random, log: Log, at: datetime) -> Attempt:
    if rng.random() < MISCHIEF:
        return _decided(log, some_mischief(rng, log, at))
    tries = 1 if rng.random() < UNGUIDED else TRIES
    for _ in range(tries):
        attempt = _decided(log, some_attempt(rng, log, at))
        if attempt.entry:
            break
    return attempt


def _decided(log: Log, attempt: Attempt) -> Attempt:
    status, entry = decide(log.entries, PEOPLE, attempt.body, attempt.at, attempt.if_match)
    return replace(attempt, status=status, entry=entry)


def later(rng: Random, at: datetime) -> datetime:
    """The clock's next instant: often the same, and now and then within an hour of a London midnight."""
    step = rng.choice(
        (
            timedelta(0),
            timedelta(microseconds=rng.randrange(10**6)),
            timedelta(minutes=rng.randrange(1, 90)),
            timedelta(hours=rng.randrange(1, 30)),
            timedelta(days=rng.randrange(1, 4)),
            timedelta(days=rng.randrange(7, 35)),
        )
    )
    if rng.random() < 0.1:
        midnight = datetime.combine(london_day(at) + timedelta(days=1), time(), LONDON)
        return max(at, midnight.astimezone(UTC) + timedelta(seconds=rng.choice((-1, 0, 1, 1800))))
    return at + step


@dataclass(frozen=True)
class Question:
    """The coordinates of a question, as a caller gives them; None is left out."""

    effective_on: date | None
    known_on: date | None
    known_at: datetime | None
    basis: str | None
    role: str

    def params(self, prefix: str = "") -> dict[str, str]:
        """The query parameters (`to_` for the other side of a comparison)."""
        told = {
            "effective_on": day(self.effective_on),
            "known_on": day(self.known_on),
            "known_at": instant(self.known_at) if self.known_at else None,
            "basis": self.basis,
        }
        return {prefix + name: value for name, value in told.items() if value is not None}

    def coordinates(self, log: Sequence[dict], now: datetime, prefix: str = "") -> dict:
        """The keyword arguments of the oracle's answers, without the role."""
        known = [entry for entry in log if self._knows(datetime.fromisoformat(entry["recorded_at"]))]
        told = {
            "effective_on": self.effective_on or london_day(now),
            "known": len(known),
            "known_day": self.known_on or london_day(self.known_at or now),
            "basis": self.basis,
        }
        return {prefix + name: value for name, value in told.items()}

    def _knows(self, recorded_at: datetime) -> bool:
        if self.known_on:
            return london_day(recorded_at) <= self.known_on
        return self.known_at is None or recorded_at <= self.known_at


def questions(log: Sequence[dict], now: datetime) -> st.SearchStrategy[Question]:
    """Questions about the days on which something may change and their neighbours, at any known point."""
    days, instants = interesting_days(log), interesting_instants(log, now)
    known_days = sorted(
        {min(london_day(one) + timedelta(days=by), london_day(now)) for one in instants for by in (-1, 0, 1)}
    )
    known: st.SearchStrategy = st.one_of(
        st.just((None, None)),
        st.tuples(st.sampled_from(known_days), st.none()),
        st.tuples(st.none(), st.sampled_from(instants)),
    )
    return st.builds(
        lambda on, points, basis, role: Question(on, points[0], points[1], basis, role),
        st.sampled_from([None, *days]),
        known,
        st.sampled_from([None, *BASES]),
        st.sampled_from(ROLES),
    )


def interesting_days(log: Sequence[dict]) -> list[date]:
    """Every bound of the log's dates, the day before and the day after."""
    dates = {entry["effective_on"] for entry in log if entry.get("effective_on")}
    found = {bound for text in dates for bound in bounds(text) if bound}
    return sorted({bound + timedelta(days=by) for bound in found or {START.date()} for by in (-1, 0, 1)})


def interesting_instants(log: Sequence[dict], now: datetime) -> list[datetime]:
    """Every instant at which something was recorded, and those next to it, but none to come."""
    recorded = {datetime.fromisoformat(entry["recorded_at"]) for entry in log} | {now}
    near = {one + timedelta(microseconds=by) for one in recorded for by in (-1, 0, 1)}
    return sorted(one for one in near if one <= now)
