"""Reminders: what is missing for them to arrive, what is due, who was told what and when, and what failed."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from api.http.problems import WrongRole
from api.pages.core.page import Page, SeeOther, opened
from api.pages.core.viewer import SignInNeeded, here, require_manager
from api.pages.forms.form import SentForm
from api.pages.read.changes import transitions_of
from api.pages.words import dates
from api.pages.words.sentences import heading
from projections.database.connections import editing
from scheduler import report
from scheduler.delivery import queue
from scheduler.people import contacts

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


@router.get("/programmes/{programme}/reminders")
def reminders_page(request: Request, programme: str) -> Response:
    """Everything about the reminders of a programme, for its managers and members."""
    with opened(request, programme, timed=False) as page:
        require_staff(page)
        said = reminder_report(page, _MOST)
        about = subjects_of_reminders(page, said)
        return page.render(
            "reminders/reminders.html",
            gaps=said["gaps"],
            outages=said["outages"],
            due=_together([_due(page, each, about) for each in said["due"]]),
            sent=[_sent(each, about) for each in said["sent"]],
            is_more=said["next"] is not None,
            failed=[failed_shown(page, each, about) for each in said["failed"]],
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


def reminder_report(page: Page, limit: int) -> dict[str, Any]:
    """What is due, the last that were told, and what failed."""
    view, mergerlog = page.view, page.mergerlog
    now = mergerlog.clock.now()
    certain_clashes = mergerlog.reminders.certain_clashes
    found = report.reminder_report(
        view.connection, view.log, certain_clashes, view.point.programme, now, limit=limit, before=None
    )
    return dict(found)


def subjects_of_reminders(page: Page, report_: dict[str, Any]) -> dict[str, tuple[str, str]]:
    """What reminders are about: its words, and the address of its page."""
    failed = [each for digest in report_["failed"] for each in digest["reminders"]]
    wanted = {each["about"] for each in (*report_["due"], *report_["sent"], *failed)}
    posts = {about.partition(":")[2] for about in wanted if about.startswith("post:")}
    page.names.look_up(page.view, [("post", slug) for slug in posts])
    told = transitions_of(page, [about for about in wanted if ":" not in about])
    found = {}
    for about in wanted:
        sort, _, id_ = about.rpartition(":")
        if sort == "post":
            found[about] = page.names.name_of("post", id_), page.plain(f"posts/{id_}")
        elif sort == "clash":
            found[about] = "A clash", page.plain(f"clashes/{id_}", basis="planned")
        else:
            words = heading(told[about][-1].after, page.names) if about in told else about
            found[about] = words, page.plain(f"changes/{about}")
    return found


def name_of(page: Page, contact: str) -> str:
    """What a contact is called."""
    try:
        return contacts.get_contact(page.view.connection, contact).name
    except contacts.NoSuchContact:
        return "a contact who was forgotten"


def _due(page: Page, reminder: dict[str, Any], about: dict[str, tuple[str, str]]) -> dict[str, Any]:
    whom = [
        f"{name_of(page, one['contact'])} by {one['channel'].partition(':')[0]}: {STATES[one['state']]}"
        for one in reminder["recipients"]
    ]
    words, href = about[reminder["about"]]
    return {
        "words": words,
        "href": href,
        "why": reason_of_rung(reminder["rung"]),
        "day": reminder["due_on"],
        "whom": whom,
    } | {
        "acknowledged": reminder["acknowledged"],
        "restricted": reminder["restricted"],
    }


def _together(due: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What is due for the same reason since the same day, of which the same are told, said once."""
    groups: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    for each in due:
        groups.setdefault((each["why"], each["day"], "; ".join(each["whom"])), []).append(each)
    return [{"why": why, "day": day, "whom": whom, "about": about} for (why, day, whom), about in groups.items()]


def _sent(reminder: dict[str, Any], about: dict[str, tuple[str, str]]) -> dict[str, Any]:
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


def failed_shown(page: Page, digest: dict[str, Any], about: dict[str, tuple[str, str]]) -> dict[str, Any]:
    """A digest that failed for good, as pages and tables say it."""
    return {
        "digest": digest["digest"],
        "whom": name_of(page, digest["contact"]),
        "way": digest["channel"].partition(":")[0],
        "answer": digest["answer"],
        "tries": len(digest["attempts"]),
        "last": digest["attempts"][-1]["began_at"] if digest["attempts"] else None,
        "about": [about[one["about"]] for one in digest["reminders"]],
    }
