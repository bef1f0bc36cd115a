"""Reminders as tables to take away: what is due, who was told, and what failed."""

from __future__ import annotations

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
        answer = reminder_report(page, _WHOLE)
        about = subjects_of_reminders(page, answer)
        rows = [
            [
                reminder["sent_at"],
                reminder["name"] or reminder["contact"],
                reminder["channel"].partition(":")[0],
                about[reminder["about"]][0],
                reason_of_rung(reminder["rung"]),
                reminder["due_on"],
                reminder["message_id"],
                reminder["answer"],
            ]
            for reminder in answer["sent"]
        ]
    heads = ["sent at", "to", "by", "about", "why then", "due on", "message id", "answer"]
    return downloads.csv(f"{programme}-reminders", heads, rows)


@router.get(f"{_PATH}/due.csv", dependencies=[Exporting])
def due_csv(request: Request, programme: str) -> Response:
    """What is due, a row for each who is to be told; one without a name where nobody is."""
    rows: list[list[str | None]] = []
    with opened(request, programme, timed=False) as page:
        require_staff(page)
        answer = reminder_report(page, 1)
        about = subjects_of_reminders(page, answer)
        for reminder in answer["due"]:
            what = [
                about[reminder["about"]][0],
                reason_of_rung(reminder["rung"]),
                reminder["due_on"],
                "yes" if reminder["acknowledged"] else "no",
            ]
            whom = [
                [
                    name_of(page, recipient["contact"]),
                    recipient["channel"].partition(":")[0],
                    STATES[recipient["state"]],
                ]
                for recipient in reminder["recipients"]
            ]
            rows += [[*what, *person] for person in whom or [["", "", "there is nobody to tell"]]]
    heads = ["about", "why then", "due on", "acknowledged", "to", "by", "state"]
    return downloads.csv(f"{programme}-reminders-due", heads, rows)


@router.get(f"{_PATH}/failed.csv", dependencies=[Exporting])
def failed_csv(request: Request, programme: str) -> Response:
    """What failed for good."""
    with opened(request, programme, timed=False) as page:
        require_staff(page)
        answer = reminder_report(page, 1)
        about = subjects_of_reminders(page, answer)
        failed = [failed_shown(page, digest, about) for digest in answer["failed"]]
        rows = [
            [
                *(line["digest"], line["whom"], line["way"], line["tries"], line["last"], line["answer"]),
                "; ".join(words for words, _ in line["about"]),
            ]
            for line in failed
        ]
    heads = ["digest", "to", "by", "tries", "last tried at", "answer", "about"]
    return downloads.csv(f"{programme}-reminders-failed", heads, rows)
