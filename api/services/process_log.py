"""The process's own log: one line of JSON for each thing that it did, on standard error.

structlog is imported where a line is written: it loads what draws tracebacks, and a command that asks writes no line.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Mapping

import msgspec


def write_line(event: str, **facts: object) -> None:
    """Say what was done; at a terminal, where a person reads the answer itself, only if lines were asked for."""
    import structlog  # noqa: PLC0415  # See above: 0.1 s.

    if not structlog.is_configured():
        configure_logging(quiet=sys.stderr.isatty())
    structlog.get_logger("mergerlog").info(event, **facts)


def configure_logging(*, quiet: bool = False) -> None:
    """Set the form of the lines, for all who write some; a quiet process writes only what went wrong."""
    import structlog  # noqa: PLC0415  # See above: 0.1 s.

    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(_as_json),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING if quiet else logging.INFO),
        logger_factory=lambda *_: structlog.WriteLogger(sys.stderr),
    )


def _as_json(facts: Mapping[str, object], **_: object) -> str:
    return msgspec.json.encode(facts, enc_hook=repr).decode()
