"""Given, when, then: a log written by hand, sentence by sentence, and the questions put to it."""

from datetime import UTC, date, datetime, time
from typing import Any

from . import answers
from .stored_entry import decide, london_day


class Story:
    """A log, the clock that it is written by, and the people it knows."""

    def __init__(self, today: str = "2018-05-01") -> None:
        self.entries: list[dict] = []
        self.people: dict[str, str | None] = {"p-1": "Simon Rose", "p-2": "Sara Leach"}
        self.now = datetime.min.replace(tzinfo=UTC)
        self.on(today)

    def on(self, day: str) -> None:
        """It is noon of this day."""
        self.now = datetime.combine(date.fromisoformat(day), time(12), UTC)

    def start(self, kind: str, subject: str, on: str, standing: str = "done", **fields: Any) -> str:
        return self.record({"kind": kind, "subject": subject, "effective_on": on, "standing": standing, **fields})

    def amend(self, kind: str, change: str, **fields: Any) -> str:
        return self.record({"kind": kind, "change": change, **fields})

    def record(self, body: dict) -> str:
        body = {"id": f"e{len(self.entries) + 1}", **body}
        status, entry = decide(self.entries, self.people, body, self.now)
        assert entry is not None, f"refused with {status}: {body}"
        self.entries.append(entry)
        return entry["id"]

    def refuses(self, body: dict, if_match: int | None = None) -> int | None:
        return decide(self.entries, self.people, {"id": "new", **body}, self.now, if_match)[0]

    def refuses_start(self, kind: str, subject: str, on: str, standing: str = "done", **fields: Any) -> int | None:
        return self.refuses({"kind": kind, "subject": subject, "effective_on": on, "standing": standing, **fields})

    def refuses_amendment(self, kind: str, change: str, **fields: Any) -> int | None:
        return self.refuses({"kind": kind, "change": change, **fields})

    def asked(
        self,
        on: str,
        basis: str | None = None,
        role: str = "manager",
        known: int | None = None,
        known_day: str | None = None,
    ) -> dict:
        return {
            "effective_on": date.fromisoformat(on),
            "known": len(self.entries) if known is None else known,
            "known_day": date.fromisoformat(known_day) if known_day else london_day(self.now),
            "basis": basis,
            "role": role,
        }

    def structure(self, on: str, *args: Any, **coordinates: Any) -> dict:
        return answers.structure(self.entries, self.people, **self.asked(on, *args, **coordinates))

    def item(self, plural: str, slug: str, on: str, *args: Any, **coordinates: Any) -> Any:
        items = self.structure(on, *args, **coordinates)[plural]
        return next((item for item in items if item["id"] == slug), None)

    def subject(self, of: str, slug: str, on: str, *args: Any, **coordinates: Any) -> Any:
        return answers.subject(self.entries, self.people, of, slug, **self.asked(on, *args, **coordinates))

    def change(self, id: str, on: str, *args: Any, **coordinates: Any) -> Any:
        return answers.change(self.entries, id, **self.asked(on, *args, **coordinates))

    def cover(self, area: str, on: str, *args: Any, **coordinates: Any) -> Any:
        return answers.cover(self.entries, self.people, area, **self.asked(on, *args, **coordinates))


def opened(story: Story, slug: str = "pinner", on: str = "2017-01-01", **fields: Any) -> str:
    return story.start("site-opened", slug, on, details={"name": slug.title()}, **fields)


def area(story: Story, slug: str, parent: str | None = None, on: str = "2017-01-01") -> str:
    more = {"area_type": "ward", "parent": parent} if parent else {"area_type": "borough"}
    return story.start("area-defined", slug, on, details={"name": slug.title(), **more})


def unit(story: Story, slug: str = "bcu", on: str = "2017-01-01", **fields: Any) -> str:
    return story.start("unit-established", slug, on, details={"name": slug.upper(), "unit_type": "bcu"}, **fields)


def team(story: Story, slug: str = "a", on: str = "2017-01-01", standing: str = "done", **details: Any) -> str:
    told = {"name": slug.title(), "unit": "bcu", "function": "response", **details}
    return story.start("team-formed", slug, on, standing, details=told)


def post(story: Story, slug: str = "chief", on: str = "2017-01-01", **details: Any) -> str:
    return story.start("post-created", slug, on, details={"title": slug.title(), "unit": "bcu", **details})


def appointed(story: Story, person: str, on: str, slug: str = "chief", standing: str = "done") -> str:
    return story.start("leader-appointed", slug, on, standing, details={"person": person, "tenure": "acting"})
