"""An accepted body as the log keeps it: the entry that the API would return to a manager."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from .kinds import KINDS
from .refusals import refusal
from .views import People
from .visibility import recounted

LONDON = ZoneInfo("Europe/London")


def instant(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def london_day(at: datetime) -> date:
    return at.astimezone(LONDON).date()


def stored(log: list[dict], body: dict, at: datetime, by: str = "tester") -> dict:
    """The body as an entry of the log: it must bring an id, so that a log can be written without a server."""
    entry = dict(body)
    if entry["kind"] in KINDS:
        entry = {"details": {}, "restricted": False, **entry, "change": entry["id"]}
    entry |= {"recorded_at": instant(at), "entered_at": instant(at), "recorded_by": by}
    return recounted([*log, entry])[-1]


def decide(
    log: list[dict], people: People, body: dict, at: datetime, if_match: int | None = None
) -> tuple[int | None, dict | None]:
    """The refusal, or the entry to append."""
    status = refusal(log, people, body, recorded_day=london_day(at), if_match=if_match)
    return status, None if status else stored(log, body, at)
