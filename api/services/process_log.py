"""The process's own log: one line of JSON for each thing that it did, on standard error.

structlog is imported where a line is written: it loads what draws tracebacks, and a command that asks writes no line.
"""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Mapping, MutableMapping
from typing import Any

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
            _without_texts,
            structlog.processors.JSONRenderer(_as_json),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING if quiet else logging.INFO),
        logger_factory=lambda *_: structlog.WriteLogger(sys.stderr),
    )
    logging.basicConfig(level=logging.WARNING, handlers=[_LibraryLines()], force=True)


def security_event(event: str, **facts: object) -> None:
    """Write down what matters for who may come in: who, from where, and what they did; never a secret or a text."""
    import structlog  # noqa: PLC0415  # See above: 0.1 s.

    write_line(event, category="security", **structlog.contextvars.get_contextvars(), **facts)


class _LibraryLines(logging.Handler):
    """Writes what libraries have to say as lines of the same form."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line."""
        import structlog  # noqa: PLC0415  # See above: 0.1 s.

        logger = structlog.get_logger("mergerlog")
        error = record.exc_info[1] if record.exc_info else None
        level = logger.error if record.levelno >= logging.ERROR else logger.warning
        level("library", library=record.name, said=record.getMessage(), exc_info=error)


def _without_texts(_: object, __: str, facts: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """An exception as its type and the places that it went through: its message may hold what somebody wrote."""
    error = facts.pop("exc_info", None)
    if isinstance(error, BaseException):
        facts["error"] = type(error).__name__
        facts["places"] = [
            f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)
        ]
    return facts


def _as_json(facts: Mapping[str, object], **_: object) -> str:
    return msgspec.json.encode(facts, enc_hook=repr).decode()
