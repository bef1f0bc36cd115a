"""Reminders as tables to take away: what is due, who was told, and what failed."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from api.pages.core import downloads
from api.pages.core.page import opened
from api.pages.core.rate_limit import Exporting
from api.pages.reminders.reminders import (
    STATES,
    failed_shown,
    name_of,
    reason_of_rung,
    reminder_report,
    require_staff,
    subjects_of_reminders,
)

router = APIRouter()
_PATH = "/programmes/{programme}/reminders"
_WHOLE = 1000


@router.get(f"{_PATH}.csv", dependencies=[Exporting])
def told_csv(request: Request, programme: str) -> Response:
    """Who was told what and when: the last thousand."""
    with opened(request, programme, timed=False) as page:
        require_staff(page)
        said = reminder_report(page, _WHOLE)
        about = subjects_of_reminders(page, said)
        rows = [
            [
                each["sent_at"],
                each["name"] or each["contact"],
                each["channel"].partition(":")[0],
                about[each["about"]][0],
                reason_of_rung(each["rung"]),
                each["due_on"],
                each["message_id"],
                each["answer"],
            ]
            for each in said["sent"]
        ]
    heads = ["sent at", "to", "by", "about", "why then", "due on", "message id", "answer"]
    return downloads.csv(f"{programme}-reminders", heads, rows)


@router.get(f"{_PATH}/due.csv", dependencies=[Exporting])
def due_csv(request: Request, programme: str) -> Response:
    """What is due, a row for each who is to be told; one without a name where nobody is."""
    rows: list[list[Any]] = []
    with opened(request, programme, timed=False) as page:
        require_staff(page)
        said = reminder_report(page, 1)
        about = subjects_of_reminders(page, said)
        for each in said["due"]:
            what = [
                about[each["about"]][0],
                reason_of_rung(each["rung"]),
                each["due_on"],
                "yes" if each["acknowledged"] else "no",
            ]
            whom = [
                [name_of(page, one["contact"]), one["channel"].partition(":")[0], STATES[one["state"]]]
                for one in each["recipients"]
            ]
            rows += [[*what, *one] for one in whom or [["", "", "there is nobody to tell"]]]
    heads = ["about", "why then", "due on", "acknowledged", "to", "by", "state"]
    return downloads.csv(f"{programme}-reminders-due", heads, rows)


@router.get(f"{_PATH}/failed.csv", dependencies=[Exporting])
def failed_csv(request: Request, programme: str) -> Response:
    """What failed for good."""
    names = ("digest", "whom", "way", "tries", "last", "answer")
    with opened(request, programme, timed=False) as page:
        require_staff(page)
        said = reminder_report(page, 1)
        about = subjects_of_reminders(page, said)
        failed = [failed_shown(page, each, about) for each in said["failed"]]
        rows = [[each[name] for name in names] + ["; ".join(word for word, _ in each["about"])] for each in failed]
    heads = ["digest", "to", "by", "tries", "last tried at", "answer", "about"]
    return downloads.csv(f"{programme}-reminders-failed", heads, rows)
