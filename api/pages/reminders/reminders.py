"""Reminders: what is missing for them to arrive, what is due, who was told what and when, and what failed."""

from __future__ import annotations

from typing import TypedDict

from fastapi import APIRouter, Request, Response

from api.http.problems import WrongRole
from api.pages.core.next_address import here
from api.pages.core.page import Page, opened
from api.pages.core.question_address import SeeOther
from api.pages.core.viewer import SignInNeeded, require_manager
from api.pages.forms.read_form import SentForm
from api.pages.read.changes import transitions_of
from api.pages.words import dates
from api.pages.words.sentences import heading
from projections.database.connections import editing
from scheduler import report
from scheduler.delivery import queue
from scheduler.people import contacts
from scheduler.report import DueReminder, FailedDigest, ReminderReport, SentReminder

router = APIRouter()
_MOST = 100
STATES = {
    "due": "to be told",
    "waiting": "about to be told",
    "sent": "told",
    "void": "no longer to be told",
    "dead": "not reached",
}
_RUNGS = {
    "window": "the first possible day has come",
    "on-the-day": "on the day",
    "vacant": "the post has been vacant for too long",
    "acting": "the holder is acting, and no end is planned",
    "certain": "the clash has become certain",
}


Addresses = dict[str, tuple[str, str]]
"""By the subject of a reminder: its words, and the address of its page."""


class DueLine(TypedDict):
    """A reminder that is due, in words."""

    words: str
    href: str
    why: str
    day: str | None
    whom: list[str]
    acknowledged: bool
    restricted: bool


class DueGroup(TypedDict):
    """Reminders that are due for one reason since one day, to the same people."""

    why: str
    day: str | None
    whom: str
    about: list[DueLine]


class SentLine(TypedDict):
    """A reminder that was sent, in words."""

    words: str
    href: str
    why: str
    whom: str
    way: str
    when: str
    answer: str | None


class FailedLine(TypedDict):
    """A digest that failed for good, in words."""

    digest: int
    whom: str
    way: str
    answer: str | None
    tries: int
    last: str | None
    about: list[tuple[str, str]]


@router.get("/programmes/{programme}/reminders")
def reminders_page(request: Request, programme: str) -> Response:
    """Everything about the reminders of a programme, for its managers and members."""
    with opened(request, programme, timed=False) as page:
        require_staff(page)
        answer = reminder_report(page, _MOST)
        about = subjects_of_reminders(page, answer)
        return page.render(
            "reminders/reminders.html",
            gaps=answer["gaps"],
            outages=answer["outages"],
            due=_together([_due(page, reminder, about) for reminder in answer["due"]]),
            sent=[_sent(reminder, about) for reminder in answer["sent"]],
            is_more=answer["next"] is not None,
            failed=[failed_shown(page, digest, about) for digest in answer["failed"]],
        )


@router.post("/programmes/{programme}/reminders")
def retry(request: Request, programme: str, form: SentForm) -> Response:
    """Have a digest that failed for good tried again."""
    with opened(request, programme, timed=False) as page:
        require_manager(request, page.viewer, page.role, "Trying again what failed")
        number = page.view.point.programme
    digest = form.text("digest")
    if digest.isascii() and digest.isdigit() and len(digest) < 10:
        mergerlog = page.mergerlog
        with editing(mergerlog.engine) as connection:
            queue.retry_digest(connection, number, int(digest), mergerlog.clock.now())
    raise SeeOther(f"/programmes/{programme}/reminders")


def reason_of_rung(name: str) -> str:
    """Why a reminder goes out when it does: `before-7` is "7 days before"."""
    if name in _RUNGS:
        return _RUNGS[name]
    sort, _, number = name.rpartition("-")
    if sort == "before":
        return f"{dates.days(int(number))} before"
    return {"overdue": "overdue", "managers": "overdue, to the managers"}.get(sort, "overdue, to the senior officer")


def require_staff(page: Page) -> None:
    """Whether the viewer is a manager or a member. Raises SignInNeeded or WrongRole."""
    if page.role == "observer":
        if page.viewer.account is None and page.viewer.token is None:
            raise SignInNeeded(here(page.request))
        raise WrongRole(deed="Reading who was told what", role="manager or member")


def reminder_report(page: Page, limit: int) -> ReminderReport:
    """What is due, the last that were told, and what failed."""
    view, mergerlog = page.view, page.mergerlog
    now = mergerlog.clock.now()
    certain_clashes = mergerlog.reminders.certain_clashes
    return report.reminder_report(
        view.connection, view.log, certain_clashes, view.point.programme, now, limit=limit, before=None
    )


def subjects_of_reminders(page: Page, answer: ReminderReport) -> Addresses:
    """The subjects of reminders: the words for each, and the address of its page."""
    wanted = {reminder["about"] for reminder in answer["due"]} | {reminder["about"] for reminder in answer["sent"]}
    wanted |= {reminder["about"] for digest in answer["failed"] for reminder in digest["reminders"]}
    posts = {about.partition(":")[2] for about in wanted if about.startswith("post:")}
    page.names.look_up(page.view, [("post", slug) for slug in posts])
    transitions = transitions_of(page, [about for about in wanted if ":" not in about])
    addresses = {}
    for about in wanted:
        sort, _, id_ = about.rpartition(":")
        if sort == "post":
            addresses[about] = page.names.name_of("post", id_), page.plain(f"posts/{id_}")
        elif sort == "clash":
            addresses[about] = "A clash", page.plain(f"clashes/{id_}", basis="planned")
        else:
            words = heading(transitions[about][-1].after, page.names) if about in transitions else about
            addresses[about] = words, page.plain(f"changes/{about}")
    return addresses


def name_of(page: Page, contact: str) -> str:
    """What a contact is called."""
    try:
        return contacts.get_contact(page.view.connection, contact).name
    except contacts.NoSuchContact:
        return "a contact who was forgotten"


def _due(page: Page, reminder: DueReminder, about: Addresses) -> DueLine:
    whom = [
        f"{name_of(page, recipient['contact'])} by {recipient['channel'].partition(':')[0]}: "
        f"{STATES[recipient['state']]}"
        for recipient in reminder["recipients"]
    ]
    words, href = about[reminder["about"]]
    return {
        "words": words,
        "href": href,
        "why": reason_of_rung(reminder["rung"]),
        "day": reminder["due_on"],
        "whom": whom,
        "acknowledged": reminder["acknowledged"],
        "restricted": reminder["restricted"],
    }


def _together(due: list[DueLine]) -> list[DueGroup]:
    """Reminders that are due for the same reason since the same day, to the same people, as one group."""
    groups: dict[tuple[str, str | None, str], list[DueLine]] = {}
    for line in due:
        groups.setdefault((line["why"], line["day"], "; ".join(line["whom"])), []).append(line)
    return [{"why": why, "day": day, "whom": whom, "about": about} for (why, day, whom), about in groups.items()]


def _sent(reminder: SentReminder, about: Addresses) -> SentLine:
    words, href = about[reminder["about"]]
    return {
        "words": words,
        "href": href,
        "why": reason_of_rung(reminder["rung"]),
        "whom": reminder["name"] or "a contact who was forgotten",
        "way": reminder["channel"].partition(":")[0],
        "when": reminder["sent_at"],
        "answer": reminder["answer"],
    }


def failed_shown(page: Page, digest: FailedDigest, about: Addresses) -> FailedLine:
    """A digest that failed for good, as pages and tables show it."""
    return {
        "digest": digest["digest"],
        "whom": name_of(page, digest["contact"]),
        "way": digest["channel"].partition(":")[0],
        "answer": digest["answer"],
        "tries": len(digest["attempts"]),
        "last": digest["attempts"][-1]["began_at"] if digest["attempts"] else None,
        "about": [about[reminder["about"]] for reminder in digest["reminders"]],
    }
