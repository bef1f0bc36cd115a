"""What the deployment decides, read from the environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

DEFAULT_DATABASE = "sqlite:///mergerlog.sqlite"


class BadSetting(ValueError):
    """A setting that Mergerlog cannot use."""


@dataclass(frozen=True)
class Settings:
    """Settings of one deployment."""

    database: str = DEFAULT_DATABASE
    clock: str | None = None
    """An instant to start the clock at, for demonstrations and tests."""
    anyone_reads: bool = False
    """Whether a question without a token is answered, as to an observer."""


def from_environment(environment: Mapping[str, str]) -> Settings:
    """Settings from MERGERLOG_DATABASE, MERGERLOG_CLOCK and MERGERLOG_ANYONE_READS. Raises BadSetting."""
    anyone = environment.get("MERGERLOG_ANYONE_READS", "no").lower()
    if anyone not in ("yes", "no", "1", "0", "true", "false"):
        raise BadSetting(f'MERGERLOG_ANYONE_READS is "{anyone}": say yes or no')
    return Settings(
        database=environment.get("MERGERLOG_DATABASE") or DEFAULT_DATABASE,
        clock=environment.get("MERGERLOG_CLOCK") or None,
        anyone_reads=anyone in ("yes", "1", "true"),
    )
